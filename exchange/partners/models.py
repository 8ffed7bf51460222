"""Partners, the facts known about them, and the sources all facts and dates cite."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    Editable,
    Localized,
    LocalizedType,
    PartialDateType,
    bytewise,
    enum_column,
    partial_date_check,
)
from exchange.core.dates import PartialDate
from exchange.core.messages import Message, message
from exchange.core.text import fold
from exchange.partners.enums import ExchangeField, FactKind, PartnerKind, SourceKind


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

    facts: Mapped[list["PartnerFact"]] = relationship(
        back_populates="partner",
        order_by="(PartnerFact.kind, PartnerFact.position, PartnerFact.id)",
        lazy="raise",
    )


class PartnerFact(Editable, Base):
    """One fact from one source; the first of its kind is shown to everyone, the rest to staff."""

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


def search_key_of(names: Localized, kana: str, native: str) -> str:
    """Fold every spelling of a name; words of different languages do not run together."""
    spellings = dict.fromkeys(fold(text) for text in (*names.values(), kana, native))
    return "\n".join(spellings)
