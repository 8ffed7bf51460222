"""Say who may take part in an edition; keep what a person found out about a pupil."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import expect_version, flush
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.enums.eligibility import Requirement
from exchange.youth.models import Edition, EligibilityCheck, EligibilityRule, Registration
from exchange.youth.queries.eligibility import atoms_of, check_of
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.rules.eligibility import Atom, Check, ensure_atoms
from exchange.youth.rules.registrations import ensure_changeable
from exchange.youth.services.steps import locked_registration


def set_rules(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    atoms: Sequence[Atom],
    reference_day: date | None,
    version: int,
) -> Edition:
    """Say who may take part, and on which day grade and age are asked."""
    edition = locked_edition(session, actor, edition_id)
    expect_version(edition, version)
    ensure_changeable(edition.state)
    ensure_atoms(atoms)
    before = (atoms_of(session, edition.id), edition.reference_day)
    edition.reference_day = reference_day
    session.execute(delete(EligibilityRule).where(EligibilityRule.edition_id == edition.id))
    keep_rules(session, edition, atoms)
    changes = {
        "eligibility": (_said(before[0]), _said(atoms)),
        "reference_day": (before[1], reference_day),
    }
    subject = Subject("edition", edition.id)
    record(session, actor=actor, act="editions.set_rules", subject=subject, changes=changes)
    return edition


def keep_rules(session: Session, edition: Edition, atoms: Sequence[Atom]) -> None:
    """Write the rules of an edition that has none."""
    session.add_all(
        EligibilityRule(
            edition_id=edition.id, kind=atom.kind, lowest=atom.lowest, highest=atom.highest
        )
        for atom in atoms
    )
    flush(session)


def note_check(
    session: Session, *, actor: Actor, registration_id: UUID, kind: Requirement, check: Check
) -> Registration:
    """Keep what a person found about one rule; a later finding takes its place."""
    registration = locked_registration(session, actor, registration_id)
    row = check_of(session, registration.id, kind)
    before = row.passed if row else None
    if row is None:
        row = EligibilityCheck(registration_id=registration.id, kind=kind)
        session.add(row)
    row.passed, row.reason = check.passed, check.reason
    row.at, row.actor_name = clock.now(), actor.name
    flush(session)
    changes = {kind.value: (before, check.passed)}
    subject = Subject("registration", registration.id)
    record(session, actor=actor, act="registrations.check", subject=subject, changes=changes)
    return registration


def forget_check(
    session: Session, *, actor: Actor, registration: Registration, kind: Requirement
) -> None:
    """Drop what a person found about one rule: it was about something that has changed."""
    row = check_of(session, registration.id, kind)
    if row is None:
        return
    session.delete(row)
    flush(session)
    changes = {kind.value: (row.passed, None)}
    subject = Subject("registration", registration.id)
    record(session, actor=actor, act="registrations.check", subject=subject, changes=changes)


def _said(atoms: Sequence[Atom]) -> str:
    return "、".join(
        f"{atom.kind.value} {atom.lowest}-{atom.highest}" if atom.lowest else atom.kind.value
        for atom in atoms
    )
