"""Give a person a post and correct it; a post that is over keeps its row."""

from dataclasses import dataclass
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
from exchange.core.dates import PartialDate, ensure_happened
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.people.enums import PostKind
from exchange.people.models import Person, Post
from exchange.people.queries import open_heads
from exchange.people.rules import ensure_in_order


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDetails:
    """What is stated of a post; it is one of a partner or of an organisation."""

    kind: PostKind
    title: Localized
    partner_id: UUID | None = None
    organisation_id: UUID | None = None
    begins: PartialDate | None = None
    ends: PartialDate | None = None
    term_ends: PartialDate | None = None
    confirmed: PartialDate | None = None
    contact: str = ""
    source_id: UUID | None = None
    locator: str = ""


def add_post(
    session: Session,
    *,
    actor: Actor,
    person: Person,
    details: PostDetails,
    key: UUID | None = None,
    is_demo: bool = False,
) -> Post:
    """Give a person a post; a new head ends the former one's, whose row stays.

    With the `key` of a form that was sent before, return the earlier post.
    """
    _ensure(details)
    post = Post(id=key or uuid7(), person_id=person.id, is_demo=is_demo, **stated(details))
    if session.get(Post, post.id) is None:
        _follow(session, actor, details)
    post, new = add_once(session, post)
    if new:
        record(
            session,
            actor=actor,
            act="people.add_post",
            subject=_subject(post),
            changes=created({"person_id": person.id, **stated(details)}),
        )
    return post


def correct_post(
    session: Session, *, actor: Actor, post: Post, version: int, details: PostDetails
) -> Post:
    """Change what is stated of a post: that it was confirmed, or is over; raises StaleRowError."""
    expect_version(post, version)
    _ensure(details)
    if changes := restate(post, stated(details)):
        record(
            session,
            actor=actor,
            act="people.correct_post",
            subject=_subject(post),
            changes=changes,
        )
        flush(session)
    return post


def _ensure(details: PostDetails) -> None:
    ensure_in_order(details.begins, details.ends)
    ensure_happened(details.confirmed, today=clock.today(), field="confirmed")


def _follow(session: Session, actor: Actor, details: PostDetails) -> None:
    """End the post of the head whom a new one follows, on the day, month or year of the change."""
    if details.kind is not PostKind.HEAD or details.ends or details.partner_id is None:
        return
    for former in open_heads(session, details.partner_id):
        if details.begins is None:
            raise DomainError(message("people.error.since_when"), field="begins")
        if former.begins and details.begins.latest < former.begins.earliest:
            raise DomainError(message("people.error.before_former"), field="begins")
        former.ends = details.begins
        record(
            session,
            actor=actor,
            act="people.correct_post",
            subject=_subject(former),
            changes={"ends": (None, former.ends)},
        )


def _subject(post: Post) -> Subject:
    return Subject("post", post.id)
