"""The public's and the staff's first page."""
