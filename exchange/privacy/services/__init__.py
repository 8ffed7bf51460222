"""Verbs of privacy: erase a pupil, purge what is past its time."""

from exchange.privacy.services.erasing import Holding, Offered, erase_pupil, look
from exchange.privacy.services.purging import Due, due_of, purge_kind, retentions_of

__all__ = [
    "Due",
    "Holding",
    "Offered",
    "due_of",
    "erase_pupil",
    "look",
    "purge_kind",
    "retentions_of",
]
