"""What a newcomer sees first: articles, a catalogue and pictures for an empty database.

``manage.py load_demo`` reads the files named here and brings them in through the Markdown importer.
The content is public fact in the project's own words; the curators' names are made up.
"""

from pathlib import Path

ARTICLES = Path(__file__).parent / "articles"  # a folder of <uuid>.md, in the shape of an import
CATALOGUE = Path(__file__).parent / "catalogue.json"
