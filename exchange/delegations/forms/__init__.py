"""Forms of visits, by use case."""
