"""The address that tests of addresses dirty, wrap and spell in other ways."""

from __future__ import annotations

STORY = "https://clinic.example/news/a-story"
