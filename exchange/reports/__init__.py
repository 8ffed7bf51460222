"""Reports: what looks across rooms, on one sheet."""
