"""The list of what is better not given, and the limits of the lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
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
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.delegations.queries import partners_by_slug
from exchange.gifts.enums import GiftLine, TabooKind
from exchange.gifts.models import GiftLimit, Taboo
from exchange.gifts.queries import limit_by_id, taboo_by_id
from exchange.gifts.rules import words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TabooPlan:
    """What a person states of things better not given; no partners are all of them."""

    kind: TabooKind
    words: str
    partners: Sequence[str]
    note: Localized
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitPlan:
    """How much a gift of a line may be worth without an approval, and since when; yen."""

    line: GiftLine
    most: int
    since: date
    note: str = ""


def add_taboo(session: Session, *, actor: Actor, plan: TabooPlan, key: UUID | None = None) -> Taboo:
    """Put things on the list; the same `key` twice is the same line."""
    _ensure_taboo(session, plan)
    row, new = add_once(session, Taboo(id=key or uuid7(), **stated(plan)))
    if new:
        changes = created(stated(plan))
        subject = Subject("gift_taboo", row.id)
        record(session, actor=actor, act="gifts.add_taboo", subject=subject, changes=changes)
    return row


def change_taboo(
    session: Session, *, actor: Actor, key: UUID, version: int, plan: TabooPlan
) -> Taboo:
    """Change a line of the list."""
    row = taboo_by_id(session, key)
    expect_version(row, version)
    _ensure_taboo(session, plan)
    changes = restate(row, stated(plan))
    if changes:
        subject = Subject("gift_taboo", row.id)
        record(session, actor=actor, act="gifts.change_taboo", subject=subject, changes=changes)
        flush(session)
    return row


def end_taboo(session: Session, *, actor: Actor, key: UUID, version: int) -> Taboo:
    """Take a line off the list."""
    row = taboo_by_id(session, key)
    expect_version(row, version)
    row.ended_at = clock.now()
    changes = {"ended_at": (None, row.ended_at)}
    subject = Subject("gift_taboo", row.id)
    record(session, actor=actor, act="gifts.end_taboo", subject=subject, changes=changes)
    flush(session)
    return row


def set_limit(
    session: Session,
    *,
    actor: Actor,
    plan: LimitPlan,
    key: UUID | None = None,
    is_demo: bool = False,
) -> GiftLimit:
    """Say how much a gift of a line may be worth from a day on."""
    _ensure_limit(plan)
    row, new = add_once(session, GiftLimit(id=key or uuid7(), is_demo=is_demo, **stated(plan)))
    if new:
        changes = created(stated(plan))
        subject = Subject("gift_limit", row.id)
        record(session, actor=actor, act="gifts.set_limit", subject=subject, changes=changes)
    return row


def change_limit(
    session: Session, *, actor: Actor, key: UUID, version: int, plan: LimitPlan
) -> GiftLimit:
    """Put a limit right; one that changes from a day on is a new one."""
    row = limit_by_id(session, key)
    expect_version(row, version)
    _ensure_limit(plan)
    changes = restate(row, stated(plan))
    if changes:
        subject = Subject("gift_limit", row.id)
        record(session, actor=actor, act="gifts.change_limit", subject=subject, changes=changes)
        flush(session)
    return row


def end_limit(session: Session, *, actor: Actor, key: UUID, version: int) -> GiftLimit:
    """Take back a limit that was set by mistake."""
    row = limit_by_id(session, key)
    expect_version(row, version)
    row.ended_at = clock.now()
    changes = {"ended_at": (None, row.ended_at)}
    subject = Subject("gift_limit", row.id)
    record(session, actor=actor, act="gifts.end_limit", subject=subject, changes=changes)
    flush(session)
    return row


def _ensure_taboo(session: Session, plan: TabooPlan) -> None:
    if not words_of(plan.words):
        raise DomainError(message("gifts.error.no_words"), field="words")
    if len(partners_by_slug(session, plan.partners)) < len(set(plan.partners)):
        raise DomainError(message("gifts.error.unknown_partner"), field="partners")


def _ensure_limit(plan: LimitPlan) -> None:
    if plan.line is GiftLine.NONE:
        raise DomainError(message("gifts.error.line_needed"), field="line")
    if plan.most <= 0:
        raise DomainError(message("gifts.error.most_positive"), field="most")
