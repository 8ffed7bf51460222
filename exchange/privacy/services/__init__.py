"""Verbs of privacy: erase a pupil, purge what is past its time."""

from exchange.privacy.services.disposing import (
    Candidate,
    Deed,
    Verdict,
    candidate_of,
    candidates_of,
    decide_disposal,
    note_disposed,
    note_register_taken,
    place_of,
)
from exchange.privacy.services.erasing import Holding, Offered, erase_pupil, look
from exchange.privacy.services.purging import (
    Due,
    due_of,
    expect_rest,
    job_of,
    purge_all,
    purge_kind,
    purgers,
    retentions_of,
)
from exchange.privacy.services.purging_early import purge_hosting

__all__ = [
    "Candidate",
    "Deed",
    "Due",
    "Holding",
    "Offered",
    "Verdict",
    "candidate_of",
    "candidates_of",
    "decide_disposal",
    "due_of",
    "erase_pupil",
    "expect_rest",
    "job_of",
    "look",
    "note_disposed",
    "note_register_taken",
    "place_of",
    "purge_all",
    "purge_hosting",
    "purge_kind",
    "purgers",
    "retentions_of",
]
