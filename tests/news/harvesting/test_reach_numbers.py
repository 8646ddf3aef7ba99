"""Which numbers are of the open web, and which lie inside."""

from __future__ import annotations

import ipaddress
import socket

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from requests_hardened import ip_filter

from news.harvesting.reach import is_public
from tests.news.harvesting.numbers_inside import (
    DISGUISED,
    INSIDE,
    INSIDE_V4,
    INSIDE_V6,
    OPEN_WITHIN,
    OUTSIDE,
)


def test_the_tables_are_large() -> None:
    assert len(INSIDE) > 250
    assert len(DISGUISED) > 200


@pytest.mark.parametrize("address", INSIDE + DISGUISED)
def test_a_number_inside_is_not_public_in_any_form(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_number_of_the_open_web_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4))
@example(ipaddress.IPv4Address("192.0.0.9"))
def test_an_ipv4_number_is_public_exactly_where_the_registry_says(
    address: ipaddress.IPv4Address,
) -> None:
    inside = any(address in ipaddress.ip_network(network) for network in INSIDE_V4)
    within_assignments = address in ipaddress.ip_network("192.0.0.0/24")
    if not within_assignments and str(address) != "168.63.129.16":
        assert is_public(address) == (not inside)


@given(st.sampled_from(INSIDE_V4 + INSIDE_V6), st.integers(0, 2**128 - 1))
def test_no_number_of_a_network_inside_is_public(network: str, number: int) -> None:
    net = ipaddress.ip_network(network)
    assert not is_public(net[number % net.num_addresses])


@given(st.ip_addresses())
def test_whatever_requests_hardened_refuses_is_refused(address: ipaddress.IPv4Address) -> None:
    """A second opinion. It refuses more than the registries do, which would keep sites out."""
    text = str(address)
    numbers = [(socket.AF_INET, 1, 6, "", (text, 80))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", lambda *_, **__: numbers)
        try:
            ip_filter.filter_host("a.example", 80, allow_loopback=False)
        except ip_filter.InvalidIPAddress:
            reachable = any(address in ipaddress.ip_network(network) for network in OPEN_WITHIN)
            assert reachable or not is_public(address)
