"""Tell the results of a selection to guardians and schools, once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.enums.purposes import Purpose
from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush
from exchange.core.languages import Language
from exchange.core.messages import Message, message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.youth.enums import ConsentPurpose
from exchange.youth.enums.waiting import NoticeWay, SelectionResult
from exchange.youth.models import ConsentRequest, Edition, Registration, ResultNotice
from exchange.youth.queries.consents import consents_of, requests_of
from exchange.youth.queries.letters import decided_of, notices_of
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.rules.letters import RESULTS, is_to_tell, told_sentence
from exchange.youth.services.consent_links import LinkPrinter, keep_asked, plan_reminders
from exchange.youth.services.listing import Paper, note_paper
from exchange.youth.services.telling import tell_guardian, tell_school


def tell_results(
    session: Session, *, actor: Actor, edition_id: UUID, printer: LinkPrinter | None
) -> int:
    """Write to guardians what came of their child's application, and to each school how many.

    Told once; a result that has changed since is told again. Whoever was chosen reads where
    health and passport are asked: on the page of consent, by the same link; without a printer
    no link is sent. Return of how many pupils.
    """
    edition = locked_edition(session, actor, edition_id)
    rows = decided_of(session, actor, edition.id)
    notices = notices_of(session, [row.id for row in rows], NoticeWay.MAILED)
    due = to_tell(rows, notices)
    asked = {**requests_of(session, [row.id for row in due]), **_ask_anew(session, due, printer)}
    for row in due:
        _tell(session, edition, row, _what_follows(row, asked.get(row.id), printer))
        _keep(session, row.id, RESULTS[row.state], notices.get(row.id), way=NoticeWay.MAILED)
    for school_id, count in Counter(row.pupil.school_id for row in due).items():
        subject = message("youth.letter.mail.subject")
        tell_school(session, school_id, subject, message("youth.letter.mail.school", count=count))
    flush(session)
    if due:
        plan_reminders(session)
        record(
            session,
            actor=actor,
            act="editions.tell_results",
            subject=Subject("edition", edition.id),
            changes={"pupils": (None, len(due))},
        )
    return len(due)


def note_letters(
    session: Session, *, actor: Actor, edition_id: UUID, results: Mapping[UUID, SelectionResult]
) -> None:
    """Note which letters were printed; written before the answer leaves.

    A printed letter tells a result as a mail does: reminders are counted from its day on.
    """
    locked_edition(session, actor, edition_id)
    notices = notices_of(session, list(results), NoticeWay.PRINTED)
    new = [
        key
        for key, result in results.items()
        if key not in notices or notices[key].result is not result
    ]
    for key in new:
        _keep(session, key, results[key], notices.get(key), way=NoticeWay.PRINTED)
    if new:
        plan_reminders(session)
    purpose = translate(message("youth.letter.purpose"), Language.JA)
    paper = Paper("result_letter", Purpose.ANSWER, purpose, len(results))
    note_paper(session, actor=actor, act="letters.print", edition_id=edition_id, paper=paper)


def to_tell(
    rows: Sequence[Registration], notices: Mapping[UUID, ResultNotice]
) -> Sequence[Registration]:
    """Return those whose result is still to be told."""
    return [
        row
        for row in rows
        if is_to_tell(
            RESULTS[row.state],
            notices[row.id].result if row.id in notices else None,
            needs_care=row.pupil.needs_care,
        )
    ]


def _tell(session: Session, edition: Edition, row: Registration, follows: Message) -> None:
    body = message(
        "youth.letter.mail.guardian",
        edition=edition.title.in_language(row.guardian_language),
        result=_told_in_words(row),
        follows=follows,
    )
    tell_guardian(session, row, message("youth.letter.mail.subject"), body)


def _told_in_words(row: Registration) -> Message:
    """Return the result; below Japanese, in which a family hears by default, in two languages more.

    No page tells it again: who is not chosen gets no link at whose top a language is chosen.
    """
    told = told_sentence(row)
    if row.guardian_language in {Language.EN, Language.ZH_HANT}:
        return told
    return message(
        "youth.letter.mail.told",
        result=told,
        english=translate(told, Language.EN),
        chinese=translate(told, Language.ZH_HANT),
    )


def _ask_anew(
    session: Session, due: Sequence[Registration], printer: LinkPrinter | None
) -> Mapping[UUID, ConsentRequest]:
    """Give a link to those who were chosen and consented on paper: the page asks for the rest.

    Its deadline is today: consent is there, what is left is to show it or take it back.
    """
    chosen = [row for row in due if RESULTS[row.state] is SelectionResult.SELECTED]
    keys = [row.id for row in chosen if row.guardian_mail]
    if printer is None or not keys:
        return {}
    known, consents = requests_of(session, keys), consents_of(session, keys)
    return {
        row.id: keep_asked(session, row, None, clock.today())
        for row in chosen
        if row.guardian_mail
        and row.id not in known
        and consents[row.id].grants(ConsentPurpose.JOIN)
    }


def _what_follows(
    row: Registration, asked: ConsentRequest | None, printer: LinkPrinter | None
) -> Message:
    """Return what a guardian does next: whoever was chosen is asked for health and passport."""
    if RESULTS[row.state] is not SelectionResult.SELECTED:
        return message("youth.letter.after")
    if asked is None or printer is None:
        return message("youth.letter.next_by_school")
    return message("youth.letter.next_by_link", link=printer.address(asked.link))


def _keep(
    session: Session,
    key: UUID,
    result: SelectionResult,
    notice: ResultNotice | None,
    *,
    way: NoticeWay,
) -> None:
    """Keep that a registration's result was told."""
    if notice is None:
        notice = ResultNotice(registration_id=key, way=way)
        session.add(notice)
    notice.result, notice.at = result, clock.now()
