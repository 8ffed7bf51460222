"""Forms by which a sheet comes in: as a file or pasted, and read in another way."""
