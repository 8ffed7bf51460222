"""Rosters and gender: asked where seats are counted by it; and one child under two names."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.errors import DomainError
from exchange.core.permissions import Actor
from exchange.youth.enums import RegistrationState
from exchange.youth.enums.rosters import Fate, RosterField
from exchange.youth.enums.waiting import Gender
from exchange.youth.models import Pupil, Registration, Roster
from exchange.youth.roster.fates import FateRow
from exchange.youth.rules.registrations import Declared
from exchange.youth.services import correct_registration, register_pupil
from exchange.youth.services.rosters import Confirmation, confirm_roster
from tests.factories.rosters import FIRST, HEADINGS, RING, SECOND, make_roster, run_of
from tests.factories.sheets import csv_of
from tests.factories.youth import (
    make_edition,
    make_entry,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)

_S = RegistrationState


def with_genders(*answers: str) -> bytes:
    """Write the usual rows with a column of genders."""
    rows = [(*row, answer) for row, answer in zip((FIRST, SECOND), answers, strict=False)]
    return csv_of([(*HEADINGS, "性別"), *rows])


def rows_of(session: Session, actor: Actor, roster: Roster) -> list[FateRow]:
    return list(run_of(session, actor, roster).announcement.rows)


def confirm(session: Session, actor: Actor, roster: Roster) -> None:
    digest = run_of(session, actor, roster).announcement.digest
    told = Confirmation(digest, Declared())
    confirm_roster(session, actor=actor, key=roster.id, confirmation=told, ring=RING)
    session.expire_all()


def test_genders_are_registered_where_seats_are_counted_by_them(session: Session) -> None:
    actor = school_actor(make_school(session))
    edition = make_edition(session, female_quota=1, male_quota=1)
    roster = make_roster(session, actor, edition.id, with_genders("女", "女子"))
    first, second = rows_of(session, actor, roster)
    assert (first.state, second.state) == (_S.SUBMITTED, _S.WAITLISTED)
    confirm(session, actor, roster)
    assert set(session.scalars(select(Pupil.gender))) == {Gender.FEMALE}
    again = make_roster(session, actor, edition.id, with_genders("女", "回答しない"))
    first, second = rows_of(session, actor, again)
    assert (first.fate, second.fate) == (Fate.SAME, Fate.CHANGED)
    assert second.changed_fields == [RosterField.GENDER]
    confirm(session, actor, again)
    assert set(session.scalars(select(Pupil.gender))) == {Gender.FEMALE, Gender.UNDISCLOSED}
    blank = make_roster(session, actor, edition.id, with_genders("", ""))
    assert [row.fate for row in rows_of(session, actor, blank)] == [Fate.SAME, Fate.SAME]


def test_a_known_pupils_seat_is_counted_by_the_answer_of_before(session: Session) -> None:
    school = make_school(session)
    actor = school_actor(school)
    edition = make_edition(session, female_quota=0)
    name = replace(make_entry().name, family="髙﨑", given="花子")
    make_pupil(session, school=school, name=name, gender=Gender.FEMALE)
    roster = make_roster(session, actor, edition.id, with_genders(""))
    assert [row.state for row in rows_of(session, actor, roster)] == [_S.WAITLISTED]


def test_elsewhere_the_column_is_passed_over_with_a_note(session: Session) -> None:
    actor, edition = school_actor(make_school(session)), make_edition(session)
    roster = make_roster(session, actor, edition.id, with_genders("女", "？"))
    run = run_of(session, actor, roster)
    assert [row.fate for row in run.announcement.rows] == [Fate.NEW, Fate.NEW]
    assert "youth.roster.file.gender" in [note.id for note in run.notes]
    confirm(session, actor, roster)
    assert set(session.scalars(select(Pupil.gender))) == {None}


def test_after_the_decision_a_gender_stays_and_the_row_says_so(session: Session) -> None:
    school = make_school(session)
    actor, edition = school_actor(school), make_edition(session, female_quota=5)
    name = replace(make_entry().name, family="髙﨑", given="花子")
    name = replace(name, family_kana="たかさき", given_kana="はなこ")
    pupil = make_pupil(session, school=school, name=name, gender=Gender.FEMALE)
    make_registration(session, edition=edition, pupil=pupil, state=_S.SELECTED)
    roster = make_roster(session, actor, edition.id, with_genders("男"))
    [row] = rows_of(session, actor, roster)
    assert (row.fate, RosterField.GENDER in row.changed_fields) == (Fate.CHANGED, False)
    assert "youth.roster.note.gender_kept" in [note.id for note in row.notes]
    confirm(session, actor, roster)
    assert session.get_one(Pupil, pupil.id).gender is Gender.FEMALE


def test_a_seat_goes_to_no_gender_whose_seats_are_taken(session: Session) -> None:
    actor = school_actor(make_school(session))
    edition = make_edition(session, female_quota=2, male_quota=1)
    confirm(session, actor, make_roster(session, actor, edition.id, with_genders("女", "女")))
    roster = make_roster(session, actor, edition.id, with_genders("男", "男"))
    first, second = rows_of(session, actor, roster)
    assert (first.fate, first.changed_fields) == (Fate.CHANGED, [RosterField.GENDER])
    assert (second.fate, [note.id for note in second.notes]) == (
        Fate.SAME,
        ["youth.roster.note.gender_kept"],
    )
    confirm(session, actor, roster)
    assert set(session.scalars(select(Pupil.gender))) == {Gender.FEMALE, Gender.MALE}
    back = make_roster(session, actor, edition.id, with_genders("女", "男"))
    assert [row.fate for row in rows_of(session, actor, back)] == [Fate.CHANGED] * 2


@pytest.mark.parametrize("there", [True, False])
def test_a_gender_is_held_against_the_seats_of_other_editions_too(
    session: Session, there: bool
) -> None:
    school = make_school(session)
    actor, edition = school_actor(school), make_edition(session, female_quota=5)
    other = make_edition(session, female_quota=2, male_quota=1)
    name = make_entry().name
    pupils = [
        make_pupil(
            session,
            school=school,
            name=replace(name, family=family, given=given, family_kana=kana, given_kana=kana_too),
            birth_date=born,
            gender=Gender.FEMALE,
        )
        for family, given, kana, kana_too, born in (
            ("髙﨑", "花子", "たかさき", "はなこ", date(2012, 5, 3)),
            ("見本", "次郎", "みほん", "じろう", date(2011, 7, 7)),
        )
    ]
    for pupil in pupils:
        make_registration(session, edition=other, pupil=pupil, state=_S.SELECTED)
        if there:
            make_registration(session, edition=edition, pupil=pupil, state=_S.SUBMITTED)
    roster = make_roster(session, actor, edition.id, with_genders("男", "男"))
    first, second = rows_of(session, actor, roster)
    assert first.fate is (Fate.CHANGED if there else Fate.NEW)
    assert RosterField.GENDER in first.changed_fields
    if there:
        assert RosterField.GENDER not in second.changed_fields
        assert "youth.roster.note.gender_elsewhere" in [note.id for note in second.notes]
    else:
        told = [problem.sentence.id for problem in second.problems]
        assert (second.fate, told) == (Fate.REFUSED, ["youth.roster.problem.gender_elsewhere"])
        roster = make_roster(session, actor, edition.id, with_genders("男"))
    confirm(session, actor, roster)
    assert [pupil.gender for pupil in pupils] == [Gender.MALE, Gender.FEMALE]


def test_who_waits_may_be_of_any_gender(session: Session) -> None:
    actor = school_actor(make_school(session))
    edition = make_edition(session, female_quota=0, male_quota=0)
    confirm(session, actor, make_roster(session, actor, edition.id, with_genders("女", "女")))
    roster = make_roster(session, actor, edition.id, with_genders("男", "男"))
    assert [row.fate for row in rows_of(session, actor, roster)] == [Fate.CHANGED] * 2
    confirm(session, actor, roster)
    assert set(session.scalars(select(Pupil.gender))) == {Gender.MALE}


@pytest.mark.parametrize("way", ["corrected", "registered elsewhere"])
def test_a_form_gives_no_seat_to_a_gender_whose_seats_are_taken(session: Session, way: str) -> None:
    school = make_school(session)
    edition = make_edition(session, female_quota=1, male_quota=0)
    name = make_entry().name
    pupil = make_pupil(session, school=school, name=name, gender=Gender.FEMALE)
    row = make_registration(session, edition=edition, pupil=pupil, state=_S.RETURNED)

    def write(gender: Gender) -> Registration:
        actor, entry = school_actor(school), make_entry(name=name, gender=gender)
        if way == "corrected":
            return correct_registration(session, actor=actor, registration_id=row.id, entry=entry)
        key = make_edition(session).id
        return register_pupil(session, actor=actor, edition_id=key, entry=entry)

    with pytest.raises(DomainError, match="gender_full") as refusal, session.begin_nested():
        write(Gender.MALE)
    assert refusal.value.field == "gender"
    assert write(Gender.UNDISCLOSED).state is _S.SUBMITTED
    assert pupil.gender is Gender.UNDISCLOSED


@pytest.mark.parametrize(
    ("state", "fate"),
    [(_S.SUBMITTED, Fate.REFUSED), (_S.WITHDRAWN, Fate.NEW), (_S.DRAFT, Fate.NEW)],
)
def test_one_person_written_otherwise_is_in_an_edition_once(
    session: Session, state: RegistrationState, fate: Fate
) -> None:
    school, edition = make_school(session), make_edition(session)
    name = replace(make_entry().name, family="髙﨑", given="花子")
    there = make_pupil(session, name=replace(name, family="旧姓"))
    make_registration(session, edition=edition, pupil=there, state=state)
    make_pupil(session, name=name, school=school).merged_into_id = there.id
    session.flush()
    actor = school_actor(school)
    roster = make_roster(session, actor, edition.id, csv_of([HEADINGS, FIRST]))
    [row] = rows_of(session, actor, roster)
    assert row.fate is fate
    named = ["youth.duplicate.error.registered_elsewhere"] if fate is Fate.REFUSED else []
    assert [problem.sentence.id for problem in row.problems] == named


def test_one_person_under_two_names_is_taken_from_one_row(session: Session) -> None:
    school, edition = make_school(session), make_edition(session)
    first = make_pupil(
        session, school=school, name=replace(make_entry().name, family="髙﨑", given="花子")
    )
    second = make_pupil(
        session, school=school, name=replace(make_entry().name, family="旧姓", given="花子")
    )
    second.merged_into_id = first.id
    session.flush()
    actor = school_actor(school)
    other = ("旧姓 花子", *FIRST[1:])
    roster = make_roster(session, actor, edition.id, csv_of([HEADINGS, FIRST, other, SECOND]))
    rows = rows_of(session, actor, roster)
    assert [row.fate for row in rows] == [Fate.NEW, Fate.REFUSED, Fate.NEW]
    assert rows[1].problems[0].sentence.params == {"row": 2}
    assert session.scalars(select(Registration)).all() == []
