"""What agreements show on the pages of partners."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from exchange.agreements.lineage import lineage, stations
from exchange.agreements.models import Agreement, Basis
from exchange.agreements.queries import agreements_of, bases, bases_of
from exchange.agreements.rules import (
    Anniversary,
    adopted_date,
    anniversaries,
    disputed_anniversaries,
    sources_disagree,
    weigh,
)
from exchange.core import clock
from exchange.core.dates import FiscalYear, PartialDate, Precision
from exchange.core.entries import Audience
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor

#: How far ahead anniversaries are drawn.
YEARS_AHEAD = 10


@dataclass(frozen=True, slots=True)
class Upcoming:
    """An anniversary to come."""

    basis: Basis
    anniversary: Anniversary
    fiscal_year: FiscalYear | None
    #: Counted from a claim that conflicts with the adopted one; for staff.
    disputed: bool = False

    @property
    def disagreement(self) -> bool:
        """Say whether sources disagree about the date it is counted from."""
        return sources_disagree(self.basis.agreement.claims)


@dataclass(frozen=True, slots=True)
class ListRow:
    """A partner's line in the table beneath the list."""

    basis: Basis
    since: PartialDate | None
    disagreement: bool
    following: Anniversary | None
    milestone: Anniversary | None


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Offer a partner's history, anniversaries and claims, or all partners' anniversaries."""
    if subject.kind == "partners":
        return [_list_panel(session)]
    if subject.kind != "partner":
        return []
    staff = actor is not None and actor.may("claims:read")
    agreements = agreements_of(session, subject.id)
    found = bases_of(session, [agreement.id for agreement in agreements], public_only=not staff)
    today = clock.today()
    panels = [
        _history_panel(agreements, staff=staff, today=today),
        _anniversaries_panel(found, agreements, staff=staff, today=today),
    ]
    return [*panels, _claims_panel(agreements, found)] if staff else panels


def _history_panel(agreements: Sequence[Agreement], *, staff: bool, today: date) -> Panel:
    steps = lineage(agreements, today=today)
    return Panel(
        id="agreements",
        title=message("agreements.history.title"),
        template="agreements/_history_panel.html",
        context={
            "stations": stations(steps),
            "waiting": [step for step in steps if step.date is None] if staff else [],
            "staff": staff,
        },
        order=10,
    )


def _anniversaries_panel(
    found: Sequence[Basis], agreements: Sequence[Agreement], *, staff: bool, today: date
) -> Panel:
    rows = list(upcoming(found, today=today))
    if staff:
        rows += _disputed(found, today=today)
    shown = [row for row in rows if row.anniversary.milestone]
    first = min((row for row in rows if not row.disputed), key=_day, default=None)
    if first and first not in shown:
        shown.append(first)
    return Panel(
        id="anniversaries",
        title=message("agreements.anniversaries.title"),
        template="agreements/_anniversaries_panel.html",
        context={"rows": sorted(shown, key=_day), "years": YEARS_AHEAD},
        order=20,
    )


def _claims_panel(agreements: Sequence[Agreement], found: Sequence[Basis]) -> Panel:
    weighed = [claim for agreement in agreements for claim in weigh(agreement)]
    return Panel(
        id="claims",
        title=message("agreements.claims.title"),
        template="agreements/_claims_panel.html",
        context={"claims": weighed, "bases": found},
        audience=Audience.STAFF,
        order=80,
    )


def _list_panel(session: Session) -> Panel:
    today = clock.today()
    rows = [_list_row(basis, today=today) for basis in bases(session, public_only=True)]
    return Panel(
        id="anniversaries",
        title=message("agreements.list.title"),
        template="agreements/_list_panel.html",
        context={"rows": rows},
        order=10,
    )


def _list_row(basis: Basis, *, today: date) -> ListRow:
    claims = basis.agreement.claims
    coming = [row.anniversary for row in upcoming([basis], today=today)]
    return ListRow(
        basis=basis,
        since=adopted_date(claims),
        disagreement=sources_disagree(claims),
        following=coming[0] if coming else None,
        milestone=next((found for found in coming if found.milestone), None),
    )


def upcoming(found: Iterable[Basis], *, today: date) -> Iterable[Upcoming]:
    """Yield the anniversaries from today on, basis by basis, in order of time."""
    for basis in found:
        for anniversary in anniversaries(
            basis,
            basis.agreement.claims,
            first_year=today.year,
            last_year=today.year + YEARS_AHEAD,
        ):
            if anniversary.date.latest >= today:
                yield Upcoming(basis, anniversary, _fiscal_year(anniversary.date))


def _disputed(found: Iterable[Basis], *, today: date) -> list[Upcoming]:
    return [
        Upcoming(basis, anniversary, _fiscal_year(anniversary.date), disputed=True)
        for basis in found
        for anniversary in disputed_anniversaries(
            basis,
            basis.agreement.claims,
            first_year=today.year,
            last_year=today.year + YEARS_AHEAD,
        )
        if anniversary.date.latest >= today
    ]


def _fiscal_year(day: PartialDate) -> FiscalYear | None:
    return None if day.precision is Precision.YEAR else FiscalYear.of(day)


def _day(row: Upcoming) -> str:
    return str(row.anniversary.date)
