"""Plainly fictional people to try the system with; every row is marked `is_demo`.

Dates are relative to today, the visit to Heidelberg in 2027 excepted. What happened in the past
is made by the same services as everything else, with the clock held at the day it happened.
"""

from exchange.reference.demo.loader import DemoAccounts, load_demo
from exchange.reference.demo.stage import DemoKeys

__all__ = ["DemoAccounts", "DemoKeys", "load_demo"]
