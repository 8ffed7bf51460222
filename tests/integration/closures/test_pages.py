"""The page of closed days, and the list of days to avoid."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.closures.models import AvoidedDays
from exchange.closures.queries import avoided_days
from exchange.closures.services import AvoidedPlan, avoid_days, change_avoided, end_avoided
from exchange.core import clock
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.permissions import Role, system_actor
from exchange.core.revisions import revisions
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

ACTOR = system_actor("tests")
PLAN = AvoidedPlan(
    place="kumamoto", starts=date(2027, 6, 10), ends=date(2027, 6, 25), reason="議会会期中"
)
FIELDS = {"place": "kumamoto", "starts": "2027-06-10", "ends": "2027-06-25", "reason": "議会会期中"}
KEY = "0190c7c0-0000-7000-8000-000000000000"


def on_list(session: Session) -> AvoidedDays:
    session.expire_all()
    return session.scalars(select(AvoidedDays)).one()


def test_everyone_sees_closed_days_of_a_fiscal_year_with_their_places(client: Visitor) -> None:
    with clock.held(datetime(2027, 4, 2, tzinfo=UTC)):
        page = client.get("/closures/?lang=ja").text
    assert "令和9年度(2027年度)の休日・閉庁日" in page
    assert "憲法記念日" in page
    assert "双十節（国慶日）" in page
    assert "桂林市、" in page
    assert "暫定" in page
    assert "配慮日" not in page


def test_the_list_is_narrowed_to_a_year_and_a_place(client: Visitor) -> None:
    with clock.held(datetime(2027, 4, 2, tzinfo=UTC)):
        page = client.get("/closures/?lang=en&year=2029&place=guilin").text
    assert "Closed days in FY2029" in page
    assert "1 October 2029 (Mon)" in page
    assert "Bastille" not in page
    for unknown in ("year=1900", "place=atlantis"):
        refused = client.get(f"/closures/?lang=en&{unknown}")
        assert (refused.status_code, "cannot be read" in refused.text) == (400, True)


def test_without_data_the_page_says_so(client: Visitor) -> None:
    with clock.held(datetime(2050, 4, 2, tzinfo=UTC)):
        page = client.get("/closures/?lang=en").text
    assert "There are no closed days on file for this time." in page


def test_the_page_asks_the_same_few_statements_whatever_it_lists(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    visitor = client_as(Role.VIEWER)
    visitor.get("/closures/")
    with count_statements() as few:
        visitor.get("/closures/?year=2027")
    avoid_days(session, actor=ACTOR, plan=PLAN)
    with count_statements() as more:
        page = visitor.get("/closures/?year=2027&lang=ja").text
    assert "議会会期中" in page
    assert len(more) == len(few) <= 6


def test_days_to_avoid_are_added_changed_and_taken_off(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    visitor = client_as(Role.COORDINATOR)
    assert visitor.get("/closures/avoided/new").status_code == 200
    answer = visitor.submit("/closures/avoided/new", {**FIELDS, "key": KEY})
    assert answer.location == "/closures/?year=2027"
    visitor.submit("/closures/avoided/new", {**FIELDS, "key": KEY})
    row = on_list(session)
    assert (row.id, row.place, row.starts, row.ends, row.reason) == (
        UUID(KEY),
        "kumamoto",
        date(2027, 6, 10),
        date(2027, 6, 25),
        "議会会期中",
    )
    path = f"/closures/avoided/{KEY}"
    assert "議会会期中" in visitor.get(f"{path}/edit").text
    changed = {**FIELDS, "ends": "2027-06-28", "version": "1"}
    assert visitor.submit(f"{path}/edit", changed).status_code == 302
    assert on_list(session).ends == date(2027, 6, 28)
    assert visitor.submit(f"{path}/end", {"version": "2"}).status_code == 302
    assert on_list(session).ended_at is not None
    assert avoided_days(session, date(2027, 1, 1), date(2027, 12, 31)) == []
    assert visitor.get(f"{path}/edit").status_code == 404
    acts = session.scalars(select(AuditLine.act).order_by(AuditLine.at)).all()
    assert [act for act in acts if act.startswith("closures.")] == [
        "closures.avoid",
        "closures.change",
        "closures.end",
    ]
    assert revisions(session, ["closures"])["closures"] >= 3


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({**FIELDS, "reason": ""}, "Please fill in"),
        ({**FIELDS, "ends": "2027-06-01"}, "The last day must not be before the first."),
        ({**FIELDS, "place": "atlantis"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_stays_typed(
    client_as: Callable[..., Visitor], session: Session, fields: dict[str, str], sentence: str
) -> None:
    visitor = client_as(Role.MANAGER)
    visitor.get("/closures/?lang=en")
    answer = visitor.submit("/closures/avoided/new", fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalars(select(AvoidedDays)).all() == []


def test_a_change_is_refused_when_it_is_late_or_wrong(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    row = avoid_days(session, actor=ACTOR, plan=PLAN)
    session.commit()
    visitor = client_as(Role.COORDINATOR)
    path = f"/closures/avoided/{row.id}/edit"
    assert visitor.submit(path, {**FIELDS, "version": "7"}).status_code == 409
    assert visitor.submit(path, {**FIELDS, "reason": "", "version": "1"}).status_code == 422


def test_services_refuse_what_no_form_would_send(session: Session) -> None:
    for plan, field in (
        (AvoidedPlan(place="atlantis", starts=PLAN.starts, ends=PLAN.ends, reason="x"), "place"),
        (AvoidedPlan(place="guilin", starts=PLAN.starts, ends=PLAN.ends, reason=""), "reason"),
    ):
        with pytest.raises(DomainError) as caught:
            avoid_days(session, actor=ACTOR, plan=plan)
        assert caught.value.field == field


def test_a_change_of_nothing_leaves_no_trace_and_a_stale_one_is_refused(session: Session) -> None:
    row = avoid_days(session, actor=ACTOR, plan=PLAN, is_demo=True)
    before = revisions(session, ["closures"])
    change_avoided(session, actor=ACTOR, key=row.id, version=1, plan=PLAN)
    assert (row.version, revisions(session, ["closures"])) == (1, before)
    with pytest.raises(StaleRowError):
        change_avoided(session, actor=ACTOR, key=row.id, version=2, plan=PLAN)
    with pytest.raises(StaleRowError):
        end_avoided(session, actor=ACTOR, key=row.id, version=2)
    with pytest.raises(NotFoundError):
        end_avoided(session, actor=ACTOR, key=UUID(KEY), version=1)


def test_days_to_avoid_are_found_by_place_and_by_overlap(session: Session) -> None:
    row = avoid_days(session, actor=ACTOR, plan=PLAN)
    assert avoided_days(session, date(2027, 6, 25), date(2027, 7, 1), place="kumamoto") == [row]
    assert avoided_days(session, date(2027, 6, 25), date(2027, 7, 1), place="guilin") == []
    assert avoided_days(session, date(2027, 6, 26), date(2027, 7, 1)) == []
