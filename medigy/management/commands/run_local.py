"""Everything that ``make run`` does after the installation."""

from __future__ import annotations

import os
import secrets
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

NAME = "editor"


class Command(BaseCommand):
    help = "Prepare the database, load the demo into an empty one, and serve on this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **_: Any) -> None:
        self.require_free(port)
        call_command("migrate", verbosity=0)
        call_command("load_demo", if_empty=True, stdout=self.stdout)
        self.collect_static_files()
        password = self.sign_in()
        self.welcome(f"http://localhost:{port}", password)
        self.serve(port)

    @staticmethod
    def require_free(port: int) -> None:
        """Find out before anything is set up whether the server will have its port."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as problem:
                raise CommandError(
                    f"Port {port} cannot be used: {problem.strerror}. Choose another, such as "
                    f"make run PORT={port + 1}."
                ) from problem

    def collect_static_files(self) -> None:
        """Gather the stylesheet and the desk's files, unless nothing changed since last time."""
        manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
        ours = [path.stat().st_mtime for path in (settings.BASE_DIR / "medigy/static").rglob("*")]
        ours.append((settings.BASE_DIR / "requirements.lock").stat().st_mtime)
        if not manifest.exists() or manifest.stat().st_mtime < max(ours):
            call_command("collectstatic", interactive=False, verbosity=0)

    def sign_in(self) -> str:
        """Make the account for this machine, once; its password stays in ``var/``."""
        kept = settings.BASE_DIR / "var" / "sign-in.txt"
        users = get_user_model().objects
        if kept.exists() and users.filter(username=NAME).exists():
            return kept.read_text(encoding="utf-8").strip()
        password = "-".join(secrets.token_hex(2) for _ in range(3))
        user, _ = users.get_or_create(
            username=NAME, defaults={"is_staff": True, "is_superuser": True}
        )
        user.set_password(password)
        user.save()
        kept.parent.mkdir(exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(f"{password}\n", encoding="utf-8")
        return password

    def welcome(self, address: str, password: str) -> None:
        """Say where to look and how to sign in."""
        lines = [
            "",
            self.style.SUCCESS("Medigy is running."),
            f"  The site      {address}/",
            f"  The news      {address}/news/",
            f"  The desk      {address}/admin/",
            f"  Sign in as    {NAME} with {password}",
            "  Stop with     Ctrl+C",
            "",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def serve(self, port: int) -> None:
        """Become the server: nothing of this process remains."""
        gunicorn = [sys.executable, "-m", "gunicorn", "medigy.wsgi"]
        options = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
        os.execv(sys.executable, [*gunicorn, *options, "--log-level", "warning"])  # noqa: S606
