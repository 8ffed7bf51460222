"""Reading what was published."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from exchange.calendars.models import KeptFeed, PublishedEntry
from exchange.core.entries import Audience, EntryKind
from exchange.core.revisions import Revision


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of what is published: one language, for some audiences, of some kinds."""

    language: str
    audiences: frozenset[Audience]
    kinds: frozenset[EntryKind]

    @property
    def condition(self) -> ColumnElement[bool]:
        """The rows of the scope."""
        return and_(
            PublishedEntry.language == self.language,
            PublishedEntry.audience.in_(sorted(self.audiences)),
            PublishedEntry.kind.in_(sorted(self.kinds)),
        )


@dataclass(frozen=True, slots=True)
class KeptState:
    """What is kept of a feed, its bytes apart, beside the revisions of now."""

    version: str
    digest: str
    #: By topic; one never touched is missing.
    revisions: Mapping[str, int]


def locked_entries(
    session: Session, *, uids: Collection[str], languages: Collection[str], scope: Scope | None
) -> Sequence[PublishedEntry]:
    """Lock and return what was published under some UIDs, and what a scope still holds.

    Rows are locked in one order, so that two processes never wait for each other.
    """
    wanted = and_(
        PublishedEntry.uid.in_(sorted(uids)), PublishedEntry.language.in_(sorted(languages))
    )
    if scope is not None:
        wanted = or_(wanted, and_(scope.condition, PublishedEntry.gone_at.is_(None)))
    statement = (
        select(PublishedEntry)
        .where(wanted)
        .order_by(PublishedEntry.uid, PublishedEntry.language, PublishedEntry.audience)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.scalars(statement).all()


def kept_state(session: Session, key: str, topics: Collection[str]) -> KeptState | None:
    """Return what is known of a feed's kept bytes and its topics' revisions, in one statement."""
    rows = session.execute(
        select(
            KeptFeed.version,
            KeptFeed.digest,
            Revision.topic,
            Revision.number,
        )
        .select_from(KeptFeed)
        .outerjoin(Revision, Revision.topic.in_(sorted(topics)))
        .where(KeptFeed.key == key)
    ).all()
    if not rows:
        return None
    numbers = {topic: number for *_, topic, number in rows if topic is not None}
    return KeptState(rows[0].version, rows[0].digest, numbers)


def kept_feed(session: Session, key: str) -> KeptFeed | None:
    """Return the kept bytes of a feed."""
    return session.get(KeptFeed, key)


def oldest_kept(session: Session, *, beyond: int) -> Sequence[KeptFeed]:
    """Return the kept feeds that stand beyond so many newer ones."""
    return session.scalars(
        select(KeptFeed).order_by(KeptFeed.last_modified.desc(), KeptFeed.key).offset(beyond)
    ).all()
