"""What a page of the web says of itself. Imports no models; editing and commands call it."""

from news.harvesting.harvest import GUESSED_DAY, FeedLink, Harvest, Picture
from news.harvesting.reading.reader import harvest_html

__all__ = ["GUESSED_DAY", "FeedLink", "Harvest", "Picture", "harvest_html"]
