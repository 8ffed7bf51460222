"""Who can host a visit: the parties of its partners' agreements in force on its days; pure."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from exchange.agreements.enums import AgreementState
from exchange.agreements.rules import adopted_date, parties_on, state

if TYPE_CHECKING:
    from exchange.agreements.models import Agreement, AgreementParty


def parties_in_force(agreements: Sequence["Agreement"], day: date) -> list["AgreementParty"]:
    """Return the parties of the agreements in force on a day, each name once.

    `agreements` are all those of the partners; what was signed later is not in force yet.
    """
    found: dict[str, AgreementParty] = {}
    for agreement in agreements:
        begun = adopted_date(agreement.claims)
        others = [each for each in agreements if each.partner_id == agreement.partner_id]
        standing = state(agreement, others, today=day)
        if standing is AgreementState.IN_FORCE and begun is not None and begun.earliest <= day:
            for party in parties_on(agreement.parties, day):
                found.setdefault(party.names["ja"], party)
    return list(found.values())
