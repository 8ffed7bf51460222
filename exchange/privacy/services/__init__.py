"""Verbs of privacy: erase a pupil, purge what is past its time."""

from exchange.privacy.services.disposing import (
    Candidate,
    Verdict,
    candidate_of,
    candidates_of,
    decide_disposal,
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
    "place_of",
    "purge_all",
    "purge_hosting",
    "purge_kind",
    "purgers",
    "retentions_of",
]
