"""Health and passport asked on paper: a form to print for guardians whom no mail reaches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.enums.purposes import Purpose
from exchange.core import clock
from exchange.core.errors import DomainError
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.youth.models import ConsentRequest, Registration
from exchange.youth.queries.asked import asked_registrations
from exchange.youth.queries.consents import requests_of
from exchange.youth.queries.followups import known_since, missing_of
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.rules.care import is_open_to
from exchange.youth.rules.consents import FOLLOWED_UP
from exchange.youth.rules.followups import Needs, asks_gender_too, is_on_paper
from exchange.youth.rules.registrations import ensure_changeable
from exchange.youth.rules.seats import asks_gender
from exchange.youth.services.consent_links import keep_asked
from exchange.youth.services.listing import Paper, note_paper


@dataclass(frozen=True, slots=True)
class FollowUpPaper:
    """One guardian's form: what is asked on it, and the link that may be used instead."""

    registration: Registration
    needs: Needs
    gender: bool
    #: None on a closed network.
    asked: ConsentRequest | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose forms are printed: everyone's whom no mail reaches, of one school, or one pupil's."""

    edition_id: UUID
    school_id: UUID | None = None
    registration_id: UUID | None = None


def due_on_paper(
    session: Session, actor: Actor, rows: Sequence[Registration], *, public: bool
) -> Mapping[UUID, Needs]:
    """Return what is still to be asked on paper, by registration, where no mail reaches."""
    missing = _missing(session, actor, rows)
    return {
        row.id: missing[row.id]
        for row in rows
        if row.id in missing
        and is_on_paper(
            has_mail=bool(row.guardian_mail), needs_care=row.pupil.needs_care, public=public
        )
    }


def print_follow_up_forms(
    session: Session, *, actor: Actor, wanted: Wanted, public: bool
) -> Sequence[FollowUpPaper]:
    """Prepare the forms; that they were printed is noted. Nobody learns a result by a form.

    Where links are sent each form has one too: some prefer to answer by telephone.
    """
    edition = locked_edition(session, actor, wanted.edition_id)
    ensure_changeable(edition.state)
    rows = asked_registrations(session, actor, edition.id, school_id=wanted.school_id)
    if wanted.registration_id is None:
        due = due_on_paper(session, actor, rows, public=public)
    else:
        due = _missing(session, actor, [row for row in rows if row.id == wanted.registration_id])
    if not due:
        raise DomainError(message("youth.followup.error.nobody"))
    known = requests_of(session, list(due)) if public else {}
    purpose = translate(message("youth.followup.paper.purpose"), Language.JA)
    paper = Paper("follow_up_form", Purpose.CARE, purpose, len(due))
    note_paper(session, actor=actor, act="follow_ups.print", edition_id=edition.id, paper=paper)
    return [
        FollowUpPaper(
            row,
            due[row.id],
            asks_gender_too(
                due[row.id], known=row.pupil.gender is not None, counted=asks_gender(edition)
            ),
            (known.get(row.id) or keep_asked(session, row, None, clock.today()))
            if public
            else None,
        )
        for row in rows
        if row.id in due
    ]


def _missing(session: Session, actor: Actor, rows: Sequence[Registration]) -> Mapping[UUID, Needs]:
    """Return what is missing of those the actor may print and who know that they were chosen."""
    asked = [
        row for row in rows if row.state in FOLLOWED_UP and is_open_to(row.pupil.needs_care, actor)
    ]
    if not asked:
        return {}
    known, missing = known_since(session, asked), missing_of(session, asked)
    return {key: needs for key, needs in missing.items() if needs and key in known}
