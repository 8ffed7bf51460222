"""Place a guest, move one, end a stay: a person decides, and the reason is kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import add_once, flush, uuid7
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.keys import Keyring
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.hosting.enums import Conflict
from exchange.hosting.models import Placement
from exchange.hosting.queries.fitting import Board, FamilyRow, board_of, stay_of
from exchange.hosting.queries.guests import guest_for, placement_for
from exchange.hosting.rules.fitting import ensure_placeable
from exchange.hosting.rules.stays import Days
from exchange.hosting.services.plans import begun_plan
from exchange.youth.queries.programmes import locked_edition


@dataclass(frozen=True, slots=True)
class Choice:
    """Which guest stays where, why, and across which conflicts that the person knows of."""

    guest_id: UUID
    family_id: UUID
    reason: str
    accepted: Collection[Conflict] = ()
    suggested: bool = False
    key: UUID | None = None


def place(session: Session, *, actor: Actor, choice: Choice, ring: Keyring) -> Placement:
    """Place a guest with a family; one who stays elsewhere is moved, from today if already there.

    Raises DomainError across a conflict that is forbidden, or that nobody said they know of.
    """
    guest = guest_for(session, actor, choice.guest_id)
    edition = locked_edition(session, actor, guest.edition_id)
    begun_plan(session, edition)
    if choice.key is not None and (made := session.get(Placement, choice.key)) is not None:
        return _of_guest(made, choice.guest_id)
    return _placed(session, board_of(session, edition, ring=ring), actor=actor, choice=choice)


def place_suggested(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    choices: Sequence[Choice],
    ring: Keyring,
) -> Sequence[Placement]:
    """Place the pairs of a suggestion that a person ticked, all or none; each is checked anew."""
    edition = locked_edition(session, actor, edition_id)
    plan = begun_plan(session, edition)
    if not plan.suggests:
        raise DomainError(message("hosting.error.suggestion_off"))
    placed = []
    for choice in choices:
        board = board_of(session, edition, ring=ring)
        if any(row.guest.id == choice.guest_id for row in board.waiting):
            placed.append(_placed(session, board, actor=actor, choice=choice))
    return placed


def end_stay(session: Session, *, actor: Actor, placement_id: UUID, reason: str) -> Placement:
    """End a stay without another family: the guest waits again, the history keeps it."""
    guest = placement_for(session, actor, placement_id).guest
    locked_edition(session, actor, guest.edition_id)
    stay = placement_for(session, actor, placement_id)
    if stay.ended_at is not None:
        raise DomainError(message("hosting.error.stay_ended"))
    stopped(session, actor=actor, stay=stay, reason=reason)
    return stay


def stopped(session: Session, *, actor: Actor, stay: Placement, reason: str) -> None:
    """End a stay of a locked edition; nights already slept there stay in it."""
    today = clock.today()
    stay.ended_at, stay.ended_by, stay.end_reason = clock.now(), actor.name, reason
    stay.was_begun = stay.starts < today
    if stay.was_begun:
        stay.until = min(stay.until, today - timedelta(days=1))
    flush(session)
    changes: dict[str, tuple[object, object]] = {"family": (stay.family_id, None)}
    subject = Subject("guest", stay.guest_id)
    record(session, actor=actor, act="hosting.end_stay", subject=subject, changes=changes)


def _placed(session: Session, board: Board, *, actor: Actor, choice: Choice) -> Placement:
    row = next(each for each in board.guests if each.guest.id == choice.guest_id)
    family = _open_family(board, choice.family_id)
    if row.guest.withdrawn_at is not None:
        raise DomainError(message("hosting.error.guest_withdrawn"))
    former = row.placement
    if former is not None and former.family_id == family.family.id:
        raise DomainError(message("hosting.error.there_already"), field="family_id")
    found = board.assessment(row.guest, family)
    ensure_placeable(found, choice.accepted)
    days = _days_left(stay_of(row.guest, board.edition), former)
    if former is not None:
        stopped(session, actor=actor, stay=former, reason=choice.reason)
    stay = Placement(
        id=choice.key or uuid7(),
        guest_id=row.guest.id,
        family_id=family.family.id,
        starts=days.first,
        until=days.last,
        placed_at=clock.now(),
        actor_id=actor.user_id,
        actor_name=actor.name,
        reason=choice.reason,
        accepted=[each.value for each in found.conflicts],
        suggested=choice.suggested,
    )
    stay, _ = add_once(session, stay)
    record(
        session,
        actor=actor,
        act="hosting.move" if former else "hosting.place",
        subject=Subject("guest", row.guest.id),
        changes={"family": (former.family_id if former else None, stay.family_id)},
    )
    return stay


def _open_family(board: Board, key: UUID) -> FamilyRow:
    for row in board.families:
        if row.family.id == key and row.family.ended_at is None:
            return row
    raise DomainError(message("hosting.error.no_such_family"), field="family_id")


def _days_left(days: Days, former: Placement | None) -> Days:
    """Return the days of a new stay: from today on where the guest is already here."""
    if former is None or former.starts >= clock.today():
        return days
    if clock.today() > days.last:
        raise DomainError(message("hosting.error.stay_over"))
    return Days(clock.today(), days.last)


def _of_guest(stay: Placement, guest_id: UUID) -> Placement:
    if stay.guest_id != guest_id:
        raise NotFoundError
    return stay
