"""The catalogue: what news can be about. It knows nothing of the news."""
