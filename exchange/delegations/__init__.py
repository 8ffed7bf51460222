"""Visits out and in: partners, members in their order, states."""
