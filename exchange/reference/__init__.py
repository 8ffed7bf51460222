"""The city's own facts as data files, each with its source, and their loader."""
