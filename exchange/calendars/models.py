"""What was published, the memory that keeps revisions of computed entries; and people's feeds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from exchange.calendars.enums import Reminder
from exchange.core.database import Base, Editable, UTCDateTime, bytewise, enum_column
from exchange.core.entries import Audience, EntryKind


class PublishedEntry(Base):
    """The revision last published of an entry, in one language and for one audience.

    A feed has one language, so a corrected translation moves that language's subscribers only.
    The public and the staff's form of a visit differ; each has its own revision.
    """

    __tablename__ = "published_entries"

    uid: Mapped[str] = mapped_column(bytewise(255), primary_key=True)
    #: BCP 47 tag.
    language: Mapped[str] = mapped_column(bytewise(12), primary_key=True)
    audience: Mapped[Audience] = mapped_column(enum_column(Audience), primary_key=True)
    kind: Mapped[EntryKind] = mapped_column(enum_column(EntryKind))
    #: SHA-256 in hexadecimal of all that a reader sees.
    digest: Mapped[str] = mapped_column(bytewise(64))
    #: SHA-256 in hexadecimal of time, place and state.
    schedule_digest: Mapped[str] = mapped_column(bytewise(64))
    sequence: Mapped[int]
    #: Whole seconds.
    last_modified: Mapped[datetime] = mapped_column(UTCDateTime)
    #: When it was found to be no longer published; None while it is.
    gone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        CheckConstraint("sequence >= 0", name="sequence_not_negative"),
        Index("ix_published_entries_scope", "language", "audience", "kind"),
    )


class KeptFeed(Base):
    """The bytes of a feed as last built; the answer for as long as their version holds."""

    __tablename__ = "kept_feeds"

    key: Mapped[str] = mapped_column(bytewise(400), primary_key=True)
    version: Mapped[str] = mapped_column(bytewise(32))
    body: Mapped[bytes]
    #: SHA-256 in hexadecimal of the bytes; the feed's ETag.
    digest: Mapped[str] = mapped_column(bytewise(64))
    #: When these bytes last became different from the ones before.
    last_modified: Mapped[datetime] = mapped_column(UTCDateTime)


class PrivateFeed(Editable, Base):
    """A person's own feed; what opens it is a random link, and it ends with the account."""

    __tablename__ = "private_feeds"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(bytewise(100))
    #: BCP 47 tag.
    language: Mapped[str] = mapped_column(bytewise(12))
    #: Values of EntryKind; what the person may no longer see is left out when the feed is made.
    kinds: Mapped[list[str]] = mapped_column(JSON)
    #: Slugs; empty means every partner.
    partners: Mapped[list[str]] = mapped_column(JSON)
    #: None: nothing reminds.
    reminder: Mapped[Reminder | None] = mapped_column(enum_column(Reminder))
    last_fetched_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
