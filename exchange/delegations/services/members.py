"""Add, correct and end the members of a visit; flag its head."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
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
    restate,
    uuid7,
)
from exchange.core.database import stated as fields_of
from exchange.core.errors import StaleRowError
from exchange.core.permissions import Actor
from exchange.delegations.enums import MemberRole
from exchange.delegations.models import Visit, VisitMember
from exchange.delegations.queries import (
    last_precedence,
    locked_visit,
    member_by_id,
    members_of,
)
from exchange.delegations.services.visits import subject_of
from exchange.people.services import add_person

#: What may tell of somebody's health: the audit says that it changed, not to what.
_NOT_COPIED: Final = frozenset({"diet", "mobility"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """What a person is in a visit."""

    role: MemberRole
    title: Localized | None = None
    diet: str = ""
    mobility: str = ""
    #: Whom this member accompanies.
    companion_of_id: UUID | None = None
    #: The title in the words of a list; None leaves what is on record.
    title_as_sent: str | None = None


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
    return admit(
        session,
        actor=actor,
        visit=visit,
        person_id=person_id,
        membership=membership,
        key=key,
        is_demo=is_demo,
    )


def admit(
    session: Session,
    *,
    actor: Actor,
    visit: Visit,
    person_id: UUID,
    membership: Membership,
    key: UUID | None = None,
    is_demo: bool = False,
) -> VisitMember:
    """Add a person to a visit whose row is locked, at the end of the order."""
    member = VisitMember(
        id=key or uuid7(),
        visit_id=visit.id,
        person_id=person_id,
        precedence=last_precedence(session, visit.id) + 1,
        is_demo=is_demo,
        **_columns(membership),
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
    return restate_member(session, actor=actor, visit=visit, member=member, membership=membership)


def restate_member(
    session: Session, *, actor: Actor, visit: Visit, member: VisitMember, membership: Membership
) -> VisitMember:
    """Change what a person is in a visit whose row is locked."""
    before, after = stated(membership_of(member)), stated(membership)
    changes = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    restated = restate(member, _columns(membership))
    if "title_as_sent" in restated:
        changes["title_as_sent"] = restated["title_as_sent"]
    if changes:
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


def flag_head(
    session: Session, *, actor: Actor, visit_id: UUID, key: UUID, version: int
) -> VisitMember:
    """Make a member the head of the delegation; who was it before is a member from now on."""
    visit = locked_visit(session, visit_id)
    member = member_by_id(session, visit_id, key)
    expect_version(member, version)
    if member.role is MemberRole.LEADER:
        return member
    former = [m for m in members_of(session, visit_id) if m.role is MemberRole.LEADER]
    for each in former:
        each.role = MemberRole.MEMBER
    flush(session)  # there is one head at every moment
    member.role = MemberRole.LEADER
    flush(session)
    heads = (former[0].person_id if former else None, member.person_id)
    record(
        session,
        actor=actor,
        act="visits.flag_head",
        subject=subject_of(visit),
        changes={"member": heads},
    )
    return member


def end_member(
    session: Session, *, actor: Actor, visit_id: UUID, key: UUID, version: int
) -> VisitMember:
    """Take a person out of a visit; the row stays, without a rank."""
    visit = locked_visit(session, visit_id)
    member = member_by_id(session, visit_id, key)
    expect_version(member, version)
    return let_go(session, actor=actor, visit=visit, member=member)


def let_go(session: Session, *, actor: Actor, visit: Visit, member: VisitMember) -> VisitMember:
    """Take a member out of a visit whose row is locked."""
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
    return Membership(
        role=member.role,
        title=member.title,
        diet=member.diet,
        mobility=member.mobility,
        companion_of_id=member.companion_of_id,
        title_as_sent=member.title_as_sent,
    )


def stated(membership: Membership) -> Mapping[str, object]:
    """Return a membership by the names of the form's fields."""
    return {
        "role": membership.role,
        **localized_fields("title", membership.title),
        "diet": membership.diet,
        "mobility": membership.mobility,
        "companion_of": str(membership.companion_of_id or ""),
    }


def _columns(membership: Membership) -> dict[str, Any]:
    values = fields_of(membership)
    if membership.title_as_sent is None:
        del values["title_as_sent"]
    return values


def _recorded(changes: Changes) -> Changes:
    """Return the changes for the audit line: that what may be health changed, not to what."""
    return {
        name: (None, None) if name in _NOT_COPIED else values for name, values in changes.items()
    }
