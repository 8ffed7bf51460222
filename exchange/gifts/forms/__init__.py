"""Forms of the gifts room."""
