"""Forms of itineraries, by use case."""
