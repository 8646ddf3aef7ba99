"""From an address to a draft: orders are taken, worked off step by step, and turned into articles.

The desk, the API, the feeds and the commands call this package; it calls ``news.harvesting`` for
what comes from the web, and the models for what stays.
"""

from news.capturing.orders import (
    LARGEST_PAGE,
    LONGEST_ADDRESS,
    MOST_AT_ONCE,
    CaptureError,
    order,
    read_addresses,
)
from news.capturing.working import capture, hand_over, is_left_to_worker, take_step, work_off

__all__ = [
    "LARGEST_PAGE",
    "LONGEST_ADDRESS",
    "MOST_AT_ONCE",
    "CaptureError",
    "capture",
    "hand_over",
    "is_left_to_worker",
    "order",
    "read_addresses",
    "take_step",
    "work_off",
]
