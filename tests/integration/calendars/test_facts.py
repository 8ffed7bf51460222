"""What is kept of entries is never older than what they are made of."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import exchange.agreements.entries
import exchange.delegations.entries
from exchange.agreements.entries import ANNIVERSARIES
from exchange.agreements.models import Agreement, Basis, DateClaim
from exchange.core import clock
from exchange.core.database import Localized
from exchange.core.database.facts import MadeOf
from exchange.core.dates import PartialDate
from exchange.core.entries import CalendarEntry, EntryQuery
from exchange.delegations.entries import SOURCE
from exchange.delegations.enums import Direction, VisitState
from exchange.delegations.models import Visit, VisitPartner
from exchange.partners.models import Partner, Source
from tests.factories.delegations import make_visit
from tests.servers.fixtures import city_database as shared_database  # noqa: F401 - the city's facts
from tests.servers.statements import count_statements

QUERY = EntryQuery(first=date(2026, 1, 1), last=date(2036, 12, 31), language="en")
OTHER = Localized({"ja": "別の名", "en": "Another name"})


def found(session: Session) -> Sequence[CalendarEntry]:
    return [entry for source in (ANNIVERSARIES, SOURCE) for entry in source.find(session, QUERY)]


def made_anew(session: Session, monkeypatch: pytest.MonkeyPatch) -> Sequence[CalendarEntry]:
    with monkeypatch.context() as patch:
        for module in (exchange.agreements.entries, exchange.delegations.entries):
            patch.setattr(module, "_MADE", MadeOf(most=64))
        return found(session)


def every(session: Session, model: Any, **values: object) -> None:  # noqa: ANN401 - a table
    rows: Sequence[object] = session.scalars(select(model)).all()
    for row in rows:
        for name, value in values.items():
            setattr(row, name, value)


def heidelberg(session: Session, **values: object) -> None:
    partner = session.scalars(select(Partner).where(Partner.slug == "heidelberg")).one()
    for name, value in values.items():
        setattr(partner, name, value)


def adopted(session: Session) -> None:
    claim = session.scalars(select(DateClaim).where(DateClaim.adopted).limit(1)).one()
    claim.date = PartialDate(1999, 9, 9)


CHANGES: dict[str, Callable[[Session], object]] = {
    "title": lambda session: every(session, Visit, title=OTHER),
    "days": lambda session: every(session, Visit, ends=date(2027, 6, 2)),
    "state": lambda session: every(session, Visit, state=VisitState.POSTPONED, reason="台風"),
    "direction": lambda session: every(session, Visit, direction=Direction.IN),
    "demo": lambda session: every(session, Visit, is_demo=True),
    "hidden": lambda session: every(session, Visit, published_at=None),
    "alone": lambda session: session.delete(session.scalars(select(VisitPartner)).one()),
    "partner": lambda session: heidelberg(session, names=OTHER),
    "partner's end": lambda session: heidelberg(
        session,
        ended_on=PartialDate(2028),
        ended_source_id=session.scalar(select(Source.id).limit(1)),
    ),
    "relation": lambda session: heidelberg(session, relation=OTHER),
    "agreement": lambda session: every(session, Agreement, title=OTHER),
    "basis": lambda session: every(session, Basis, is_public=False),
    "date": adopted,
    "source": lambda session: every(session, Source, title=OTHER),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_entries_follow_every_change_of_what_they_are_made_of(
    session: Session, monkeypatch: pytest.MonkeyPatch, change: Callable[[Session], object]
) -> None:
    make_visit(session, state=VisitState.CONFIRMED, published_at=clock.now())
    before = found(session)
    change(session)
    session.flush()
    after = found(session)
    assert after == made_anew(session, monkeypatch) != before


def test_what_a_session_loaded_before_makes_no_entry(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process changed what this session has loaded."""
    held = session.scalars(select(Partner)).all()
    with session.no_autoflush:
        session.connection().execute(
            Partner.__table__.update().values(relation={"ja": "別", "en": "Other"}, version=99)  # type: ignore[attr-defined]
        )
        seen = found(session)
    assert "Other" in seen[0].title
    assert held[0].relation.in_language("en") != "Other"


def test_known_visits_are_not_loaded_again(session: Session) -> None:
    for _ in range(3):
        make_visit(session, state=VisitState.CONFIRMED, published_at=clock.now())
    SOURCE.find(session, QUERY)
    with count_statements() as statements:
        again = SOURCE.find(session, QUERY)
    assert (len(again), len(statements)) == (3, 1)


def test_more_than_may_be_kept_is_made_anew() -> None:
    made = MadeOf[str, int, str](most=2)
    made.keep({"a": (1, "A"), "b": (1, "B")})
    assert (made.get("a", 1), made.get("a", 2)) == ("A", None)
    made.keep({"c": (1, "C")})
    assert (made.get("a", 1), made.get("c", 1)) == (None, "C")
