"""Ask guardians for consent: by mail, on printed slips, by a new link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.enums.purposes import Purpose
from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.printing import day_text
from exchange.core.translate import translate
from exchange.youth.enums import RegistrationState
from exchange.youth.models import ConsentRequest, Edition, Registration
from exchange.youth.queries.asked import asked_registrations
from exchange.youth.queries.consents import (
    locked_request,
    requests_of,
    still_asked,
)
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.registrations import registration_for
from exchange.youth.rules.care import is_open_to
from exchange.youth.rules.consents import ensure_deadline
from exchange.youth.rules.registrations import ensure_changeable
from exchange.youth.services.consent_links import LinkPrinter, keep_asked, plan_reminders
from exchange.youth.services.listing import Paper, note_paper
from exchange.youth.services.telling import tell_guardian


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom a school or the division asks, and until when."""

    edition_id: UUID
    deadline: date
    #: None: everyone who is still to be asked.
    keys: Sequence[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """How many guardians are written to, how many cannot be reached by mail, who is waiting."""

    mailed: int
    unreached: int
    #: Of those who are written to: how many children are on the waiting list.
    waiting: int


@dataclass(frozen=True, slots=True)
class Renewed:
    """Whose link was made anew, and whether the guardian was written to."""

    registration: Registration
    is_mailed: bool


def send_consent_links(
    session: Session, *, actor: Actor, asking: Asking, printer: LinkPrinter
) -> Sent:
    """Mail the link to the guardians who are asked; those without an address need a slip."""
    edition, rows = _asked(session, actor, asking)
    reached = _reached(rows)
    known = requests_of(session, [row.id for row in reached])
    for row in reached:
        request = keep_asked(session, row, known.get(row.id), asking.deadline)
        request.mailed_at = clock.now()
        tell_guardian(
            session,
            row,
            message("youth.mail.consent.subject"),
            message(
                "youth.mail.consent.body",
                guardian=row.guardian_name,
                school=row.school.name,
                edition=edition.title.in_language(row.guardian_language),
                deadline=day_text(asking.deadline, row.guardian_language),
                link=printer.address(request.link),
            ),
        )
    _record(session, actor, reached, "mailed_at")
    return _sent(rows)


def count_to_ask(session: Session, *, actor: Actor, asking: Asking) -> Sent:
    """Return whom `send_consent_links` would write to; nothing is sent, the same is refused."""
    _, rows = _asked(session, actor, asking)
    return _sent(rows)


def print_consent_slips(
    session: Session, *, actor: Actor, asking: Asking
) -> Sequence[tuple[Registration, ConsentRequest]]:
    """Prepare a slip for each guardian who is asked; a pupil with the care flag by a manager."""
    _, rows = _asked(session, actor, asking)
    shown = [row for row in rows if is_open_to(row.pupil.needs_care, actor)]
    if not shown:
        raise DomainError(message("youth.consent.error.nobody_to_ask"))
    known = requests_of(session, [row.id for row in shown])
    slips = [(row, keep_asked(session, row, known.get(row.id), asking.deadline)) for row in shown]
    for _, request in slips:
        request.printed_at = clock.now()
    _record(session, actor, shown, "printed_at")
    return slips


def note_consent_forms(session: Session, *, actor: Actor, edition_id: UUID, pupils: int) -> None:
    """Note that forms to sign were printed; written before the answer leaves."""
    purpose = translate(message("youth.consent.form.purpose"), Language.JA)
    paper = Paper("consent_form", Purpose.CONSENT, purpose, pupils)
    note_paper(session, actor=actor, act="consents.print", edition_id=edition_id, paper=paper)


def renew_consent_link(
    session: Session, *, actor: Actor, registration_id: UUID, printer: LinkPrinter
) -> Renewed:
    """Make a guardian's link anew: the one before ends, and its tries are forgotten.

    It is mailed at once where that is possible; otherwise the guardian counts as one to be asked.
    """
    registration = registration_for(session, actor, registration_id)
    known = requests_of(session, [registration.id]).get(registration.id)
    if known is None:
        raise NotFoundError
    request = locked_request(session, known.id)
    before = request.link.generation
    request.link.generation = before + 1
    request.tries = 0
    request.mailed_at = request.printed_at = None
    mails = _mail_anew(session, registration, request, printer)
    request.mailed_at = clock.now() if mails else None
    flush(session)
    record(
        session,
        actor=actor,
        act="consents.renew",
        subject=Subject("registration", registration.id),
        changes={"generation": (before, request.link.generation)},
    )
    return Renewed(registration, is_mailed=bool(mails))


def _mail_anew(
    session: Session, row: Registration, request: ConsentRequest, printer: LinkPrinter
) -> int:
    return tell_guardian(
        session,
        row,
        message("youth.mail.relinked.subject"),
        message(
            "youth.mail.relinked.body",
            guardian=row.guardian_name,
            school=row.school.name,
            edition=row.edition.title.in_language(row.guardian_language),
            link=printer.address(request.link),
        ),
    )


def _reached(rows: Sequence[Registration]) -> Sequence[Registration]:
    return [row for row in rows if row.guardian_mail and not row.pupil.needs_care]


def _sent(rows: Sequence[Registration]) -> Sent:
    reached = _reached(rows)
    waiting = sum(row.state is RegistrationState.WAITLISTED for row in reached)
    return Sent(len(reached), len(rows) - len(reached), waiting)


def _asked(
    session: Session, actor: Actor, asking: Asking
) -> tuple[Edition, Sequence[Registration]]:
    """Lock the edition; return the asked registrations, by default those without consent."""
    edition = locked_edition(session, actor, asking.edition_id)
    ensure_changeable(edition.state)
    ensure_deadline(asking.deadline, today=clock.today(), starts=edition.starts)
    rows = asked_registrations(session, actor, edition.id)
    if asking.keys is not None:
        rows = [row for row in rows if row.id in set(asking.keys)]
    else:
        rows = still_asked(session, rows)
    if not rows:
        raise DomainError(message("youth.consent.error.nobody_to_ask"))
    return edition, rows


def _record(session: Session, actor: Actor, rows: Sequence[Registration], column: str) -> None:
    """Note for each registration how its guardian was asked; reminders follow."""
    flush(session)
    for row in rows:
        record(
            session,
            actor=actor,
            act="consents.ask",
            subject=Subject("registration", row.id),
            changes={column: (None, clock.now())},
        )
    if rows:
        plan_reminders(session)
