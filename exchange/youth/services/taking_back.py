"""A school takes back what one of its rosters registered, as long as nobody has acted on it."""

from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.enums import RegistrationState
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.rosters import locked_roster
from exchange.youth.queries.schools import locked_school
from exchange.youth.queries.taking_back import made_by
from exchange.youth.rules.applying import ensure_desk_open
from exchange.youth.rules.registrations import ensure_as_counted
from exchange.youth.services.offering import fill_seats
from exchange.youth.services.steps import take_step


def take_roster_back(
    session: Session, *, actor: Actor, key: UUID, reason: str, counted: int
) -> int:
    """Withdraw what a roster registered, all of it that can be, and pass the seats on.

    Each leaves the step and the audit line of a single withdrawal. Seats are offered once all are
    out: not to one of the same roster. What was taken back is the roster's no more. Refused outside
    the window, and where it is no longer as many as the person saw.
    """
    roster = locked_roster(session, actor, key)
    edition = locked_edition(session, actor, roster.edition_id)
    locked_school(session, roster.school_id)
    ensure_desk_open(edition, clock.now())
    rows = [each.registration for each in made_by(session, actor, roster) if each.hold is None]
    ensure_as_counted(len(rows), counted)
    for row in rows:
        target = RegistrationState.WITHDRAWN
        take_step(session, actor=actor, registration=row, target=target, reason=reason)
    gone = {str(row.id) for row in rows}
    roster.made = {key: seen for key, seen in (roster.made or {}).items() if key not in gone}
    before = (roster.outcome or {}).get("taken_back", 0)
    roster.outcome = {**(roster.outcome or {}), "taken_back": before + len(rows)}
    flush(session)
    fill_seats(session, edition=edition)
    record(
        session,
        actor=actor,
        act="rosters.take_back",
        subject=Subject("roster", roster.id),
        changes={"taken_back": (None, len(rows))},
    )
    return len(rows)
