"""Reading what was published."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, LargeBinary, and_, select, text
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.calendars.models import KeptFeed, PrivateFeed, PublishedEntry
from exchange.calendars.rules import Revision
from exchange.core.database import UTCDateTime
from exchange.core.database.facts import given, read_given
from exchange.core.entries import Audience, EntryKind
from exchange.core.errors import GoneError, NotFoundError
from exchange.core.links import Link, LinkPurpose, is_live, opened_by
from exchange.core.messages import message


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of what is published: one language, for one audience, of some kinds."""

    language: str
    audience: Audience
    kinds: frozenset[EntryKind]


class Published(NamedTuple):
    """What was published of an entry, in one language and for one audience."""

    uid: str
    language: str
    audience: Audience
    #: None while it is still published.
    gone_at: datetime | None
    digest: str
    schedule_digest: str
    sequence: int
    last_modified: datetime

    @property
    def revision(self) -> Revision:
        """The revision its readers know."""
        return Revision(*self[-4:])


@dataclass(frozen=True, slots=True)
class KeptState:
    """What is kept of a feed, its bytes apart, beside the revisions of now."""

    version: str
    digest: str
    #: By topic; one never touched is missing.
    revisions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OwnFeed:
    """A person's feed, and until when its address works; None once it has ended."""

    feed: PrivateFeed
    expires_at: datetime | None


def locked_entries(
    session: Session, *, uids: Collection[str], languages: Collection[str]
) -> Sequence[Published]:
    """Lock and return what was published under some UIDs.

    Rows are locked in one order, so that two processes never wait for each other.
    """
    statement = (
        select(*(getattr(PublishedEntry, name) for name in Published._fields))
        .where(PublishedEntry.uid.in_(sorted(uids)), PublishedEntry.language.in_(sorted(languages)))
        .order_by(PublishedEntry.uid, PublishedEntry.language, PublishedEntry.audience)
        .with_for_update()
    )
    return [Published._make(row) for row in session.execute(statement)]


def locked_scope(session: Session, scope: Scope) -> Mapping[str, tuple[Hashable, ...]]:
    """Lock what a scope still holds, in the same order; by UID, as the driver gives it."""
    row = PublishedEntry
    statement = (
        select(*given(row.uid, row.digest, row.schedule_digest, row.sequence, row.last_modified))
        .where(
            row.language == scope.language,
            row.audience == scope.audience,
            row.kind.in_(sorted(scope.kinds)),
            row.gone_at.is_(None),
        )
        .order_by(row.uid)
        .with_for_update()
    )
    return {str(found[0]): found for found in read_given(session, statement)}


#: As text, for it answers each poll of each subscriber: a built statement would cost half as much
#: again before it reached the database.
_STATE: Final = text(
    "SELECT kept_feeds.version, kept_feeds.digest, revisions.topic, revisions.number"
    " FROM kept_feeds LEFT JOIN revisions ON 1 = 1 WHERE kept_feeds.key = :key"
)

_BODY: Final = text(
    "SELECT body, last_modified FROM kept_feeds WHERE key = :key AND digest = :digest"
).columns(body=LargeBinary, last_modified=UTCDateTime)


def kept_state(connection: Connection, key: str) -> KeptState | None:
    """Return what is known of a feed's kept bytes beside every topic's revision."""
    rows = connection.execute(_STATE, {"key": key}).all()
    if not rows:
        return None
    numbers = {str(row.topic): int(row.number) for row in rows if row.topic is not None}
    return KeptState(rows[0].version, rows[0].digest, numbers)


def kept_body(connection: Connection, key: str, digest: str) -> tuple[bytes, datetime] | None:
    """Return the kept bytes of a digest and their date; None when others took their place."""
    row = connection.execute(_BODY, {"key": key, "digest": digest}).one_or_none()
    return None if row is None else (bytes(row.body), row.last_modified)


def live_feeds(session: Session, user_id: UUID) -> Sequence[PrivateFeed]:
    """Return a person's feeds that were not ended, oldest first."""
    return session.scalars(
        select(PrivateFeed)
        .where(PrivateFeed.user_id == user_id, PrivateFeed.ended_at.is_(None))
        .order_by(PrivateFeed.created_at, PrivateFeed.id)
    ).all()


def own_feeds(session: Session, user_id: UUID) -> Sequence[OwnFeed]:
    """Return a person's live feeds with the end of their addresses, oldest first."""
    rows = session.execute(
        select(PrivateFeed, Link.expires_at)
        .outerjoin(
            Link,
            and_(
                Link.subject_id == PrivateFeed.id,
                Link.purpose == LinkPurpose.FEED,
                Link.revoked_at.is_(None),
            ),
        )
        .where(PrivateFeed.user_id == user_id, PrivateFeed.ended_at.is_(None))
        .order_by(PrivateFeed.created_at, PrivateFeed.id)
    )
    return [OwnFeed(feed, expires_at) for feed, expires_at in rows]


def own_feed(session: Session, user_id: UUID | None, key: UUID) -> PrivateFeed:
    """Return a person's own feed; raises NotFoundError."""
    found = session.scalar(
        select(PrivateFeed).where(PrivateFeed.id == key, PrivateFeed.user_id == user_id)
    )
    if found is None:
        raise NotFoundError
    return found


def opened_feed(session: Session, token: str) -> tuple[PrivateFeed, User]:
    """Return the feed a token opens, and whose it is.

    Raises NotFoundError for a token that never was one, GoneError for one that no longer works:
    revoked, expired, or of an account that has ended.
    """
    row = session.execute(
        select(Link, PrivateFeed, User)
        .join(PrivateFeed, PrivateFeed.id == Link.subject_id)
        .join(User, User.id == PrivateFeed.user_id)
        .where(opened_by(LinkPurpose.FEED, token))
    ).one_or_none()
    if row is None:
        raise NotFoundError(message("core.error.link"))
    link, feed, user = row
    if not is_live(link) or not user.active:
        raise GoneError(message("calendars.error.feed_gone"))
    return feed, user


def oldest_kept(session: Session, *, beyond: int) -> Sequence[KeptFeed]:
    """Return the kept feeds that stand beyond so many newer ones."""
    return session.scalars(
        select(KeptFeed).order_by(KeptFeed.last_modified.desc(), KeptFeed.key).offset(beyond)
    ).all()
