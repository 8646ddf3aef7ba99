"""An address without what follows the reader, and an account of what went."""

from __future__ import annotations

from dataclasses import dataclass

from news.harvesting.tracking.parts import Parts, split
from news.harvesting.tracking.queries import Removal, Stripper
from news.harvesting.tracking.rules import rules
from news.harvesting.tracking.wrappers import unwrap

MAX_PASSES = 12  # wrappers within wrappers, and a last pass that finds nothing


@dataclass(frozen=True, slots=True)
class Cleaning:
    """A cleaned address, the version of the rules, and what they took, in their order."""

    url: str
    version: str
    removed: tuple[Removal, ...] = ()


def explain(url: str) -> Cleaning:
    """Clean an address and say what was removed and why. Never raises.

    What is no http(s) address comes back as it came, without the spaces around it; so does one with
    more wrappers around it than anybody makes in earnest.
    """
    text, version = url.strip(), rules().version
    address = split(text)
    removed: list[Removal] = []
    for _ in range(MAX_PASSES):
        if address is None:
            break
        after, found = _one_pass(address)
        removed += found
        if after == address:
            return Cleaning(str(address), version, tuple(removed))
        address = after
    return Cleaning(text, version)


def _one_pass(address: Parts) -> tuple[Parts | None, list[Removal]]:
    """The address with one wrapper less, or without its trackers."""
    opened = unwrap(address)
    if opened:
        target, wrapper = opened
        return target, [Removal(f"{address.scheme}://{address.host}/…", wrapper.reason)]
    stripper = Stripper(address)
    stripped = stripper.stripped()
    return (address if stripped is address else split(str(stripped))), stripper.removed


def clean(url: str) -> str:
    """The address without trackers and wrappers, in normal form; cleaned twice it is the same."""
    return explain(url).url
