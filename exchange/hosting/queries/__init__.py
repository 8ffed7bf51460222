"""Reads of hosting; a section officer sees the own section's editions only."""
