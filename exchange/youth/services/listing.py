"""Making a list of an edition's pupils, or certificates: each is logged with its purpose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.enums.purposes import Purpose
from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import unseal
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.keys import Keyring
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.enums import RegistrationState
from exchange.youth.enums.journeys import ListColumn, ListKind
from exchange.youth.models import Edition, HealthNote, Passport, Registration
from exchange.youth.queries.consents import consents_of
from exchange.youth.queries.lists import (
    health_notes_of,
    passports_of,
    purged_parts,
    roster_of,
)
from exchange.youth.queries.programmes import edition_for
from exchange.youth.rules.care import is_open_to
from exchange.youth.rules.lists import (
    COLUMNS,
    SEALED,
    ensure_kept,
    ensure_may_make,
    ensure_purpose,
    listed,
    plain_values,
)
from exchange.youth.services.following_up import note_reading


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """A list as it leaves the house: its columns, and a row a pupil."""

    edition: Edition
    kind: ListKind
    columns: Sequence[ListColumn]
    rows: Sequence[Mapping[ListColumn, object]]
    contains_demo: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that leaves the house, as the audit tells it."""

    #: Which list, or which other paper.
    kind: str
    task: Purpose
    #: What exactly it is for, in words.
    purpose: str
    pupils: int


def make_list(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    kind: ListKind,
    task: Purpose,
    purpose: str,
    ring: Keyring,
) -> Sheet:
    """Make a list; who made it, what for and whose sealed notes were read is logged."""
    edition = edition_for(session, actor, edition_id)
    ensure_may_make(actor, kind)
    ensure_purpose(purpose)
    roster = roster_of(session, edition.id)
    ensure_kept(kind, purged_parts(session, edition, roster, clock.today()))
    found = listed(roster, kind, consents_of(session, [row.id for row in roster]), actor)
    if not found:
        raise DomainError(message("youth.list.error.nobody"))
    sealed = _opened(session, actor, found, kind=kind, task=task, ring=ring)
    note_paper(
        session,
        actor=actor,
        act="lists.export",
        edition_id=edition.id,
        paper=Paper(kind.value, task, purpose, len(found)),
    )
    columns = COLUMNS[kind]
    rows = []
    for number, row in enumerate(found, start=1):
        values = {**plain_values(row, number, edition.starts), **sealed[row.id]}
        if not values.get(ListColumn.HOLDER):
            values[ListColumn.HOLDER] = message("youth.list.not_told")
        rows.append({column: values.get(column) for column in columns})
    demo = edition.is_demo or any(row.is_demo or row.pupil.is_demo for row in found)
    return Sheet(edition, kind, columns, rows, contains_demo=demo)


def certify(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    keys: Sequence[UUID],
    task: Purpose,
    purpose: str,
) -> tuple[Edition, Sequence[Registration]]:
    """Return whose certificates are printed: the chosen, or everyone who completed the edition."""
    edition = edition_for(session, actor, edition_id)
    ensure_purpose(purpose)
    done = [
        row
        for row in roster_of(session, edition.id)
        if row.state is RegistrationState.COMPLETED and is_open_to(row.pupil.needs_care, actor)
    ]
    found = [row for row in done if not keys or row.id in keys]
    if keys and len(found) != len(set(keys)):
        raise NotFoundError
    if not found:
        raise DomainError(message("youth.certificate.error.nobody"))
    note_paper(
        session,
        actor=actor,
        act="certificates.print",
        edition_id=edition.id,
        paper=Paper("certificate", task, purpose, len(found)),
    )
    return edition, found


def note_paper(session: Session, *, actor: Actor, act: str, edition_id: UUID, paper: Paper) -> None:
    """Note who printed which paper of how many of an edition's pupils, and what for; no name."""
    record(
        session,
        actor=actor,
        act=act,
        subject=Subject("edition", edition_id),
        changes={
            "paper": (None, paper.kind),
            "purpose": (None, paper.purpose),
            "pupils": (None, paper.pupils),
        },
        purpose=paper.task,
    )


def _opened(
    session: Session,
    actor: Actor,
    rows: Sequence[Registration],
    *,
    kind: ListKind,
    task: Purpose,
    ring: Keyring,
) -> Mapping[UUID, Mapping[ListColumn, str | None]]:
    """Open the sealed columns a list has, and note the reading of each pupil's."""
    keys = [row.id for row in rows]
    opened: dict[UUID, dict[ListColumn, str | None]] = {key: {} for key in keys}
    for part, columns in SEALED.items():
        wanted = {column: columns[column] for column in COLUMNS[kind] if column in columns}
        if not wanted:
            continue
        notes: Mapping[UUID, HealthNote | Passport] = (
            health_notes_of(session, keys) if part == "health" else passports_of(session, keys)
        )
        for key, note in notes.items():
            note_reading(session, actor=actor, registration_id=key, parts=(part,), purpose=task)
            for column, attribute in wanted.items():
                opened[key][column] = unseal(note, attribute, ring=ring)
    return opened
