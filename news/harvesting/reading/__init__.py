"""The reading of one page: bytes in, a ``Harvest`` out. Fetches nothing and imports no models.

``reader`` is the whole. A field is a function of the ``Page`` that yields answers, the best first,
each with the place where the page says so; the first good one wins.
"""
