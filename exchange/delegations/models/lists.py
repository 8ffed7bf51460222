"""Lists of members as partners send them, what their headings mean, and approved titles."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Encrypted,
    Localized,
    LocalizedType,
    Sealed,
    UTCDateTime,
    bytewise,
    enum_column,
    explain_clash,
)
from exchange.core.messages import message
from exchange.delegations.enums import ListSource, ListState
from exchange.delegations.models.visits import Visit


class MemberList(Editable, DemoMarked, Base):
    """A file, a pasted list or a partner's own form, kept until somebody confirms or drops it."""

    __tablename__ = "member_lists"
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (kept IS NOT NULL)", name="kept_while_waiting"),
        CheckConstraint(
            "(state = 'confirmed') = (confirmed_at IS NOT NULL)", name="confirmed_at_its_time"
        ),
        CheckConstraint("(source = 'partner') = (link_id IS NOT NULL)", name="partner_by_link"),
        Index("ix_member_lists_visit_id_created_at", "visit_id", "created_at"),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"))
    source: Mapped[ListSource] = mapped_column(enum_column(ListSource))
    #: The link by which the partner handed it in.
    link_id: Mapped[UUID | None] = mapped_column(ForeignKey("links.id"), index=True)
    #: Empty for a pasted list and for the partner's form.
    file_name: Mapped[str] = mapped_column(bytewise(200))
    #: By name, as in the audit.
    sent_by: Mapped[str] = mapped_column(bytewise(200))
    state: Mapped[ListState] = mapped_column(enum_column(ListState))
    #: The cells without what is never stored.
    kept: Mapped[Sealed | None] = mapped_column(Encrypted)
    #: When it is dropped unless somebody confirms it, by the machine's clock.
    kept_until: Mapped[datetime] = mapped_column(UTCDateTime)
    #: How it is to be read, as a person chose.
    choices: Mapped[dict[str, object]] = mapped_column(JSON)
    #: How many members had each fate when it was confirmed.
    outcome: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    visit: Mapped[Visit] = relationship(lazy="raise")


class MemberListHabit(Base):
    """What the headings of one partner's lists mean, as a person here once said."""

    __tablename__ = "member_list_habits"

    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"), primary_key=True)
    #: By folded heading: a MemberField, or an empty text for a column that is not read.
    meanings: Mapped[dict[str, str]] = mapped_column(JSON)


class TitleTerm(Editable, DemoMarked, Base):
    """A title in a partner's language and the words somebody here approved for it."""

    __tablename__ = "title_terms"
    __table_args__ = (
        Index(
            "uq_title_terms_partner_id_language_term_key",
            "partner_id",
            "language",
            "term_key",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"))
    #: BCP 47 tag of the term.
    language: Mapped[str] = mapped_column(bytewise(20))
    term: Mapped[str] = mapped_column(bytewise(200))
    #: The term, folded: 副市長 in any width.
    term_key: Mapped[str] = mapped_column(bytewise(200))
    title: Mapped[Localized] = mapped_column(LocalizedType)
    #: By name, as in the audit.
    approved_by: Mapped[str] = mapped_column(bytewise(200))
    approved_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


explain_clash(
    "uq_title_terms_partner_id_language_term_key",
    message("delegations.error.term_known"),
    field="term",
)
