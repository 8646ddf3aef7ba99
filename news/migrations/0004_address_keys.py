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
            if key and duplicate_of is None:
                duplicate_of = make_room(articles, pk, key)
            articles.filter(pk=pk).update(address_key=key, duplicate_of=duplicate_of)
        last = batch[-1][0]


def make_room(articles, pk, key):
    """The earlier article with this key, of which this one is a duplicate; None if it is the first."""
    others = articles.filter(address_key=key, duplicate_of=None).exclude(pk=pk)
    for other, url in others.values_list("pk", "clean_url"):
        if address_key(url) != key:  # out of date: it gets its own when its turn comes
            articles.filter(pk=other).update(address_key=None)
        elif other < pk:
            return other
        else:
            articles.filter(pk=other).update(duplicate_of=pk)
    return None


class Migration(migrations.Migration):
    dependencies = [("news", "0003_learning")]

    operations = [migrations.RunPython(rekey, migrations.RunPython.noop, elidable=True)]
