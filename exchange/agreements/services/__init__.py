"""Verbs on agreements, their parties and facts, the claims for their dates, and bases."""

from exchange.agreements.services.bases import count_from, publish_basis, withdraw_basis
from exchange.agreements.services.claims import (
    ClaimDetails,
    NewSource,
    add_claim,
    adopt_claims,
    set_claim_aside,
)
from exchange.agreements.services.facts import FactDetails, state_fact
from exchange.agreements.services.parties import PartyDetails, add_party, correct_party
from exchange.agreements.services.register import (
    AgreementDetails,
    create_agreement,
    end_agreement,
    revise_agreement,
)
from exchange.agreements.services.topic import TOPIC

__all__ = [
    "TOPIC",
    "AgreementDetails",
    "ClaimDetails",
    "FactDetails",
    "NewSource",
    "PartyDetails",
    "add_claim",
    "add_party",
    "adopt_claims",
    "correct_party",
    "count_from",
    "create_agreement",
    "end_agreement",
    "publish_basis",
    "revise_agreement",
    "set_claim_aside",
    "state_fact",
    "withdraw_basis",
]
