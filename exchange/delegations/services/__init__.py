"""Verbs on visits, by use case."""
