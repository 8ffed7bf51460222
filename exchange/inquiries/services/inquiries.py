"""Verbs on inquiries: ask, answer, accept, give back, withdraw, remind."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.attachments.contents import Contents
from exchange.audit.services import Changes, created, record
from exchange.core import clock
from exchange.core.database import add_once, expect_version, flush, stated, uuid7
from exchange.core.languages import OFFICE_ZONE
from exchange.core.links import Link, LinkPurpose, Target, issue_signed, revoke
from exchange.core.messages import Message, message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.indicators.models import IndicatorValue
from exchange.indicators.queries.values import locked_indicator
from exchange.indicators.reported import ensure_reported, ensure_year
from exchange.indicators.services.sources import keep_source
from exchange.indicators.services.values import (
    Report,
    accept_value,
    enter_value,
    record_value,
    return_value,
)
from exchange.inquiries.enums import NEXT, InquiryState, Way
from exchange.inquiries.models import Inquiry
from exchange.inquiries.queries import (
    inquiries_to_remind_of,
    inquiry_of_link,
    is_reached,
    live_inquiry,
    locked_inquiry,
    officers_of,
)
from exchange.inquiries.rules import (
    ensure_due,
    ensure_not_asked,
    ensure_open,
    ensure_reached,
    ensure_way,
    reminder_day,
)
from exchange.inquiries.services.mails import LinkPrinter, write_to_section

#: Its revision moves when an inquiry changes.
TOPIC: Final = "inquiries"

#: How long a link opens after the day it was asked for.
_AFTER: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a section is asked, how, and until when."""

    year: int
    section: str
    way: Way
    due: date
    mail: str = ""
    words: str = ""


def ask(
    session: Session,
    *,
    actor: Actor,
    slug: str,
    question: Question,
    printer: LinkPrinter,
    key: UUID | None = None,
    is_demo: bool = False,
) -> Inquiry:
    """Ask a section for an indicator's value of a year, and write to it; sent twice it is one."""
    indicator = locked_indicator(session, slug)
    ensure_reported(indicator, closed=False)
    ensure_year(indicator, question.year, today=clock.today())
    ensure_way(question.way, question.mail, public=printer.public)
    ensure_due(question.due, today=clock.today())
    ensure_reached(question.way, officers_of(session, question.section))
    inquiry = Inquiry(
        id=key or uuid7(),
        indicator_id=indicator.id,
        indicator=indicator,
        link=None,
        asked_by=actor.name,
        is_demo=is_demo,
        **stated(question),
    )
    if inquiry.way is Way.LINK and session.get(Inquiry, inquiry.id) is None:
        inquiry.link = _link(session, inquiry)
    inquiry, new = add_once(session, inquiry)
    if new:
        changes = created({"indicator": slug, **stated(question)})
        _noted(session, inquiry, changes, actor=actor, act="inquiries.ask")
        write_to_section(session, inquiry, message("inquiries.mail.ask"), printer)
    return inquiry


def answer(
    session: Session,
    *,
    actor: Actor,
    key: UUID,
    version: int,
    report: Report,
    file: Contents | None = None,
) -> Inquiry:
    """Enter the value that was asked for, with the document it stands in where one is sent.

    The division accepts it or gives it back.
    """
    inquiry = locked_inquiry(session, actor, key)
    expect_version(inquiry, version)
    return _answer(session, inquiry, report, file, actor=actor)


def answer_by_link(
    session: Session, *, actor: Actor, link: Link, report: Report, file: Contents | None = None
) -> Inquiry:
    """Do the same by the link that was sent; raises NotFoundError once that is settled."""
    key = inquiry_of_link(session, link).id
    return _answer(session, locked_inquiry(session, actor, key), report, file, actor=actor)


def accept(session: Session, *, actor: Actor, key: UUID, version: int) -> Inquiry:
    """Let the value stand; the link ends."""
    inquiry = locked_inquiry(session, actor, key)
    expect_version(inquiry, version)
    _move(session, inquiry, InquiryState.ACCEPTED, actor=actor, act="inquiries.accept")
    accept_value(session, actor=actor, slug=inquiry.indicator.slug, year=inquiry.year)
    _end_link(session, inquiry)
    return inquiry


def give_back(
    session: Session,
    *,
    actor: Actor,
    key: UUID,
    version: int,
    reason: str,
    printer: LinkPrinter,
) -> Inquiry:
    """Give a value back to its section, with the reason, and write to it."""
    inquiry = locked_inquiry(session, actor, key)
    expect_version(inquiry, version)
    slug = inquiry.indicator.slug
    return_value(session, actor=actor, slug=slug, year=inquiry.year, reason=reason)
    _move(session, inquiry, InquiryState.RETURNED, reason, actor=actor, act="inquiries.return")
    write_to_section(session, inquiry, message("inquiries.mail.returned", reason=reason), printer)
    return inquiry


def withdraw(session: Session, *, actor: Actor, key: UUID, version: int, reason: str) -> Inquiry:
    """Ask no longer; a value that waits is given back, the link ends."""
    inquiry = locked_inquiry(session, actor, key)
    expect_version(inquiry, version)
    if inquiry.state is InquiryState.ANSWERED:
        slug = inquiry.indicator.slug
        return_value(session, actor=actor, slug=slug, year=inquiry.year, reason=reason)
    _move(session, inquiry, InquiryState.WITHDRAWN, reason, actor=actor, act="inquiries.withdraw")
    _end_link(session, inquiry)
    return inquiry


def write_down(
    session: Session,
    *,
    actor: Actor,
    slug: str,
    year: int,
    report: Report,
    reason: str = "",
    file: Contents | None = None,
) -> IndicatorValue:
    """Write a value down for the division, or correct the one that stands, with its document.

    Refused while a section is asked for it: the value is entered at the inquiry.
    """
    locked_indicator(session, slug)
    ensure_not_asked(live_inquiry(session, slug, year))
    entry = record_value(session, actor=actor, slug=slug, year=year, report=report, reason=reason)
    if file is not None:
        keep_source(session, actor=actor, entry=entry, contents=file)
    return entry


def remind_of_inquiries(session: Session, *, actor: Actor, printer: LinkPrinter) -> int:
    """Write to the sections whose day is near, has come or is over; return to how many.

    Run twice it writes once.

    Where nobody reads it nothing is noted: the day after may find an officer.
    """
    written = 0
    for inquiry in inquiries_to_remind_of(session, clock.today()):
        by_link = inquiry.way is Way.LINK
        unreachable = not (printer.public if by_link else is_reached(session, inquiry))
        day = reminder_day(inquiry, clock.today())
        if unreachable or day is None:
            continue
        changes: Changes = {"reminded_of": (inquiry.reminded_of, day)}
        inquiry.reminded_of = day
        flush(session)
        _noted(session, inquiry, changes, actor=actor, act="inquiries.remind")
        write_to_section(session, inquiry, _opening(inquiry.due, day), printer)
        written += 1
    return written


def _opening(due: date, day: date) -> Message:
    if day < due:
        return message("inquiries.mail.remind_before")
    return message("inquiries.mail.remind" if day == due else "inquiries.mail.remind_after")


def _answer(
    session: Session, inquiry: Inquiry, report: Report, file: Contents | None, *, actor: Actor
) -> Inquiry:
    ensure_open(inquiry)
    entry = enter_value(
        session,
        actor=actor,
        slug=inquiry.indicator.slug,
        year=inquiry.year,
        report=Report(
            value=report.value, source=report.source, note=report.note, section=inquiry.section
        ),
        is_demo=inquiry.is_demo,
    )
    if file is not None:
        keep_source(session, actor=actor, entry=entry, contents=file)
    _move(session, inquiry, InquiryState.ANSWERED, actor=actor, act="inquiries.answer")
    return inquiry


def _move(
    session: Session,
    inquiry: Inquiry,
    target: InquiryState,
    reason: str = "",
    *,
    actor: Actor,
    act: str,
) -> None:
    NEXT.ensure(inquiry.state, target)
    changes: dict[str, tuple[object, object]] = {"state": (inquiry.state, target)}
    if reason:
        changes["reason"] = (inquiry.reason, reason)
    inquiry.state, inquiry.reason = target, reason
    flush(session)
    _noted(session, inquiry, changes, actor=actor, act=act)


def _link(session: Session, inquiry: Inquiry) -> Link:
    ends = datetime.combine(inquiry.due + timedelta(days=1), time.min, tzinfo=OFFICE_ZONE)
    target = Target(LinkPurpose.INQUIRY, "inquiry", inquiry.id)
    return issue_signed(session, target, expires_at=ends + _AFTER)


def _end_link(session: Session, inquiry: Inquiry) -> None:
    if inquiry.link is not None:
        revoke(inquiry.link)
        flush(session)


def _noted(session: Session, inquiry: Inquiry, changes: Changes, *, actor: Actor, act: str) -> None:
    subject = Subject("inquiry", inquiry.id)
    record(session, actor=actor, act=act, subject=subject, changes=changes)
    touch(session, TOPIC)
