"""Forms of partners and of what is stated of them."""
