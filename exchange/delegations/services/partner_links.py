"""The link by which a partner writes its own list: made, printed again, revoked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.queries import subjects_acted_on
from exchange.audit.services import record
from exchange.core.database import flush
from exchange.core.errors import DomainError
from exchange.core.languages import OFFICE_ZONE, Language
from exchange.core.links import (
    Link,
    LinkPurpose,
    Target,
    issue_signed,
    renew,
    revoke,
    signed_token,
)
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.delegations.queries import locked_visit
from exchange.delegations.queries.partner_links import live_link, may_be_written
from exchange.delegations.services.visits import subject_of
from exchange.tasks.services import TaskDetails, add_task


@dataclass(frozen=True, slots=True)
class LinkPrinter:
    """Makes the address of a link, which is kept nowhere."""

    base_url: str
    secret: str

    def address(self, link: Link, language: str) -> str:
        """Return the address a partner opens, in its language."""
        return f"{self.base_url}/partner-list/{signed_token(link, self.secret)}?lang={language}"


def make_link(
    session: Session, *, actor: Actor, visit_id: UUID, last_day: date, today: date
) -> Link:
    """Make the link of a visit's partner, good to the end of a day; an earlier one ends now.

    Raises DomainError for a day that is over, or a visit that is.
    """
    visit = locked_visit(session, visit_id)
    if last_day < today:
        raise DomainError(message("delegations.link.error.past"), field="last_day")
    if not may_be_written(visit):
        raise DomainError(message("delegations.link.error.over"))
    former = live_link(session, visit.id)
    if former is not None:
        revoke(former)
    ends = datetime.combine(last_day + timedelta(days=1), time.min, tzinfo=OFFICE_ZONE)
    link = issue_signed(
        session, Target(LinkPurpose.PARTNER_LIST, "visit", visit.id), expires_at=ends
    )
    record(
        session,
        actor=actor,
        act="lists.link",
        subject=subject_of(visit),
        changes={"last_day": (None, last_day)},
    )
    return link


def revoke_link(session: Session, *, actor: Actor, visit_id: UUID) -> None:
    """End a partner's link now; what was handed in stays to be looked at."""
    visit = locked_visit(session, visit_id)
    link = live_link(session, visit.id)
    if link is None:
        return
    revoke(link)
    flush(session)
    record(session, actor=actor, act="lists.unlink", subject=subject_of(visit), changes={})


def renew_links_of(session: Session, *, actor: Actor, leaver_id: UUID, heir_id: UUID | None) -> int:
    """Give the links somebody has made new addresses; the heir is to send them. Return how many."""
    found = _links_of(session, leaver_id)
    for key, link in found.items():
        renew(link)
        visit = locked_visit(session, key)
        title = message("delegations.link.renewed", title=visit.title.in_language(Language.JA))
        details = TaskDetails(title=translate(title, Language.JA)[:200], assignee_id=heir_id)
        add_task(session, actor=actor, details=details, subject=subject_of(visit))
        record(session, actor=actor, act="lists.renew", subject=subject_of(visit))
    flush(session)
    return len(found)


def count_links_of(session: Session, user_id: UUID) -> int:
    """Return how many links live that somebody has made."""
    return len(_links_of(session, user_id))


def _links_of(session: Session, user_id: UUID) -> Mapping[UUID, Link]:
    """Return the living links somebody has made, by visit."""
    keys = sorted(subjects_acted_on(session, actor_id=user_id, act="lists.link"))
    found = {key: live_link(session, key) for key in keys}
    return {key: link for key, link in found.items() if link is not None}
