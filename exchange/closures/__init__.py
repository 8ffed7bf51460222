"""Closed days of the city and of its partners' places, and the days the office avoids."""
