"""What the pages of hosting ask: each parses and explains, none saves."""
