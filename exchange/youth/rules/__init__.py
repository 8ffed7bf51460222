"""What may be done in youth exchange, and what counts."""
