"""What a page of the web says of itself. Imports no models; editing and commands call it."""
