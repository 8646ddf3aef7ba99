"""Which addresses Medigy may call: the address as written, and the numbers it leads to.

An address is taken apart once, strictly. What browsers, libraries and resolvers might read in two
ways (a user name, a backslash, a number in an odd spelling) is refused, so that what is checked
here is what is called. A host name is looked up once; every answer is checked, and the caller
connects to these answers and no others.
"""

from __future__ import annotations

import ipaddress
import queue
import re
import socket
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urljoin

import idna

from news.harvesting.failures import FetchError, Kind

MAX_URL = 8192  # characters; servers take no more
SCHEMES = {"http": 80, "https": 443}
_LONGEST_NAME = 253  # characters of a host, as DNS has it

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(text) for text in texts)


# What the registries of special purposes (iana.org/assignments/iana-ipv4-special-registry and
# iana-ipv6-special-registry) do not call globally reachable, and what is reachable but no site.
_NO_SITE_V4 = _networks(
    "0.0.0.0/8",  # this network
    "10.0.0.0/8",  # private
    "100.64.0.0/10",  # shared between a provider and its customers
    "127.0.0.0/8",  # loopback
    "169.254.0.0/16",  # link-local, and the metadata of clouds
    "172.16.0.0/12",  # private
    "192.0.0.0/24",  # protocol assignments
    "192.0.2.0/24",  # documentation
    "192.88.99.0/24",  # relays of 6to4, given up
    "192.168.0.0/16",  # private
    "198.18.0.0/15",  # benchmarks
    "198.51.100.0/24",  # documentation
    "203.0.113.0/24",  # documentation
    "224.0.0.0/4",  # multicast
    "240.0.0.0/4",  # reserved, and broadcast at its end
    "168.63.129.16/32",  # a public number that Azure answers inside every machine of its own
)
_SITES_V4 = _networks("192.0.0.9/32", "192.0.0.10/32")  # anycast services within 192.0.0.0/24

_SITES_V6 = ipaddress.IPv6Network("2000::/3")  # all that is given out to be reached
_NO_SITE_V6 = _networks(
    "2001::/23",  # protocol assignments: Teredo, benchmarks, identifiers that are no places
    "2001:db8::/32",  # documentation
    "2002::/16",  # 6to4: the address of a tunnel
    "3fff::/20",  # documentation
)
_SITES_WITHIN_V6 = _networks(
    "2001:1::1/128",
    "2001:1::2/128",
    "2001:1::3/128",
    "2001:3::/32",
    "2001:4:112::/48",
)
_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_ISATAP = {0x00005EFE, 0x02005EFE}  # the third quarter of an address that ends in an IPv4 one

_INSIDE_NAMES = ("localhost", "localdomain", "local", "internal", "intranet", "home.arpa")

_URL = re.compile(
    r"(?P<scheme>https?)://(?P<authority>[^/?#\\]*)"
    r"(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?(?:#.*)?",
    re.IGNORECASE | re.DOTALL,
)
# What browsers leave as it is besides letters and digits (url.spec.whatwg.org).
_LEFT_IN_PATHS = "%/:@!$&'()*+,;=-._~[]|^"
_LEFT_IN_QUERIES = "%/?:@!$&()*+,;=-._~[]|^`{}\\"
_AUTHORITY = re.compile(r"(?P<host>\[[^\]]*\]|[^:\[\]]*)(?::(?P<port>[0-9]{0,5}))?")
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_DOTTED = re.compile(r"(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2})")
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)")


def is_public(address: Address) -> bool:
    """Whether a number is one at which a site of the open web can be.

    IPv4 numbers written as IPv6 ones (mapped, or translated by NAT64) count as what they lead to.
    """
    if address.version == 4:
        return not _within(address, _NO_SITE_V4) or _within(address, _SITES_V4)
    if address.scope_id:
        return False
    if address in _MAPPED or address in _NAT64:
        return is_public(_last_32_bits(address))
    if address not in _SITES_V6:
        return False
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP and not is_public(_last_32_bits(address)):
        return False
    return not _within(address, _NO_SITE_V6) or _within(address, _SITES_WITHIN_V6)


def _within(address: Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)


def _last_32_bits(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart. ``host`` is in its normal form, IPv6 without brackets."""

    scheme: str
    host: str
    port: int
    path: str  # with its query, fit for a request line

    @property
    def netloc(self) -> str:
        """``host``, and ``:port`` where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == SCHEMES[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address in the spelling that is called; it has no fragment."""
        return f"{self.scheme}://{self.netloc}{self.path}"


def target_of(url: str) -> Target:
    """Take ``url`` apart. Raises ``FetchError`` (refused address) for what is no plain http(s) URL.

    As in browsers, white space around it is dropped, tabs and line ends inside it too, spaces and
    letters outside ASCII in the path are escaped, and the fragment stays at home.
    """
    text = re.sub(r"[\t\r\n]", "", url.strip("".join(map(chr, range(33)))))
    if len(text) > MAX_URL:
        raise _refused(url[:200] + "…", f"it is longer than {MAX_URL:,} characters")
    match = _URL.fullmatch(text)
    if not match:
        raise _refused(url, "it does not begin with http:// or https:// and the name of a site")
    scheme = match["scheme"].lower()
    host, port = _host_and_port(url, match["authority"])
    path = _escaped((match["path"] or "/").replace("\\", "/"), _LEFT_IN_PATHS)
    query = _escaped(match["query"] or "", _LEFT_IN_QUERIES)
    return Target(scheme, host, SCHEMES[scheme] if port is None else port, path + query)


def joined(base: str, location: str) -> str:
    """The address that a redirect from ``base`` names; it is not checked yet."""
    text = re.sub(r"[\t\r\n]", "", location.strip("".join(map(chr, range(33)))))
    head, question, query = text.partition("?")
    try:
        return urljoin(base, head.replace("\\", "/") + question + query)
    except ValueError:
        return text


def _escaped(part: str, safe: str) -> str:
    return quote(part, safe=safe, encoding="utf-8", errors="replace")


def _host_and_port(url: str, authority: str) -> tuple[str, int | None]:
    if "@" in authority:
        raise _refused(url, "it holds a user name or a password")
    match = _AUTHORITY.fullmatch(authority)
    if not match:
        raise _refused(url, "the name of its site cannot be read")
    port = int(match["port"]) if match["port"] else None
    if port is not None and not 0 < port < 65536:
        raise _refused(url, "there is no such port")
    host = match["host"]
    return (_ipv6(url, host) if host.startswith("[") else _name(url, host)), port


def _ipv6(url: str, host: str) -> str:
    try:
        address = ipaddress.IPv6Address(host[1:-1])
    except ValueError:
        address = None
    if address is None or address.scope_id:
        raise _refused(url, "the number of its site cannot be read")
    return str(address)


def _name(url: str, host: str) -> str:
    """A host name in ASCII and lower case, or an IPv4 number in the one usual spelling."""
    if len(host) > _LONGEST_NAME:
        raise _refused(url[:200] + "…", "the name of its site is too long")
    try:
        name = host if host.isascii() else _from_unicode(host)
    except (idna.IDNAError, UnicodeError) as failure:
        raise _refused(url, "the name of its site cannot be read") from failure
    name = name.lower().removesuffix(".")
    labels = name.split(".")
    if len(name) > _LONGEST_NAME or not all(_LABEL.fullmatch(label) for label in labels):
        raise _refused(url, "the name of its site cannot be read")
    if _NUMBER.fullmatch(labels[-1]) and not _is_usual_number(host):
        raise _refused(url, "it spells a number in an odd way")
    return name


def _is_usual_number(host: str) -> bool:
    return bool(_DOTTED.fullmatch(host)) and all(int(part) < 256 for part in host.split("."))


def _from_unicode(host: str) -> str:
    mapped = idna.uts46_remap(host, std3_rules=False, transitional=False)
    return ".".join(_ascii_label(label) for label in mapped.split("."))


def _ascii_label(label: str) -> str:
    if label.isascii():
        return label
    try:
        return idna.alabel(label).decode()
    except idna.IDNAError:
        # Browsers and registries know more than the standard of 2008: names with pictures.
        return "xn--" + label.encode("punycode").decode()


@dataclass(frozen=True, slots=True)
class Reach:
    """How far Medigy may go. ``inside`` names hosts, or ``host:port``, that may be anywhere."""

    inside: frozenset[str] = frozenset()
    ports: frozenset[int] = frozenset({80, 443, 8080, 8443})

    def allows_inside(self, target: Target) -> bool:
        """Whether the setting names this host and port."""
        host = f"[{target.host}]" if ":" in target.host else target.host
        if f"{host}:{target.port}" in self.inside:
            return True
        return host in self.inside and target.port in self.ports


def places_of(
    target: Target, reach: Reach, seconds: float
) -> list[tuple[socket.AddressFamily, tuple[object, ...]]]:
    """The families and socket addresses to which a connection may be made, in the order to try.

    Looked up once; if one answer is not allowed, none is. Raises ``FetchError``.
    """
    named = reach.allows_inside(target)
    if not named:
        _require_open(target, reach)
    places = _looked_up(target, seconds)
    for _, place in places:
        if not named and not _is_public_place(place):
            raise _refused(target.url, "its site is inside a network, not on the open web")
    return places


def _require_open(target: Target, reach: Reach) -> None:
    if target.port not in reach.ports:
        raise _refused(target.url, f"sites do not answer at port {target.port}")
    if any(target.host == name or target.host.endswith(f".{name}") for name in _INSIDE_NAMES):
        raise _refused(target.url, "its site is inside a network, not on the open web")


def _is_public_place(place: tuple[object, ...]) -> bool:
    scope = place[3] if len(place) > 3 else 0
    try:
        return not scope and is_public(ipaddress.ip_address(place[0]))
    except ValueError:
        return False


def _looked_up(
    target: Target, seconds: float
) -> list[tuple[socket.AddressFamily, tuple[object, ...]]]:
    try:
        address = ipaddress.ip_address(target.host)
    except ValueError:
        return _resolved(target, seconds)
    if address.version == 4:
        return [(socket.AF_INET, (target.host, target.port))]
    return [(socket.AF_INET6, (target.host, target.port, 0, 0))]


def _resolved(
    target: Target, seconds: float
) -> list[tuple[socket.AddressFamily, tuple[object, ...]]]:
    """Ask the resolver, for at most ``seconds``: it has no limit of its own."""
    answers: queue.SimpleQueue[list[tuple] | OSError] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM))
        except (OSError, ValueError) as failure:
            answers.put(OSError(str(failure)))

    started = time.monotonic()
    threading.Thread(target=look_up, daemon=True).start()
    try:
        found = answers.get(timeout=max(seconds, 0))
    except queue.Empty:
        raise FetchError(
            Kind.TIMEOUT,
            f"Nobody could say in {time.monotonic() - started:.0f} s where {target.host} is. "
            "Try again later.",
            url=target.url,
        ) from None
    if isinstance(found, OSError) or not found:
        raise FetchError(
            Kind.UNREACHABLE,
            f"There is no site called {target.host}. Look for a slip in the address.",
            url=target.url,
        )
    return [
        (family, (place[0], target.port, *place[2:]))
        for family, _, _, _, place in found
        if family in (socket.AF_INET, socket.AF_INET6)
    ]


def _refused(url: str, reason: str) -> FetchError:
    return FetchError(
        Kind.REFUSED_ADDRESS,
        f"Medigy does not open this address: {reason}. Paste the address that a browser shows.",
        url=url,
    )
