"""One search box over every room's own hits."""
