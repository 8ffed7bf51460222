"""Reports that a job makes: how far they are, their files, their end, and faults."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from config import Settings
from exchange.attachments.models import Document, DocumentVersion
from exchange.audit.models import AuditLine
from exchange.core import clock
from exchange.core.database import Database, Localized
from exchange.core.dates import PartialDate
from exchange.core.permissions import Role, system_actor
from exchange.delegations.enums import VisitState
from exchange.documents.sheet_files import read_sheets
from exchange.jobs.models import Job
from exchange.jobs.services import enqueue
from exchange.jobs.worker import Worker
from exchange.reports.enums import OrderState
from exchange.reports.models import ReportOrder
from exchange.reports.services import DROP, MAKE, give_up
from exchange.rooms.keeping import JOB_ENDINGS, JOB_HANDLERS, JOB_REVIVALS
from exchange.youth.enums import EditionState, Organiser
from tests.factories.activities import make_activity
from tests.factories.budgets import make_heading, make_line
from tests.factories.delegations import make_visit
from tests.factories.participations import close_edition_of
from tests.factories.youth import make_edition, make_programme, make_pupil
from tests.servers.visitor import Visitor

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    clock.fix(NOW)
    yield
    clock.fix(None)


@pytest.fixture
def staff(client_as: Callable[[Role], Visitor]) -> Visitor:
    found = client_as(Role.COORDINATOR)
    clock.fix(NOW)
    return found


@pytest.fixture
def worker(database: Database, settings: Settings) -> Worker:
    return Worker(database, settings, JOB_HANDLERS, JOB_ENDINGS)


@pytest.fixture
def year(session: Session) -> None:
    """A visit that serves measure 3 and a project, an edition that counts and one that does not."""
    visit = make_visit(
        session,
        state=VisitState.CLOSED,
        starts=date(2025, 5, 17),
        ends=date(2025, 5, 22),
        measures=("measure-3",),
        projects=("leading-project-01",),
    )
    make_line(
        session, visit, make_heading(session), fiscal_year=2025, budgeted=500_000, spent=480_000
    )
    close_edition_of(session, [make_pupil(session) for _ in range(4)], fiscal_year=2025)
    make_activity(
        session,
        held=PartialDate(2025, 10),
        times=8,
        measures=("measure-5",),
        projects=("leading-project-01",),
    )
    other = make_programme(
        session, organiser=Organiser.PREFECTURE, counts=False, counts_reason="県の事業のため"
    )
    make_edition(
        session,
        programme=other,
        fiscal_year=2025,
        starts=date(2025, 8, 1),
        ends=date(2025, 8, 5),
        state=EditionState.CLOSED,
        counts=False,
        counts_reason="県の事業のため",
    )


def ordered(staff: Visitor, session: Session, **asked: object) -> ReportOrder:
    fields = {"kind": "fiscal-year", "fiscal_year": "2025", "language": "ja", **asked}
    answer = staff.submit("/reports/orders", fields)
    assert answer.status_code == 302
    session.expire_all()
    return session.get_one(ReportOrder, UUID(answer.headers["Location"].split("/")[-2]))


def words(body: bytes) -> str:
    return "".join(
        "".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(body)).pages
    )


def made(staff: Visitor, order: ReportOrder) -> tuple[str, dict[str, list[list[object]]]]:
    path = f"/reports/orders/{order.id}/"
    pdf, book = staff.get(f"{path}pdf"), staff.get(f"{path}xlsx")
    assert pdf.headers["Cache-Control"] == "private, no-store"
    sheets = read_sheets(book.data).sheets
    return words(pdf.data), {sheet.name: [list(row) for row in sheet.rows] for sheet in sheets}


@pytest.mark.usefixtures("year")
def test_a_year_s_report_is_made_by_a_job_and_kept_for_a_while(
    staff: Visitor, session: Session, worker: Worker
) -> None:
    session.commit()
    order = ordered(staff, session)
    page = staff.get(f"/reports/orders/{order.id}/").get_data(as_text=True)
    assert "順番待ち" in page
    assert 'hx-trigger="load delay:2s"' in page
    assert staff.get(f"/reports/orders/{order.id}/pdf").status_code == 404
    assert ordered(staff, session).id == order.id
    worker.work_off()
    session.expire_all()
    assert (order.state, order.steps_done, order.steps) == (OrderState.DONE, 9, 9)
    found, tables = made(staff, order)
    for sentence in (
        "国際交流年度報告書令和7年度(2025年度)",
        "令和7年度(2025年度)はまだ確定していません。",
        "算定方法第1版：暫定（算定方法未確定）",
        "480,000円",
        "実施報告書（R8国際第12号）",
        "数えない県の事業のため",
        "基本施策1：原典に見出しのみあり",
        "値のない年度は「未報告」とし、0とはしません。",
    ):
        assert sentence in found
    youth = tables["青少年交流への参加"]
    assert [row[2] for row in youth[1:]] == [4, 4, 18]
    assert [row[4] for row in tables["訪問の経費"][1:]] == [480_000]
    indicator = next(row for row in tables["指標"] if row[6] == "30")
    assert indicator[5:9] == ["未設定", "30", "18 ［令和7年度(2025年度)］ 暫定", "算定方法の確定後"]
    seminars = next(row for row in tables["指標"] if row[6] == "100")
    assert seminars[7:9] == ["8 ［令和7年度(2025年度)］", "あと92"]
    acts = session.scalars(select(AuditLine.act).where(AuditLine.subject_id == order.id))
    assert list(acts) == ["report_orders.create"]


@pytest.mark.usefixtures("year")
def test_the_review_pack_tells_targets_from_none_and_gathers_evidence(
    staff: Visitor, session: Session, worker: Worker
) -> None:
    session.commit()
    order = ordered(staff, session, kind="mid-term", fiscal_year="2027", language="zh-Hant")
    worker.work_off()
    found, tables = made(staff, order)
    without = next(rows for name, rows in tables.items() if name.startswith("未訂"))
    with_target = next(rows for name, rows in tables.items() if name.startswith("訂有"))
    assert (len(with_target) - 1, len(without) - 1) == (4, 6)
    assert {row[4] for row in without[1:]} == {"尚未訂定"}
    assert [row[7] for row in without[1:] if row[6] == "30"] == ["22"]
    cards = [rows for name, rows in tables.items() if name.startswith("領先專案")]
    assert sorted(len(rows) - 1 for rows in cards) == [0] * 10 + [2]
    assert "無與此計畫連結之紀錄" in found
    assert "県の事業のため" in found


def test_files_are_dropped_on_their_day_and_the_report_is_made_again(
    staff: Visitor, session: Session, worker: Worker
) -> None:
    order = ordered(staff, session)
    worker.work_off()
    session.execute(update(Job).values(run_at=clock.machine_now() - timedelta(days=1)))
    session.commit()
    worker.work_off()
    session.expire_all()
    assert order.state is OrderState.DROPPED
    assert session.scalars(select(Document)).all() == []
    assert session.scalars(select(DocumentVersion.id)).all() == []
    assert staff.get(f"/reports/orders/{order.id}/pdf").status_code == 410
    assert "保存期間が終わり" in staff.get(f"/reports/orders/{order.id}/").get_data(as_text=True)
    assert ordered(staff, session).id != order.id


def test_a_fault_is_said_and_the_order_waits_again_when_it_is_retried(
    staff: Visitor, session: Session, database: Database, settings: Settings
) -> None:
    order = ordered(staff, session)
    lost = Worker(database, settings, {}, JOB_ENDINGS)  # nobody knows how to make it
    lost.work_off()
    session.expire_all()
    assert order.state is OrderState.FAILED
    assert "もう一度作成してください" in staff.get(f"/reports/orders/{order.id}/").get_data(
        as_text=True
    )
    arguments = {"order": str(order.id)}
    JOB_REVIVALS["reports.make"](session, system_actor("test"), arguments)
    assert session.get_one(ReportOrder, order.id).state == OrderState.WAITING


def test_a_job_that_comes_twice_makes_nothing_twice_and_drops_only_what_is_made(
    staff: Visitor, session: Session, worker: Worker
) -> None:
    order = ordered(staff, session)
    enqueue(session, DROP, {"order": str(order.id)}, run_at=clock.machine_now() - timedelta(days=1))
    session.commit()
    worker.work_off()
    enqueue(session, MAKE, {"order": str(order.id)})
    session.commit()
    worker.work_off()
    session.expire_all()
    assert order.state is OrderState.DONE
    assert len(session.scalars(select(Document)).all()) == 2


def test_a_report_that_was_made_meanwhile_is_not_given_up(
    staff: Visitor, session: Session, worker: Worker
) -> None:
    order = ordered(staff, session)
    worker.work_off()
    session.expire_all()
    give_up(session, {"order": str(order.id)}, "abandoned by its worker")
    session.expire_all()
    assert order.state is OrderState.DONE


def test_without_a_worker_the_page_says_what_to_do(staff: Visitor, session: Session) -> None:
    order = ordered(staff, session)
    order.ordered_at = clock.machine_now() - timedelta(minutes=5)
    session.commit()
    page = staff.get(f"/reports/orders/{order.id}/?lang=ja").get_data(as_text=True)
    assert "システム管理者に確認を頼んでください" in page
    listed = staff.get("/reports/").get_data(as_text=True)
    assert f"/reports/orders/{order.id}/" in listed


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"fiscal_year": "2027"}, "本年度までの西暦4桁"),
        ({"kind": "mid-term"}, "戦略の中間評価の年度"),
        ({"kind": "other"}, "/reports/orders"),
        ({"language": "de"}, "/reports/orders"),
    ],
)
def test_what_cannot_be_made_is_refused_on_its_field(
    staff: Visitor, session: Session, asked: dict[str, str], said: str
) -> None:
    fields = {"kind": "fiscal-year", "fiscal_year": "2025", "language": "ja", **asked}
    answer = staff.submit("/reports/orders", fields)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert session.scalars(select(ReportOrder.id)).all() == []


def test_there_is_no_third_kind_of_file(staff: Visitor, session: Session) -> None:
    order = ordered(staff, session)
    assert staff.get(f"/reports/orders/{order.id}/docx").status_code == 404


@pytest.mark.usefixtures("year")
def test_the_progress_sheet_says_what_each_section_owes(
    staff: Visitor, session: Session, client_as: Callable[[Role], Visitor]
) -> None:
    programme = make_programme(session, section="見本課")
    title = Localized({"ja": "見本の実施分"})
    make_edition(
        session,
        programme=programme,
        title=title,
        fiscal_year=2026,
        starts=date(2026, 8, 1),
        ends=date(2026, 8, 5),
        state=EditionState.ANNOUNCED,
    )
    days = {"starts": date(2026, 3, 1), "ends": date(2026, 3, 5), "measures": ("measure-3",)}
    for state in (VisitState.PLANNED, VisitState.DRAFT):  # a draft is evidence of nothing
        make_visit(session, state=state, **days)
    session.commit()
    page = staff.get("/reports/progress/?measure=measure-4&meeting=living-together")
    found = page.get_data(as_text=True)
    assert "多文化共生部会" in found
    assert "見本の実施分" in found
    assert "基本施策4" in found
    assert "基本施策3" not in found
    paper = staff.get("/reports/progress/sheet.pdf?year=2025")
    served = "実施した訪問1件、青少年交流の年度実施分0件、活動0件。予定している訪問と青少年交流1件"
    assert served in words(paper.data)
    book = read_sheets(staff.get("/reports/progress/sheet.xlsx").data)
    assert "見本課" in [row[0] for row in book.sheets[-1].rows]
    for path in ("?year=2030", "?meeting=other", "?year=二千"):
        assert staff.get(f"/reports/progress/{path}").status_code == 400
    officer = client_as(Role.SECTION)
    own = officer.get("/reports/progress/").get_data(as_text=True)
    assert "見本の実施分" not in own
    assert "基本施策1" not in own
