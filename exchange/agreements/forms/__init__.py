"""Forms of agreements, their parties and facts, and the claims for their dates."""
