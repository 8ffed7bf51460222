"""Every importer, before a person confirms anything: whatever is sent, nothing of it is taken over.

Sending keeps the sheet for its dry run where the room has one; people, families, items, lines and
days stay as they were, and what cannot be read is refused in a sentence.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, cast

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.budgets.models import BudgetLine
from exchange.closures.models import AvoidedDays, Holiday
from exchange.core import clock
from exchange.core.database import Base
from exchange.core.permissions import Role, system_actor
from exchange.delegations.enums import Direction
from exchange.delegations.models import VisitMember
from exchange.delegations.services.partner_links import LinkPrinter, make_link
from exchange.hosting.models import HostFamily
from exchange.itineraries.models import ItineraryItem
from exchange.partners.models import PartnerFact
from exchange.people.models import Person
from exchange.youth.models import Pupil, Registration
from tests.factories.accounts import make_user
from tests.factories.delegations import make_visit
from tests.factories.hostile import BOUNDED, TEXTS, grids
from tests.factories.hosting import make_receiving
from tests.factories.sheets import csv_of, xlsx_of
from tests.factories.youth import make_edition, make_school
from tests.servers.fixtures import city_database
from tests.servers.visitor import Visitor

__all__ = ["city_database"]

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

#: What importing would add to.
WATCHED: Final[tuple[type[Base], ...]] = (
    *(Pupil, Registration, Person, VisitMember, HostFamily, ItineraryItem, BudgetLine),
    *(AvoidedDays, Holiday, PartnerFact),
)
WORDS: Final = (
    *("氏名", "ふりがな", "生年月日", "学年", "見本 花子", "ﾐﾎﾝ ﾊﾅｺ", "H24.5.3", "2年1組"),
    *("姓名", "職稱", "Passport name", "月日", "時刻", "行程・内容", "5月17日", "9:30～翌12:30"),
    *("住所", "家族構成", "受入可能期間", "8/1～8/10", "節", "内容", "年度", "要求額", "500"),
    *("2027-05-19 式典", "BEGIN:VCALENDAR", "DTSTART:20270519"),
)


@dataclass(frozen=True)
class Importer:
    """Where a table is sent, and who sends it."""

    visitor: Visitor
    path: str
    fields: Mapping[str, str]


@pytest.fixture
def importers(app: Flask, session: Session, secret_key: str) -> Mapping[str, Importer]:
    """Let a school, a coordinator and a partner have something to send a table to."""
    today = clock.today()
    window = {"opens_on": today - timedelta(days=3), "closes_on": today + timedelta(days=3)}
    starts, ends = today + timedelta(days=60), today + timedelta(days=70)
    edition = make_edition(session, **window, starts=starts, ends=ends)
    hosted = make_receiving(session, **window, starts=starts, ends=ends)
    visit = make_visit(
        session, direction=Direction.IN, partners=["kaohsiung"], starts=starts, ends=ends
    )
    link = make_link(
        session,
        actor=system_actor("tests"),
        visit_id=visit.id,
        last_day=today + timedelta(days=30),
        today=today,
    )
    school = make_user(session, role=Role.SCHOOL, school_id=make_school(session).id)
    office = make_user(session, role=Role.COORDINATOR)
    session.commit()

    def of(user: User | None, path: str, **fields: str) -> Importer:
        visitor = cast(Visitor, app.test_client())
        if user:
            visitor.sign_in(user)
        return Importer(visitor, path, fields)

    holidays = {"partner": "kaohsiung", "intake": "holidays", "source": "見本"}
    return {
        "roster": of(school, f"/school/editions/{edition.id}/roster"),
        "member list": of(office, f"/delegations/{visit.id}/members/list"),
        "partner's list": of(None, LinkPrinter("", secret_key).address(link, "zh-Hant")),
        "host list": of(office, f"/hosting/editions/{hosted.id}/list"),
        "programme": of(office, f"/delegations/{visit.id}/itinerary/block"),
        "budget": of(office, f"/budgets/visits/{visit.id}/import"),
        "closed days": of(office, "/calendar/import", **holidays),
    }


def counted(session: Session) -> dict[str, int]:
    session.expire_all()
    return {
        model.__tablename__: session.scalars(select(func.count()).select_from(model)).one()
        for model in WATCHED
    }


def sent(kind: str, rows: list[list[str]], noise: bytes) -> bytes:
    """Return a file: a workbook or a list of the cells, or either spoilt by noise, or noise."""
    match kind:
        case "xlsx":
            return xlsx_of(rows)
        case "csv":
            return csv_of(rows)
        case "spoilt":
            whole = xlsx_of(rows)
            return whole[: len(whole) // 2] + noise + whole[len(whole) // 2 :]
        case _:
            return noise


KINDS: Final = ("xlsx", "csv", "spoilt", "noise", "pasted")


def test_whatever_is_uploaded_changes_nothing_before_it_is_confirmed(
    session: Session, importers: Mapping[str, Importer]
) -> None:
    before, answered = counted(session), set()

    @settings(BOUNDED, max_examples=12)
    @given(
        kind=st.sampled_from(KINDS),
        rows=grids(*WORDS),
        noise=st.binary(max_size=200),
        file_name=TEXTS,
    )
    def send(to: Importer, kind: str, rows: list[list[str]], noise: bytes, file_name: str) -> None:
        fields: dict[str, object] = dict(to.fields)
        if kind == "pasted":
            fields["text"] = "\n".join("\t".join(row) for row in rows)
        else:
            fields["file"] = (io.BytesIO(sent(kind, rows, noise)), f"{file_name}.xlsx")
        answer = to.visitor.submit(to.path, fields)
        if "\x00" in str(fields.get("text", "")):
            assert answer.status_code == 400
            return
        assert answer.status_code in {200, 302, 422}, (to.path, answer.status)
        answered.add(answer.status_code)

    for importer in importers.values():
        send(importer)
    assert counted(session) == before
    assert answered == {200, 302, 422}
