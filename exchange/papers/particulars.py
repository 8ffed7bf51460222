"""What a visit's papers need and stands nowhere else: read it, state it, one row a visit."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.services import Changes, created, record
from exchange.core.database import Localized, expect_version, flush, restate, stated
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.delegations.enums import Direction
from exchange.delegations.queries import locked_visit
from exchange.papers.models import EmergencyContacts, VisaParticulars

RowT = TypeVar("RowT", VisaParticulars, EmergencyContacts)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisaPlan:
    """What a person states for the visa papers; what they do not know yet is empty."""

    mission: str = ""
    issued_on: date | None = None
    inviter_address: str = ""
    inviter_post: str = ""
    inviter_name: str = ""
    inviter_phone: str = ""
    contact_section: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    background: str = ""
    relation: str = ""
    same_guarantor: bool = False
    guarantor_address: str = ""
    guarantor_post: str = ""
    guarantor_name: str = ""
    guarantor_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyPlan:
    """Whom a visit's members call in an emergency, as far as a person states it."""

    city: Localized | None = None
    city_phone: str = ""
    host: Localized | None = None
    host_phone: str = ""
    lodging: Localized | None = None
    lodging_phone: str = ""
    hospital: Localized | None = None
    hospital_phone: str = ""
    mission: Localized | None = None
    mission_phone: str = ""
    insurance: Localized | None = None
    insurance_phone: str = ""
    insurance_number: str = ""


def particulars_of(session: Session, kind: type[RowT], visit_id: UUID) -> RowT | None:
    """Return what is stated for a visit's papers of a kind; None where nobody has yet."""
    return session.scalar(select(kind).where(kind.visit_id == visit_id))


def state_visa(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    version: int,
    plan: VisaPlan,
    is_demo: bool = False,
) -> VisaParticulars:
    """State what the visa papers of guests say; raises DomainError for a visit of ours abroad.

    `version` is 0 where nobody had stated anything when the form was opened.
    """
    if locked_visit(session, visit_id).direction is not Direction.IN:
        raise DomainError(message("papers.error.inbound"))
    row, changes = _take(session, VisaParticulars, visit_id, version=version, values=stated(plan))
    row.is_demo = row.is_demo or is_demo
    if changes:
        flush(session)
        record(
            session,
            actor=actor,
            act="papers.state_visa",
            subject=Subject("visit", visit_id),
            changes=changes,
        )
    return row


def state_emergency(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    version: int,
    plan: EmergencyPlan,
    is_demo: bool = False,
) -> EmergencyContacts:
    """State whom a visit's members call; `version` is 0 where nobody had stated anything."""
    locked_visit(session, visit_id)
    row, changes = _take(session, EmergencyContacts, visit_id, version=version, values=stated(plan))
    row.is_demo = row.is_demo or is_demo
    if changes:
        flush(session)
        record(
            session,
            actor=actor,
            act="papers.state_emergency",
            subject=Subject("visit", visit_id),
            changes=changes,
        )
    return row


def _take(
    session: Session,
    kind: type[RowT],
    visit_id: UUID,
    *,
    version: int,
    values: dict[str, Any],
) -> tuple[RowT, Changes]:
    """Put what is stated on the one row of a visit; return it and what differs."""
    row = particulars_of(session, kind, visit_id)
    if row is not None:
        expect_version(row, version)
        return row, restate(row, values)
    row = kind(visit_id=visit_id, **values)
    session.add(row)
    empty = (None, "", False)
    return row, created({name: value for name, value in values.items() if value not in empty})
