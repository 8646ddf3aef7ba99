"""Time and memory of learning from what was filed, and time of a suggestion.

``python -m benchmarks.suggesting [ARTICLES [TOPICS [OFFERINGS]]]`` fills a database of its own
beside the configured one (as the tests do), and prints a line for each measurement. Words are made
up, and as unevenly frequent as in a language: 50,000 of them, and some of each topic's own.
"""

from __future__ import annotations

import itertools
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from statistics import median

import django

ROUNDS = 40
BATCH = 2_000
VOCABULARY, OWN = 50_000, 120  # words in all, and of each topic
SENTENCE, PARAGRAPH = 9, 220  # words of a title, and of a body
SYLLABLES = [c + v for c in "bcdfghklmnprstvz" for v in ("a", "e", "i", "o", "u", "al", "en", "or")]


def main(articles: int = 100_000, topics: int = 400, offerings: int = 2_000) -> None:
    from django.db import connection
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        Desk(topics, offerings).fill(articles)
        size = f"{articles:,} articles, {topics:,} topics, {offerings:,} offerings"
        print(f"{connection.vendor}: {size}")
        for line in measured(topics):
            print(line, flush=True)
    finally:
        runner.teardown_databases(databases)


def measured(topics: int) -> Iterator[str]:
    from news import related
    from news.models import LearntWord
    from news.suggesting import learning

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield f"learn all                {seconds(learning.learn):>10}"
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    yield f"  memory beyond start    {more:>7.0f} MB"
    yield f"  words kept             {LearntWord.objects.count():>10,}"
    stories = list(unfiled(topics, ROUNDS))
    yield f"suggest topics           {each(stories, related.suggest_categories):>10}"
    yield f"suggest offerings        {each(stories, related.suggest_offerings):>10}"
    yield f"topic of the story first {hits(stories):>9.0%}"
    file_some(50)
    yield f"add 50 newer filings     {seconds(learning.keep_up):>10}"


def seconds(work: Callable[[], object]) -> str:
    wall, busy = time.perf_counter(), time.process_time()
    work()
    return f"{time.perf_counter() - wall:.2f} s, {time.process_time() - busy:.2f} s busy here"


def each(stories: list[dict[str, str]], suggest: Callable[..., object]) -> str:
    """For stories that the desk has not seen: the median of milliseconds, and of those busy."""
    times, busy = [], []
    for story in stories:
        said = {name: story[name] for name in ("title", "description", "text")}
        wall, start = time.perf_counter(), time.process_time()
        suggest(None, **said)
        busy.append((time.process_time() - start) * 1000)
        times.append((time.perf_counter() - wall) * 1000)
    return f"{median(times):.1f} ms, {median(busy):.1f} ms busy here, {max(times):.1f} ms at most"


def hits(stories: list[dict[str, str]]) -> float:
    from news import related

    right = 0
    for story in stories:
        said = {name: story[name] for name in ("title", "description", "text")}
        best = related.suggest_categories(None, **said)[:1]
        right += any(one.category.label == story["topic"] for one in best)
    return right / len(stories)


class Writer:
    """Writes stories: words as frequent as in a language, and some of a topic's own."""

    def __init__(self, topics: int, seed: int = 7) -> None:
        self.chance = random.Random(seed)
        words = ("".join(three) for three in itertools.product(SYLLABLES, repeat=3))
        self.words = list(itertools.islice(words, 0, 3 * VOCABULARY, 3))
        self.chance.shuffle(self.words)
        rank = range(1, VOCABULARY + 1)
        self.weights = list(itertools.accumulate(1 / (n + 3) for n in rank))
        self.own = [self.chance.sample(self.words[500:], OWN) for _ in range(topics)]

    def text(self, topics: list[int], length: int, share: float) -> str:
        """So many words; each is with the likelihood ``share`` one of a topic's own."""
        own = [word for topic in topics for word in self.own[topic]]
        some = self.chance.choices(self.words, cum_weights=self.weights, k=length)
        return " ".join(
            self.chance.choice(own) if self.chance.random() < share else word for word in some
        )


class Desk:
    """Fills a database with a catalogue and filed articles."""

    def __init__(self, topics: int, offerings: int) -> None:
        self.writer, self.topics, self.offerings = Writer(topics), topics, offerings

    def fill(self, articles: int) -> None:
        from news.models import Article, ArticleCategory, Publication, Section
        from offerings.models import Category

        categories = [Category.objects.named(f"V{n % 3}: {label(n)}") for n in range(self.topics)]
        self._fill_offerings(categories)
        section, publication = Section.objects.house(), Publication.objects.at("site.example.org")
        for start in range(0, articles, BATCH):
            numbers = range(start, min(start + BATCH, articles))
            stories = [self._story() for _ in numbers]
            rows = [
                Article(
                    title=story["title"],
                    description=story["description"],
                    body=f"<p>{story['text']}</p>",
                    section=section,
                    publication=publication,
                    slug=f"story-{number}",
                    path=f"/news/story-{number}/",
                    clean_url=f"https://site.example.org/{number}",
                    address_key=f"{number:064d}",
                    md_name=f"{number}.md",
                    date=date(2026, 1, 1),
                )
                for number, story in zip(numbers, stories, strict=True)
            ]
            Article.objects.bulk_create(rows)
            ArticleCategory.objects.bulk_create(
                ArticleCategory(article=row, category=categories[topic])
                for row, story in zip(rows, stories, strict=True)
                for topic in story["topics"]
            )

    def _story(self) -> dict:
        topics = self.writer.chance.sample(range(self.topics), 2)
        return {
            "topics": topics,
            "title": self.writer.text(topics, SENTENCE, 0.3),
            "description": self.writer.text(topics, 3 * SENTENCE, 0.2),
            "text": self.writer.text(topics, PARAGRAPH, 0.1),
        }

    def _fill_offerings(self, categories: list) -> None:
        from offerings.models import Offering, OfferingCategory

        rows = Offering.objects.bulk_create(
            Offering(
                label=f"{self.writer.words[-n].title()} Suite", slug=f"offering-{n}", offering_id=n
            )
            for n in range(1, self.offerings + 1)
        )
        OfferingCategory.objects.bulk_create(
            OfferingCategory(offering=row, category=category)
            for row in rows
            for category in self.writer.chance.sample(categories, 2)
        )


def label(number: int) -> str:
    return f"Topic {SYLLABLES[number % len(SYLLABLES)]}{number}"


def unfiled(topics: int, count: int) -> Iterator[dict[str, str]]:
    """Stories about one topic each, which no article of the desk is."""
    writer = Writer(topics)
    writer.chance.seed(99)
    for _ in range(count):
        topic = writer.chance.randrange(topics)
        yield {
            "topic": label(topic),
            "title": writer.text([topic], SENTENCE, 0.3),
            "description": writer.text([topic], 3 * SENTENCE, 0.2),
            "text": writer.text([topic], 3 * PARAGRAPH, 0.1),
        }


def file_some(count: int) -> None:
    from news.models import Article, ArticleCategory
    from offerings.models import Category

    category = Category.objects.create(label="A new topic")
    ArticleCategory.objects.bulk_create(
        ArticleCategory(article=article, category=category)
        for article in Article.objects.order_by("-pk")[:count]
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main(*(int(argument) for argument in sys.argv[1:]))
