"""Verbs on celebrations, their states and their steps."""
