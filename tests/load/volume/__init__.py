"""An instance as twenty years leave it: plainly fictional people, in bulk, the same each time."""
