"""Scans, papers and photographs with their versions, kept in the database, checked by content."""
