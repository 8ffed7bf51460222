"""A decision made on an old page is refused and shows what has become of the row."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.permissions import Role
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.models import School
from tests.factories.youth import make_edition, make_programme, make_registration
from tests.integration.youth.conftest import AFTER_IT
from tests.integration.youth.test_main_path import EDITION, PUPIL, seen
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
_S = RegistrationState


def test_a_stale_edition_form_shows_their_title(session: Session, client_as: SignIn) -> None:
    edition = make_edition(session)
    staff = client_as(Role.COORDINATOR)
    path = f"/youth/editions/{edition.id}/edit"
    opened = seen(staff, path)
    edition.title = Localized({"ja": "別の題名", "en": "Their title"})
    session.flush()
    answer = staff.submit(f"{path}?lang=en", EDITION | opened)
    assert answer.status_code == 409
    for shown in (">別の題名</td>", ">Their title</td>", ">Sample journey</td>"):
        assert shown in answer.text
    again = staff.submit(path, EDITION | {"version": str(edition.version)})
    assert again.status_code == 302


def test_a_programme_is_changed_on_its_page_and_a_stale_form_is_compared(
    session: Session, client_as: SignIn
) -> None:
    programme = make_programme(session)
    staff = client_as(Role.COORDINATOR)
    page = f"/youth/programmes/{programme.id}/"
    assert f'href="{page}edit"' in staff.get(page).text
    typed = {
        "name_ja": "改称交流",
        "section": "国際課",
        "organiser": "city",
        "pattern": "receive_then_send",
        "counts": "yes",
        "counts_reason": "市の青少年交流事業",
        "partner_id": "",
    }
    opened = seen(staff, f"{page}edit")
    assert staff.submit(f"{page}edit", typed | opened | {"name_ja": ""}).status_code == 422
    assert staff.submit(f"{page}edit", typed | opened).location == page
    session.expire_all()
    assert programme.names == Localized({"ja": "改称交流"})
    answer = staff.submit(f"{page}edit?lang=en", typed | opened | {"section": "文化課"})
    assert answer.status_code == 409
    for shown in (">国際課</td>", ">文化課</td>"):
        assert shown in answer.text
    again = typed | {"section": "文化課", "version": str(programme.version)}
    assert staff.submit(f"{page}edit", again).location == page
    assert "文化課" in staff.get(page).text


@pytest.mark.parametrize(
    ("act", "state", "fields"),
    [
        ("announce", EditionState.DRAFT, {}),
        ("close", EditionState.ANNOUNCED, {}),
        ("cancel", EditionState.ANNOUNCED, {"reason": "台風のため"}),
    ],
)
def test_an_edition_changed_meanwhile_is_not_decided_about(
    session: Session,
    client_as: SignIn,
    at: Callable[[datetime], None],
    act: str,
    state: EditionState,
    fields: dict[str, str],
) -> None:
    edition = make_edition(session, state=state, announced_at=None)
    at(AFTER_IT)
    staff = client_as(Role.COORDINATOR)
    page = f"/youth/editions/{edition.id}/"
    opened = seen(staff, page if act == "announce" else page + act)
    edition.quota = 11
    session.flush()
    for version in (opened, {}):
        assert staff.submit(page + act, fields | version).status_code == 409
    session.expire_all()
    assert edition.state is state
    current = {"version": str(edition.version)}
    assert staff.submit(page + act, fields | current).status_code == 302


@pytest.mark.parametrize("role", [Role.SCHOOL, Role.COORDINATOR])
def test_taking_out_does_not_turn_into_declining_behind_ones_back(
    session: Session, client_as: SignIn, role: Role
) -> None:
    row = make_registration(session)
    school = session.get_one(School, row.school_id)
    visitor = client_as(role, school=school) if role is Role.SCHOOL else client_as(role)
    page = f"/{'school' if role is Role.SCHOOL else 'youth'}/registrations/{row.id}/"
    typed = {"reason": "部活動の大会のため"} | seen(visitor, f"{page}withdraw")
    row.state = _S.SELECTED
    session.flush()
    answer = visitor.submit(f"{page}withdraw", typed)
    session.expire_all()
    assert (answer.status_code, row.state) == (409, _S.SELECTED)
    assert "部活動の大会のため" in answer.text
    assert "辞退" in answer.text
    again = visitor.submit(f"{page}withdraw", typed | {"version": str(row.version)})
    session.expire_all()
    assert (again.location, row.state) == (page, _S.DECLINED)


def test_a_stale_correction_shows_what_was_written_meanwhile(
    session: Session, client_as: SignIn
) -> None:
    row = make_registration(session, state=_S.RETURNED)
    desk = client_as(Role.SCHOOL, school=session.get_one(School, row.school_id))
    path = f"/school/registrations/{row.id}/correct"
    opened = seen(desk, path)
    row.guardian_name = "見本 別人"
    session.flush()
    answer = desk.submit(path, PUPIL | opened)
    session.expire_all()
    assert (answer.status_code, row.state) == (409, _S.RETURNED)
    assert ">見本 別人</td>" in answer.text
    for born, differs in (("2012-05-03", False), ("2012-05-04", True)):
        compared = desk.submit(path, PUPIL | opened | {"birth_date": born}).text
        assert ("2012-05-03</td>" in compared) is differs, "written as the form fills it in"
