"""What a guardian wrote in an application: sealed, opened, and read as a school's entry."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from exchange.core.database import Name, seal, unseal
from exchange.core.keys import Keyring
from exchange.youth.enums import Relationship
from exchange.youth.enums.waiting import Gender
from exchange.youth.models import Application, Registration
from exchange.youth.rules.registrations import Declared
from exchange.youth.services.pupils import PupilEntry

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Correction:
    """What a guardian writes anew, as text; what is empty stays."""

    family_name: str = ""
    given_name: str = ""
    family_kana: str = ""
    given_kana: str = ""
    birth_date: str = ""
    school_id: str = ""
    grade: str = ""
    school_class: str = ""
    guardian_name: str = ""
    guardian_relationship: str = ""
    guardian_phone: str = ""

    @property
    def typed(self) -> Answers:
        """What was typed, by field."""
        named = ((each.name, getattr(self, each.name)) for each in fields(self))
        return {name: value for name, value in named if value}


def answers_of(row: Application, ring: Keyring) -> Answers:
    """Return what a guardian wrote; nothing before it was sent, or once it was emptied."""
    found: dict[str, str] = json.loads(unseal(row, "answers", ring=ring) or "{}")
    return found


def keep_answers(row: Application, answers: Answers, ring: Keyring) -> None:
    """Seal what a guardian wrote beside the application."""
    seal(row, "answers", json.dumps(dict(answers), ensure_ascii=False), ring=ring)


def answers_from(entry: PupilEntry, school_id: object) -> Answers:
    """Return an entry as text by field, as an application keeps it."""
    name = entry.name
    return {
        "family_name": name.family,
        "given_name": name.given,
        "family_kana": name.family_kana,
        "given_kana": name.given_kana,
        "family_romaji": name.family_romaji,
        "given_romaji": name.given_romaji,
        "birth_date": entry.birth_date.isoformat(),
        "school_id": str(school_id),
        "grade": str(entry.grade),
        "school_class": entry.school_class or "",
        "gender": entry.gender.value if entry.gender else "",
        "guardian_name": entry.guardian_name,
        "guardian_relationship": str(entry.guardian_relationship or ""),
        "guardian_phone": entry.guardian_phone or "",
    }


def answers_in(registration: Registration) -> Answers:
    """Return a registration and its pupil, as they are now, in the same way."""
    pupil = registration.pupil
    entry = PupilEntry(
        name=pupil.name,
        birth_date=pupil.birth_date,
        grade=registration.grade,
        school_class=registration.school_class,
        gender=pupil.gender,
        guardian_name=registration.guardian_name,
        guardian_relationship=registration.guardian_relationship,
        guardian_phone=registration.guardian_phone,
    )
    return answers_from(entry, registration.school_id)


def entry_from(answers: Answers, mail: str) -> PupilEntry:
    """Return what a guardian wrote as what a school would have written."""
    gender, relationship = answers["gender"], answers["guardian_relationship"]
    return PupilEntry(
        name=Name(
            answers["family_name"],
            answers["given_name"],
            family_kana=answers["family_kana"],
            given_kana=answers["given_kana"],
            family_romaji=answers["family_romaji"],
            given_romaji=answers["given_romaji"],
        ),
        birth_date=date.fromisoformat(answers["birth_date"]),
        grade=int(answers["grade"]),
        school_class=answers["school_class"] or None,
        gender=Gender(gender) if gender else None,
        guardian_name=answers["guardian_name"],
        guardian_relationship=Relationship(relationship) if relationship else None,
        guardian_mail=mail,
        guardian_phone=answers["guardian_phone"] or None,
        declared=Declared(purpose_explained=True),
        by_guardian=True,
    )
