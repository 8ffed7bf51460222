"""Long lists, written at once: rows as their rooms would write them one by one."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import count
from typing import Final
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Name, uuid7
from exchange.people.models import Person
from exchange.youth.enums import RegistrationState, Relationship
from exchange.youth.models import Edition, Pupil, Registration
from exchange.youth.rules.pupils import match_key
from tests.factories.youth import make_school

_BORN: Final = date(2012, 5, 3)
_NUMBERS: Final = count(1)
#: A list holds pupils of so many schools.
_SCHOOLS: Final = 20
_SYLLABLES: Final = "あいうえおかきくけこさしすせそたちつてと"


def add_registrations(session: Session, edition: Edition, number: int) -> None:
    """Register so many new pupils of twenty schools for an edition."""
    schools = [make_school(session).id for _ in range(_SCHOOLS)]
    pupils = [_pupil(schools[at % _SCHOOLS]) for at in range(number)]
    session.execute(insert(Pupil), pupils)
    session.execute(
        insert(Registration),
        [
            {
                "id": uuid7(),
                "edition_id": edition.id,
                "pupil_id": pupil["id"],
                "school_id": pupil["school_id"],
                "grade": 2,
                "guardian_name": "見本 太郎",
                "guardian_relationship": Relationship.FATHER,
                "state": RegistrationState.SUBMITTED,
            }
            for pupil in pupils
        ],
    )


def add_people(session: Session, number: int) -> None:
    """Add so many adults."""
    names = [_name() for _ in range(number)]
    session.execute(insert(Person), [{"id": uuid7(), **_columns(name)} for name in names])


def add_lines(session: Session, number: int, *, last: datetime) -> None:
    """Add so many lines of the audit log, a second apart."""
    session.execute(
        insert(AuditLine),
        [
            {
                "id": uuid7(),
                "at": last - timedelta(seconds=at),
                "actor_name": "見本 花子",
                "act": "registrations.change",
                "subject_kind": "registration",
                "subject_id": UUID(int=at),
                "fields": ["grade"],
            }
            for at in range(number)
        ],
    )


def _name() -> Name:
    number = next(_NUMBERS)
    reading = "".join(_SYLLABLES[number // 20**place % 20] for place in range(4))
    return Name("見本", f"花子{number}", family_kana=f"みほん{reading}", given_kana="はなこ")


def _columns(name: Name) -> Mapping[str, object]:
    return {
        "family_name": name.family,
        "given_name": name.given,
        "family_kana": name.family_kana,
        "given_kana": name.given_kana,
        "search_key": name.search_key,
        "sort_key": name.sort_key,
    }


def _pupil(school_id: UUID) -> Mapping[str, object]:
    name = _name()
    return {
        "id": uuid7(),
        "school_id": school_id,
        "birth_date": _BORN,
        "match_key": match_key(name, _BORN),
        **_columns(name),
    }
