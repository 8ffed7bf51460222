"""A pupil's report: handed in, answered by the division, published with consent alone."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.attachments.contents import Contents
from exchange.attachments.enums import DocumentKind
from exchange.attachments.rules import Label
from exchange.attachments.services import add_document, add_version
from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import Localized, expect_version, flush, uuid7
from exchange.core.errors import NotFoundError
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.youth.enums import ConsentAnswer, ConsentPurpose
from exchange.youth.enums.reports import REPORT_STEPS, ReportSource, ReportState
from exchange.youth.models import PupilReport, Registration
from exchange.youth.queries.consents import consents_of
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.registrations import edition_id_of, registration_for
from exchange.youth.queries.reports import FILES, file_of, report_of
from exchange.youth.rules.achievements import ensure_took_part
from exchange.youth.rules.reports import (
    ensure_answer,
    ensure_open,
    ensure_publishable,
    ensure_something,
    published_by_desk,
)
from exchange.youth.services.telling import tell_guardian, tell_school_of


@dataclass(frozen=True, slots=True)
class ReportDetails:
    """What is handed in, and whether the guardian lets it be published without a name."""

    source: ReportSource
    text: str
    file: Contents | None = None
    may_publish: bool = False
    #: Whether the guardian says so, and nobody in the guardian's name.
    by_guardian: bool = False


@dataclass(frozen=True, slots=True)
class ReportAnswer:
    """What the division says to a report."""

    state: ReportState
    answer: str = ""
    is_public: bool = False


def hand_in_report(
    session: Session, *, actor: Actor, registration_id: UUID, details: ReportDetails, version: int
) -> PupilReport:
    """Hand a pupil's report in, or a corrected one; a school's own pupils' only."""
    row = _locked(session, actor, registration_id)
    ensure_took_part(row.state)
    report = report_of(session, row.id)
    if report is None:
        report = _new_report(session, row)
    else:
        expect_version(report, version)
        ensure_open(report.state)
    kept = details.file or file_of(session, report)
    ensure_something(details.text, has_file=kept is not None)
    report.source, report.text, report.state = details.source, details.text, ReportState.HANDED_IN
    report.submitted_at, report.submitted_by = clock.now(), actor.name
    may_publish = _publication(report, details)
    _say(report, may_publish=may_publish, by_guardian=details.by_guardian)
    session.add(report)
    flush(session)
    if details.file is not None:
        _keep_file(session, actor, report, details.file)
    record(
        session,
        actor=actor,
        act="reports.hand_in",
        subject=Subject("registration", row.id),
        changes={
            "source": (None, details.source),
            "letters": (None, len(details.text)),
            "may_publish": (None, may_publish),
        },
    )
    return report


def answer_report(
    session: Session, *, actor: Actor, registration_id: UUID, answer: ReportAnswer, version: int
) -> PupilReport:
    """Accept a report or return it with a sentence; who handed it in is told by mail."""
    row, report = _report(session, actor, registration_id)
    expect_version(report, version)
    before, was_public = report.state, report.is_public
    if answer.state is not before:
        REPORT_STEPS.ensure(before, answer.state)
    ensure_answer(answer.state, answer.answer)
    is_public = answer.is_public and answer.state is ReportState.ACCEPTED
    if is_public:
        ensure_publishable(report, row.pupil)
    report.state, report.answer, report.is_public = answer.state, answer.answer, is_public
    report.answered_at, report.answered_by = clock.now(), actor.name
    flush(session)
    changes = {"state": (before, answer.state), "is_public": (was_public, is_public)}
    subject = Subject("registration", row.id)
    record(session, actor=actor, act="reports.answer", subject=subject, changes=changes)
    if answer.state is not before:
        _tell(session, row, report)
    return report


def say_publication(
    session: Session, *, actor: Actor, registration_id: UUID, may_publish: bool
) -> PupilReport:
    """Let a report be published, or take that back: then nobody reads it any more.

    It is the guardian who says so.
    """
    _, report = _report(session, actor, registration_id)
    before = report.may_publish
    _say(report, may_publish=may_publish, by_guardian=True)
    flush(session)
    record(
        session,
        actor=actor,
        act="reports.say_publication",
        subject=Subject("registration", registration_id),
        changes={"may_publish": (before, may_publish)},
    )
    return report


def stop_publication(session: Session, *, actor: Actor, registration_id: UUID) -> None:
    """Take a report from what everyone reads: the consent to taking part is gone."""
    report = report_of(session, registration_id)
    if report is not None and (report.may_publish or not report.guardian_said):
        say_publication(session, actor=actor, registration_id=registration_id, may_publish=False)


def _new_report(session: Session, row: Registration) -> PupilReport:
    """Make an empty report; where the consent to taking part is gone, the guardian's no stands."""
    consents = consents_of(session, [row.id])[row.id]
    return PupilReport(
        id=uuid7(),
        registration_id=row.id,
        is_demo=row.is_demo,
        may_publish=False,
        guardian_said=consents.answer(ConsentPurpose.JOIN) is ConsentAnswer.WITHDRAWN,
        is_public=False,
    )


def _publication(report: PupilReport, details: ReportDetails) -> bool:
    """Return whether a report may be published, by what is handed in and was said before."""
    if details.by_guardian:
        return details.may_publish
    return published_by_desk(
        ticked=details.may_publish,
        may_publish=report.may_publish,
        guardian_said=report.guardian_said,
    )


def _say(report: PupilReport, *, may_publish: bool, by_guardian: bool) -> None:
    """Keep what the guardian lets be done with a report; without consent it is not public."""
    report.guardian_said = report.guardian_said or by_guardian
    if report.may_publish is not may_publish:
        report.publish_said_at = clock.now()
    report.may_publish = may_publish
    report.is_public = report.is_public and may_publish and report.state is ReportState.ACCEPTED


def _locked(session: Session, actor: Actor, registration_id: UUID) -> Registration:
    """Return a registration the actor may see, its edition locked."""
    locked_edition(session, actor, edition_id_of(session, actor, registration_id))
    return registration_for(session, actor, registration_id)


def _report(
    session: Session, actor: Actor, registration_id: UUID
) -> tuple[Registration, PupilReport]:
    row = _locked(session, actor, registration_id)
    report = report_of(session, row.id)
    if report is None:
        raise NotFoundError
    return row, report


def _keep_file(session: Session, actor: Actor, report: PupilReport, contents: Contents) -> None:
    """Keep a report's one file; a corrected one is a further version of it."""
    document = file_of(session, report)
    if document is None:
        title = message("youth.report.file_title")
        names = Localized({str(tag): translate(title, tag) for tag in Language})
        add_document(
            session,
            actor=actor,
            subject=Subject(FILES, report.id),
            label=Label(kind=DocumentKind.PAPER, title=names),
            contents=contents,
            is_demo=report.is_demo,
        )
    else:
        add_version(session, actor=actor, key=document.id, contents=contents)


def _tell(session: Session, row: Registration, report: PupilReport) -> None:
    """Tell who handed a report in what became of it; neither the name nor the words go by mail."""
    subject = message("youth.report.mail.accepted_subject")
    body = message("youth.report.mail.accepted")
    if report.state is ReportState.RETURNED:
        subject = message("youth.report.mail.returned_subject")
        body = message("youth.report.mail.returned")
    tell = tell_guardian if report.source is ReportSource.GUARDIAN else tell_school_of
    tell(session, row, subject, body)
