"""What a page of the web says of itself. Imports no models; editing and commands call it."""

from news.harvesting.harvest import FeedLink, Harvest, Picture
from news.harvesting.reading.reader import harvest_html

__all__ = ["FeedLink", "Harvest", "Picture", "harvest_html"]
