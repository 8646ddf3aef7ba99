"""Who has to prove to be who: sites behind https."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator

import pytest

from news.harvesting import wire
from news.harvesting.fetch import Kind, get
from tests.news.harvesting.fetching import PAGE, error_of
from tests.site import Site, running


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A certificate for 127.0.0.1 that its owner signed, with its key, in one file."""
    folder = tmp_path_factory.mktemp("tls")
    wish = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test -keyout key -out cert"
    command = ["openssl", *wish.split(), "-addext", "subjectAltName=IP:127.0.0.1"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("No openssl here. 'apt-get install openssl' brings it.")
    (folder / "both").write_bytes((folder / "key").read_bytes() + (folder / "cert").read_bytes())
    return str(folder / "both")


@pytest.fixture
def secure_site(certificate: str, settings) -> Iterator[Site]:
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with running(context) as one:
        settings.FETCH_ALLOWED_HOSTS = [one.host, f"localhost:{one.port}"]
        yield one


def test_a_site_that_cannot_prove_itself_is_not_read(secure_site: Site) -> None:
    secure_site.page("/", PAGE)
    error = error_of(secure_site.at())
    assert error.kind is Kind.UNREACHABLE
    assert "prove" in error.sentence
    assert secure_site.asked == []


@contextlib.contextmanager
def trusting(certificate: str) -> Iterator[None]:
    wire._tls().load_verify_locations(certificate)
    try:
        yield
    finally:
        wire._tls.cache_clear()


def test_a_site_that_proves_itself_is_read(
    secure_site: Site, site: Site, certificate: str, settings
) -> None:
    settings.FETCH_ALLOWED_HOSTS += [secure_site.host, f"localhost:{secure_site.port}"]
    secure_site.page("/", PAGE)
    secure_site.redirect("/down", site.at("/plain"))
    site.page("/plain", PAGE)
    with trusting(certificate):
        assert get(secure_site.at()).content == PAGE.encode()
        # The certificate is for the number, not for the name.
        assert error_of(f"https://localhost:{secure_site.port}/").kind is Kind.UNREACHABLE
        down = get(secure_site.at("/down"))
    assert (down.url, down.redirects) == (site.at("/plain"), ((302, secure_site.at("/down")),))


def test_a_plain_site_behind_https_is_told(site: Site) -> None:
    error = error_of(site.at().replace("http:", "https:"))
    assert error.kind is Kind.UNREACHABLE
