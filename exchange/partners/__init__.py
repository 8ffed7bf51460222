"""Partner cities: names, places, facts with their sources."""
