"""Agreements, their parties and lineage, sourced claims for their dates, anniversaries."""
