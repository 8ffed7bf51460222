"""Forms of the budgets room."""
