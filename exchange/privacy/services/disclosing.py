"""A copy of all that is kept about a pupil: asked for, made by a job, taken once, dropped."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.enums.purposes import Purpose
from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import flush, seal, stated, transact, unseal
from exchange.core.erasures import Part, Search, survey
from exchange.core.errors import DomainError
from exchange.core.keys import Keyring
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, system_actor
from exchange.jobs.services import enqueue
from exchange.jobs.worker import Work
from exchange.privacy.bundles import Copy, archive
from exchange.privacy.copying import copied, files_of, without
from exchange.privacy.enums import NEXT, DisclosureState
from exchange.privacy.logbook import logged
from exchange.privacy.models import Disclosure
from exchange.privacy.queries import disclosure_locked
from exchange.privacy.rules import state_on
from exchange.youth.queries.erasing import person_of, pupil_kept

#: Kinds of jobs: the one that makes a copy, and the one that drops it.
MAKE: Final = "privacy.copy"
DROP: Final = "privacy.drop_copy"
#: For so long a copy waits for whoever ordered it.
KEPT: Final = timedelta(days=7)
_MAKER: Final = system_actor("privacy.copy")


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks for a copy, how that was made sure, and what for."""

    asker: str
    checked: str
    purpose: str


def order_copy(
    session: Session,
    *,
    actor: Actor,
    pupil_id: UUID,
    request: Request,
    language: Language = Language.JA,
) -> Disclosure:
    """Order a copy of all that is kept about a pupil, in its reader's language.

    Raises NotFoundError.
    """
    pupil = pupil_kept(session, pupil_id)
    row = Disclosure(
        pupil_id=pupil.id,
        ordered_by=actor.name,
        ordered_by_id=actor.user_id,
        ordered_at=clock.machine_now(),
        is_demo=pupil.is_demo,
        **stated(request),
    )
    session.add(row)
    flush(session)
    enqueue(session, MAKE, {"disclosure": str(row.id), "language": language.value})
    subject = Subject("pupil", pupil.id)
    values = created({"purpose": request.purpose, "asker": request.asker})
    record(session, actor=actor, act="disclosures.order", subject=subject, changes=values)
    return row


def maker(parts: Sequence[Part]) -> Callable[[Work], None]:
    """Return what does the job that makes a copy of what the rooms keep."""

    def make(work: Work) -> None:
        key = UUID(work.arguments["disclosure"])
        ring = Keyring.parse(work.settings.present_data_key())
        with work.database.reading() as session:
            row = session.get(Disclosure, key)
            if row is None or row.state is not DisclosureState.WAITING:
                return
            body = archive(
                _copy(session, row, parts, ring),
                language=work.arguments.get("language", Language.JA),
                today=clock.today(),
            )
        transact(work.database, lambda session: _finish(session, key, body, ring))

    return make


def take_copy(session: Session, *, actor: Actor, key: UUID, ring: Keyring) -> bytes:
    """Give the copy to whoever ordered it, this once; raises NotFoundError, DomainError."""
    row = disclosure_locked(session, actor, key)
    if state_on(row.state, row.kept_until, clock.machine_now()) is not DisclosureState.READY:
        raise DomainError(message("privacy.error.copy_gone"))
    plain = unseal(row, "body", ring=ring)
    assert plain is not None, "a copy that is ready has its bytes"
    _end(row, DisclosureState.TAKEN)
    row.taken_at = clock.machine_now()
    flush(session)
    subject = Subject("pupil", row.pupil_id)
    values = created({"purpose": row.purpose})
    record(
        session,
        actor=actor,
        act="disclosures.take",
        subject=subject,
        changes=values,
        purpose=Purpose.ANSWER,
    )
    return base64.b64decode(plain)


def drop(work: Work) -> None:
    """Do the job that drops a copy nobody has taken."""
    key = UUID(work.arguments["disclosure"])
    transact(work.database, lambda session: _drop(session, key))


def give_up(session: Session, arguments: Mapping[str, str], _reason: str) -> None:
    """Mark the copy of a job that failed for good; one that is made, taken or gone stays so."""
    row = session.get(Disclosure, UUID(arguments["disclosure"]), with_for_update=True)
    if row is None or not NEXT.allows(row.state, DisclosureState.FAILED):
        return
    row.state = DisclosureState.FAILED
    flush(session)


def revive(session: Session, _actor: Actor, arguments: Mapping[str, str]) -> None:
    """Let the copy of a failed job wait again."""
    row = disclosure_locked(session, None, UUID(arguments["disclosure"]))
    NEXT.ensure(row.state, DisclosureState.WAITING)
    row.state = DisclosureState.WAITING
    flush(session)


def _copy(session: Session, row: Disclosure, parts: Sequence[Part], ring: Keyring) -> Copy:
    pupil = pupil_kept(session, row.pupil_id)
    search = Search(session, person_of(session, pupil), ring)
    found = without(survey(search, parts), row)
    return Copy(
        disclosure=row,
        name=pupil.name.written,
        tables=copied(search, found),
        log=logged(search, parts),
        files=files_of(search, found),
        contains_demo=row.is_demo,
    )


def _finish(session: Session, key: UUID, body: bytes, ring: Keyring) -> None:
    row = disclosure_locked(session, None, key)
    NEXT.ensure(row.state, DisclosureState.READY)
    seal(row, "body", base64.b64encode(body).decode(), ring=ring)
    row.state, row.kept_until = DisclosureState.READY, clock.machine_now() + KEPT
    flush(session)
    subject = Subject("pupil", row.pupil_id)
    record(session, actor=_MAKER, act="disclosures.make", subject=subject)
    enqueue(session, DROP, {"disclosure": str(key)}, run_at=row.kept_until)


def _drop(session: Session, key: UUID) -> None:
    row = disclosure_locked(session, None, key)
    if row.state is not DisclosureState.READY:
        return
    _end(row, DisclosureState.DROPPED)
    flush(session)
    subject = Subject("pupil", row.pupil_id)
    record(session, actor=_MAKER, act="disclosures.drop", subject=subject)


def _end(row: Disclosure, state: DisclosureState) -> None:
    NEXT.ensure(row.state, state)
    row.state, row.body = state, None
