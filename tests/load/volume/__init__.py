"""An instance as it is after twenty years: plainly fictional people, in bulk, the same each time."""
