"""What the pages of partners and people show of visits."""

from collections.abc import Sequence
from datetime import date
from typing import Final, TypeGuard
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.celebrations.enums import CelebrationState
from exchange.celebrations.models import Celebration
from exchange.core import clock
from exchange.core.entries import Audience
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor
from exchange.delegations.enums import TONES, TURN_TONES
from exchange.delegations.models import Visit, VisitCycle
from exchange.delegations.queries import (
    cycles,
    last_official_visits,
    member_counts,
    partner_choices,
    visits_of_celebration,
    visits_of_partner,
    visits_of_person,
)
from exchange.delegations.queries.evidence import visits_serving
from exchange.delegations.reciprocity import Balance, balance, read_cycle
from exchange.delegations.rules import STOPPED
from exchange.partners.models import Partner
from exchange.strategy.serving import by_place

#: A celebration that is to take place, whatever becomes of a visit to it.
_GOING: Final = frozenset(
    {CelebrationState.IDEA, CelebrationState.PLANNED, CelebrationState.CONFIRMED}
)


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Return a partner's visits and those that serve the strategy: the public sees published ones.

    Of whatever else, all, for staff.
    """
    if subject.kind == "partner":
        visits = _of_partner(session, subject.id, actor)
        return [visits, _reciprocity(session, subject.id, actor)] if _staff(actor) else [visits]
    if subject.kind == "strategy":
        return _evidence(session, subject.id, staff=_staff(actor))
    if subject.kind == "partners" and _staff(actor):
        return [_turns(session)]
    if subject.kind == "celebration" and _staff(actor):
        return _of_celebration(session, subject.id)
    if subject.kind == "person" and actor is not None and actor.may("members:read"):
        return [_of_person(session, subject.id)]
    return ()


def _staff(actor: Actor | None) -> TypeGuard[Actor]:
    return actor is not None and actor.may("visits:read")


def _evidence(session: Session, strategy_id: UUID, *, staff: bool) -> Sequence[Panel]:
    """What was done for each measure and leading project."""
    serving = visits_serving(session, strategy_id, published_only=not staff)
    return [
        Panel(
            id=f"visits-{place}",
            title=message("delegations.evidence.title"),
            template="delegations/_evidence_panel.html",
            context={"place": place, "visits": visits, "staff": staff, "tones": TONES},
        )
        for place, visits in by_place(serving).items()
    ]


def _reciprocity(session: Session, key: UUID, actor: Actor) -> Panel:
    """Who came last, whose turn it is, and what the cycles foresee; for staff alone."""
    today, found = clock.today(), cycles(session, partner_id=key)
    visits = last_official_visits(session, partner_id=key).get(key, ())
    return Panel(
        id="reciprocity",
        title=message("delegations.panel.reciprocity"),
        template="delegations/_reciprocity_panel.html",
        context={
            "partner": session.get_one(Partner, key),
            "balance": balance(visits, [turn for cycle in found for turn in cycle.turns]),
            "cycles": [read_cycle(cycle, cycle.turns, today=today) for cycle in found],
            "may_edit": actor.may("visits:edit"),
            "tones": TURN_TONES,
        },
        audience=Audience.STAFF,
        order=60,
    )


def _turns(session: Session) -> Panel:
    """Whose turn it is with every partner, and which cycle is due next."""
    today, visits = clock.today(), last_official_visits(session)
    known: dict[UUID, list[VisitCycle]] = {}
    for cycle in cycles(session):
        known.setdefault(cycle.partner_id, []).append(cycle)
    rows = [
        _row(partner, visits.get(partner.id, ()), known.get(partner.id, ()), today)
        for partner in partner_choices(session)
        if partner.ended_on is None
    ]
    return Panel(
        id="turns",
        title=message("delegations.panel.turns"),
        template="delegations/_turns_panel.html",
        context={"rows": rows},
        audience=Audience.STAFF,
        order=60,
    )


def _row(
    partner: Partner, visits: Sequence[Visit], known: Sequence[VisitCycle], today: date
) -> tuple[Partner, Balance, int | None]:
    """Return a partner's line: the balance, and the year in which a cycle is due next."""
    due = [read_cycle(cycle, cycle.turns, today=today).next_due for cycle in known]
    turns = [turn for cycle in known for turn in cycle.turns]
    return partner, balance(visits, turns), min(due, default=None)


def _of_partner(session: Session, key: UUID, actor: Actor | None) -> Panel:
    staff = _staff(actor)
    visits = visits_of_partner(session, key, published_only=not staff)
    today = clock.today()
    return Panel(
        id="visits",
        title=message("delegations.panel.partner"),
        template="delegations/_partner_panel.html",
        context={
            "coming": [visit for visit in reversed(visits) if visit.ends >= today],
            "past": [visit for visit in visits if visit.ends < today],
            "staff": staff,
            "tones": TONES,
        },
        order=40,
    )


def _of_person(session: Session, key: UUID) -> Panel:
    return Panel(
        id="visits",
        title=message("delegations.panel.person"),
        template="delegations/_person_panel.html",
        context={"memberships": visits_of_person(session, key)},
        audience=Audience.STAFF,
    )


def _of_celebration(session: Session, key: UUID) -> Sequence[Panel]:
    visits = visits_of_celebration(session, key)
    going = session.get_one(Celebration, key).state in _GOING  # the page has loaded it
    panel = Panel(
        id="visits",
        title=message("delegations.panel.celebration"),
        template="delegations/_celebration_panel.html",
        context={
            "visits": visits,
            "counts": member_counts(session, visits),
            "tones": TONES,
            "unsettled": going and any(visit.state in STOPPED for visit in visits),
        },
        audience=Audience.STAFF,
        order=30,
    )
    return [panel] if visits else ()
