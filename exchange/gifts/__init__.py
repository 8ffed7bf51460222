"""Gifts both ways: the register, the stock of the city's own, what is better not given."""
