"""A real web site on 127.0.0.1 whose answers a test writes: pages, redirects, and bad manners.

The fixture ``site`` runs one and opens Medigy's door to it, and to nothing else::

    def test_it_follows(site):
        site.redirect("/old", "/new")
        site.page("/new", "<title>Here</title>")
        assert get(site.at("/old")).url == site.at("/new")

``site.folder(path)`` serves saved pages, for tests that need a whole site.
"""

from __future__ import annotations

import mimetypes
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.core.cache import cache

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """What was asked of the site. Header names are in lower case."""

    path: str  # with its query
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """What the site says. ``headers`` may repeat a name; the length is announced unless given."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


Talk = Callable[[socket.socket], None]
"""Answers in its own way, byte by byte, on the open connection."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        site = self.server.site
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.path, headers)
        site.requests.append(request)
        answer = site.answer_to(request)
        self.close_connection = True
        with suppress(OSError):  # the visitor has left, which many tests are about
            if callable(answer):
                answer(self.connection)
            else:
                self._send(answer)

    def _send(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if not any(name.lower() == "content-length" for name, _ in answer.headers):
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site

    def handle_error(self, *_: object) -> None:
        """Visitors who leave are no news."""


@dataclass
class Site:
    """A site, its answers by path, and what it was asked."""

    port: int = 0
    scheme: str = "http"
    requests: list[Request] = field(default_factory=list)
    _answers: dict[str, Answer | Talk | Callable[[Request], Answer]] = field(default_factory=dict)
    _folders: list[tuple[str, Path]] = field(default_factory=list)

    @property
    def host(self) -> str:
        """As the setting ``FETCH_ALLOWED_HOSTS`` takes it."""
        return f"127.0.0.1:{self.port}"

    def at(self, path: str = "/") -> str:
        """The address of a path."""
        return f"{self.scheme}://{self.host}{path}"

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for, in their order."""
        return [request.path for request in self.requests]

    def page(
        self,
        path: str,
        body: str | bytes = b"",
        *,
        status: int = 200,
        content_type: str = HTML,
        **headers: str,
    ) -> None:
        """Answer ``path`` with this; ``X_Name="v"`` is the header ``X-Name``."""
        data = body.encode() if isinstance(body, str) else body
        named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        kind = (("Content-Type", content_type),) if content_type else ()
        self._answers[path] = Answer(data, status, (*kind, *named))

    def redirect(self, path: str, to: str, status: int = 302) -> None:
        """Send visitors of ``path`` on."""
        self._answers[path] = Answer(b"", status, (("Location", to),))

    def reply(self, path: str, answer: Callable[[Request], Answer]) -> None:
        """Answer ``path`` by what was asked."""
        self._answers[path] = _Asked(answer)

    def talk(self, path: str, talk: Talk) -> None:
        """Leave the connection to ``talk``."""
        self._answers[path] = talk

    def folder(self, folder: Path, at: str = "/") -> None:
        """Serve the files of a folder; ``/`` is its ``index.html``."""
        self._folders.append((at.rstrip("/") + "/", folder.resolve()))

    def answer_to(self, request: Request) -> Answer | Talk:
        """What this site says to a request."""
        known = self._answers.get(request.path)
        if isinstance(known, _Asked):
            return known.answer(request)
        return known or self._file(request.path) or Answer(b"nothing here", 404)

    def _file(self, path: str) -> Answer | None:
        path = unquote(urlsplit(path).path)
        for prefix, folder in self._folders:
            file = (folder / path.removeprefix(prefix)).resolve()
            file = file / "index.html" if file.is_dir() else file
            if path.startswith(prefix) and file.is_file() and file.is_relative_to(folder):
                kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
                return Answer(file.read_bytes(), headers=(("Content-Type", kind),))
        return None


@dataclass(frozen=True)
class _Asked:
    answer: Callable[[Request], Answer]


@contextmanager
def running(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site that answers as long as this lasts."""
    server = _Server(("127.0.0.1", 0), _Handler)
    site = server.site = Site(port=server.server_port, scheme="https" if tls else "http")
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def site(settings) -> Iterator[Site]:
    """A site that Medigy may read, though it is inside, and as fast as it likes.

    Nothing else inside may be read. What was known of the hosts of other tests is forgotten.
    """
    cache.clear()
    with running() as one:
        settings.FETCH_ALLOWED_HOSTS = [one.host]
        settings.FETCH_PAUSE = 0
        yield one
