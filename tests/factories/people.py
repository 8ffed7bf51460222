"""Adults of the work."""

from typing import Any

from sqlalchemy.orm import Session

from exchange.core.database import Name
from exchange.people.models import Person

HANAKO = Name(
    "見本",
    "花子",
    family_kana="みほん",
    given_kana="はなこ",
    family_romaji="Mihon",
    given_romaji="Hanako",
)


def make_person(session: Session, name: Name = HANAKO, **changes: Any) -> Person:  # noqa: ANN401 - any of its columns
    """Add a person."""
    person = Person(**({"affiliation": "熊本市国際課"} | changes))
    person.rename(name)
    session.add(person)
    session.flush()
    return person
