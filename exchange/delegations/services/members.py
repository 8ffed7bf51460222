"""Add, correct, move and end the members of a visit."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from exchange.audit.services import Changes, created, record
from exchange.core import clock
from exchange.core.database import (
    Localized,
    Name,
    add_once,
    expect_version,
    flush,
    localized_fields,
    uuid7,
)
from exchange.core.errors import StaleRowError
from exchange.core.permissions import Actor
from exchange.delegations.enums import MemberRole
from exchange.delegations.models import VisitMember
from exchange.delegations.queries import (
    last_precedence,
    locked_visit,
    member_by_id,
    members_of,
)
from exchange.delegations.services.visits import subject_of
from exchange.people.services import add_person


class Shift(StrEnum):
    """Which way a member moves in the order of precedence."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """What a person is in a visit."""

    role: MemberRole
    title: Localized | None = None
    diet: str = ""


def add_member(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    person_id: UUID,
    membership: Membership,
    key: UUID | None = None,
    is_demo: bool = False,
) -> VisitMember:
    """Add a person at the end of the order; a form sent twice adds one member.

    Raises DomainError when the person is a member already.
    """
    visit = locked_visit(session, visit_id)
    member = VisitMember(
        id=key or uuid7(),
        visit_id=visit.id,
        person_id=person_id,
        precedence=last_precedence(session, visit.id) + 1,
        role=membership.role,
        title=membership.title,
        diet=membership.diet,
        is_demo=is_demo,
    )
    member, new = add_once(session, member)
    if new:
        values = {"member": person_id, **stated(membership)}
        record(
            session,
            actor=actor,
            act="visits.add_member",
            subject=subject_of(visit),
            changes=_recorded(created({name: new for name, new in values.items() if new != ""})),
        )
    return member


def add_new_member(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    name: Name,
    affiliation: str,
    membership: Membership,
    key: UUID | None = None,
    is_demo: bool = False,
) -> VisitMember:
    """Add somebody who is not known yet; the person's key is made from the member's."""
    key = key or uuid7()
    person = add_person(
        session,
        actor=actor,
        name=name,
        affiliation=affiliation,
        key=uuid5(key, "person"),
        is_demo=is_demo,
    )
    return add_member(
        session,
        actor=actor,
        visit_id=visit_id,
        person_id=person.id,
        membership=membership,
        key=key,
        is_demo=is_demo,
    )


def correct_member(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    key: UUID,
    version: int,
    membership: Membership,
) -> VisitMember:
    """Change what a person is in a visit; raises StaleRowError with what it says now."""
    visit = locked_visit(session, visit_id)
    member = member_by_id(session, visit_id, key)
    before = stated(membership_of(member))
    if member.version != version:
        raise StaleRowError(theirs=before, version=member.version)
    after = stated(membership)
    changes = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    if changes:
        member.role, member.title, member.diet = membership.role, membership.title, membership.diet
        changes["member"] = (member.person_id, member.person_id)
        record(
            session,
            actor=actor,
            act="visits.correct_member",
            subject=subject_of(visit),
            changes=_recorded(changes),
        )
    flush(session)
    return member


def move_member(
    session: Session, *, actor: Actor, visit_id: UUID, key: UUID, version: int, shift: Shift
) -> VisitMember:
    """Swap a member with the one before or after; at either end nothing changes.

    Raises StaleRowError when the member has been moved or corrected since.
    """
    visit = locked_visit(session, visit_id)
    member = member_by_id(session, visit_id, key)
    expect_version(member, version)
    order = list(members_of(session, visit_id))
    place = order.index(member)
    other = place - 1 if shift is Shift.UP else place + 1
    if not 0 <= other < len(order):
        return member
    _swap(session, member, order[other])
    record(
        session,
        actor=actor,
        act="visits.move_member",
        subject=subject_of(visit),
        changes={
            "member": (member.person_id, member.person_id),
            "precedence": (place + 1, other + 1),
        },
    )
    return member


def end_member(
    session: Session, *, actor: Actor, visit_id: UUID, key: UUID, version: int
) -> VisitMember:
    """Take a person out of a visit; the row stays, without a rank."""
    visit = locked_visit(session, visit_id)
    member = member_by_id(session, visit_id, key)
    expect_version(member, version)
    member.ended_at, member.precedence = clock.now(), None
    record(
        session,
        actor=actor,
        act="visits.end_member",
        subject=subject_of(visit),
        changes={"member": (member.person_id, None)},
    )
    flush(session)
    return member


def membership_of(member: VisitMember) -> Membership:
    """Return what a person is in a visit."""
    return Membership(role=member.role, title=member.title, diet=member.diet)


def stated(membership: Membership) -> Mapping[str, object]:
    """Return a membership by the names of the form's fields."""
    return {
        "role": membership.role,
        **localized_fields("title", membership.title),
        "diet": membership.diet,
    }


def _swap(session: Session, one: VisitMember, other: VisitMember) -> None:
    """Exchange two ranks; a rank is unique at every moment, so one steps aside first."""
    assert one.precedence is not None  # present members are ranked
    theirs, ours = other.precedence, one.precedence
    one.precedence = -ours
    flush(session)
    other.precedence = ours
    flush(session)
    one.precedence = theirs
    flush(session)


def _recorded(changes: Changes) -> Changes:
    """Return the changes for the audit line: that a diet changed, which may be health, not how."""
    return {name: (None, None) if name == "diet" else values for name, values in changes.items()}
