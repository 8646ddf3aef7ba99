"""What ``make run`` does on this machine, up to the moment it becomes the server."""

from __future__ import annotations

import io
import socket
from pathlib import Path
from unittest import mock

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from medigy.management.commands.run_local import Command
from tests.builders import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch):
    """Run the command with a folder of its own for what it keeps, and without the server."""
    settings.BASE_DIR = tmp_path
    (tmp_path / "medigy/static").mkdir(parents=True)
    (tmp_path / "requirements.lock").touch()
    make_article()  # so that the demo, which takes seconds, is not loaded
    served = mock.Mock()
    monkeypatch.setattr(Command, "serve", served)

    def run(port: int = 0) -> str:
        out = io.StringIO()
        call_command("run_local", port=port, stdout=out)
        served.assert_called_with(port)
        return out.getvalue()

    return run


def test_it_says_where_to_look_and_how_to_sign_in(run) -> None:
    said = run(0)
    assert "http://localhost:0/admin/" in said
    password = said.partition("editor with ")[2].split()[0]
    assert User.objects.get(username="editor").check_password(password)


def test_the_sign_in_stays_the_same(run, tmp_path: Path) -> None:
    assert run() == run()
    assert (tmp_path / "var/sign-in.txt").stat().st_mode & 0o077 == 0


def test_a_port_that_is_taken_is_named_before_anything_is_set_up(run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} cannot be used: .* PORT={port + 1}"):
            run(port)
    assert not User.objects.exists()
