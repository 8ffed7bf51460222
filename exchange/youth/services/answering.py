"""What a guardian does by the link: open it, answer, withdraw."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush, seal, uuid7
from exchange.core.errors import DomainError
from exchange.core.keys import Keyring
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.enums import (
    ConsentAnswer,
    ConsentGiver,
    ConsentPurpose,
    ConsentWay,
    Relationship,
)
from exchange.youth.models import Consent, ConsentRequest, Registration
from exchange.youth.queries.consents import (
    consents_of,
    current_text,
    edition_of_request,
    last_number,
    locked_request,
)
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.rules.consents import (
    Tried,
    changed,
    ensure_asked,
    ensure_open,
    ensure_tries_left,
    tried,
)
from exchange.youth.services.stopping import stop_use

#: Who acts by a link: nobody with an account.
GUARDIAN: Final = Actor(user_id=None, role=None, name="guardian")


@dataclass(frozen=True, slots=True)
class Answers:
    """What a guardian typed on the page, and the version of the texts it showed."""

    text_id: UUID
    purposes: Mapping[ConsentPurpose, bool]
    #: The pupil's own answer to taking part.
    pupil_agrees: bool
    relation: Relationship
    signer: str
    #: In which the page was read.
    language: str


@dataclass(frozen=True, slots=True)
class Written:
    """What is kept with an answer."""

    giver: ConsentGiver
    way: ConsentWay
    text_id: UUID
    relation: Relationship | None = None
    signer: str | None = None
    paper_id: UUID | None = None


def try_birth_date(session: Session, *, request_id: UUID, born: date) -> Tried:
    """Compare a birth date with the pupil's and count a wrong one; ForbiddenError after five."""
    request = locked_request(session, request_id)
    ensure_tries_left(request.tries)
    found = tried(request.tries, is_right=request.registration.pupil.birth_date == born)
    request.tries = found.wrong
    flush(session)
    return found


def answer_consent(
    session: Session, *, request_id: UUID, answers: Answers, ring: Keyring
) -> Registration:
    """Keep a guardian's answers and the pupil's own, each with the version of its text.

    Only what changed is added. Refused after the deadline, and when the texts have a new version.
    """
    request = _locked(session, request_id)
    registration = request.registration
    ensure_asked(registration.kind, registration.state)
    ensure_open(request.deadline, clock.today())
    if current_text(session).id != answers.text_id:
        raise DomainError(message("youth.consent.error.new_text"))
    before = consents_of(session, [registration.id])[registration.id]
    given = {
        ConsentGiver.GUARDIAN: answers.purposes,
        ConsentGiver.PUPIL: {ConsentPurpose.JOIN: answers.pupil_agrees},
    }
    answered = []
    for giver, typed in given.items():
        is_guardian = giver is ConsentGiver.GUARDIAN
        written = Written(
            giver,
            ConsentWay.LINK,
            answers.text_id,
            relation=answers.relation if is_guardian else None,
            signer=answers.signer if is_guardian else None,
        )
        new = changed(before, typed, giver)
        write_answers(session, registration=registration, new=new, written=written, ring=ring)
        answered.append((giver, new))
    for giver, new in answered:
        stop_use(session, actor=GUARDIAN, registration=registration, giver=giver, new=new)
    registration.guardian_language = answers.language
    flush(session)
    return registration


def withdraw_consent(
    session: Session, *, request_id: UUID, purpose: ConsentPurpose, ring: Keyring
) -> bool:
    """Withdraw one consent by the link, at any time; its use stops and the school is told.

    What was withdrawn before stays so: sent twice it is one. Say whether anything was withdrawn.
    """
    request = _locked(session, request_id)
    registration = request.registration
    before = consents_of(session, [registration.id])[registration.id]
    held = before.find(purpose)
    if held is not None and held.answer is ConsentAnswer.WITHDRAWN:
        return False
    if held is None or held.answer is not ConsentAnswer.GIVEN:
        raise DomainError(message("youth.consent.error.nothing_to_withdraw"))
    written = Written(ConsentGiver.GUARDIAN, ConsentWay.LINK, held.text_id, relation=held.relation)
    new = {purpose: ConsentAnswer.WITHDRAWN}
    write_answers(session, registration=registration, new=new, written=written, ring=ring)
    stop_use(session, actor=GUARDIAN, registration=registration, giver=written.giver, new=new)
    return True


def write_answers(
    session: Session,
    *,
    registration: Registration,
    new: Mapping[ConsentPurpose, ConsentAnswer],
    written: Written,
    ring: Keyring | None = None,
    actor: Actor = GUARDIAN,
) -> None:
    """Add answers in their order; the audit line names purposes and answers, no person."""
    if not new:
        return
    first = last_number(session, registration.id) + 1
    for number, (purpose, answer) in enumerate(new.items(), start=first):
        row = _row(registration, written, number=number)
        row.purpose, row.answer = purpose, answer
        if ring is not None:
            seal(row, "signer", written.signer, ring=ring)
        session.add(row)
    flush(session)
    record(
        session,
        actor=actor,
        act="consents.answer",
        subject=Subject("registration", registration.id),
        changes={
            f"{written.giver.value}_{purpose.value}": (None, answer)
            for purpose, answer in new.items()
        },
    )


def _row(registration: Registration, written: Written, *, number: int) -> Consent:
    return Consent(
        id=uuid7(),
        registration_id=registration.id,
        number=number,
        giver=written.giver,
        way=written.way,
        text_id=written.text_id,
        relation=written.relation,
        paper_id=written.paper_id,
        at=clock.now(),
    )


def _locked(session: Session, request_id: UUID) -> ConsentRequest:
    """Lock a request, and before it the edition, in the order in which everybody locks."""
    locked_edition(session, GUARDIAN, edition_of_request(session, request_id))
    return locked_request(session, request_id)
