"""Whoever is chosen anywhere keeps name and birth date, by whatever way a school writes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.queries import lines_of
from exchange.core.database import Name
from exchange.core.errors import DomainError
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.enums.rosters import Fate, RosterField
from exchange.youth.models import Edition, Pupil, Registration, School
from exchange.youth.queries.seats import seats_of
from exchange.youth.services import PupilEntry, correct_registration, register_pupil
from tests.factories.rosters import FIRST, make_roster, rows_of, run_of
from tests.factories.sheets import csv_of
from tests.factories.youth import (
    make_edition,
    make_entry,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.integration.youth.test_main_path import seen
from tests.integration.youth.test_roster_pages import sent
from tests.integration.youth.test_rosters import confirm, fates
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
_S = RegistrationState
NAME = Name("高崎", "花子", "たかさき", "はなこ", passport="TAKASAKI HANAKO")
RESPELT = replace(NAME, family="髙﨑", passport="")
CHOSEN = (_S.SELECTED, _S.CONFIRMED, _S.COMPLETED)


def chosen(session: Session, school: School, state: RegistrationState = _S.SELECTED) -> Pupil:
    """Let a pupil of the school be chosen in some other edition."""
    pupil = make_pupil(session, name=NAME, school=school)
    make_registration(session, pupil=pupil, state=state)
    return pupil


def entry_of(name: Name, **changes: object) -> PupilEntry:
    return make_entry(name=name, birth_date=date(2012, 5, 3), **changes)


def register(session: Session, school: School, edition: Edition, name: Name) -> Registration:
    actor = school_actor(school)
    return register_pupil(session, actor=actor, edition_id=edition.id, entry=entry_of(name))


@pytest.mark.parametrize("state", CHOSEN)
@pytest.mark.parametrize("reading", ["たかさき", "こうざき"])
def test_the_single_form_respells_nobody_who_is_chosen_elsewhere(
    session: Session, state: RegistrationState, reading: str
) -> None:
    school = make_school(session)
    pupil = chosen(session, school, state)
    name = replace(RESPELT if reading == "たかさき" else NAME, family_kana=reading)
    with pytest.raises(DomainError, match=r"change\.error\.ask") as refusal:
        register(session, school, make_edition(session), name)
    assert refusal.value.field == ("family_name" if reading == "たかさき" else "family_kana")
    assert pupil.name == NAME


def test_the_single_form_takes_what_a_school_may_change_by_itself(session: Session) -> None:
    school = make_school(session)
    pupil = chosen(session, school)
    katakana = replace(NAME, family_kana="タカサキ", given_kana="ハナコ", family_romaji="Takasaki")
    row = register(session, school, make_edition(session), katakana)
    assert (row.state, row.pupil_id) == (_S.SUBMITTED, pupil.id)
    assert pupil.name == replace(NAME, family_romaji="Takasaki")


@pytest.mark.parametrize(
    "state", [state for state in _S if state not in {*CHOSEN, _S.ABSENT, _S.OFFERED}]
)
def test_whoever_is_not_chosen_is_respelt_at_once(
    session: Session, state: RegistrationState
) -> None:
    school = make_school(session)
    pupil = make_pupil(session, name=NAME, school=school)
    ranked = {"waitlist_rank": 1} if state is _S.WAITLISTED else {}
    make_registration(session, pupil=pupil, state=state, **ranked)
    register(session, school, make_edition(session), RESPELT)
    assert pupil.name.written == "髙﨑 花子"


def test_a_closed_edition_asks_for_nobodys_yes(session: Session) -> None:
    school = make_school(session)
    pupil = make_pupil(session, name=NAME, school=school)
    closed = make_edition(session, state=EditionState.CLOSED)
    make_registration(session, pupil=pupil, edition=closed, state=_S.COMPLETED)
    register(session, school, make_edition(session), RESPELT)
    assert pupil.name.written == "髙﨑 花子"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": RESPELT}, "family_name"),
        ({"birth_date": date(2012, 6, 3)}, "birth_date"),
        ({"name": replace(NAME, given_kana="かこ")}, "given_kana"),
    ],
)
def test_a_correction_changes_neither_name_nor_birth_date_of_the_chosen(
    session: Session, changes: dict[str, object], field: str
) -> None:
    school = make_school(session)
    pupil = chosen(session, school)
    row = make_registration(session, pupil=pupil, state=_S.RETURNED)
    entry = replace(entry_of(NAME), **changes)  # type: ignore[arg-type]
    actor = school_actor(school)
    with pytest.raises(DomainError, match=r"change\.error\.ask") as refusal:
        correct_registration(session, actor=actor, registration_id=row.id, entry=entry)
    assert refusal.value.field == field
    assert (pupil.name, pupil.birth_date) == (NAME, date(2012, 5, 3))


def test_a_correction_of_the_rest_goes_on_and_leaves_the_passport_name(session: Session) -> None:
    school = make_school(session)
    pupil = chosen(session, school)
    row = make_registration(session, pupil=pupil, state=_S.RETURNED)
    entry = entry_of(replace(NAME, passport=""), school_class="5")
    actor = school_actor(school)
    correct_registration(session, actor=actor, registration_id=row.id, entry=entry)
    assert (row.state, row.school_class, pupil.name) == (_S.SUBMITTED, "5", NAME)


@pytest.mark.parametrize("registered", [None, _S.SUBMITTED, _S.WITHDRAWN])
def test_a_roster_refuses_the_row_that_respells_the_chosen(
    session: Session, registered: RegistrationState | None
) -> None:
    school, edition = make_school(session), make_edition(session)
    actor, pupil = school_actor(school), chosen(session, school)
    if registered is not None:
        make_registration(session, edition=edition, pupil=pupil, state=registered)
    roster = make_roster(session, actor, edition.id, csv_of(rows_of(FIRST)))
    [row] = run_of(session, actor, roster).announcement.rows
    assert row.fate is Fate.REFUSED
    [problem] = row.problems
    assert (problem.field, problem.sentence.id) == (
        RosterField.FULL_NAME,
        "youth.change.error.ask",
    )
    with pytest.raises(DomainError, match=r"roster\.error\.refused"):
        confirm(session, actor, roster)
    confirm(session, actor, roster, leave_out=True)
    session.expire_all()
    assert pupil.name == NAME


def test_a_roster_names_the_reading_and_lets_the_rest_through(session: Session) -> None:
    school, edition = make_school(session), make_edition(session)
    actor, pupil = school_actor(school), chosen(session, school)
    misread = ("高崎 花子", "こうざき はなこ", *FIRST[2:])
    roster = make_roster(session, actor, edition.id, csv_of(rows_of(misread)))
    [row] = run_of(session, actor, roster).announcement.rows
    assert [each.field for each in row.problems] == [RosterField.FULL_KANA]
    same = ("高崎 花子", "タカサキ ハナコ", *FIRST[2:])
    roster = make_roster(session, actor, edition.id, csv_of(rows_of(same)))
    assert fates(run_of(session, actor, roster)) == [Fate.NEW]
    confirm(session, actor, roster)
    session.expire_all()
    assert pupil.name == NAME


def test_a_roster_seen_before_the_choice_is_not_confirmed_after_it(session: Session) -> None:
    school, edition = make_school(session), make_edition(session)
    actor = school_actor(school)
    pupil = make_pupil(session, name=NAME, school=school)
    elsewhere = make_registration(session, pupil=pupil)
    roster = make_roster(session, actor, edition.id, csv_of(rows_of(FIRST)))
    before = run_of(session, actor, roster).announcement
    assert [row.fate for row in before.rows] == [Fate.NEW]
    elsewhere.state = _S.SELECTED
    session.flush()
    after = run_of(session, actor, roster).announcement
    assert after.digest != before.digest


def moved_after_taking_out(session: Session) -> tuple[Registration, School, School]:
    """Take a pupil out, and let the pupil go to another school."""
    old, new = make_school(session), make_school(session)
    edition = make_edition(session, school_quota=1)
    pupil = make_pupil(session, name=NAME, school=old)
    row = make_registration(
        session, edition=edition, pupil=pupil, state=_S.WITHDRAWN, school_class="7"
    )
    pupil.school_id = new.id
    session.flush()
    return row, old, new


def taken(session: Session, row: Registration, school: School) -> int:
    edition = session.get_one(Edition, row.edition_id)
    return seats_of(session, [edition], school_id=school.id)[edition.id].taken_by_school


def by_form(session: Session, actor: Actor, row: Registration) -> None:
    entry = entry_of(NAME, grade=3)
    register_pupil(session, actor=actor, edition_id=row.edition_id, entry=entry)


def by_roster(session: Session, actor: Actor, row: Registration) -> None:
    line = ("高崎 花子", "たかさき はなこ", "H24.5.3", "3", "", *FIRST[5:])
    confirm(session, actor, make_roster(session, actor, row.edition_id, csv_of(rows_of(line))))


@pytest.mark.parametrize("way", [by_form, by_roster])
def test_registered_again_after_a_move_a_pupil_is_of_the_new_school(
    session: Session, way: Callable[[Session, Actor, Registration], None]
) -> None:
    row, old, new = moved_after_taking_out(session)
    way(session, school_actor(new), row)
    session.expire_all()
    assert (row.school_id, row.grade, row.school_class) == (new.id, 3, None)
    assert (taken(session, row, old), taken(session, row, new)) == (0, 1)
    lines = lines_of(session, Subject("registration", row.id))
    told = {value.field: (value.old, value.new) for line in lines for value in line.values}
    assert told["school_id"] == (str(old.id), str(new.id))


def test_one_sent_back_keeps_the_school_of_its_day(session: Session) -> None:
    row, old, new = moved_after_taking_out(session)
    row.state = _S.RETURNED
    session.flush()
    by_roster(session, school_actor(new), row)
    session.expire_all()
    assert (row.state, row.school_id) == (_S.SUBMITTED, old.id)


def test_the_pages_say_to_ask_on_the_pupils_page(session: Session, client_as: SignIn) -> None:
    school, edition = make_school(session), make_edition(session)
    pupil = chosen(session, school)
    desk = client_as(Role.SCHOOL, school=school)
    typed = {
        "family_name": "髙﨑",
        "given_name": "花子",
        "family_kana": "たかさき",
        "given_kana": "はなこ",
        "birth_date": "H24.5.3",
        "grade": "2",
        "guardian_name": "見本 太郎",
        "guardian_relationship": "father",
        "principal_confirmed_on": "R8.6.10",
        "purpose_explained": "y",
    }
    answer = desk.submit(f"/school/editions/{edition.id}/register", typed)
    assert (answer.status_code, "国際課の承認を受けて変更します" in answer.text) == (422, True)
    row = make_registration(session, edition=edition, pupil=pupil, state=_S.RETURNED)
    path = f"/school/registrations/{row.id}/correct"
    assert f"/school/registrations/{row.id}/change" in desk.get(path).text, "said before typing"
    answer = desk.submit(path, typed | seen(desk, path))
    assert (answer.status_code, "国際課の承認を受けて変更します" in answer.text) == (422, True)
    page = desk.get(sent(desk, edition, FIRST)).text
    assert "国際課の承認を受けて変更します" in page
    assert session.scalars(select(Pupil.family_name)).all() == ["高崎"]
