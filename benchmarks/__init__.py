"""Measurements. They print figures and never fail: `make bench` runs them."""
