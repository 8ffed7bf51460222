"""The demo's inquiries: one is due, one waits to be accepted; a value stands, corrected."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from exchange.attachments.contents import Contents, examine
from exchange.core import clock
from exchange.core.dates import FiscalYear
from exchange.core.permissions import Actor
from exchange.documents.xlsx_files import xlsx_bytes
from exchange.indicators.services.values import Report, record_value
from exchange.inquiries.enums import Way
from exchange.inquiries.services import LinkPrinter, Question, answer, ask
from exchange.reference.demo.cast import MAIL_DOMAIN, SECTION
from exchange.reference.demo.stage import moment

_SOURCE = "見本アンケート報告書（見本データ）"


def load_inquiries(session: Session, *, actor: Actor, printer: LinkPrinter, today: date) -> None:
    """Ask for last year's values by account and by a link that was answered; correct another."""
    year = today.year - 1
    ask(
        session,
        actor=actor,
        slug="good-place-to-live",
        question=Question(
            year=year,
            section=SECTION,
            way=Way.ACCOUNT,
            due=today,
            words="見本：アンケートの回答数も備考に書いてください。",
        ),
        printer=printer,
        is_demo=True,
    )
    _answered(session, actor, printer, today)
    _reported(session, actor, FiscalYear.of(today).previous, today)


def _reported(session: Session, actor: Actor, year: FiscalYear, today: date) -> None:
    """Write a value down and mend it, before the year was closed."""
    with clock.held(moment(min(today, year.last_day + timedelta(days=40)))):
        _record(session, actor, year.start, "418200")
        _record(session, actor, year.start, "418020", reason="転記の誤りを直したため（見本）")


def _answered(session: Session, actor: Actor, printer: LinkPrinter, today: date) -> None:
    """Ask for another value, which comes with the workbook it stands in."""
    answered = ask(
        session,
        actor=actor,
        slug="interest-in-partner-cities",
        question=Question(
            year=today.year - 1,
            section="見本広報課",
            way=Way.LINK if printer.public else Way.PAPER,
            mail=f"survey@{MAIL_DOMAIN}" if printer.public else "",
            due=today + timedelta(days=14),
        ),
        printer=printer,
        is_demo=True,
    )
    report = Report(value=Decimal("36.1"), source=_SOURCE, note="18歳以上の市民 1,000人（見本）")
    answer(
        session,
        actor=actor,
        key=answered.id,
        version=answered.version,
        report=report,
        file=_tables(),
    )


def _tables() -> Contents:
    """Make the workbook that the answer comes with."""
    columns = ("選択肢", "回答数")
    counts = (("とても関心がある", 92), ("関心がある", 269), ("関心がない", 639))
    rows = (dict(zip(columns, row, strict=True)) for row in counts)
    return examine("見本アンケート集計.xlsx", xlsx_bytes("集計", columns, rows))


def _record(session: Session, actor: Actor, year: int, value: str, *, reason: str = "") -> None:
    record_value(
        session,
        actor=actor,
        slug="foreign-overnight-guests",
        year=year,
        report=Report(value=Decimal(value), source=_SOURCE, section="見本観光課"),
        reason=reason,
        is_demo=True,
    )
