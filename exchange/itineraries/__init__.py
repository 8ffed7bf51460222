"""The programme of a visit: items at the clocks of their places."""
