"""Partners, what is known about them, who carries the exchange, and the sources of it all."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Localized,
    LocalizedType,
    PartialDateType,
    UTCDateTime,
    bytewise,
    enum_column,
    explain_clash,
    partial_date_check,
)
from exchange.core.dates import PartialDate
from exchange.core.messages import Message, message
from exchange.core.text import fold
from exchange.partners.enums import ExchangeField, FactKind, PartnerKind, Side, SourceKind


class Source(Editable, Base):
    """A document or a page from which facts and dates come."""

    __tablename__ = "sources"

    slug: Mapped[str] = mapped_column(bytewise(40), unique=True)
    kind: Mapped[SourceKind] = mapped_column(enum_column(SourceKind))
    title: Mapped[Localized] = mapped_column(LocalizedType)
    url: Mapped[str | None] = mapped_column(bytewise(500))
    #: File name of a document that is on file rather than on the web.
    document: Mapped[str | None] = mapped_column(bytewise(200))


class Partner(Editable, Base):
    """A partner of the city; its slug is frozen, for addresses and feeds use it."""

    __tablename__ = "partners"
    __table_args__ = (
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude_range"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude_range"),
        CheckConstraint("(kind = 'district') = (parent IS NOT NULL)", name="district_has_parent"),
        CheckConstraint("(ended_on IS NULL) = (ended_source_id IS NULL)", name="end_with_source"),
        partial_date_check("ended_on"),
    )

    slug: Mapped[str] = mapped_column(bytewise(60), unique=True)
    #: Place in the city's printed list.
    number: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[PartnerKind] = mapped_column(enum_column(PartnerKind))
    names: Mapped[Localized] = mapped_column(LocalizedType)
    kana: Mapped[str] = mapped_column(bytewise(200))
    native_name: Mapped[str] = mapped_column(bytewise(200))
    native_language: Mapped[str] = mapped_column(bytewise(20))
    #: Every spelling of the name, folded, for the search box.
    search_key: Mapped[str] = mapped_column(bytewise(1000))
    parent: Mapped[Localized | None] = mapped_column(LocalizedType)
    #: 国・地域, as our reference data words it.
    place: Mapped[Localized] = mapped_column(LocalizedType)
    country_code: Mapped[str] = mapped_column(bytewise(2))
    zone: Mapped[str] = mapped_column(bytewise(64))
    latitude: Mapped[float]
    longitude: Mapped[float]
    #: BCP 47 tags of the languages used there.
    languages: Mapped[list[str]] = mapped_column(JSON)
    currency: Mapped[str] = mapped_column(bytewise(3))
    #: The relation in the city's printed word; English is our translation.
    relation: Mapped[Localized] = mapped_column(LocalizedType)
    #: The word in the signed text, once that is on file.
    signed_wording: Mapped[Localized | None] = mapped_column(LocalizedType)
    owner_section: Mapped[Localized | None] = mapped_column(LocalizedType)
    site: Mapped[str | None] = mapped_column(bytewise(500))
    #: Tags of `names`, and `kana`, that are worded here because no source gives them.
    worded_here: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Attribute → citations ("KM-SA", "seed-ja L233").
    citations: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    #: When the partnership ended; None while it lasts.
    ended_on: Mapped[PartialDate | None] = mapped_column(PartialDateType)
    ended_source_id: Mapped[UUID | None] = mapped_column(ForeignKey("sources.id"))
    #: Why it ended, for staff.
    end_note: Mapped[str | None] = mapped_column(bytewise(500))

    facts: Mapped[list["PartnerFact"]] = relationship(
        back_populates="partner",
        order_by="(PartnerFact.kind, PartnerFact.position, PartnerFact.id)",
        lazy="raise",
    )


class PartnerFact(Editable, Base):
    """One fact from one source.

    Of a list (history, what is exchanged) everyone sees all; of any other kind the one with the
    lowest position, and staff the rest.
    """

    __tablename__ = "partner_facts"
    __table_args__ = (
        UniqueConstraint("partner_id", "kind", "position"),
        partial_date_check("date"),
    )

    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"))
    kind: Mapped[FactKind] = mapped_column(enum_column(FactKind))
    position: Mapped[int]
    text: Mapped[Localized | None] = mapped_column(LocalizedType)
    #: Persons or square kilometres.
    figure: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    approximate: Mapped[bool] = mapped_column(default=False)
    #: What the figure covers, when the source says.
    scope: Mapped[Localized | None] = mapped_column(LocalizedType)
    fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Of the figure, or of what happened; None when the source gives none.
    date: Mapped[PartialDate | None] = mapped_column(PartialDateType)
    source_id: Mapped[UUID] = mapped_column(ForeignKey("sources.id"), index=True)
    locator: Mapped[str] = mapped_column(bytewise(60), default="")
    #: Who held what happened, as it is printed.
    organiser: Mapped[Localized | None] = mapped_column(LocalizedType)
    #: When a person took it off the pages.
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    partner: Mapped[Partner] = relationship(back_populates="facts", lazy="raise")
    source: Mapped[Source] = relationship(lazy="raise")

    @property
    def exchange_fields(self) -> list[ExchangeField]:
        """The fields a fact of kind FIELDS_… names."""
        return [ExchangeField(field) for field in self.fields]

    @property
    def figure_in_words(self) -> Message:
        """The figure with its unit, said to be rough where the source says so."""
        figure = f"{(self.figure or Decimal()).normalize():,f}"
        if self.kind is FactKind.AREA:
            return message("partners.fact.square_kilometres", figure=figure)
        if self.approximate:
            return message("partners.fact.about_persons", figure=figure)
        return message("partners.fact.persons", figure=figure)


class Organisation(Editable, DemoMarked, Base):
    """Who carries the exchange in a field, here or at the partner: a hospital, a society, a group.

    The forms of exchange (交流の形態) are these, field by field.
    """

    __tablename__ = "organisations"
    __table_args__ = (partial_date_check("since"),)

    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"), index=True)
    side: Mapped[Side] = mapped_column(enum_column(Side))
    field: Mapped[ExchangeField] = mapped_column(enum_column(ExchangeField))
    names: Mapped[Localized] = mapped_column(LocalizedType)
    #: Its own name, where that is in none of the languages above.
    native_name: Mapped[str] = mapped_column(bytewise(200), default="")
    since: Mapped[PartialDate | None] = mapped_column(PartialDateType)
    #: How to reach it; staff only.
    contact: Mapped[str] = mapped_column(bytewise(500), default="")
    source_id: Mapped[UUID] = mapped_column(ForeignKey("sources.id"), index=True)
    locator: Mapped[str] = mapped_column(bytewise(60), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    source: Mapped[Source] = relationship(lazy="raise")


class PartnerRelation(Editable, Base):
    """That two partners are partners of one another; for staff alone."""

    __tablename__ = "partner_relations"
    __table_args__ = (
        Index(
            "uq_partner_relations_partner_id_other_id",
            "partner_id",
            "other_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("partner_id <> other_id", name="two_partners"),
        partial_date_check("since"),
    )

    #: The one that stands first in the city's list.
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"), index=True)
    #: Their own word for it.
    relation: Mapped[Localized] = mapped_column(LocalizedType)
    since: Mapped[PartialDate | None] = mapped_column(PartialDateType)
    source_id: Mapped[UUID] = mapped_column(ForeignKey("sources.id"), index=True)
    locator: Mapped[str] = mapped_column(bytewise(60), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    partner: Mapped[Partner] = relationship(foreign_keys=partner_id, lazy="raise")
    other: Mapped[Partner] = relationship(foreign_keys=other_id, lazy="raise")
    source: Mapped[Source] = relationship(lazy="raise")


def search_key_of(names: Localized, kana: str, native: str) -> str:
    """Fold every spelling of a name; words of different languages do not run together."""
    spellings = dict.fromkeys(fold(text) for text in (*names.values(), kana, native))
    return "\n".join(spellings)


explain_clash("uq_partners_slug", message("partners.error.slug_taken"), field="slug")
explain_clash("uq_sources_slug", message("partners.error.source_taken"), field="slug")
explain_clash(
    "uq_partner_relations_partner_id_other_id",
    message("partners.error.relation_known"),
    field="other_id",
)
