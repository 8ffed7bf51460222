"""Verbs of the indicators: versions of the rule."""

from exchange.indicators.services.versions import (
    RuleAnswers,
    draft_rule,
    lock_rule,
    revise_rule,
    unlock_rule,
)

__all__ = ["RuleAnswers", "draft_rule", "lock_rule", "revise_rule", "unlock_rule"]
