"""Bring the keys by which addresses are the same up to date with the rules for trackers.

Two articles whose addresses turn out to be one stay both: the later one becomes the duplicate.
Later changes of the rules are replayed by ``manage.py clean_addresses``.
"""

from django.db import migrations

from news.harvesting.addresses import address_key

BATCH = 500


def rekey(apps, schema_editor):
    articles = apps.get_model("news", "Article").objects.using(schema_editor.connection.alias)
    last = 0
    while batch := list(
        articles.filter(pk__gt=last)
        .order_by("pk")
        .values_list("pk", "clean_url", "address_key", "duplicate_of_id")[:BATCH]
    ):
        for pk, url, former, duplicate_of in batch:
            key = address_key(url)
            if key == former:
                continue
            changed = {"address_key": key}
            twin = articles.filter(address_key=key, duplicate_of=None).exclude(pk=pk).first()
            if key and twin and duplicate_of is None:
                changed["duplicate_of_id"] = twin.pk
            articles.filter(pk=pk).update(**changed)
        last = batch[-1][0]


class Migration(migrations.Migration):
    dependencies = [("news", "0003_learning")]

    operations = [migrations.RunPython(rekey, migrations.RunPython.noop, elidable=True)]
