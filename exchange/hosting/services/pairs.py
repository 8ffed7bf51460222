"""Lasting pairs: make one, carry it into another edition, find a new host, end it."""

from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import add_once, expect_version, flush, uuid7
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.hosting.models import Guest, YouthPair
from exchange.hosting.queries.guests import guests_of
from exchange.hosting.queries.pairs import editions_to_carry_to, pair_for, taking_part
from exchange.hosting.rules.stays import hosts_here
from exchange.hosting.services.plans import kept_plan
from exchange.youth.models import Edition
from exchange.youth.queries.programmes import edition_for, locked_edition


def make_pair(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    guest_id: UUID,
    registration_id: UUID,
    key: UUID | None = None,
) -> YouthPair:
    """Say that a guest and a pupil of ours are a pair that lasts; sent twice it is one."""
    edition = locked_edition(session, actor, edition_id)
    kept_plan(session, edition)
    if key is not None and (made := session.get(YouthPair, key)) is not None:
        if made.edition_id != edition.id:
            raise NotFoundError
        return made
    guest = _guest(session, edition, guest_id)
    pupil_id = _pupil(session, actor, edition, registration_id)
    return _made(session, actor, _pair(actor, edition, guest.id, pupil_id, key=key))


def carry_pair(
    session: Session, *, actor: Actor, pair_id: UUID, edition_id: UUID, version: int
) -> YouthPair:
    """Carry a pair into a later edition of the programme; there the one who comes is a guest.

    What the guest needs and the guardian's consent are not carried: they are asked anew.
    """
    target = locked_edition(session, actor, edition_id)
    kept_plan(session, target)
    pair = pair_for(session, actor, pair_id)
    expect_version(pair, version)
    _ensure_lasts(pair)
    if pair.carried_to_id is not None:
        raise DomainError(message("hosting.error.carried"), field="edition_id")
    source = edition_for(session, actor, pair.edition_id)
    if target.id not in {edition.id for edition in editions_to_carry_to(session, source)}:
        raise DomainError(message("hosting.error.no_such_edition"), field="edition_id")
    pair.carried_to_id = target.id
    if hosts_here(target.direction):
        pair.carried_guest_id = _copied(session, pair.guest, source, target).id
    flush(session)
    record(
        session,
        actor=actor,
        act="hosting.carry_pair",
        subject=Subject("youth_pair", pair.id),
        changes={"carried_to": (None, target.id)},
    )
    return pair


def replace_pupil(
    session: Session,
    *,
    actor: Actor,
    pair_id: UUID,
    edition_id: UUID,
    registration_id: UUID,
    reason: str,
    version: int,
) -> YouthPair:
    """Give a guest whose pupil dropped out another one of an edition; both pairs stay on record."""
    edition = locked_edition(session, actor, edition_id)
    former = pair_for(session, actor, pair_id)
    expect_version(former, version)
    _ensure_lasts(former)
    if edition.id not in {former.edition_id, former.carried_to_id}:
        raise NotFoundError
    pupil_id = _pupil(session, actor, edition, registration_id)
    if pupil_id == former.pupil_id:
        raise DomainError(message("hosting.error.same_pupil"), field="registration_id")
    _end(former, actor, reason)
    flush(session)
    pair = _pair(actor, former.edition, former.guest_id, pupil_id)
    pair.carried_to_id, pair.carried_guest_id = former.carried_to_id, former.carried_guest_id
    pair.replaces_id = former.id
    return _made(session, actor, pair)


def end_pair(
    session: Session, *, actor: Actor, pair_id: UUID, reason: str, version: int
) -> YouthPair:
    """End a pair; it stays on record."""
    locked_edition(session, actor, pair_for(session, actor, pair_id).edition_id)
    pair = pair_for(session, actor, pair_id)
    expect_version(pair, version)
    _ensure_lasts(pair)
    _end(pair, actor, reason)
    flush(session)
    record(
        session,
        actor=actor,
        act="hosting.end_pair",
        subject=Subject("youth_pair", pair.id),
        changes={"ended_at": (None, pair.ended_at)},
    )
    return pair


def _pair(
    actor: Actor, edition: Edition, guest_id: UUID, pupil_id: UUID, *, key: UUID | None = None
) -> YouthPair:
    return YouthPair(
        id=key or uuid7(),
        edition_id=edition.id,
        guest_id=guest_id,
        pupil_id=pupil_id,
        made_by=actor.name,
    )


def _made(session: Session, actor: Actor, pair: YouthPair) -> YouthPair:
    pair, _ = add_once(session, pair)
    record(
        session,
        actor=actor,
        act="hosting.make_pair",
        subject=Subject("youth_pair", pair.id),
        changes={"guest": (None, pair.guest_id), "replaces": (None, pair.replaces_id)},
    )
    return pair


def _end(pair: YouthPair, actor: Actor, reason: str) -> None:
    pair.ended_at, pair.ended_by, pair.end_reason = clock.now(), actor.name, reason


def _ensure_lasts(pair: YouthPair) -> None:
    if pair.ended_at is not None:
        raise DomainError(message("hosting.error.pair_ended"))


def _guest(session: Session, edition: Edition, key: UUID) -> Guest:
    found = next((guest for guest in guests_of(session, edition) if guest.id == key), None)
    if found is None or found.withdrawn_at is not None:
        raise DomainError(message("hosting.error.no_such_guest"), field="guest_id")
    return found


def _pupil(session: Session, actor: Actor, edition: Edition, registration_id: UUID) -> UUID:
    for registration in taking_part(session, actor, edition):
        if registration.id == registration_id:
            return registration.pupil_id
    raise DomainError(message("hosting.error.no_such_child"), field="registration_id")


def _copied(session: Session, guest: Guest, source: Edition, target: Edition) -> Guest:
    """Make the same young person a guest of another edition, older by the years between."""
    years = target.fiscal_year - source.fiscal_year
    copy = Guest(
        id=uuid7(),
        edition_id=target.id,
        sex=guest.sex,
        age=guest.age + years,
        school=guest.school,
        languages=list(guest.languages),
        hobbies=list(guest.hobbies),
        is_demo=target.is_demo,
    )
    copy.rename(guest.name)
    session.add(copy)
    flush(session)
    return copy
