"""Consent: its texts in their versions, who was asked until when, and every answer."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    Editable,
    Encrypted,
    Keyed,
    Localized,
    LocalizedType,
    Sealed,
    UTCDateTime,
    bytewise,
    enum_column,
    refuse,
)
from exchange.core.links import Link
from exchange.youth.enums import (
    ConsentAnswer,
    ConsentGiver,
    ConsentPurpose,
    ConsentWay,
    Relationship,
)
from exchange.youth.models.registrations import Registration


class ConsentText(Editable, Base):
    """One version of what guardians are asked; the database refuses to change it.

    Texts may name `{partner}` and `{country}`, whom data is passed to.
    """

    __tablename__ = "consent_texts"
    __table_args__ = (CheckConstraint("number >= 1", name="number_positive"),)

    #: The version, from 1; the highest one is asked now.
    number: Mapped[int] = mapped_column(unique=True)
    #: What the data is used for, by whom and for how long.
    use_text: Mapped[Localized] = mapped_column(LocalizedType)
    join_text: Mapped[Localized] = mapped_column(LocalizedType)
    health_text: Mapped[Localized] = mapped_column(LocalizedType)
    transfer_text: Mapped[Localized] = mapped_column(LocalizedType)
    photo_text: Mapped[Localized] = mapped_column(LocalizedType)

    def of(self, purpose: ConsentPurpose) -> Localized:
        """Return the text of one purpose."""
        text: Localized = getattr(self, f"{purpose.value}_text")
        return text


class ConsentRequest(Keyed, Base):
    """A guardian was asked: by which link, until when, and what became of reminding."""

    __tablename__ = "consent_requests"
    __table_args__ = (
        CheckConstraint("tries >= 0", name="tries_counted"),
        Index("ix_consent_requests_asked_on", "asked_on"),
    )

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), unique=True)
    link_id: Mapped[UUID] = mapped_column(ForeignKey("links.id"), unique=True)
    #: The last day on which the link gives consent, inclusive.
    deadline: Mapped[date]
    #: The office's day on which the link was last mailed or printed.
    asked_on: Mapped[date]
    #: The last time the link went by mail, and was printed.
    mailed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    printed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: The day of the newest reminder, counted from `asked_on`: 0, 3 or 7.
    reminded_day: Mapped[int] = mapped_column(default=0)
    #: Wrong birth dates typed since the last right one, or since the link was made anew.
    tries: Mapped[int] = mapped_column(default=0)

    registration: Mapped[Registration] = relationship(lazy="raise")
    link: Mapped[Link] = relationship(lazy="raise")


class ConsentPaper(Keyed, Base):
    """Answers on paper that were ticked at once; the scans are a document of this row."""

    __tablename__ = "consent_papers"
    __table_args__ = (Index("ix_consent_papers_edition_id_school_id", "edition_id", "school_id"),)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id"))
    received_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by: Mapped[str] = mapped_column(bytewise(200))


class Consent(Keyed, Base):
    """One answer to one purpose; answers are added, never changed."""

    __tablename__ = "consents"
    __table_args__ = (
        UniqueConstraint("registration_id", "number"),
        CheckConstraint("(way = 'paper') = (paper_id IS NOT NULL)", name="paper_on_file"),
    )

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"))
    #: Counts the answers of a registration from 1.
    number: Mapped[int]
    giver: Mapped[ConsentGiver] = mapped_column(enum_column(ConsentGiver))
    purpose: Mapped[ConsentPurpose] = mapped_column(enum_column(ConsentPurpose))
    answer: Mapped[ConsentAnswer] = mapped_column(enum_column(ConsentAnswer))
    way: Mapped[ConsentWay] = mapped_column(enum_column(ConsentWay))
    #: The version that was answered.
    text_id: Mapped[UUID] = mapped_column(ForeignKey("consent_texts.id"), index=True)
    #: What the answering guardian said to be to the pupil; None on paper and for the pupil.
    relation: Mapped[Relationship | None] = mapped_column(enum_column(Relationship, "relation"))
    #: The name the answering person typed.
    signer: Mapped[Sealed | None] = mapped_column(Encrypted)
    paper_id: Mapped[UUID | None] = mapped_column(ForeignKey("consent_papers.id"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)

    text: Mapped[ConsentText] = relationship(lazy="raise")


refuse(ConsentText.__table__, "UPDATE")  # type: ignore[arg-type]
refuse(ConsentText.__table__, "DELETE")  # type: ignore[arg-type]
