"""Host families of an edition, the guests who stay with them, and pairs that last over years."""
