"""The project: settings, addresses and start-up. It holds no words of the news trade."""
