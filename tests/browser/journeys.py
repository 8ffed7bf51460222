"""What the walk needs around a journey: a closed edition, a session, an achievement, a mail."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from exchange.core.dates import PartialDate
from exchange.outbox.models import Mail
from exchange.outbox.services import write_mail
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.enums.journeys import AchievementKind
from exchange.youth.models import (
    Achievement,
    Edition,
    OrientationSession,
    PartnerRequest,
    Registration,
)

Row = TypeVar("Row")


def first(session: Session, statement: Select[Row]) -> Row:
    """Return the first row of the demo data; LookupError where it holds none."""
    found = session.scalars(statement).first()
    if found is None:
        raise LookupError(f"the demo data holds nothing for: {statement}")
    return found


def of_journeys(session: Session) -> dict[str, object]:
    """Find a closed edition and what stands around a journey."""
    closed = first(session, select(Edition).where(Edition.state == EditionState.CLOSED))
    waits = PartnerRequest.answered_on.is_(None), PartnerRequest.taken_back_on.is_(None)
    asked = first(session, select(PartnerRequest).where(*waits))
    return {
        "partner_request": asked.id,
        "asking": asked.edition_id,
        "closed": closed.id,
        "year": closed.fiscal_year,
        "meeting": first(session, select(OrientationSession)).id,
        "achievement": _achievement(session, closed.id).id,
        "mail": _mail(session).id,
    }


def _mail(session: Session) -> Mail:
    """Write what nobody has sent yet."""
    return write_mail(
        session, to="hogosha@demo.example", subject="見本", body="見本の本文", language="ja"
    )


def _achievement(session: Session, edition_id: UUID) -> Achievement:
    """Keep an achievement of somebody who completed an edition."""
    completed = select(Registration).where(
        Registration.edition_id == edition_id, Registration.state == RegistrationState.COMPLETED
    )
    row = Achievement(
        registration_id=first(session, completed).id,
        kind=AchievementKind.AWARD,
        title="見本の作文で入賞",
        happened=PartialDate.parse("2026-10"),
        source="",
        consented_by="見本 保護者",
        consented_on=date(2026, 10, 1),
        ends_on=date(2030, 3, 31),
    )
    session.add(row)
    session.flush()
    return row
