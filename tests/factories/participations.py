"""Editions with people who completed them, written to the ledger as closing an edition does."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from exchange.core.keys import LedgerKey
from exchange.core.permissions import system_actor
from exchange.indicators.queries.closing import kept_group
from exchange.indicators.queries.participations import groups_of_year
from exchange.youth.enums import EditionState, ParticipantKind, RegistrationState
from exchange.youth.ledger import Sealing, seal_year, write_ledger
from exchange.youth.models import ClosedYear, Edition, Pupil
from tests.factories.youth import make_edition, make_registration

LEDGER_KEY: Final = LedgerKey(b"k" * 32)


def close_edition_of(
    session: Session,
    people: Iterable[Pupil],
    *,
    fiscal_year: int = 2026,
    kind: ParticipantKind = ParticipantKind.OWN_YOUTH,
    **changes: Any,  # noqa: ANN401 - any column of the edition
) -> Edition:
    """Add an edition which these pupils completed in August, and write it to the ledger."""
    edition = make_edition(
        session,
        **{
            "state": EditionState.CLOSED,
            "starts": date(fiscal_year, 8, 1),
            "ends": date(fiscal_year, 8, 10),
            "opens_on": date(fiscal_year, 6, 1),
            "closes_on": date(fiscal_year, 6, 30),
            **changes,
        },
    )
    for pupil in people:
        make_registration(
            session, edition=edition, pupil=pupil, kind=kind, state=RegistrationState.COMPLETED
        )
    write_ledger(session, actor=system_actor("test"), edition=edition, ledger_key=LEDGER_KEY)
    return edition


def seal(session: Session, fiscal_year: int) -> ClosedYear:
    """Seal a fiscal year as closing it does, even while it runs."""
    groups = {
        demo: [kept_group(each) for each in groups_of_year(session, fiscal_year, with_demo=demo)]
        for demo in (False, True)
    }
    sealing = Sealing("", 1, groups)
    return seal_year(session, actor=system_actor("test"), fiscal_year=fiscal_year, sealing=sealing)
