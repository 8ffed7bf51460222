"""Guests: add, change, take out; what concerns their health is sealed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import (
    Name,
    add_once,
    expect_version,
    flush,
    restate,
    seal,
    unseal,
    uuid7,
)
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.keys import Keyring
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.hosting.enums import Avoidance, Sex
from exchange.hosting.models import Guest
from exchange.hosting.queries.guests import current_of, guest_for
from exchange.hosting.rules.stays import ensure_days
from exchange.hosting.services.placing import stopped
from exchange.hosting.services.plans import kept_plan
from exchange.youth.models import Edition
from exchange.youth.queries.programmes import locked_edition


@dataclass(frozen=True, slots=True)
class GuestDetails:
    """What is stated of a guest."""

    name: Name
    age: int
    sex: Sex = Sex.UNSTATED
    school: str = ""
    languages: tuple[str, ...] = ()
    hobbies: tuple[str, ...] = ()
    stays_from: date | None = None
    stays_until: date | None = None
    avoids: Collection[Avoidance] = ()
    needs: str = ""
    consent_on: date | None = None
    consent_paper: str = ""


def add_guest(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    details: GuestDetails,
    ring: Keyring,
    key: UUID | None = None,
) -> Guest:
    """Add a guest to an edition; sent twice it is one."""
    edition = locked_edition(session, actor, edition_id)
    kept_plan(session, edition)
    _ensure_sound(details, edition)
    guest = Guest(id=key or uuid7(), edition_id=edition.id, is_demo=edition.is_demo)
    _write(guest, details, ring=ring)
    guest, new = add_once(session, guest)
    if not new:
        if guest.edition_id != edition.id:
            raise NotFoundError
        return guest
    _note(session, actor, act="hosting.add_guest", guest=guest, changes={"name": (None, None)})
    return guest


def change_guest(
    session: Session,
    *,
    actor: Actor,
    guest_id: UUID,
    details: GuestDetails,
    version: int,
    ring: Keyring,
) -> Guest:
    """Change what is stated of a guest; a stay that no longer fits is shown on the board."""
    edition = locked_edition(session, actor, guest_for(session, actor, guest_id).edition_id)
    kept_plan(session, edition)
    guest = guest_for(session, actor, guest_id)
    expect_version(guest, version)
    _ensure_sound(details, edition)
    changes = _write(guest, details, ring=ring)
    flush(session)
    if changes:
        _note(session, actor, act="hosting.change_guest", guest=guest, changes=changes)
    return guest


def withdraw_guest(
    session: Session, *, actor: Actor, guest_id: UUID, reason: str, version: int
) -> Guest:
    """Take out a guest who does not come; the stay ends, and the family has its place again."""
    locked_edition(session, actor, guest_for(session, actor, guest_id).edition_id)
    guest = guest_for(session, actor, guest_id)
    expect_version(guest, version)
    if guest.withdrawn_at is not None:
        raise DomainError(message("hosting.error.guest_withdrawn"))
    if (stay := current_of(session, guest)) is not None:
        stopped(session, actor=actor, stay=stay, reason=reason)
    guest.withdrawn_at, guest.withdrawal_reason = clock.now(), reason
    flush(session)
    changes = {"withdrawn_at": (None, None)}
    _note(session, actor, act="hosting.withdraw_guest", guest=guest, changes=changes)
    return guest


def _ensure_sound(details: GuestDetails, edition: Edition) -> None:
    ensure_days(details.stays_from, details.stays_until, field="stays_until")
    if details.consent_on is not None and details.consent_on > clock.today():
        raise DomainError(message("hosting.error.consent_ahead"), field="consent_on")
    if details.consent_on is not None and not details.consent_paper:
        raise DomainError(message("hosting.error.consent_paper"), field="consent_paper")
    if details.stays_from is not None and details.stays_from > edition.ends:
        raise DomainError(message("hosting.error.stay_after"), field="stays_from")


def _write(
    guest: Guest, details: GuestDetails, *, ring: Keyring
) -> dict[str, tuple[object, object]]:
    """Set the columns of a guest; return those that changed."""
    plain = {
        "age": details.age,
        "sex": details.sex,
        "school": details.school,
        "languages": list(details.languages),
        "hobbies": list(details.hobbies),
        "stays_from": details.stays_from,
        "stays_until": details.stays_until,
        "consent_on": details.consent_on,
        "consent_paper": details.consent_paper,
    }
    changes = {**restate(guest, plain), **guest.rename(details.name)}
    avoids = ",".join(each.value for each in Avoidance if each in details.avoids)
    for column, text in (("avoids", avoids), ("needs", details.needs)):
        if (unseal(guest, column, ring=ring) or "") != text:
            seal(guest, column, text or None, ring=ring)
            changes[column] = (None, None)
    return changes


def _note(
    session: Session,
    actor: Actor,
    *,
    act: str,
    guest: Guest,
    changes: Mapping[str, tuple[object, object]],
) -> None:
    subject = Subject("guest", guest.id)
    record(session, actor=actor, act=act, subject=subject, changes=changes, without_values=True)
