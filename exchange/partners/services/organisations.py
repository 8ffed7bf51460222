"""State who carries the exchange in a field, correct it, end it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import Changes, created, record
from exchange.core import clock
from exchange.core.database import (
    Localized,
    add_once,
    expect_version,
    flush,
    restate,
    stated,
    uuid7,
)
from exchange.core.dates import PartialDate
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.partners.enums import ExchangeField, Side
from exchange.partners.models import Organisation, Partner


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDetails:
    """What a person states of an organisation."""

    side: Side
    field: ExchangeField
    names: Localized
    source_id: UUID
    locator: str = ""
    native_name: str = ""
    since: PartialDate | None = None
    contact: str = ""


def add_organisation(
    session: Session,
    *,
    actor: Actor,
    partner: Partner,
    details: OrganisationDetails,
    key: UUID | None = None,
    is_demo: bool = False,
) -> Organisation:
    """Add an organisation to a partner; with the `key` of a form sent before, the earlier one."""
    made = Organisation(
        id=key or uuid7(), partner_id=partner.id, is_demo=is_demo, **stated(details)
    )
    made, new = add_once(session, made)
    if new:
        _noted(session, actor, made, created(stated(details)), act="partners.add_organisation")
    return made


def correct_organisation(
    session: Session,
    *,
    actor: Actor,
    organisation: Organisation,
    version: int,
    details: OrganisationDetails,
) -> Organisation:
    """Change what is stated of an organisation; raises StaleRowError."""
    expect_version(organisation, version)
    if changes := restate(organisation, stated(details)):
        flush(session)
        _noted(session, actor, organisation, changes, act="partners.correct_organisation")
    return organisation


def end_organisation(
    session: Session, *, actor: Actor, organisation: Organisation, version: int
) -> None:
    """Take an organisation off the pages; its row and the posts in it stay."""
    expect_version(organisation, version)
    if organisation.ended_at is not None:
        return
    changes = restate(organisation, {"ended_at": clock.now()})
    flush(session)
    _noted(session, actor, organisation, changes, act="partners.end_organisation")


def _noted(
    session: Session,
    actor: Actor,
    organisation: Organisation,
    changes: Changes,
    *,
    act: str,
) -> None:
    subject = Subject("organisation", organisation.id)
    record(session, actor=actor, act=act, subject=subject, changes=changes)
