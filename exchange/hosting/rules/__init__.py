"""What hosting is decided by: checks, days, what fits, languages as people say them."""
