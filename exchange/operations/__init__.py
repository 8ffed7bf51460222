"""What machines ask: whether this server lives, whether it is ready, and what it has counted."""
