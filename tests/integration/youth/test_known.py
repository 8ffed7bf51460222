"""Pupils of earlier editions are registered again without typing; two people share a desk."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Database, transact, unit_of_work
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.permissions import Actor, Role
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.models import Edition, Pupil, Registration, School
from exchange.youth.rules.registrations import Declared
from exchange.youth.services.known import register_known
from tests.factories.accounts import make_user
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.integration.youth.test_race import at_once
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]


def last_year(session: Session, school: School, count: int, grade: int = 1) -> list[Pupil]:
    """Let a school have had pupils in an edition of the year before."""
    edition = make_edition(
        session, starts=date(2025, 8, 1), ends=date(2025, 8, 9), **window_of(2025)
    )
    pupils = [make_pupil(session, school=school) for _ in range(count)]
    for pupil in pupils:
        make_registration(
            session,
            edition=edition,
            pupil=pupil,
            grade=grade,
            guardian_mail="parent@example.jp",
            state=RegistrationState.NOT_SELECTED,
        )
    return pupils


def register(
    session: Session, actor: Actor, edition: Edition, keys: Sequence[UUID]
) -> Sequence[Registration]:
    return register_known(
        session,
        actor=actor,
        edition_id=edition.id,
        pupil_ids=keys,
        declared=Declared(date(2026, 6, 10), purpose_explained=True),
    )


def window_of(year: int) -> dict[str, object]:
    return {"opens_on": date(year, 6, 1), "closes_on": date(year, 6, 30)}


def registered(session: Session, edition: Edition) -> list[Registration]:
    statement = select(Registration).where(Registration.edition_id == edition.id)
    return list(session.scalars(statement.order_by(Registration.id)))


def test_several_known_pupils_are_registered_at_once_a_grade_higher(session: Session) -> None:
    school, edition = make_school(session), make_edition(session)
    pupils = last_year(session, school, 2)
    keys = [pupil.id for pupil in pupils]
    actor = school_actor(school)
    register(session, actor, edition, keys)
    rows = registered(session, edition)
    assert {row.pupil_id for row in rows} == set(keys)
    assert {(row.grade, row.guardian_mail) for row in rows} == {(2, "parent@example.jp")}
    told = {(row.principal_confirmed_on, row.purpose_explained) for row in rows}
    assert told == {(date(2026, 6, 10), True)}


def test_known_pupils_are_registered_all_or_none(session: Session) -> None:
    school, edition = make_school(session), make_edition(session)
    gone = last_year(session, school, 1, grade=3)
    pupils = last_year(session, school, 1)
    keys = [pupil.id for pupil in (*pupils, *gone)]
    actor = school_actor(school)
    with pytest.raises(DomainError, match="about_pupil"):
        register(session, actor, edition, keys)
    assert registered(session, edition) == []
    with pytest.raises(DomainError, match="nobody_chosen"):
        register(session, actor, edition, [])
    stranger = school_actor(make_school(session))
    for who in (stranger, COORDINATOR):
        with pytest.raises(NotFoundError):
            register(session, who, edition, keys[:1])


def test_a_known_pupil_is_one_click_from_the_form(session: Session, client_as: SignIn) -> None:
    school, edition = make_school(session), make_edition(session)
    [pupil] = last_year(session, school, 1)
    [gone] = last_year(session, school, 1, grade=3)
    desk = client_as(Role.SCHOOL, school=school)
    path = f"/school/editions/{edition.id}/known"
    page = desk.get(path).text
    assert pupil.given_name in page
    assert f'value="{gone.id}"' not in page
    assert "卒業した学年です" in page
    form = desk.get(f"/school/editions/{edition.id}/register?pupil={pupil.id}").text
    assert f'value="{pupil.given_name}"' in form
    assert 'value="2012-05-03"' in form
    assert 'value="parent@example.jp"' in form
    stranger = client_as(Role.SCHOOL)
    assert pupil.given_name not in stranger.get(path).text
    asked = f"/school/editions/{edition.id}/register?pupil={pupil.id}"
    assert stranger.get(asked).status_code == 404
    assert desk.submit(path).status_code == 422
    chosen = {"chosen": [str(pupil.id)]}
    refused = desk.submit(path, chosen)
    assert refused.status_code == 422
    assert "保護者に利用目的を説明してから" in refused.text
    declared = {"principal_confirmed_on": "R8.6.10", "purpose_explained": "y"}
    assert desk.submit(path, chosen | declared).status_code == 302
    assert len(registered(session, edition)) == 1
    assert pupil.given_name not in desk.get(path).text


def test_the_list_sent_twice_repeats_its_result(session: Session, client_as: SignIn) -> None:
    school, edition = make_school(session), make_edition(session)
    keys = [str(pupil.id) for pupil in last_year(session, school, 2)]
    desk, path = client_as(Role.SCHOOL, school=school), f"/school/editions/{edition.id}/known"
    declared = {"principal_confirmed_on": "R8.6.10", "purpose_explained": "y"}
    assert desk.submit(path, declared | {"chosen": keys[:1]}).status_code == 302
    for _ in range(2):
        answer = desk.submit(path, declared | {"chosen": keys})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/school/")
        rows = registered(session, edition)
        assert {str(row.pupil_id) for row in rows} == set(keys)
        assert [row.version for row in rows] == [1, 1]


@pytest.mark.parametrize("state", [RegistrationState.WITHDRAWN, RegistrationState.NOT_SELECTED])
def test_an_old_page_registers_nobody_who_is_out_by_now(
    session: Session, state: RegistrationState
) -> None:
    school, edition = make_school(session), make_edition(session)
    pupils = last_year(session, school, 2)
    actor, keys = school_actor(school), [pupil.id for pupil in pupils]
    register(session, actor, edition, keys[:1])
    [row] = registered(session, edition)
    row.state = state
    session.flush()
    with pytest.raises(DomainError, match="about_pupil") as refusal:
        register(session, actor, edition, keys)
    assert refusal.value.field == "chosen"
    assert [each.state for each in registered(session, edition)] == [state]


def test_the_list_sent_twice_at_once_registers_everybody_once(fresh_database: Database) -> None:
    with unit_of_work(fresh_database) as session:
        school, edition = make_school(session), make_edition(session)
        keys = [pupil.id for pupil in last_year(session, school, 3)]
        for key in keys[:2]:
            make_registration(
                session,
                edition=edition,
                pupil=session.get_one(Pupil, key),
                state=RegistrationState.DRAFT,
            )
        actor, key = school_actor(school), edition.id

    def sending() -> str:
        def work(session: Session) -> int:
            edition = session.get_one(Edition, key)
            return len(register(session, actor, edition, keys))

        return str(transact(fresh_database, work))

    assert at_once([sending] * 3) == ["3"] * 3
    with fresh_database.reading() as session:
        rows = session.scalars(select(Registration).where(Registration.edition_id == key))
        assert [row.state for row in rows] == [RegistrationState.SUBMITTED] * 3


def test_two_people_of_one_school_share_its_desk(session: Session, client: Visitor) -> None:
    school = make_school(session)
    row = make_registration(session, pupil=make_pupil(session, school=school))
    name = session.get_one(Pupil, row.pupil_id).given_name
    users = [make_user(session, role=Role.SCHOOL, school_id=school.id) for _ in range(2)]
    for user in users:
        client.sign_in(user)
        page = client.get("/school/").text
        assert name in page
        assert all(each.email in page for each in users)
        assert client.get(f"/school/registrations/{row.id}/").status_code == 200


def test_the_desk_says_how_many_lack_what(session: Session, client_as: SignIn) -> None:
    school, edition = make_school(session), make_edition(session)
    for state in (RegistrationState.SUBMITTED, RegistrationState.SUBMITTED):
        pupil = make_pupil(session, school=school)
        make_registration(session, edition=edition, pupil=pupil, state=state)
    page = client_as(Role.SCHOOL, school=school).get("/school/").text
    assert "選考の決定（国際課待ち）：2名" in page


def test_a_school_reaches_the_consents_of_what_runs_after_the_window(
    session: Session, client_as: SignIn
) -> None:
    school = make_school(session)
    over = make_edition(session, **window_of(2025))
    ended = make_edition(session, state=EditionState.CLOSED)
    others = make_edition(session, **window_of(2025))
    for edition in (over, ended):
        pupil = make_pupil(session, school=school)
        make_registration(session, edition=edition, pupil=pupil, state=RegistrationState.SELECTED)
    make_registration(session, edition=others)
    desk = client_as(Role.SCHOOL, school=school)
    linked = re.findall(r'href="(/school/editions/[^"]*/consent)"', desk.get("/school/").text)
    assert linked == [f"/school/editions/{over.id}/consent"]
    assert desk.get(linked[0]).status_code == 200
