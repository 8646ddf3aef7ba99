"""Learning from what the desk filed: which words stand in the articles of which topic.

The whole is learnt by ``manage.py learn_topics``, and by the first suggestion on a desk that is
small enough. Between two such lessons the rows of ``ArticleCategory`` are the log: those newer than
the last one learnt are added to the counts. A topic that was taken off and a text that was changed
later count until the whole is learnt again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from news.models import Article, ArticleCategory, LearntWord, Lesson, Publication
from news.rendering import to_text
from news.suggesting.words import READ_OF_TEXT, all_terms

SMALL = 300  # filings; of so few all are learnt anew whenever one has come or gone
AT_ONCE = 200  # newer filings that are added while somebody waits for a suggestion
ON_FIRST_USE = 5_000  # filings; of so many all are learnt while somebody waits, once
BATCH = 1_000  # articles read, and words written, at a time
MARKUP = 3  # characters of markup and text for each of text that is read
MOST_TERMS = 200_000  # kept in memory; beyond it those met once are forgotten
FREQUENT = 64  # categories kept of a term: the most frequent ones

Filing = tuple[int, int, int]  # the keys of its row, its article and its category
Row = tuple[int, str, str, str, str, int | None]


def keep_up() -> Lesson:
    """The lesson, brought up to date if that is a matter of moments."""
    lesson = Lesson.current()
    newest = ArticleCategory.objects.aggregate(newest=Max("pk"))["newest"] or 0
    few = ArticleCategory.objects.order_by()[: SMALL + 1].count()
    if few <= SMALL:
        is_known = (newest, few) == (lesson.newest_filing, lesson.filings)
        return lesson if is_known else learn()
    if newest <= lesson.newest_filing:
        return lesson
    newer = ArticleCategory.objects.filter(pk__gt=lesson.newest_filing).order_by("pk")
    behind = list(newer.values_list("pk", "article_id", "category_id")[: AT_ONCE + 1])
    if len(behind) <= AT_ONCE:
        return _add(lesson, behind)
    if ArticleCategory.objects.order_by()[: ON_FIRST_USE + 1].count() <= ON_FIRST_USE:
        return learn()
    return lesson


def learn(tell: Callable[[int], None] = lambda _: None) -> Lesson:
    """Learn anew from all articles with topics; ``tell`` hears how many are read so far.

    Suggestions made meanwhile use the old counts. Memory is bounded by ``MOST_TERMS``.
    """
    generation = _reserve()
    newest = ArticleCategory.objects.aggregate(newest=Max("pk"))["newest"] or 0
    tally = _Tally()
    for rows, filings in _batches(newest):
        tally.take(rows, filings)
        tell(tally.articles)
    _write(generation, tally)
    return _put_into_use(generation, newest, tally)


def terms_of_row(row: Row, hosts: dict[int, str]) -> Iterable[str]:
    """The terms of an article as it stands in the database."""
    _, title, description, body, body_format, publication = row
    told = to_text(description, "html") if "<" in description else description
    text = to_text(body[: READ_OF_TEXT * MARKUP], body_format)
    terms = all_terms(title, told, text)
    host = hosts.get(publication or 0)
    return [*terms, brand_term(host)] if host else terms


def brand_term(host: str) -> str:
    """The term that stands for a publication; no text has one like it."""
    return f"@{host}"[:100]


class _Tally:
    """Counts of terms, in all and by category."""

    def __init__(self) -> None:
        self.articles = self.filings = 0
        self.topics: dict[int, int] = {}
        self.spread: dict[str, int] = {}
        self.by_topic: dict[str, dict[int, int]] = {}
        self._hosts = dict(Publication.objects.values_list("pk", "host"))

    def take(self, rows: Iterable[Row], filings: dict[int, list[int]]) -> None:
        for row in rows:
            categories = filings[row[0]]
            self.articles += 1
            self.filings += len(categories)
            _add_each(self.topics, categories)
            self._count(terms_of_row(row, self._hosts), categories)
        if len(self.spread) > MOST_TERMS:
            self.forget(self.often_enough + 1)

    def _count(self, terms: Iterable[str], categories: Sequence[int]) -> None:
        spread, by_topic = self.spread, self.by_topic
        for term in terms:
            spread[term] = spread.get(term, 0) + 1
            counts = by_topic.get(term)
            if counts is None:
                counts = by_topic[term] = {}
            for category in categories:
                counts[category] = counts.get(category, 0) + 1

    @property
    def often_enough(self) -> int:
        """In how many articles a term must stand to say anything; more where there are more."""
        return 1 + (self.articles >= 200) + (self.articles >= 20_000)

    def forget(self, below: int) -> None:
        """Drop the terms of fewer articles."""
        for term in [term for term, number in self.spread.items() if number < below]:
            del self.spread[term], self.by_topic[term]


def _batches(newest: int) -> Iterator[tuple[list[Row], dict[int, list[int]]]]:
    """The filed articles in the order of their keys, some hundreds at a time, with their topics."""
    last = 0
    filed = ArticleCategory.objects.filter(pk__lte=newest).order_by()
    columns = ("pk", "title", "description", "body", "body_format", "publication_id")
    while True:
        of_batch = filed.filter(article_id__gt=last).values("article_id").distinct()
        keys = list(of_batch.order_by("article_id").values_list("article_id", flat=True)[:BATCH])
        if not keys:
            return
        filings: dict[int, list[int]] = {}
        in_range = filed.filter(article_id__gt=last, article_id__lte=keys[-1])
        for article, category in in_range.values_list("article_id", "category_id"):
            filings.setdefault(article, []).append(category)
        rows = Article.objects.filter(pk__gt=last, pk__lte=keys[-1]).order_by()
        yield [row for row in rows.values_list(*columns) if row[0] in filings], filings
        last = keys[-1]


def _reserve() -> int:
    """The number of a new generation, that nobody else writes."""
    Lesson.current()
    with transaction.atomic():
        lesson = Lesson.objects.select_for_update().get(pk=1)
        lesson.reserved += 1
        lesson.save(update_fields=["reserved"])
    return lesson.reserved


def _write(generation: int, tally: _Tally) -> None:
    tally.forget(tally.often_enough)
    terms = list(tally.spread)
    for start in range(0, len(terms), BATCH):
        LearntWord.objects.bulk_create(
            LearntWord(
                generation=generation,
                term=term,
                articles=tally.spread[term],
                topics=_most_frequent(tally.by_topic[term]),
            )
            for term in terms[start : start + BATCH]
        )


def _most_frequent(counts: dict[int, int]) -> dict[int, int]:
    if len(counts) <= FREQUENT:
        return counts
    return dict(sorted(counts.items(), key=lambda pair: -pair[1])[:FREQUENT])


def _put_into_use(generation: int, newest: int, tally: _Tally) -> Lesson:
    """Let suggestions use the generation, unless a younger one is in use already."""
    with transaction.atomic():
        lesson = Lesson.objects.select_for_update().get(pk=1)
        if lesson.generation < generation:
            lesson.generation, lesson.newest_filing = generation, newest
            lesson.articles, lesson.filings = tally.articles, tally.filings
            lesson.topics = {str(key): number for key, number in tally.topics.items()}
            lesson.learnt_at = timezone.now()
            lesson.save()
    _remove_older_than(lesson.generation)
    return lesson


def _remove_older_than(generation: int) -> None:
    """Some at a time: nobody is to wait for this."""
    old = LearntWord.objects.filter(generation__lt=generation).order_by("pk")
    while keys := list(old.values_list("pk", flat=True)[: 10 * BATCH]):
        LearntWord.objects.filter(pk__lte=keys[-1], generation__lt=generation).delete()


# --- What came since ----------------------------------------------------------------------------


def _add(known: Lesson, behind: Sequence[Filing]) -> Lesson:
    """Add newer filings to the counts, unless somebody else did so meanwhile."""
    with transaction.atomic():
        lesson = Lesson.objects.select_for_update().get(pk=1)
        if lesson.newest_filing != known.newest_filing or lesson.generation != known.generation:
            return lesson
        filings: dict[int, list[int]] = {}
        for _, article, category in behind:
            filings.setdefault(article, []).append(category)
        _add_to_words(lesson, filings)
        lesson.newest_filing = behind[-1][0]
        lesson.filings += len(behind)
        lesson.save()
    return lesson


def _add_to_words(lesson: Lesson, filings: dict[int, list[int]]) -> None:
    seen = set(
        ArticleCategory.objects.filter(
            article_id__in=filings, pk__lte=lesson.newest_filing
        ).values_list("article_id", flat=True)
    )
    columns = ("pk", "title", "description", "body", "body_format", "publication_id")
    rows = list(Article.objects.filter(pk__in=filings).values_list(*columns))
    hosts = dict(
        Publication.objects.filter(pk__in=[row[-1] for row in rows]).values_list("pk", "host")
    )
    terms = {row[0]: list(terms_of_row(row, hosts)) for row in rows}
    words = _words(lesson.generation, {term for some in terms.values() for term in some})
    for article, categories in filings.items():
        lesson.articles += article not in seen
        _add_each(lesson.topics, map(str, categories))
        for term in terms[article]:
            words[term].articles += article not in seen
            _add_each(words[term].topics, map(str, categories))
    new = [word for word in words.values() if word.pk is None]
    LearntWord.objects.bulk_create(new, batch_size=BATCH)
    known = [word for word in words.values() if word not in new]
    LearntWord.objects.bulk_update(known, ["articles", "topics"], batch_size=BATCH)


def _words(generation: int, terms: set[str]) -> dict[str, LearntWord]:
    """The rows of these terms; those that are not there yet are made, and not saved."""
    words = {
        term: LearntWord(generation=generation, term=term, articles=0, topics={}) for term in terms
    }
    ordered = sorted(terms)
    for start in range(0, len(ordered), BATCH):
        some = ordered[start : start + BATCH]
        for word in LearntWord.objects.filter(generation=generation, term__in=some):
            words[word.term] = word
    return words


def _add_each(counts: dict, keys: Iterable) -> None:
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
