"""Who changed or read what."""
