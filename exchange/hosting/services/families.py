"""Host families: add, change, end; and the check of each adult."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import add_once, expect_version, flush, restate, seal, unseal, uuid7
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.keys import Keyring
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.text import fold, sort_key
from exchange.hosting.enums import CheckKind, CheckResult
from exchange.hosting.hostlist import FamilyDetails, MemberDetails, ensure_members, match_key
from exchange.hosting.models import HostCheck, HostFamily, HostMember
from exchange.hosting.queries.families import SEALED, family_for, member_for, next_number
from exchange.hosting.queries.guests import history_of_family
from exchange.hosting.queries.pairs import taking_part
from exchange.hosting.rules.checks import ensure_check
from exchange.hosting.rules.stays import ensure_days
from exchange.hosting.services.plans import begun_plan
from exchange.youth.models import Edition
from exchange.youth.queries.programmes import locked_edition


@dataclass(frozen=True, slots=True)
class CheckDetails:
    """What is written down of a check."""

    kind: CheckKind
    checked_on: date
    result: CheckResult
    checked_by: str
    expires_on: date | None = None


def add_family(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    details: FamilyDetails,
    ring: Keyring,
    registration_id: UUID | None = None,
    key: UUID | None = None,
) -> HostFamily:
    """Add one family to an edition; sent twice it is one."""
    edition = locked_edition(session, actor, edition_id)
    begun_plan(session, edition)
    return added(
        session,
        actor=actor,
        edition=edition,
        details=details,
        ring=ring,
        registration_id=registration_id,
        key=key,
    )


def added(
    session: Session,
    *,
    actor: Actor,
    edition: Edition,
    details: FamilyDetails,
    ring: Keyring,
    registration_id: UUID | None = None,
    key: UUID | None = None,
) -> HostFamily:
    """Add a family to a locked edition."""
    _ensure_sound(details)
    _ensure_child(session, actor, edition, registration_id)
    family = HostFamily(
        id=key or uuid7(),
        edition_id=edition.id,
        number=next_number(session, edition),
        registration_id=registration_id,
        is_demo=edition.is_demo,
    )
    _write(family, details, ring=ring)
    family, new = add_once(session, family)
    if not new:
        return _of_edition(family, edition)
    _sync_members(session, family, (), details.members)
    flush(session)
    named = {name: (None, None) for name in ("name", "members", *SEALED)}
    _note(session, actor, act="hosting.add_family", family=family, changes=named)
    return family


def change_family(
    session: Session,
    *,
    actor: Actor,
    family_id: UUID,
    details: FamilyDetails,
    version: int,
    ring: Keyring,
    registration_id: UUID | None = None,
) -> HostFamily:
    """Change what is stated of a family; members who left the list keep their checks."""
    edition = locked_edition(session, actor, family_for(session, actor, family_id).edition_id)
    begun_plan(session, edition)
    family = family_for(session, actor, family_id)
    expect_version(family, version)
    _ensure_sound(details)
    if registration_id != family.registration_id:
        _ensure_child(session, actor, edition, registration_id)
    changes = restate(family, {"registration_id": registration_id})
    changed(session, actor=actor, family=family, details=details, ring=ring, besides=changes)
    return family


def changed(
    session: Session,
    *,
    actor: Actor,
    family: HostFamily,
    details: FamilyDetails,
    ring: Keyring,
    besides: Mapping[str, tuple[object, object]] | None = None,
) -> None:
    """Change a family of a locked edition; the audit line names the fields, never their values."""
    fields = {**(besides or {}), **_write(family, details, ring=ring)}
    if _sync_members(session, family, family.members, details.members):
        flag_modified(family, "name")  # its version rises with its members'
        fields["members"] = (None, None)
    flush(session)
    if fields:
        _note(session, actor, act="hosting.change_family", family=family, changes=fields)


def end_family(
    session: Session, *, actor: Actor, family_id: UUID, reason: str, version: int
) -> HostFamily:
    """Place no further guest with a family; refused while somebody stays there."""
    locked_edition(session, actor, family_for(session, actor, family_id).edition_id)
    family = family_for(session, actor, family_id)
    expect_version(family, version)
    if any(stay.ended_at is None for stay in history_of_family(session, family)):
        raise DomainError(message("hosting.error.family_hosts"))
    family.ended_at, family.end_reason = clock.now(), reason
    flush(session)
    _note(
        session, actor, act="hosting.end_family", family=family, changes={"ended_at": (None, None)}
    )
    return family


def record_check(
    session: Session,
    *,
    actor: Actor,
    member_id: UUID,
    details: CheckDetails,
    key: UUID | None = None,
) -> HostCheck:
    """Write down a check of an adult and what came of it; sent twice it is one."""
    family, member = member_for(session, actor, member_id)
    edition = locked_edition(session, actor, family.edition_id)
    begun_plan(session, edition)
    ensure_check(member.age, details.checked_on, details.expires_on, today=clock.today())
    check = HostCheck(
        id=key or uuid7(),
        member_id=member.id,
        kind=details.kind,
        checked_on=details.checked_on,
        result=details.result,
        checked_by=details.checked_by,
        expires_on=details.expires_on,
        recorded_at=clock.now(),
        actor_id=actor.user_id,
        actor_name=actor.name,
    )
    check, new = add_once(session, check)
    if new:
        record(
            session,
            actor=actor,
            act="hosting.check",
            subject=Subject("host_family", family.id),
            changes={"check": (None, None)},
            without_values=True,
        )
    return check


def _ensure_sound(details: FamilyDetails) -> None:
    first, last = details.available or (None, None)
    ensure_days(first, last, field="free_until")
    ensure_members(details)


def _ensure_child(
    session: Session, actor: Actor, edition: Edition, registration_id: UUID | None
) -> None:
    if registration_id is not None and registration_id not in {
        row.id for row in taking_part(session, actor, edition)
    }:
        raise DomainError(message("hosting.error.no_such_child"), field="registration_id")


def _write(
    family: HostFamily, details: FamilyDetails, *, ring: Keyring
) -> dict[str, tuple[object, object]]:
    """Set the columns of a family; return those that changed."""
    first, last = details.available or (None, None)
    plain = {
        "name": details.name,
        "kana": details.kana,
        "languages": list(details.languages),
        "hobbies": list(details.hobbies),
        "pets": details.pets,
        "animals": None if details.animals is None else [str(each) for each in details.animals],
        "smoking": details.smoking,
        "meals": details.meals,
        "preference": details.preference,
        "places": details.places,
        "free_from": first,
        "free_until": last,
    }
    changes = restate(family, plain)
    family.sort_key = sort_key(details.kana or details.name)
    family.match_key = match_key(details)
    for column in SEALED:
        text: str = getattr(details, column)
        if (unseal(family, column, ring=ring) or "") != text:
            seal(family, column, text or None, ring=ring)
            changes[column] = (None, None)
    return changes


def _sync_members(
    session: Session,
    family: HostFamily,
    present: Sequence[HostMember],
    wanted: Sequence[MemberDetails],
) -> bool:
    """Make the members those of the list, by name; return whether anything changed."""
    known = {fold(member.name): member for member in present}
    changed = False
    for position, details in enumerate(wanted, 1):
        member = known.pop(fold(details.name), None)
        if member is None:
            member = HostMember(family_id=family.id, name=details.name)
            session.add(member)
        values = (position, details.relation, details.age, None)
        changed |= (member.position, member.relation, member.age, member.left_at) != values
        member.position, member.relation, member.age, member.left_at = values
    for member in known.values():
        changed |= member.left_at is None
        member.left_at = member.left_at or clock.now()
    return changed


def _of_edition(family: HostFamily, edition: Edition) -> HostFamily:
    if family.edition_id != edition.id:
        raise NotFoundError
    return family


def _note(
    session: Session,
    actor: Actor,
    *,
    act: str,
    family: HostFamily,
    changes: Mapping[str, tuple[object, object]],
) -> None:
    subject = Subject("host_family", family.id)
    record(session, actor=actor, act=act, subject=subject, changes=changes, without_values=True)
