"""Verbs of the indicators: versions of the rule, closing a year, correcting a closed one."""

from exchange.indicators.services.closing import Closing, close_year, hold_year, stamp_of
from exchange.indicators.services.corrections import enter_found, enter_number, enter_struck
from exchange.indicators.services.versions import (
    RuleAnswers,
    draft_rule,
    lock_rule,
    revise_rule,
    unlock_rule,
)

__all__ = [
    "Closing",
    "RuleAnswers",
    "close_year",
    "draft_rule",
    "enter_found",
    "enter_number",
    "enter_struck",
    "hold_year",
    "lock_rule",
    "revise_rule",
    "stamp_of",
    "unlock_rule",
]
