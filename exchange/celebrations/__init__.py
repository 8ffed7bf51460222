"""Milestones of the agreements, what is celebrated for them, and the way there."""
