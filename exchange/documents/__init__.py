"""Documents: pure functions from data to bytes."""
