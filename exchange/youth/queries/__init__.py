"""Programmes, editions, registrations and schools, as their pages and services need them."""
