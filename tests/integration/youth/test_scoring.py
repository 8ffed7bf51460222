"""An assessor's link opens the score sheet alone: numbers, no names, nobody else's scores."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from exchange.audit.models import AuditLine
from exchange.core.database import Database
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.links import signed_token
from exchange.core.permissions import Role
from exchange.youth.enums import Selection
from exchange.youth.models import Assessor, Edition, Registration
from exchange.youth.queries.screening import assessors_of, totals_of
from exchange.youth.services.assessors import (
    AssessorEntry,
    acting,
    end_assessor,
    invite_assessor,
)
from exchange.youth.services.screening import begin_screening, give_scores, keep_sheet
from tests.factories.youth import COORDINATOR, make_edition, make_registration
from tests.servers.building import build_app
from tests.servers.visitor import Visitor

At = Callable[[datetime], None]
SignIn = Callable[..., Visitor]
ENTRY = AssessorEntry("採点 太郎", date(2026, 7, 10), sees_grade=False)
AFTER = datetime(2026, 7, 11, 0, 0, tzinfo=UTC)


@pytest.fixture
def edition(session: Session) -> Edition:
    row = make_edition(session, selection=Selection.SCREENING)
    begin_screening(session, actor=COORDINATOR, edition_id=row.id, criteria="作文 5\n面接 10")
    return row


@pytest.fixture
def rows(session: Session, edition: Edition) -> list[Registration]:
    return [make_registration(session, edition=edition, grade=3) for _ in range(2)]


def invite(session: Session, edition: Edition, **changes: Any) -> Assessor:  # noqa: ANN401 - any of its fields
    entry = replace(ENTRY, **changes)
    return invite_assessor(session, actor=COORDINATOR, edition_id=edition.id, entry=entry)


@pytest.fixture
def assessor(session: Session, edition: Edition) -> Assessor:
    return invite(session, edition)


@pytest.fixture
def address(assessor: Assessor, settings: Settings) -> str:
    return f"/scoring/{signed_token(assessor.link, settings.secret_key or '')}"


def test_the_sheet_shows_numbers_and_criteria_and_no_more(
    session: Session, client: Visitor, address: str, edition: Edition, rows: list[Registration]
) -> None:
    sheet = f"{rows[0].blind_number} 4 9"
    give_scores(session, actor=COORDINATOR, edition_id=edition.id, scores=sheet)
    session.commit()
    page = client.get(address)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    for shown in (
        str(rows[0].blind_number),
        str(rows[1].blind_number),
        "作文（0～5点）",
        "採点 太郎",
    ):
        assert shown in page.text
    for hidden in ("見本中学校", "見本 花子", "ミホン", "3年", 'value="4"', 'value="9"'):
        assert hidden not in page.text


def test_the_year_of_school_is_shown_where_it_was_allowed(
    session: Session,
    client: Visitor,
    edition: Edition,
    rows: list[Registration],
    settings: Settings,
) -> None:
    assert len(rows) == 2
    link = invite(session, edition, sees_grade=True).link
    session.commit()
    page = client.get(f"/scoring/{signed_token(link, settings.secret_key or '')}?lang=en")
    assert "year 3" in page.text
    assert "Score sheet" in page.text


def test_an_assessor_keeps_part_of_a_sheet_and_goes_on_later(
    session: Session, client: Visitor, address: str, edition: Edition, rows: list[Registration]
) -> None:
    first, second = (row.blind_number for row in rows)
    session.commit()
    given = {f"points_{first}_1": "3", f"points_{first}_2": "0"}
    assert client.submit(address, given).location == address
    assert 'value="3"' in client.get(address).text
    for wrong in ("", "11", "-1", "x"):
        refused = client.submit(
            address, {**given, f"points_{second}_1": "5", f"points_{second}_2": wrong}
        )
        assert refused.status_code == 422
    session.expire_all()
    assert totals_of(session, edition.id) == {first: [3], second: []}
    more = {**given, f"points_{second}_1": "5", f"points_{second}_2": "10"}
    assert client.submit(address, more).location == address
    session.expire_all()
    assert totals_of(session, edition.id) == {first: [3], second: [15]}
    [(_, scored)] = assessors_of(session, edition.id)
    assert scored == 2
    said = select(AuditLine.actor_name).where(AuditLine.act == "editions.screening")
    assert "assessor link: 採点 太郎" in session.scalars(said).all()


def test_scores_by_link_and_by_account_stand_beside_each_other(
    session: Session, edition: Edition, rows: list[Registration], assessor: Assessor
) -> None:
    number = rows[0].blind_number or 0
    give_scores(session, actor=COORDINATOR, edition_id=edition.id, scores=f"{number} 1 1")
    sheet = {number: [5, 10], 99: [1, 1]}
    assert keep_sheet(session, actor=acting(assessor), edition_id=edition.id, sheet=sheet) == 1
    assert sorted(totals_of(session, edition.id)[number]) == [2, 15]
    for wrong in ([6, 1], [1], [-1, 1]):
        with pytest.raises(DomainError, match="points"):
            keep_sheet(
                session, actor=acting(assessor), edition_id=edition.id, sheet={number: wrong}
            )


def test_a_link_that_ended_or_never_was_opens_nothing(
    session: Session,
    client: Visitor,
    address: str,
    edition: Edition,
    assessor: Assessor,
    at: At,
) -> None:
    session.commit()
    assert "採点する番号は、今はありません" in client.get(address).text
    consent = client.get("/consent/wrong")
    tampered = address[:-1] + ("1" if address.endswith("0") else "0")
    for wrong in ("/scoring/wrong", tampered, address.replace("scoring", "consent")):
        page = client.get(wrong)
        assert (page.status_code, page.headers["Referrer-Policy"]) == (404, "no-referrer")
    assert "リンク" in consent.text
    assert client.get("/scoring/wrong").status_code == consent.status_code
    assert client.submit("/scoring/wrong").status_code == 404
    at(AFTER)
    assert client.get(address).status_code == 404
    at(AFTER - timedelta(days=1))
    assert client.get(address).status_code == 200
    for _ in range(2):
        end_assessor(session, actor=COORDINATOR, edition_id=edition.id, key=assessor.id)
    session.commit()
    assert client.get(address).status_code == 404
    assert client.submit(address).status_code == 404
    ended = select(AuditLine).where(AuditLine.act == "assessors.end")
    assert len(session.scalars(ended).all()) == 1


def test_on_a_closed_network_there_are_no_links(
    settings: Settings, database: Database, address: str
) -> None:
    closed = build_app(replace(settings, public=False), database)
    assert closed.test_client().get(address).status_code == 404


@pytest.mark.parametrize("last_day", [date(2026, 6, 14), date(2027, 6, 15)])
def test_a_link_lasts_from_today_for_half_a_year_at_most(
    session: Session, edition: Edition, last_day: date
) -> None:
    with pytest.raises(DomainError, match="last_day"):
        invite(session, edition, last_day=last_day)


def test_there_is_no_link_without_a_screening_that_has_begun(
    session: Session, edition: Edition
) -> None:
    other = make_edition(session, selection=Selection.SCREENING)
    with pytest.raises(DomainError, match="not_begun"):
        invite(session, other)
    with pytest.raises(DomainError, match="not_a_screening"):
        invite(session, make_edition(session))
    key = invite(session, edition).id
    with pytest.raises(NotFoundError):
        end_assessor(session, actor=COORDINATOR, edition_id=other.id, key=key)


def test_the_officer_makes_names_sees_once_and_ends_a_link(
    session: Session, client: Visitor, client_as: SignIn, edition: Edition, at: At
) -> None:
    session.commit()
    page, staff = f"/youth/editions/{edition.id}/screening/", client_as(Role.COORDINATOR)
    assert staff.submit(f"{page}assessors", {"name": ""}).status_code == 422
    entry = {"name": "採点 花子", "last_day": "2026-07-10", "sees_grade": "y"}
    made = staff.submit(f"{page}assessors", entry)
    assert made.status_code == 200
    assert made.headers["Referrer-Policy"] == "no-referrer"
    link = made.text.split('type="url" value="')[1].split('"')[0]
    path = "/scoring/" + link.rpartition("/")[2]
    assert client.get(path).status_code == 200
    again = staff.submit(f"{page}assessors", entry)
    assert again.status_code in {409, 422}
    assert "同じ名前の採点者がいます" in again.text
    listed = staff.get(page).text
    assert "採点 花子" in listed
    assert path not in listed
    [(assessor, _)] = assessors_of(session, edition.id)
    assert staff.submit(f"{page}assessors/{assessor.id}/end").location == page
    assert "停止済" in staff.get(page).text
    assert client.get(path).status_code == 404
    staff.submit(f"{page}assessors", {**entry, "name": "採点 次郎"})
    at(AFTER)
    assert "期限切れ" in staff.get(page).text
