"""A copy of everything the database holds, in a file that either kind of database reads."""
