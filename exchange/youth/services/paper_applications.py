"""The division enters what guardians hand in on paper, in their stead, and puts it right."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.errors import NotFoundError
from exchange.core.permissions import Actor
from exchange.youth.models import Registration
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.schools import locked_school
from exchange.youth.rules.applying import (
    ensure_by_guardian,
    ensure_on_paper,
    ensure_received_in_window,
)
from exchange.youth.services.applicants import admit_applicant
from exchange.youth.services.pupils import PupilEntry
from exchange.youth.services.registering import correct_registration
from exchange.youth.services.steps import locked_registration


@dataclass(frozen=True, slots=True)
class PaperApplication:
    """What stands on a guardian's form, and the day the division got it."""

    entry: PupilEntry
    received_on: date

    @property
    def written(self) -> PupilEntry:
        """The entry, marked as the guardian's and as on paper."""
        return replace(self.entry, by_guardian=True, paper_received_on=self.received_on)


def enter_paper_application(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    school_id: UUID,
    paper: PaperApplication,
    key: UUID,
) -> Registration:
    """Register a child from a form that came within the window; the same `key` again is one.

    Seats are as they are now.
    """
    edition = locked_edition(session, actor, edition_id)
    school = locked_school(session, school_id)
    if known := session.get(Registration, key):
        if known.edition_id != edition.id:
            raise NotFoundError
        return known
    ensure_by_guardian(edition)
    ensure_received_in_window(edition, paper.received_on, clock.today())
    return admit_applicant(
        session, actor=actor, places=(edition, school), entry=paper.written, key=key
    )


def correct_paper_application(
    session: Session,
    *,
    actor: Actor,
    registration_id: UUID,
    paper: PaperApplication,
    version: int | None = None,
) -> Registration:
    """Write anew what was sent back, once the guardian was asked, and submit it again."""
    registration = locked_registration(session, actor, registration_id)
    ensure_on_paper(registration)
    ensure_received_in_window(registration.edition, paper.received_on, clock.today())
    return correct_registration(
        session, actor=actor, registration_id=registration_id, entry=paper.written, version=version
    )
