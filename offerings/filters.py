"""The query string of the reader's lists, parsed once: rows, chips and page links share it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.db.models import Case, IntegerField, Model, Q, QuerySet, When
from django_filters import CharFilter, ChoiceFilter, FilterSet

from offerings.models import Category, Institution, Offering
from offerings.querysets import filed

Choices = list[tuple[str, str]]

MOST_CHOICES = 300  # in one drop-down list
MOST_WORDS = 10
LONGEST_QUERY = 200  # characters


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on: what it says, and the query string of the list without it."""

    name: str
    value: str
    without: str


class ReaderFilter(FilterSet):
    """A list that readers narrow.

    Each drop-down list is read once for a request, with one small query, and serves to check the
    chosen value as well as to name it. The subclass says how in ``choices_of``.
    """

    choices_of: dict[str, Callable[[QuerySet[Model], str], Choices]] = {}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in self.choices_of.items():
            chosen = self.data.get(name, "").replace("\0", "")
            self.filters[name].extra["choices"] = choices(self.queryset, chosen)

    @property
    def values(self) -> dict[str, str]:
        """The filters that are on and can be, by their names in the query string."""
        if not self.is_bound:
            return {}
        self.form.is_valid()
        given = self.form.cleaned_data
        return {name: given[name] for name in self.filters if given.get(name)}

    def query(self, **changes: str) -> str:
        """The query string of this list with some values changed; an empty one goes."""
        values = {**self.values, **changes}
        return "?" + urlencode({name: value for name, value in values.items() if value})

    @property
    def page_query(self) -> str:
        """What a link to another page begins with; the number follows."""
        return f"{self.query()}&page=" if self.values else "?page="

    @property
    def chips(self) -> list[Chip]:
        """The filters that are on, each with the way to take it off."""
        return [
            Chip(self.filters[name].label, self.say(name, value), self.query(**{name: ""}))
            for name, value in self.values.items()
        ]

    def say(self, name: str, value: str) -> str:
        """The chosen value in the words of its drop-down list."""
        return dict(self.filters[name].extra.get("choices", ())).get(value, value)


def words_filter(**attributes: str) -> CharFilter:
    """A filter whose every word must occur; ``method`` is ``with_words``."""
    return CharFilter(
        label="Words",
        method="with_words",
        max_length=LONGEST_QUERY,
        validators=[at_most_ten_words],
        error_messages={"max_length": f"Search for {LONGEST_QUERY} characters at most."},
        widget=forms.TextInput(attrs={"type": "search", **attributes}),
    )


def at_most_ten_words(text: str) -> None:
    """Refuse a search that would read every text dozens of times."""
    if len(text.split()) > MOST_WORDS:
        raise forms.ValidationError(f"Search for {MOST_WORDS} words at most.")


def choice_filter(label: str, field_name: str, anything: str, unknown: str) -> ChoiceFilter:
    """A drop-down list; ``unknown`` is the sentence for a value that is not on it."""
    return ChoiceFilter(
        label=label,
        field_name=field_name,
        empty_label=anything,
        error_messages={"invalid_choice": unknown},
    )


def containing(rows: QuerySet[Model], text: str, fields: Iterable[str]) -> QuerySet[Model]:
    """The rows in which every word of ``text`` occurs, in whichever of the fields."""
    fields = tuple(fields)
    for word in text.split():
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(anywhere)
    return rows


def chosen_first(rows: QuerySet[Model], key: str, chosen: str, *order: str) -> QuerySet[Model]:
    """The rows of a drop-down list: a bounded number, among them always the chosen one."""
    is_chosen = Case(When(**{key: chosen}, then=0), default=1, output_field=IntegerField())
    return rows.order_by(is_chosen, *order)[:MOST_CHOICES]


def topics_of(rows: QuerySet[Model], chosen: str) -> Choices:
    """The topics under which any of the rows is filed, articles and offerings alike."""
    topics = Category.objects.in_order().filter(pk__in=filed(rows).values("category_id"))
    found = chosen_first(topics, "slug", chosen, "label", "vocabulary__name")
    return by_name((topic.slug, topic.label) for topic in found)


def by_name(choices: Iterable[tuple[str, str]]) -> Choices:
    """Choices in the order of their words."""
    return sorted(choices, key=lambda choice: choice[1].casefold())


def makers_of(offerings: QuerySet[Offering], chosen: str) -> Choices:
    """The institutions that make any of the offerings."""
    makers = Institution.objects.filter(pk__in=offerings.order_by().values("institution_id"))
    found = chosen_first(makers, "slug", chosen, "name")
    return by_name((maker.slug, maker.name) for maker in found)


class OfferingFilter(ReaderFilter):
    """The catalogue, narrowed by what an offering does, what it is and who makes it."""

    q = words_filter(placeholder="A name or what it does")
    topic = choice_filter(
        "Topic",
        "offering_categories__category__slug",
        "All topics",
        "No offering is filed under the topic “%(value)s”.",
    )
    kind = ChoiceFilter(
        label="Kind",
        choices=[(kind.value, f"{kind.label}s".capitalize()) for kind in Offering.Kind],
        empty_label="All kinds",
        error_messages={"invalid_choice": "“%(value)s” is not a kind of offering."},
    )
    institution = choice_filter(
        "Made by",
        "institution__slug",
        "Everybody",
        "No offering is made by “%(value)s”.",
    )
    choices_of = {"topic": topics_of, "institution": makers_of}

    class Meta:
        model = Offering
        fields: list[str] = []

    def with_words(
        self, offerings: QuerySet[Offering], name: str, value: str
    ) -> QuerySet[Offering]:
        fields = ("label", "summary", "description", "institution__name")
        return containing(offerings, value, fields)
