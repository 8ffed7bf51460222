"""Work done outside a request: one table, leases, attempts, progress."""
