"""Register pupils a school knows already, without typing them again."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from exchange.core.errors import DomainError, NotFoundError
from exchange.core.messages import Message, label, message
from exchange.core.permissions import Actor
from exchange.youth.models import Pupil, Registration
from exchange.youth.queries.known import known_by_id, registered_of
from exchange.youth.queries.programmes import announced_edition, locked_edition
from exchange.youth.queries.schools import school_by_id
from exchange.youth.rules.duplicates import OUT
from exchange.youth.rules.known import Known
from exchange.youth.rules.registrations import Declared
from exchange.youth.services.pupils import PupilEntry
from exchange.youth.services.registering import register_pupil


def register_known(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    pupil_ids: Sequence[UUID],
    declared: Declared,
) -> Sequence[Registration]:
    """Register pupils of the actor's school as they were last time, all or none.

    Sent twice it is once: whoever is in the edition by now stays as registered. A pupil who was
    registered and is out of it again is refused by name.
    """
    if actor.school_id is None:
        raise NotFoundError
    if not pupil_ids:
        raise DomainError(message("youth.error.nobody_chosen"), field="chosen")
    school = school_by_id(session, actor.school_id)
    edition = announced_edition(session, edition_id)
    locked_edition(session, actor, edition.id)
    before = registered_of(session, school, edition, pupil_ids)
    for row in before:
        if row.state in OUT:
            sentence = message("youth.error.already_registered_as", state=label(row.state))
            raise _about(row.pupil, sentence)
    wanted = set(pupil_ids) - {row.pupil_id for row in before}
    found = known_by_id(session, school, edition, wanted)
    with session.begin_nested():
        made = [_register(session, actor, edition_id, (each, declared)) for each in found]
    return [*before, *made]


def entry_of(known: Known) -> PupilEntry:
    """Return what would be typed: the pupil as known, the guardian as last time."""
    last = known.last
    return PupilEntry(
        name=known.pupil.name,
        birth_date=known.pupil.birth_date,
        grade=known.grade,
        guardian_name=last.guardian_name,
        guardian_relationship=last.guardian_relationship,
        guardian_mail=last.guardian_mail,
        guardian_phone=last.guardian_phone,
        kind=last.kind,
        school_class=last.school_class if known.is_draft else None,
    )


def _register(
    session: Session, actor: Actor, edition_id: UUID, told: tuple[Known, Declared]
) -> Registration:
    """Register one of several; a refusal names the pupil."""
    known, declared = told
    try:
        return register_pupil(
            session,
            actor=actor,
            edition_id=edition_id,
            entry=replace(entry_of(known), declared=declared),
            key=uuid5(edition_id, str(known.pupil.id)),
        )
    except DomainError as error:
        raise _about(known.pupil, error.sentence) from error


def _about(pupil: Pupil, sentence: Message) -> DomainError:
    """Let a refusal name the pupil, beside the list of the ticked."""
    told = message("youth.error.about_pupil", name=pupil.name.written, sentence=sentence)
    return DomainError(told, field="chosen")
