"""Activities: logged, corrected, withdrawn, listed, counted, and taken as a file."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from io import BytesIO
from uuid import UUID

import pytest
from python_calamine import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from exchange.attachments.queries import documents_of
from exchange.audit.models import AuditLine
from exchange.core.database import Localized
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError
from exchange.core.offers import Subject
from exchange.core.permissions import Role
from exchange.indicators.enums import Method, YearBasis
from exchange.indicators.progress import Latest
from exchange.indicators.queries.definitions import all_indicators
from exchange.indicators.queries.figures import figures_of
from exchange.strategy.enums import ActivityKind, ActivityOrganiser, Count
from exchange.strategy.models import Activity, Measure
from exchange.strategy.queries import ActivityFilter, activities_page, activity_by_id
from exchange.strategy.services import correct_activity, log_activity, withdraw_activity
from tests.factories.accounts import make_user
from tests.factories.activities import ACTOR, activity_plan, make_activity
from tests.factories.attachments import PDF
from tests.factories.indicators import make_indicator
from tests.factories.partners import make_partner
from tests.factories.strategy import make_earlier_policy, make_strategy
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

KEY = "0190c7c0-0000-7000-8000-000000000000"
NEW = "/strategy/activities/new"
FIELDS = {
    "key": KEY,
    "kind": "course",
    "title": "日本語講座",
    "held": "R8.10",
    "times": "8",
    "organiser": "joint",
    "organiser_name": "振興事業団",
    "section": "国際課",
    "partners": ["heidelberg"],
    "audience": "市民",
    "audience_number": "20",
    "evidence": "報告書",
    "link": "https://example.org/report",
    "measures": ["measure-5"],
    "projects": ["leading-project-09"],
}


@pytest.fixture(autouse=True)
def _strategy(session: Session) -> None:
    make_strategy(session)
    make_partner(session)


def cells(answer: TestResponse) -> Sequence[Sequence[object]]:
    with load_workbook(BytesIO(answer.data)) as book:
        return book.get_sheet_by_index(0).to_python()


def acts(session: Session) -> list[str]:
    return list(session.scalars(select(AuditLine.act).where(AuditLine.act.like("activities.%"))))


def test_an_activity_is_logged_changed_and_withdrawn(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    visitor = client_as(Role.COORDINATOR)
    visitor.get(f"{NEW}?lang=en")
    page = f"/strategy/activities/{KEY}/"
    broken = visitor.submit(NEW, {**FIELDS, "file": (BytesIO(b"MZ"), "報告書.pdf")})
    assert (broken.status_code, broken.text.count('id="file-error"')) == (422, 1)
    assert visitor.submit(NEW, {**FIELDS, "file": (BytesIO(PDF), "scan.pdf")}).location == page
    assert len(documents_of(session, Subject("activity", UUID(KEY)))) == 1
    found = activity_by_id(session, UUID(KEY))
    assert (found.held, found.fiscal_year, found.calendar_year) == (
        PartialDate(2026, 10),
        2026,
        2026,
    )
    assert [row.slug for row in found.partners] == ["heidelberg"]
    assert [row.slug for row in found.measures] == ["measure-5"]
    assert [row.slug for row in found.projects] == ["leading-project-09"]
    shown = visitor.get(page).text
    for words in ("8 times", "October 2026", "20 people", "https://example.org/report"):
        assert words in shown
    wrong = visitor.submit(f"{page}edit", {**FIELDS, "held": "2026", "version": "1"})
    assert (wrong.status_code, "lies in two fiscal years" in wrong.text) == (422, True)
    changed = {**FIELDS, "measures": [], "version": "1"}
    assert visitor.submit(f"{page}edit", changed).status_code == 302
    assert visitor.submit(f"{page}edit", changed).status_code == 409
    reasonless = visitor.submit(f"{page}withdraw", {"reason": "", "version": "2"})
    assert reasonless.status_code == 422
    gone = {"reason": "二重登録", "version": "2"}
    assert visitor.submit(f"{page}withdraw", gone).status_code == 302
    shown = visitor.get(page).text
    assert "Withdrawn because: 二重登録" in shown
    assert f'href="{page}edit"' not in shown
    assert sorted(acts(session)) == ["activities.correct", "activities.log", "activities.withdraw"]


def test_what_cannot_be_is_refused(session: Session) -> None:
    make_activity(session)
    activity = session.scalars(select(Activity)).one()
    with pytest.raises(DomainError) as refusal:
        log_activity(session, actor=ACTOR, plan=activity_plan(projects=("nothing",)))
    assert refusal.value.field == "projects"
    with pytest.raises(DomainError) as refusal:
        log_activity(session, actor=ACTOR, plan=activity_plan(partners=("nothing",)))
    assert refusal.value.field == "partners"
    with pytest.raises(DomainError) as refusal:
        withdraw_activity(session, actor=ACTOR, key=activity.id, version=1, reason="")
    assert refusal.value.field == "reason"


def test_the_same_again_changes_nothing_and_keeps_ties_of_an_earlier_strategy(
    session: Session,
) -> None:
    activity = make_activity(session, measures=("measure-5",))
    again = log_activity(session, actor=ACTOR, plan=activity_plan(), key=activity.id)
    assert again is activity
    same = activity_plan(measures=("measure-5",))
    correct_activity(session, actor=ACTOR, key=activity.id, version=1, plan=same)
    assert (activity.version, acts(session)) == (1, ["activities.log"])
    measure = session.scalars(select(Measure)).one()
    measure.policy_id = make_earlier_policy(session).id
    session.flush()
    correct_activity(session, actor=ACTOR, key=activity.id, version=1, plan=same)
    assert [row.slug for row in activity.measures] == ["measure-5"]


def test_a_section_officer_keeps_to_the_own_section(client: Visitor, session: Session) -> None:
    other = make_activity(session)
    client.sign_in(make_user(session, role=Role.SECTION, section="教育委員会"))
    visitor = client
    assert visitor.submit(NEW, {**FIELDS, "section": "国際課"}).status_code == 302
    assert activity_by_id(session, UUID(KEY)).section == "教育委員会"
    edit = f"/strategy/activities/{KEY}/edit"
    assert visitor.get(edit).status_code == 200
    scan = {
        **FIELDS,
        "title": "秋の日本語講座",
        "version": "1",
        "file": (BytesIO(PDF), "報告書.pdf"),
    }
    assert visitor.submit(edit, scan).status_code == 302
    again = {**scan, "file": (BytesIO(PDF), "報告書.pdf")}
    assert visitor.submit(edit, again).status_code == 409
    (document,) = documents_of(session, Subject("activity", UUID(KEY)))
    assert (document.title, document.latest.file_name) == (
        Localized({"ja": "報告書"}),
        "報告書.pdf",
    )
    path = f"/strategy/documents/{document.id}/"
    assert f'href="{path}1"' in visitor.get(f"/strategy/activities/{KEY}/").text
    assert visitor.submit(f"{path}end", {"version": "1"}).status_code == 403
    assert visitor.get(f"/strategy/activities/{other.id}/").status_code == 200
    assert visitor.get(f"/strategy/activities/{other.id}/edit").status_code == 404
    gone = {"reason": "違う", "version": "1"}
    assert visitor.submit(f"/strategy/activities/{other.id}/withdraw", gone).status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["発信", "講座", "古い講座", "県の講座"]),
        ({"kind": ActivityKind.PROMOTION}, ["発信"]),
        ({"count": Count.SEMINARS_AND_COURSES}, ["講座", "古い講座"]),
        ({"year": 2025}, ["古い講座", "県の講座"]),
        ({"year": 2026, "calendar": True}, ["発信", "講座", "古い講座"]),
        ({"partner": "heidelberg"}, ["発信"]),
        ({"measure": "measure-5"}, ["講座"]),
        ({"project": "leading-project-09"}, ["発信"]),
        ({"section": "総務課"}, ["県の講座"]),
        ({"text": "高校生"}, ["講座"]),
    ],
)
def test_the_list_is_narrowed(session: Session, asked: dict[str, object], found: list[str]) -> None:
    course = ActivityKind.COURSE
    make_activity(
        session,
        kind=ActivityKind.PROMOTION,
        title=Localized({"ja": "発信"}),
        partners=("heidelberg",),
        projects=("leading-project-09",),
    )
    make_activity(
        session,
        kind=course,
        title=Localized({"ja": "講座"}),
        held=PartialDate(2026, 5),
        audience="高校生",
        measures=("measure-5",),
    )
    older = Localized({"ja": "古い講座"})
    make_activity(session, kind=course, title=older, held=PartialDate(2026, 2))
    make_activity(
        session,
        kind=course,
        title=Localized({"ja": "県の講座"}),
        held=PartialDate(2025, 12),
        organiser=ActivityOrganiser.OTHER,
        section="総務課",
    )
    page = activities_page(session, ActivityFilter(**asked))  # type: ignore[arg-type]
    assert [row.title["ja"] for row in page.rows] == found


def test_indicators_count_by_their_own_year_and_leave_demo_to_staff(session: Session) -> None:
    measure = session.scalars(select(Measure)).one()
    for slug, basis in (("a", YearBasis.FISCAL), ("b", YearBasis.CALENDAR)):
        method = Method.SEMINARS_AND_COURSES
        make_indicator(session, measure, slug=slug, number=1, method=method, year_basis=basis)
    make_activity(session, held=PartialDate(2026, 2), times=3)
    make_activity(session, held=PartialDate(2026, 6))
    make_activity(session, held=PartialDate(2026, 6), times=5, is_demo=True)
    wrong = make_activity(session, times=9)
    withdraw_activity(session, actor=ACTOR, key=wrong.id, version=1, reason="誤り")
    session.expire_all()
    indicators = all_indicators(session)
    with count_statements() as statements:
        public = figures_of(session, indicators, with_demo=False)
    assert len(statements) == 4  # one a basis, what was entered, what was sealed
    assert public == {
        "a": [Latest(Decimal(3), 2025), Latest(Decimal(1), 2026)],
        "b": [Latest(Decimal(4), 2026)],
    }
    staff = figures_of(session, indicators, with_demo=True)
    assert staff["b"] == [Latest(Decimal(9), 2026, contains_demo=True)]
    assert staff["a"][0] == Latest(Decimal(3), 2025)


def test_a_figure_opens_its_activities_and_they_are_taken_as_a_file(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    measure = session.scalars(select(Measure)).one()
    make_indicator(
        session, measure, slug="seminars-and-courses", method=Method.SEMINARS_AND_COURSES
    )
    make_activity(session, times=3, partners=("heidelberg",))
    make_activity(session, kind=ActivityKind.PROMOTION)
    visitor = client_as(Role.VIEWER)
    page = visitor.get("/indicators/seminars-and-courses/?lang=en").text
    path = "/strategy/activities/?count=seminars-and-courses&amp;year=2026"
    assert f'<a href="{path}">3</a>' in page
    assert "27 to go (by 2031)" in page
    listed = visitor.get(path.replace("&amp;", "&"))
    assert listed.text.count('<th scope="row"') == 1
    rows = cells(visitor.get("/strategy/activities.xlsx?count=seminars-and-courses"))
    assert [len(rows), *rows[1][:4]] == [2, "2026-10-17", "Seminar", "Seminar", 3]
    assert visitor.get("/strategy/activities/?year=x").status_code == 400
    assert visitor.get("/strategy/activities/?kind=x").status_code == 400
    assert visitor.get("/indicators/nothing/").status_code == 404


def test_the_list_costs_the_same_for_many(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    visitor = client_as(Role.VIEWER)
    make_activity(session, partners=("heidelberg",), measures=("measure-5",))
    visitor.get("/strategy/activities/")
    session.expire_all()
    with count_statements() as few:
        visitor.get("/strategy/activities/")
    for _ in range(4):
        make_activity(session, partners=("heidelberg",), measures=("measure-5",))
    session.expire_all()
    with count_statements() as many:
        page = visitor.get("/strategy/activities/").text
    assert len(many) == len(few)
    assert page.count('<th scope="row"') == 5
