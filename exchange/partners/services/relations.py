"""State that two partners are partners of one another, and that they no longer are."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import Changes, created, record
from exchange.core import clock
from exchange.core.database import Localized, add_once, expect_version, flush, restate, uuid7
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.partners.models import Partner, PartnerRelation


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationDetails:
    """What a person states of a relation."""

    relation: Localized
    source_id: UUID
    locator: str = ""
    since: PartialDate | None = None


def relate(
    session: Session,
    *,
    actor: Actor,
    partners: tuple[Partner, Partner],
    details: RelationDetails,
    key: UUID | None = None,
) -> PartnerRelation:
    """State a relation between two partners, once a pair."""
    first, second = sorted(partners, key=lambda partner: partner.number)
    if first.id == second.id:
        raise DomainError(message("partners.error.relation_to_itself"), field="other_id")
    made = PartnerRelation(
        id=key or uuid7(),
        partner_id=first.id,
        other_id=second.id,
        relation=details.relation,
        since=details.since,
        source_id=details.source_id,
        locator=details.locator,
    )
    made, new = add_once(session, made)
    if new:
        values = {"partner": first.slug, "other": second.slug, "since": details.since}
        _noted(session, actor, made, created(values), act="partners.relate")
    return made


def end_relation(
    session: Session, *, actor: Actor, relation: PartnerRelation, version: int
) -> None:
    """Take a relation off the pages; its row stays."""
    expect_version(relation, version)
    if relation.ended_at is not None:
        return
    changes = restate(relation, {"ended_at": clock.now()})
    flush(session)
    _noted(session, actor, relation, changes, act="partners.end_relation")


def _noted(
    session: Session,
    actor: Actor,
    relation: PartnerRelation,
    changes: Changes,
    *,
    act: str,
) -> None:
    subject = Subject("partner_relation", relation.id)
    record(session, actor=actor, act=act, subject=subject, changes=changes)
