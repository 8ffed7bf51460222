"""Acts across rooms: what is kept about a pupil, its erasure, and the record of what went."""
