"""A school's roster: from tables of cells to what would become of each row. Pure throughout."""
