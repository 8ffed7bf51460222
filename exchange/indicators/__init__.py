"""The strategy's indicators: definitions, counting rules and readings."""
