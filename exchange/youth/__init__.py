"""Programmes, editions, schools, pupils, registrations and the ledger."""
