"""The command that learns what the desk filed."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from news.models import Lesson
from tests.builders import make_article

pytestmark = pytest.mark.django_db


def test_it_learns_and_says_from_how_much() -> None:
    make_article("A ward", ("Symplur: Hospital", "Symplur: Home Care"))
    make_article("A house", ("Symplur: Home Care",))
    make_article("Nothing")
    out = StringIO()
    call_command("learn_topics", stdout=out)
    assert out.getvalue() == "Learnt from 2 articles, filed under 2 topics.\n"
    assert Lesson.current().articles == 2


def test_without_anything_filed_it_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="no article has a topic yet. File some") as refusal:
        call_command("learn_topics", stdout=StringIO())
    assert refusal.value.returncode == 1
