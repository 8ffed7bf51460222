"""Add a person, and correct what is written of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core.database import Name, add_once, expect_version, flush, restate, uuid7
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.people.enums import PersonCare
from exchange.people.models import Person
from exchange.people.queries import person_by_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a person is written to: honorifics by BCP 47 tag, and whether with special care."""

    honorifics: Mapping[str, str]
    care: PersonCare = PersonCare.NONE


def add_person(
    session: Session,
    *,
    actor: Actor,
    name: Name,
    affiliation: str = "",
    key: UUID | None = None,
    is_demo: bool = False,
) -> Person:
    """Add a person; with the `key` of a form that was sent before, return the earlier one."""
    person = Person(id=key or uuid7(), affiliation=affiliation, is_demo=is_demo)
    changes = _recorded(person.rename(name))
    person, new = add_once(session, person)
    if new:
        record(
            session,
            actor=actor,
            act="people.create",
            subject=Subject("person", person.id),
            changes={**changes, **created({"affiliation": affiliation or None})},
        )
    return person


def correct_person(
    session: Session,
    *,
    actor: Actor,
    key: UUID,
    version: int,
    name: Name,
    affiliation: str,
    manners: Manners | None = None,
) -> Person:
    """Change a person's name or affiliation wherever it is shown; raises StaleRowError.

    Without `manners` it stays how the person is written to.
    """
    person = person_by_id(session, key)
    expect_version(person, version)
    changes = _recorded(person.rename(name))
    if person.affiliation != affiliation:
        changes["affiliation"] = (person.affiliation, affiliation)
        person.affiliation = affiliation
    if manners is not None:
        changes |= restate(person, {"honorifics": dict(manners.honorifics), "care": manners.care})
    if changes:
        record(
            session,
            actor=actor,
            act="people.correct",
            subject=Subject("person", person.id),
            changes=changes,
        )
    flush(session)
    return person


def _recorded(changes: Mapping[str, tuple[str | None, str]]) -> dict[str, tuple[object, object]]:
    """Return a name's changes for the audit line: that the passport name changed, not to what."""
    return {
        field: (None, None) if field == "passport_name" else values
        for field, values in changes.items()
    }
