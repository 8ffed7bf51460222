"""State the legs of a visit, all of them at once."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core.database import flush, raise_version
from exchange.core.errors import StaleRowError
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.delegations.legs import Leg, ensure_legs
from exchange.delegations.models import Visit, VisitLeg
from exchange.delegations.queries.wholes import locked_whole_visit
from exchange.delegations.services.visits import TOPIC, subject_of

#: No visit has more legs; its form has a row for each.
MOST_LEGS: Final = 12


def state_legs(
    session: Session, *, actor: Actor, key: UUID, version: int, legs: Sequence[Leg]
) -> Visit:
    """Put these legs in the place of those a visit has, in their order.

    Raises StaleRowError with the legs as they are now, LegError for one that cannot be.
    """
    visit = locked_whole_visit(session, key)
    present = legs_of(visit)
    if visit.version != version:
        raise StaleRowError(theirs=by_field(visit), version=visit.version)
    partners = {partner.id for partner in visit.partners}
    ensure_legs(legs, partners=partners, starts=visit.starts, ends=visit.ends)
    if list(legs) == present:
        return visit
    before = written(visit)
    _put(session, visit, legs)
    raise_version(visit)
    _note(session, actor, visit, before)
    touch(session, TOPIC)
    flush(session)
    return visit


def copy_legs(session: Session, *, actor: Actor, source: Visit, visit: Visit) -> None:
    """Give a visit the legs of an earlier one that go to its own partners or elsewhere."""
    shift = visit.starts - source.starts
    partners = {link.partner_id for link in visit.links}
    legs = [
        _moved(leg, shift)
        for leg in legs_of(source)
        if leg.partner_id is None or leg.partner_id in partners
    ]
    if legs:
        _put(session, visit, legs)
        _note(session, actor, visit, None)


def legs_of(visit: Visit) -> list[Leg]:
    """Return the legs of a visit as they are stated."""
    return [Leg(leg.partner_id, leg.place, leg.starts, leg.ends) for leg in visit.legs]


def by_field(visit: Visit) -> Mapping[str, object]:
    """Return the legs of a visit by the fields of their form, empty ones too."""
    found: dict[str, object] = {}
    for number in range(1, MOST_LEGS + 1):
        leg = visit.legs[number - 1] if number <= len(visit.legs) else None
        found |= {
            f"partner_{number}": leg.partner.slug if leg and leg.partner else "",
            f"place_{number}": leg.place if leg else "",
            f"starts_{number}": leg.starts if leg else None,
            f"ends_{number}": leg.ends if leg else None,
        }
    return found


def written(visit: Visit) -> str:
    """Write the legs of a visit one below the other, as the audit has them."""
    return "\n".join(
        " ".join(filter(None, (str(leg.starts), str(leg.ends), _where(leg)))) for leg in visit.legs
    )


def _where(leg: VisitLeg) -> str:
    partner = leg.partner.names["ja"] if leg.partner else ""
    return " ".join(filter(None, (partner, leg.place)))


def _note(session: Session, actor: Actor, visit: Visit, before: str | None) -> None:
    changes = {"legs": (before, written(visit))}
    record(
        session, actor=actor, act="visits.state_legs", subject=subject_of(visit), changes=changes
    )


def _put(session: Session, visit: Visit, legs: Sequence[Leg]) -> None:
    """Put new rows once the old ones are gone: their places are their keys."""
    partners = {link.partner_id: link.partner for link in visit.links}
    visit.legs = []
    session.flush()
    visit.legs = [
        VisitLeg(
            position=at,
            partner=partners[leg.partner_id] if leg.partner_id else None,
            place=leg.place,
            starts=leg.starts,
            ends=leg.ends,
        )
        for at, leg in enumerate(legs, start=1)
    ]


def _moved(leg: Leg, shift: timedelta) -> Leg:
    return Leg(leg.partner_id, leg.place, leg.starts + shift, leg.ends + shift)
