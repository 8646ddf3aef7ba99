"""What in an address follows the reader: the rules, as data, and what applies them.

``everywhere.toml`` holds names that are trackers on any site, ``sites.toml`` those of single
sites, ``wrappers.toml`` the redirectors that carry the real address inside. ``rules`` reads them,
``parts`` takes an address apart, ``queries`` and ``wrappers`` apply them, ``cleaning`` calls both.
Others come in by ``news.harvesting.addresses``.
"""
