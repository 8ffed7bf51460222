"""Verbs of hosting: lists and families, checks, guests, stays, pairs, and the purge."""

from exchange.hosting.services.families import (
    CheckDetails,
    add_family,
    change_family,
    end_family,
    record_check,
)
from exchange.hosting.services.guests import (
    GuestDetails,
    add_guest,
    change_guest,
    withdraw_guest,
)
from exchange.hosting.services.lists import take_in
from exchange.hosting.services.pairs import carry_pair, end_pair, make_pair, replace_pupil
from exchange.hosting.services.placing import end_stay, place, place_suggested
from exchange.hosting.services.plans import switch_suggestion
from exchange.hosting.services.purging import purge_due, purge_edition

__all__ = [
    "CheckDetails",
    "GuestDetails",
    "add_family",
    "add_guest",
    "carry_pair",
    "change_family",
    "change_guest",
    "end_family",
    "end_pair",
    "end_stay",
    "make_pair",
    "place",
    "place_suggested",
    "purge_due",
    "purge_edition",
    "record_check",
    "replace_pupil",
    "switch_suggestion",
    "take_in",
    "withdraw_guest",
]
