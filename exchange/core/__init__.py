"""Values and rules every room shares; nothing here knows Flask."""
