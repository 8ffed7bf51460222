"""What the pages of youth exchange ask, by subject: each parses and explains, none saves."""
