"""Learning from what the desk filed: which words stand in the articles of which topic.

The whole is learnt by ``manage.py learn_topics``, and by the first suggestion on a desk that is
small enough. Between two such lessons the rows of ``ArticleCategory`` are the log: those newer than
the last one learnt are added to the counts. A topic that was taken off and a text that was changed
later count until the whole is learnt again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log

from django.db import transaction
from django.db.models import Max, QuerySet
from django.db.models.functions import Left
from django.utils import timezone

from news.models import Article, ArticleCategory, LearntWord, Lesson, Publication
from news.rendering import to_text
from news.suggesting.words import READ_OF_TEXT, term_set

SMALL = 300  # filings; of so few all are learnt anew whenever one has come or gone
AT_ONCE = 40  # newer filings that are added while somebody waits for a suggestion
ON_FIRST_USE = 5_000  # filings; of so many all are learnt while somebody waits, after an import
BATCH = 1_000  # articles read, and words written, at a time
MARKUP = 3  # characters of markup and text for each of text that is read
PLENTY = 20_000  # articles, from which on the beginning of each is enough
BEGINNING = 700  # characters
MOST_TERMS = 300_000  # kept in memory; beyond them the rarest are forgotten
MOST_PAIRS = 3_000_000  # of terms and categories, likewise
DOUBT = 20.0  # articles like all others, by which a topic with few articles is held back
LOUD = log(1.3)  # how much more often than elsewhere a word must stand in a topic's articles
MANY = 200  # articles, from which on what was met once says nothing
RARE = 20_000  # articles, for each of which a term must stand in one more to be kept
FREQUENT = 32  # categories kept of a term

LONGEST_DESCRIPTION = 2_000  # characters
Row = tuple[int, str, str, str, str, int | None]
Filing = tuple[int, int, int]  # the keys of its row, its article and its category


def keep_up() -> Lesson:
    """The lesson, brought up to date as far as that is a matter of moments."""
    lesson = Lesson.current()
    newest = _newest()
    few = ArticleCategory.objects.order_by()[: SMALL + 1].count()
    if few <= SMALL:
        is_known = (newest, few) == (lesson.newest_filing, lesson.filings)
        return lesson if is_known else learn()
    if newest <= lesson.newest_filing:
        return lesson
    newer = ArticleCategory.objects.filter(pk__gt=lesson.newest_filing).order_by("pk")
    behind = list(newer.values_list("pk", "article_id", "category_id")[: AT_ONCE + 1])
    if len(behind) > AT_ONCE:
        in_all = ArticleCategory.objects.order_by()[: ON_FIRST_USE + 1].count()
        if in_all <= ON_FIRST_USE:
            return learn()
    return _add(lesson, behind[:AT_ONCE]) if lesson.articles else lesson


def learn(tell: Callable[[str], None] = lambda _: None) -> Lesson:
    """Learn anew from all articles with topics; ``tell`` hears the title of each.

    Suggestions made meanwhile use the old counts. Memory is bounded, whatever the texts.
    """
    generation, newest = _reserve(), _newest()
    tally = _Tally()
    for rows, filings in _batches(newest):
        for row in rows:
            tally.take(row, filings[row[0]])
            tell(row[1])
        tally.forget_rarest()
    _write(generation, tally)
    return _put_into_use(generation, newest, tally)


def loudness(here: int, filed: int, spread: int, articles: int) -> float:
    """How much more often a term stands in a topic's articles than in others, as a logarithm.

    ``here`` of the topic's ``filed`` articles have it, and ``spread`` of all ``articles``.
    """
    doubt = min(DOUBT, articles / 2)
    doubted = doubt * spread / articles
    inside = (here + doubted) / (filed + doubt)
    outside = (max(0, spread - here) + doubted) / (max(0, articles - filed) + doubt)
    return log(inside / outside)


def least_here(articles: int) -> int:
    """In how many articles of a topic a term must stand to speak for it: once may be by chance."""
    return 1 + (articles >= MANY)


def brand_term(host: str) -> str:
    """The term that stands for a publication; no text has one like it."""
    return f"@{host}"[:100]


def _newest() -> int:
    return ArticleCategory.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _rows(articles: QuerySet[Article]) -> list[Row]:
    """Of each article what is learnt from: no more of a long text is read than its beginning."""
    cut = articles.order_by().annotate(
        told=Left("description", LONGEST_DESCRIPTION), start=Left("body", READ_OF_TEXT * MARKUP)
    )
    return list(cut.values_list("pk", "title", "told", "start", "body_format", "publication_id"))


def _terms_of(row: Row, hosts: Mapping[int, str], read: int = READ_OF_TEXT) -> set[str]:
    """The terms of an article as it stands in the database, ``read`` characters of its body."""
    _, title, description, body, body_format, publication = row
    told = to_text(description, "html") if "<" in description else description
    text = to_text(body[: read * MARKUP], body_format)
    terms = term_set(title, told, text[:read])
    if publication in hosts:
        terms.add(brand_term(hosts[publication]))
    return terms


# --- The whole ----------------------------------------------------------------------------------


class _Tally:
    """Counts of terms, in all and by category."""

    def __init__(self) -> None:
        self.articles = self.filings = 0
        self.topics: Counter[int] = Counter()
        self.spread: Counter[str] = Counter()
        self.by_topic: dict[int, Counter[str]] = {}
        self._hosts = dict(Publication.objects.values_list("pk", "host"))
        self._read = BEGINNING if Article.objects.count() >= PLENTY else READ_OF_TEXT

    def take(self, row: Row, categories: Sequence[int]) -> None:
        """Count an article under its categories."""
        terms = _terms_of(row, self._hosts, self._read)
        self.articles += 1
        self.filings += len(categories)
        self.topics.update(categories)
        self.spread.update(terms)
        for category in categories:
            self.by_topic.setdefault(category, Counter()).update(terms)

    @property
    def least_spread(self) -> int:
        """In how many articles a term must stand to be kept: of many, a few are no loss."""
        return least_here(self.articles) + self.articles // RARE

    def telling(self) -> dict[str, dict[int, int]]:
        """For each term that may be met again, the categories for which it speaks."""
        least, often = least_here(self.articles), self.least_spread
        found = {term: {} for term, number in self.spread.items() if number >= often}
        for category, terms in self.by_topic.items():
            filed = self.topics[category]
            for term, here in ((t, here) for t, here in terms.items() if here >= least):
                spread = self.spread[term]
                if term in found and loudness(here, filed, spread, self.articles) > LOUD:
                    found[term][category] = here
        return found

    def forget_rarest(self) -> None:
        """Terms, and pairs of term and category, that were met once or twice so far."""
        if len(self.spread) > MOST_TERMS:
            self.spread = _more_frequent(self.spread, MOST_TERMS)
        if sum(map(len, self.by_topic.values())) > MOST_PAIRS:
            share = MOST_PAIRS // len(self.by_topic)
            for category, terms in self.by_topic.items():
                self.by_topic[category] = _more_frequent(terms, share)


def _more_frequent(counts: Counter[str], most: int) -> Counter[str]:
    """The counts without the rarest terms, so that half of ``most`` may be free for new ones."""
    if len(counts) <= most:
        return counts
    least, kept = 0, len(counts)
    for number, terms in sorted(Counter(counts.values()).items()):
        if kept <= most // 2:
            break
        least, kept = number, kept - terms
    return Counter({term: number for term, number in counts.items() if number > least})


def _batches(newest: int) -> Iterator[tuple[list[Row], dict[int, list[int]]]]:
    """The filed articles in the order of their keys, some hundreds at a time, with their topics."""
    filed = ArticleCategory.objects.filter(pk__lte=newest).order_by()
    last = 0
    while keys := list(
        Article.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        filings: dict[int, list[int]] = {}
        within = filed.filter(article_id__gte=keys[0], article_id__lte=keys[-1])
        for article, category in within.values_list("article_id", "category_id"):
            filings.setdefault(article, []).append(category)
        rows = _rows(Article.objects.filter(pk__gte=keys[0], pk__lte=keys[-1]))
        yield [row for row in rows if row[0] in filings], filings
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
    found = tally.telling()
    terms = list(found)
    for start in range(0, len(terms), BATCH):
        LearntWord.objects.bulk_create(
            LearntWord(
                generation=generation,
                term=term,
                articles=tally.spread[term],
                topics=_most_frequent(found[term]),
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
        filings: dict[int, list[str]] = {}
        for _, article, category in behind:
            filings.setdefault(article, []).append(str(category))
        _add_to_words(lesson, filings)
        lesson.newest_filing = behind[-1][0]
        lesson.filings += len(behind)
        lesson.save()
    return lesson


def _add_to_words(lesson: Lesson, filings: Mapping[int, list[str]]) -> None:
    older = ArticleCategory.objects.filter(article_id__in=filings, pk__lte=lesson.newest_filing)
    seen = set(older.values_list("article_id", flat=True))
    rows = _rows(Article.objects.filter(pk__in=filings))
    hosts = dict(Publication.objects.values_list("pk", "host"))
    terms = {row[0]: _terms_of(row, hosts) for row in rows}
    words = _words(lesson.generation, set().union(*terms.values()))
    for article, categories in filings.items():
        lesson.articles += article not in seen
        _count_each(lesson.topics, categories)
        for term in terms[article]:
            words[term].articles += article not in seen
            _count_each(words[term].topics, categories)
    LearntWord.objects.bulk_create(
        words.values(),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["generation", "term"],
        update_fields=["articles", "topics"],
    )


def _words(generation: int, terms: set[str]) -> dict[str, LearntWord]:
    """What is known of these terms, to be saved anew."""
    words = {term: LearntWord(generation=generation, term=term, articles=0) for term in terms}
    ordered = sorted(terms)
    for start in range(0, len(ordered), BATCH):
        known = LearntWord.objects.filter(
            generation=generation, term__in=ordered[start : start + BATCH]
        )
        for term, articles, topics in known.values_list("term", "articles", "topics"):
            words[term].articles, words[term].topics = articles, topics
    return words


def _count_each(counts: dict[str, int], keys: Iterable[str]) -> None:
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
