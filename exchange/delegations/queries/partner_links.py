"""Links of partners and the visits they are for."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.errors import NotFoundError
from exchange.core.languages import OFFICE_ZONE, Language
from exchange.core.links import Link, LinkPurpose, Target, is_live, live_links
from exchange.core.messages import message
from exchange.delegations.enums import Direction, VisitState
from exchange.delegations.models import Visit
from exchange.delegations.queries.visits import visit_by_id

#: What is over needs no list any more.
_OVER: Final = frozenset({VisitState.CLOSED, VisitState.CANCELLED})


def live_link(session: Session, visit_id: UUID) -> Link | None:
    """Return the link by which a visit's partner can write its list now."""
    found = live_links(session, Target(LinkPurpose.PARTNER_LIST, "visit", visit_id))
    return next((link for link in reversed(found) if is_live(link)), None)


def may_be_written(visit: Visit) -> bool:
    """Say whether a visit's list can be written by its partner: guests, and not over."""
    return visit.direction is Direction.IN and visit.state not in _OVER


def visit_of_link(session: Session, link: Link) -> Visit:
    """Return the visit of a partner's link; NotFoundError once that is over."""
    visit = visit_by_id(session, link.subject_id)
    if not may_be_written(visit):
        raise NotFoundError(message("core.error.link"))
    return visit


def language_of(visit: Visit) -> str:
    """Return the interface language in which a partner's page opens: its own, else English."""
    native = visit.partners[0].native_language
    return native if native in set(Language) else Language.EN.value


def last_day_of(link: Link) -> date:
    """Return the last day on which a link opens; it ends with it."""
    assert link.expires_at is not None, "a partner's link has a last day"
    return (link.expires_at - timedelta(seconds=1)).astimezone(OFFICE_ZONE).date()
