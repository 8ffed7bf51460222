"""What guardians do who register themselves: ask for a link, apply, correct, withdraw."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush, uuid7
from exchange.core.errors import DomainError, StaleRowError
from exchange.core.keys import Keyring
from exchange.core.languages import OFFICE_ZONE
from exchange.core.links import LinkPurpose, Target, issue_signed, signed_token
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.translate import translate
from exchange.outbox.services import write_mail
from exchange.youth.models import Application, Edition, Registration
from exchange.youth.queries.applications import (
    edition_id_of_application,
    held_registration,
    locked_application,
    unsent_application,
)
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.schools import locked_school
from exchange.youth.rules.applying import (
    PAUSE,
    ensure_applying_open,
    ensure_frozen,
    ensure_received,
    is_applying_open,
    stage_of,
)
from exchange.youth.rules.consents import Tried, ensure_tries_left, tried
from exchange.youth.rules.registrations import Declared, withdrawal_target
from exchange.youth.services.amending import Amendment, amend_registration
from exchange.youth.services.answering import GUARDIAN
from exchange.youth.services.applicants import ensure_school_share, register_applicant
from exchange.youth.services.consent_links import LinkPrinter
from exchange.youth.services.leaving import withdraw
from exchange.youth.services.pupils import PupilEntry
from exchange.youth.services.registering import ensure_fits
from exchange.youth.services.written import (
    Answers,
    Correction,
    answers_from,
    answers_in,
    answers_of,
    entry_from,
    keep_answers,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who asks for a link: where it is sent, and the language the guardian reads."""

    mail: str
    language: str


def ask_for_link(
    session: Session, *, edition_id: UUID, wanted: Wanted, printer: LinkPrinter
) -> None:
    """Send a guardian the link to apply by; one not used yet is sent again, not at once."""
    edition = locked_edition(session, GUARDIAN, edition_id)
    now = clock.machine_now()
    ensure_applying_open(edition, clock.now())
    row = unsent_application(session, edition.id, wanted.mail.lower())
    if row is not None and now - row.mailed_at < PAUSE:
        return
    row = row or _new_application(session, edition, wanted)
    row.mailed_at = now
    flush(session)
    address = f"{printer.base_url}/apply/{signed_token(row.link, printer.secret)}"
    title = edition.title.in_language(wanted.language)
    write_mail(
        session,
        to=row.mail,
        subject=translate(message("youth.apply.mail.subject", edition=title), wanted.language),
        body=translate(
            message(
                "youth.apply.mail.body", edition=title, address=address, moment=edition.closes_at
            ),
            wanted.language,
        ),
        language=wanted.language,
    )
    _record(session, row, act="applications.ask", changes={"mailed_at": (None, now)})


def apply(
    session: Session, *, application_id: UUID, entry: PupilEntry, school_id: UUID, ring: Keyring
) -> Application:
    """Register the child for the guardian; sent twice it is one, withdrawn it is made anew."""
    edition, row = _locked(session, application_id)
    if row.sent_at is not None and row.withdrawn_at is None:
        return row
    ensure_applying_open(edition, clock.now())
    school = locked_school(session, school_id)
    declared = Declared(purpose_explained=True)
    entry = replace(entry, guardian_mail=row.mail, declared=declared, by_guardian=True)
    applied = register_applicant(
        session, actor=GUARDIAN, edition=edition, school=school, entry=entry
    )
    row.registration_id = applied.registration.id if applied.registration else None
    row.beside_id = applied.beside.id if applied.beside else None
    row.told, row.school_id = applied.state, school.id
    row.answer = row.answered_at = row.answered_by = row.reason = None
    if applied.registration is not None and applied.registration.by_guardian:
        applied.registration.guardian_language = row.language
    row.sent_at, row.withdrawn_at, row.tries = clock.now(), None, 0
    keep_answers(row, answers_from(entry, school.id), ring)
    row.link.expires_at = _expiry(edition.ends)
    flush(session)
    _record(session, row, act="applications.send", changes={"sent_at": (None, row.sent_at)})
    return row


def try_applicant(session: Session, *, application_id: UUID, born: date, ring: Keyring) -> Tried:
    """Compare a birth date with what was written, count a wrong one; ForbiddenError after five.

    Counting is no change of what was written: a page that was opened before is not stale by it.
    """
    row = locked_application(session, application_id)
    ensure_tries_left(row.tries)
    is_right = answers_of(row, ring).get("birth_date") == born.isoformat()
    found = tried(row.tries, is_right=is_right)
    session.execute(update(Application).where(Application.id == row.id).values(tries=found.wrong))
    return found


def correct_application(
    session: Session,
    *,
    application_id: UUID,
    correction: Correction,
    ring: Keyring,
    version: int | None = None,
) -> None:
    """Write anew what was typed; one sent back is submitted again, one standing alone only kept.

    Once the window is closed school and grade stay, and the division is asked about the name.
    """
    edition, row = _locked(session, application_id)
    registration = held_registration(session, row)
    ensure_received(stage_of(row, edition, registration))
    before = answers_in(registration) if registration else answers_of(row, ring)
    _expect_seen(row, registration, version, theirs=before, typed=correction.typed)
    after = {**before, **correction.typed}
    is_open = is_applying_open(edition, clock.now())
    if not is_open:
        for field in ("school_id", "grade"):
            ensure_frozen(is_same=after[field] == before[field], field=field)
    school = locked_school(session, UUID(after["school_id"]))
    entry = entry_from(after, row.mail)
    ensure_fits(entry, school, edition)
    if after["school_id"] != before["school_id"]:
        ensure_school_share(session, edition, school.id, row.told)
    if registration is not None:
        amendment = Amendment(entry, school, is_open=is_open)
        amended = amend_registration(
            session, edition=edition, registration=registration, amendment=amendment
        )
        row.registration_id = amended.registration.id if amended.registration else None
        row.beside_id = amended.beside.id if amended.beside else None
    row.school_id = school.id
    keep_answers(row, {**answers_of(row, ring), **correction.typed}, ring)
    flush(session)
    fields = dict.fromkeys(correction.typed, (None, None))
    _record(session, row, act="applications.change", changes=fields)


def withdraw_application(
    session: Session, *, application_id: UUID, reason: str, version: int | None = None
) -> None:
    """Take the child out with the guardian's reason; sent twice it is once."""
    edition, row = _locked(session, application_id)
    if row.withdrawn_at is not None:
        return
    if row.sent_at is None:
        raise DomainError(message("youth.apply.error.nothing_sent"))
    registration = held_registration(session, row)
    ensure_received(stage_of(row, edition, registration))
    _expect_seen(row, registration, version)
    if registration is not None and withdrawal_target(registration.state) is not None:
        withdraw(session, actor=GUARDIAN, registration_id=registration.id, reason=reason)
    row.withdrawn_at = clock.now()
    flush(session)
    changes = {"withdrawn_at": (None, row.withdrawn_at)}
    _record(session, row, act="applications.change", changes=changes)


def seen_version(row: Application, registration: Registration | None) -> int:
    """Return what grows with every change of an application or of the registration it holds."""
    return row.version + (registration.version if registration else 0)


def _new_application(session: Session, edition: Edition, wanted: Wanted) -> Application:
    key = uuid7()
    target = Target(LinkPurpose.APPLICATION, "application", key)
    link = issue_signed(session, target, expires_at=_expiry(edition.closes_on))
    row = Application(
        id=key,
        edition_id=edition.id,
        link_id=link.id,
        link=link,
        mail=wanted.mail.lower(),
        language=wanted.language,
        mailed_at=clock.machine_now(),
        tries=0,
        is_demo=edition.is_demo,
    )
    session.add(row)
    return row


def _expect_seen(
    row: Application,
    registration: Registration | None,
    version: int | None,
    *,
    theirs: Answers | None = None,
    typed: Answers | None = None,
) -> None:
    """Refuse what was written on a page that is no longer so; only what was typed is compared."""
    present = seen_version(row, registration)
    if version is not None and version != present:
        compared = {name: (theirs or {})[name] for name in typed or {}}
        raise StaleRowError(theirs=compared, version=present)


def _expiry(day: date) -> datetime:
    """Return the end of a day of the office, by the machine's clock that links go by."""
    ends = datetime.combine(day + timedelta(days=1), time(), OFFICE_ZONE)
    return clock.machine_now() + (ends - clock.now())


def _record(
    session: Session,
    row: Application,
    *,
    act: str,
    changes: Mapping[str, tuple[object, object]],
) -> None:
    """Leave a line of who did what; what was written stays in the application."""
    subject = Subject("application", row.id)
    record(session, actor=GUARDIAN, act=act, subject=subject, changes=changes, without_values=True)


def _locked(session: Session, application_id: UUID) -> tuple[Edition, Application]:
    """Lock an application, and before it the edition, in the order in which everybody locks."""
    edition = locked_edition(session, GUARDIAN, edition_id_of_application(session, application_id))
    return edition, locked_application(session, application_id)
