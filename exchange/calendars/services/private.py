"""Verbs on a person's own feeds: make, change, renew, end."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.audit.services import created, record
from exchange.calendars.enums import Reminder
from exchange.calendars.models import KeptFeed, PrivateFeed
from exchange.calendars.queries import live_feeds
from exchange.calendars.rules import FEED_LIFETIME, ensure_kinds, ensure_room
from exchange.core import clock
from exchange.core.database import expect_version, flush
from exchange.core.entries import EntryKind
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.links import LinkPurpose, Target, issue_random, live_links, revoke
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor


@dataclass(frozen=True, slots=True)
class FeedChoice:
    """What a person wants a feed of their own to hold."""

    name: str
    #: BCP 47 tag.
    language: str
    kinds: tuple[EntryKind, ...]
    #: Slugs; empty means every partner.
    partners: tuple[str, ...] = ()
    reminder: Reminder | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """A feed with a new address; the token is known here and never again."""

    feed: PrivateFeed
    token: str
    expires_at: datetime


def create_feed(session: Session, *, actor: Actor, key: UUID, choice: FeedChoice) -> Issued:
    """Make a feed of the actor's own under the key its form carried.

    Raises DomainError for a choice the actor may not make, for one feed too many, and for a form
    sent twice: its address was shown the first time.
    """
    ensure_kinds(actor, choice.kinds)
    if actor.user_id is None:
        raise NotFoundError
    user = session.get_one(User, actor.user_id, with_for_update=True)
    if session.get(PrivateFeed, key) is not None:
        raise DomainError(message("calendars.error.feed_made"))
    ensure_room(len(live_feeds(session, user.id)))
    feed = PrivateFeed(id=key, user_id=user.id, **_columns(choice))
    session.add(feed)
    flush(session)
    record(
        session,
        actor=actor,
        act="feeds.create",
        subject=Subject("feed", feed.id),
        changes=created(_columns(choice)),
    )
    return _issue(session, feed)


def change_feed(
    session: Session, *, actor: Actor, feed: PrivateFeed, version: int, choice: FeedChoice
) -> None:
    """Change what a feed holds; its address stays. Raises DomainError, StaleRowError."""
    expect_version(feed, version)
    ensure_kinds(actor, choice.kinds)
    wanted = _columns(choice)
    changes = {
        name: (getattr(feed, name), value)
        for name, value in wanted.items()
        if getattr(feed, name) != value
    }
    if not changes:
        return
    for name, (_, value) in changes.items():
        setattr(feed, name, value)
    flush(session)
    _forget_bytes(session, feed)
    subject = Subject("feed", feed.id)
    record(session, actor=actor, act="feeds.change", subject=subject, changes=changes)


def renew_feed(session: Session, *, actor: Actor, feed: PrivateFeed, version: int) -> Issued:
    """Give a feed a new address; the one before is gone at its next fetch."""
    expect_version(feed, version)
    if feed.ended_at is not None:
        raise DomainError(message("calendars.error.feed_ended"))
    _revoke(session, feed)
    feed.last_fetched_at = None
    flush(session)
    record(session, actor=actor, act="feeds.renew", subject=Subject("feed", feed.id))
    return _issue(session, feed)


def end_feed(session: Session, *, actor: Actor, feed: PrivateFeed, version: int) -> None:
    """End a feed; its address answers that it is gone."""
    expect_version(feed, version)
    if feed.ended_at is not None:
        return
    _revoke(session, feed)
    _forget_bytes(session, feed)
    feed.ended_at = clock.now()
    flush(session)
    record(session, actor=actor, act="feeds.end", subject=Subject("feed", feed.id))


def count_feeds_of(session: Session, user_id: UUID) -> int:
    """Return how many feeds a person has."""
    return len(live_feeds(session, user_id))


def end_feeds_of(session: Session, *, actor: Actor, leaver_id: UUID, heir_id: UUID | None) -> int:
    """End every feed of a person who leaves; nobody takes one over. Return how many."""
    assert heir_id != leaver_id, "whoever leaves takes over nothing"
    feeds = live_feeds(session, leaver_id)
    for feed in feeds:
        end_feed(session, actor=actor, feed=feed, version=feed.version)
    return len(feeds)


def note_fetch(session: Session, *, feed_id: UUID) -> None:
    """Remember that a feed was fetched; neither its version nor its change date moves."""
    session.execute(
        update(PrivateFeed)
        .where(PrivateFeed.id == feed_id)
        .values(last_fetched_at=clock.machine_now(), updated_at=PrivateFeed.updated_at)
    )


def _columns(choice: FeedChoice) -> dict[str, object]:
    return {
        "name": choice.name,
        "language": choice.language,
        "kinds": [kind.value for kind in choice.kinds],
        "partners": sorted(choice.partners),
        "reminder": choice.reminder,
    }


def _target(feed: PrivateFeed) -> Target:
    return Target(LinkPurpose.FEED, "feed", feed.id)


def _issue(session: Session, feed: PrivateFeed) -> Issued:
    expires_at = clock.machine_now() + FEED_LIFETIME
    _, token = issue_random(session, _target(feed), expires_at=expires_at)
    return Issued(feed, token, expires_at)


def _revoke(session: Session, feed: PrivateFeed) -> None:
    for link in live_links(session, _target(feed)):
        revoke(link)


def _forget_bytes(session: Session, feed: PrivateFeed) -> None:
    session.execute(delete(KeptFeed).where(KeptFeed.key.startswith(f"feed|{feed.id}|")))
