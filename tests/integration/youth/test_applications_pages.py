"""Pages on which division and school look at what guardians sent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from config import Settings
from exchange.core.keys import Keyring
from exchange.core.permissions import Role
from exchange.youth.enums import Registering, RegistrationState
from exchange.youth.models import Application, Edition, Registration, School
from tests.factories.accounts import make_user
from tests.factories.applications import make_application
from tests.factories.youth import (
    make_edition,
    make_entry,
    make_pupil,
    make_registration,
    make_school,
)
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

Clock = Callable[[datetime], None]
Alone = Callable[..., Application]
SignIn = Callable[..., Visitor]


@pytest.fixture
def edition(session: Session, at: Clock) -> Edition:
    at(datetime(2026, 6, 10, 3, 0, tzinfo=UTC))
    return make_edition(session, registering=Registering.BOTH)


@pytest.fixture
def school(session: Session) -> School:
    return make_school(session)


@pytest.fixture
def ring(settings: Settings) -> Keyring:
    return Keyring.parse(settings.data_key or "")


@pytest.fixture
def alone(session: Session, edition: Edition, school: School, ring: Keyring) -> Alone:
    """Make an application that stands alone beside a registration in a state."""

    def make(mail: str = "parent@example.jp", **values: object) -> Application:
        entry = make_entry()
        pupil = make_pupil(session, name=entry.name, school=school)
        make_registration(session, edition=edition, pupil=pupil, **values)
        return make_application(session, edition, school=school, entry=entry, mail=mail, ring=ring)

    return make


@pytest.fixture
def staff(client_as: SignIn) -> Visitor:
    return client_as(Role.COORDINATOR)


def test_the_division_joins_one_from_the_list(
    session: Session, edition: Edition, staff: Visitor, alone: Alone
) -> None:
    row = alone(guardian_mail="family@example.jp")
    page = staff.get(f"/youth/editions/{edition.id}/applications/")
    assert f"/youth/applications/{row.id}/" in page.text
    assert (
        f"/youth/editions/{edition.id}/applications/"
        in staff.get(f"/youth/editions/{edition.id}/").text
    )
    shown = staff.get(f"/youth/applications/{row.id}/").text
    assert "この登録に結び付ける" in shown
    assert "アドレスと違います" in shown
    path = f"/youth/applications/{row.id}"
    assert staff.submit(f"{path}/join", {"version": str(row.version)}).status_code == 302
    session.refresh(row)
    assert row.registration_id == row.beside_id
    again = staff.submit(f"{path}/join", {"version": str(row.version)})
    assert again.status_code == 422
    assert "すでに処理された" in again.text
    late = staff.submit(f"{path}/refuse", {"version": "1", "reason": "重複"})
    assert late.status_code == 409
    assert "ほかの人がこの内容を変更しました" in late.text
    assert (
        "登録に結び付け" in staff.get(f"/youth/editions/{edition.id}/applications/?answered=1").text
    )


def test_the_division_takes_what_the_school_took_out_and_refuses_with_a_reason(
    session: Session, staff: Visitor, alone: Alone
) -> None:
    row = alone(state=RegistrationState.WITHDRAWN)
    path = f"/youth/applications/{row.id}"
    assert "学校の生徒として登録する" in staff.get(f"{path}/").text
    assert staff.submit(f"{path}/take", {"version": str(row.version)}).status_code == 302
    session.refresh(row)
    made = session.get_one(Registration, row.registration_id)
    session.refresh(made)
    assert (made.state, made.by_guardian) == (RegistrationState.SUBMITTED, True)
    other = alone("second@example.jp")
    path = f"/youth/applications/{other.id}"
    values = {"version": str(other.version), "reason": ""}
    assert staff.submit(f"{path}/refuse", values).status_code == 422
    assert staff.submit(f"{path}/refuse", values | {"reason": "別の家族"}).status_code == 302
    assert "別の家族" in staff.get(f"{path}/").text


def test_the_list_asks_as_many_questions_for_one_as_for_many(
    session: Session, edition: Edition, staff: Visitor, alone: Alone
) -> None:
    counts = []
    page = f"/youth/editions/{edition.id}/applications/"
    for more in (range(1), range(1, 7)):
        for number in more:
            alone(f"parent{number}@example.jp")
        session.expire_all()
        staff.get(page)
        session.expire_all()
        with count_statements() as statements:
            staff.get(page)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_section_sees_its_own_applications_only(
    session: Session, client: Visitor, edition: Edition, alone: Alone
) -> None:
    row = alone()
    client.sign_in(make_user(session, role=Role.SECTION, section="他課"))
    assert client.get(f"/youth/applications/{row.id}/").status_code == 404
    assert client.get(f"/youth/editions/{edition.id}/applications/").status_code == 404


def test_the_school_sees_marks_and_takes_over_what_a_guardian_sent(
    session: Session, edition: Edition, school: School, ring: Keyring, client_as: SignIn
) -> None:
    key = make_application(session, edition, school=school, ring=ring).registration_id
    desk = client_as(Role.SCHOOL, school=school)
    listed = desk.get("/school/").text
    assert "保護者からの申込み" in listed
    assert "校長確認" in listed
    path = f"/school/registrations/{key}"
    assert f"{path}/take-over" in desk.get(f"{path}/").text
    values = {"principal_confirmed_on": "2026-06-09", "purpose_explained": "y", "version": "1"}
    assert desk.submit(f"{path}/take-over", {"version": "1"}).status_code == 422
    assert desk.submit(f"{path}/take-over", values | {"version": "9"}).status_code == 409
    row = session.get_one(Registration, key)
    values["version"] = str(row.version)
    assert desk.submit(f"{path}/take-over", values).status_code == 302
    session.refresh(row)
    assert row.principal_confirmed_on is not None
    assert desk.get(f"{path}/take-over").status_code == 404
    stranger = client_as(Role.SCHOOL, school=make_school(session))
    assert stranger.get(f"{path}/take-over").status_code == 404


@pytest.mark.parametrize("public", [True, False])
def test_without_links_no_edition_is_for_guardians_alone(
    app: Flask, staff: Visitor, edition: Edition, public: bool
) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], public=public)
    page = staff.get(f"/youth/editions/{edition.id}/edit").text
    assert ('value="guardian"' in page) is public
    assert 'value="both"' in page
