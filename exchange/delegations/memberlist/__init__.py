"""A partner's list of members: from tables of cells to what it would change. Pure throughout."""
