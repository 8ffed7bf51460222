"""The papers a school prints at its desk: what it has handed in, and the head's recommendations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.enums.purposes import Purpose
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.youth.models import Registration, RegistrationStep
from exchange.youth.queries.desk_papers import registrations_for_papers
from exchange.youth.rules.care import is_open_to
from exchange.youth.rules.desk_papers import may_be_recommended, submission_of
from exchange.youth.services.listing import Paper, note_paper


@dataclass(frozen=True, slots=True)
class Submission:
    """A registration that was handed in: its number in the school's list, when and by whom."""

    number: int
    registration: Registration
    step: RegistrationStep


@dataclass(frozen=True, slots=True)
class DeskPapers:
    """What a school may print of an edition, and how many pupils are left out with care."""

    submissions: Sequence[Submission]
    recommendable: Sequence[Registration]
    with_care: int


def desk_papers(session: Session, *, actor: Actor, edition_id: UUID) -> DeskPapers:
    """Return what the actor may print of an edition's registrations."""
    rows = registrations_for_papers(session, actor, edition_id)
    found = [row for row in rows if is_open_to(row.pupil.needs_care, actor)]
    steps = [(row, submission_of(row.steps)) for row in found]
    handed_in = [(row, step) for row, step in steps if step is not None]
    return DeskPapers(
        [Submission(number, *pair) for number, pair in enumerate(handed_in, start=1)],
        [row for row in found if may_be_recommended(row)],
        with_care=len(rows) - len(found),
    )


def note_receipt(session: Session, *, actor: Actor, edition_id: UUID, pupils: int) -> None:
    """Note that a receipt was printed; written before the answer leaves."""
    purpose = translate(message("youth.receipt.purpose"), Language.JA)
    paper = Paper("receipt", Purpose.APPLICATIONS, purpose, pupils)
    note_paper(session, actor=actor, act="receipts.print", edition_id=edition_id, paper=paper)


def recommend(
    session: Session, *, actor: Actor, edition_id: UUID, reasons: Mapping[UUID, str]
) -> Sequence[tuple[Registration, str]]:
    """Return whose recommendations are printed, each with the reason typed or none; it is logged.

    Raises NotFoundError for whom the actor may not recommend; the reasons are not kept.
    """
    if not reasons:
        raise DomainError(message("youth.recommendation.error.nobody"), field="chosen")
    papers = desk_papers(session, actor=actor, edition_id=edition_id)
    rows = [row for row in papers.recommendable if row.id in reasons]
    if len(rows) != len(reasons):
        raise NotFoundError
    purpose = translate(message("youth.recommendation.purpose"), Language.JA)
    note_paper(
        session,
        actor=actor,
        act="recommendations.print",
        edition_id=edition_id,
        paper=Paper("recommendation", Purpose.APPLICATIONS, purpose, len(rows)),
    )
    return [(row, reasons[row.id]) for row in rows]
