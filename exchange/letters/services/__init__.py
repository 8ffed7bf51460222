"""Verbs of the letters room."""

from exchange.letters.services.letters import (
    LetterPlan,
    correct_letter,
    end_letter,
    log_letter,
    note_log_taken,
    tie_to_visit,
)

__all__ = [
    "LetterPlan",
    "correct_letter",
    "end_letter",
    "log_letter",
    "note_log_taken",
    "tie_to_visit",
]
