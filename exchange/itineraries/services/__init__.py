"""Change itineraries, by use case."""
