"""Adults of the work, with their names in their scripts, and the posts they hold over time."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Localized,
    LocalizedType,
    PartialDateType,
    PersonName,
    bytewise,
    enum_column,
    partial_date_check,
)
from exchange.core.dates import PartialDate
from exchange.people.enums import PersonCare, PostKind


class Person(Editable, DemoMarked, PersonName, Base):
    """An adult of the work; one row a person, whatever they do in how many visits."""

    __tablename__ = "people"

    #: Where the person belongs, in the form it is printed: 熊本市議会, Stadt Heidelberg.
    affiliation: Mapped[str] = mapped_column(bytewise(200), default="")
    #: 配慮・没: letters to many leave the person out unless somebody decides otherwise.
    care: Mapped[PersonCare] = mapped_column(enum_column(PersonCare), default=PersonCare.NONE)


class Post(Editable, DemoMarked, Base):
    """That a person holds an office from a time to a time; who follows gets a row of their own."""

    __tablename__ = "posts"
    __table_args__ = (
        CheckConstraint(
            "(partner_id IS NULL) <> (organisation_id IS NULL)", name="one_place_of_office"
        ),
        CheckConstraint("kind <> 'head' OR partner_id IS NOT NULL", name="head_of_a_partner"),
        *(partial_date_check(name) for name in ("begins", "ends", "term_ends", "confirmed")),
        Index("ix_posts_partner_id_kind", "partner_id", "kind"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    #: The partner whose office it is, or the organisation.
    partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("partners.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind: Mapped[PostKind] = mapped_column(enum_column(PostKind))
    #: In the form of the person who holds it: Oberbürgermeisterin, Madame la Maire.
    title: Mapped[Localized] = mapped_column(LocalizedType)
    begins: Mapped[PartialDate | None] = mapped_column(PartialDateType)
    #: None while the post is held, as far as is known.
    ends: Mapped[PartialDate | None] = mapped_column(PartialDateType)
    #: When the term runs out, where that is known.
    term_ends: Mapped[PartialDate | None] = mapped_column(PartialDateType)
    #: 確認日: when somebody last made sure of it.
    confirmed: Mapped[PartialDate | None] = mapped_column(PartialDateType)
    #: Address, telephone, mail at the office; staff only.
    contact: Mapped[str] = mapped_column(bytewise(500), default="")
    source_id: Mapped[UUID | None] = mapped_column(ForeignKey("sources.id"), index=True)
    locator: Mapped[str] = mapped_column(bytewise(60), default="")

    person: Mapped[Person] = relationship(lazy="raise")
