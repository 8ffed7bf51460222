"""Partner cities, their contacts and the history of the exchange."""
