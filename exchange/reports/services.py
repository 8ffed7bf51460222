"""Order a report; the job that makes it, says how far it is, and drops its files in the end."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from exchange.accounts.queries import has_demo_users
from exchange.attachments.contents import examine
from exchange.attachments.enums import DocumentKind
from exchange.attachments.models import Document, DocumentVersion
from exchange.attachments.queries import documents_of
from exchange.attachments.rules import Label
from exchange.attachments.services import add_document
from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import Database, Localized, flush, transact
from exchange.core.dates import FiscalYear
from exchange.core.languages import Language
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, system_actor
from exchange.core.translate import translate
from exchange.documents.papers import render_paper
from exchange.documents.xlsx_files import workbook_bytes
from exchange.jobs.services import enqueue
from exchange.jobs.worker import Work
from exchange.reports.enums import NEXT, OrderState, ReportKind
from exchange.reports.models import ReportOrder
from exchange.reports.queries.orders import SUBJECT, locked_order, open_order
from exchange.reports.rules import KEPT, ensure_orderable
from exchange.reports.sheets import Part, Report, paper_of, tabs_of
from exchange.reports.years import PLANS, Frame, whole
from exchange.strategy.queries import strategy_frame

#: Kinds of jobs: the one that makes a report, and the one that drops its files.
MAKE: Final = "reports.make"
DROP: Final = "reports.drop"
#: What follows the parts of a report: printing it, and writing its workbook.
_FILES: Final = 2
_MAKER: Final = system_actor("reports.make")


def order_report(
    session: Session, *, actor: Actor, kind: ReportKind, fiscal_year: int, language: Language
) -> ReportOrder:
    """Order a report; the same one that is being made already is that one.

    Raises DomainError for a year of which there is none.
    """
    strategy = strategy_frame(session)
    review = strategy.review_year if strategy else 0
    ensure_orderable(kind, fiscal_year, review=review, today=clock.today())
    known = open_order(session, kind, fiscal_year, language)
    if known is not None:
        return known
    order = ReportOrder(
        kind=kind,
        fiscal_year=fiscal_year,
        language=language,
        ordered_by=actor.name,
        ordered_by_id=actor.user_id,
        ordered_at=clock.machine_now(),
    )
    session.add(order)
    flush(session)
    enqueue(session, MAKE, {"order": str(order.id)})
    stated = {"kind": kind, "fiscal_year": fiscal_year, "language": language}
    subject = Subject(SUBJECT, order.id)
    record(
        session, actor=actor, act="report_orders.create", subject=subject, changes=created(stated)
    )
    return order


def make(work: Work) -> None:
    """Do the job that makes a report: part by part, then its files."""
    key = UUID(work.arguments["order"])
    order = transact(work.database, lambda session: _begin(session, key))
    if order is None:
        return
    report = _collected(work, order)
    language = order.language
    pdf = _printed(report, language)
    _done(work, order, order.steps - 1)
    book = workbook_bytes(tabs_of(report, language))
    files = {f"{_name(order)}.pdf": pdf, f"{_name(order)}.xlsx": book}
    transact(work.database, lambda session: _finish(session, key, report, files))


def drop(work: Work) -> None:
    """Do the job that drops a report's files once their day has passed."""
    key = UUID(work.arguments["order"])
    transact(work.database, lambda session: _drop(session, key))


def give_up(session: Session, arguments: Mapping[str, str], _reason: str) -> None:
    """Mark the order of a job that failed for good; one that was made meanwhile stays made."""
    order = locked_order(session, UUID(arguments["order"]))
    if not NEXT.allows(order.state, OrderState.FAILED):
        return
    order.state, order.finished_at = OrderState.FAILED, clock.machine_now()
    flush(session)


def revive(session: Session, _actor: Actor, arguments: Mapping[str, str]) -> None:
    """Let the order of a failed job wait again."""
    order = locked_order(session, UUID(arguments["order"]))
    NEXT.ensure(order.state, OrderState.WAITING)
    order.state, order.finished_at = OrderState.WAITING, None
    order.ordered_at, order.steps_done = clock.machine_now(), 0
    flush(session)


def _begin(session: Session, key: UUID) -> ReportOrder | None:
    """Begin an order anew; None for one that is made already."""
    order = locked_order(session, key)
    if order.state not in {OrderState.WAITING, OrderState.RUNNING}:
        return None
    NEXT.ensure(order.state, OrderState.RUNNING)
    order.state, order.steps_done = OrderState.RUNNING, 0
    order.steps = len(PLANS[order.kind].makers) + _FILES
    flush(session)
    session.refresh(order)
    session.expunge(order)
    return order


def _collected(work: Work, order: ReportOrder) -> Report:
    frame = Frame(FiscalYear(order.fiscal_year), order.language, clock.today())
    parts: list[Part] = []
    for number, made in enumerate(PLANS[order.kind].makers, start=1):
        with work.database.reading() as session:
            parts += made(session, frame)
        _done(work, order, number)
    return whole(order.kind, frame, parts, contains_demo=_has_demo(work.database))


def _has_demo(database: Database) -> bool:
    with database.reading() as session:
        return has_demo_users(session)


def _printed(report: Report, language: str) -> bytes:
    return render_paper(
        "report",
        paper_of(report, language),
        title=translate(report.title, language),
        language=language,
        contains_demo=report.contains_demo,
    )


def _done(work: Work, order: ReportOrder, number: int) -> None:
    """Say how far it is, to whoever waits and to whoever looks after jobs."""

    def write(session: Session) -> None:
        locked_order(session, order.id).steps_done = number
        flush(session)

    transact(work.database, write)
    work.report(100 * number // order.steps)


def _finish(session: Session, key: UUID, report: Report, files: Mapping[str, bytes]) -> None:
    """Keep the files, and say until when."""
    order = locked_order(session, key)
    NEXT.ensure(order.state, OrderState.DONE)
    title = Localized({"ja": translate(report.title, Language.JA)})
    label = Label(kind=DocumentKind.PAPER, title=title)
    for name, body in files.items():
        add_document(
            session,
            actor=_MAKER,
            subject=Subject(SUBJECT, order.id),
            label=label,
            contents=examine(name, body),
        )
    now = clock.machine_now()
    order.state, order.steps_done = OrderState.DONE, order.steps
    order.finished_at, order.kept_until = now, now + KEPT
    flush(session)
    enqueue(session, DROP, {"order": str(key)}, run_at=order.kept_until)


def _drop(session: Session, key: UUID) -> None:
    order = locked_order(session, key)
    if order.state is not OrderState.DONE:
        return
    subject = Subject(SUBJECT, key)
    documents = [document.id for document in documents_of(session, subject)]
    session.execute(delete(DocumentVersion).where(DocumentVersion.document_id.in_(documents)))
    session.execute(delete(Document).where(Document.id.in_(documents)))
    order.state = OrderState.DROPPED
    flush(session)
    changes = {"files": (len(documents), None)}
    record(session, actor=_MAKER, act="report_orders.drop", subject=subject, changes=changes)


def _name(order: ReportOrder) -> str:
    return f"{order.kind.value}-FY{order.fiscal_year}-{order.language}"
