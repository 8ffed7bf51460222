"""Agreements, their parties, the claims for their dates, and the bases of anniversaries."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.agreements.enums import (
    AgreementFactKind,
    AgreementKind,
    Criterion,
    PartyRole,
    SigningManner,
    TermKind,
)
from exchange.attachments.models import Document
from exchange.core.database import (
    Base,
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
from exchange.core.messages import message
from exchange.partners.enums import ExchangeField
from exchange.partners.models import Partner, Source


class Agreement(Editable, Base):
    """An agreement, or what happened to one; its slug is frozen."""

    __tablename__ = "agreements"
    __table_args__ = (
        CheckConstraint("(term_kind = 'fixed') = (term_years IS NOT NULL)", name="term_years_set"),
        CheckConstraint("term_years > 0", name="term_years_positive"),
        CheckConstraint("(ended_on IS NULL) = (end_reason IS NULL)", name="ended_with_reason"),
        partial_date_check("ceremony_on"),
        partial_date_check("ended_on"),
    )

    slug: Mapped[str] = mapped_column(bytewise(80), unique=True)
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"), index=True)
    kind: Mapped[AgreementKind] = mapped_column(enum_column(AgreementKind))
    title: Mapped[Localized] = mapped_column(LocalizedType)
    #: Where it was signed, when a source says.
    place: Mapped[Localized | None] = mapped_column(LocalizedType)
    #: The agreement this one follows, confirms or carries on.
    predecessor_id: Mapped[UUID | None] = mapped_column(ForeignKey("agreements.id"), index=True)
    term_kind: Mapped[TermKind] = mapped_column(enum_column(TermKind))
    term_years: Mapped[int | None]
    #: What the exchange is in, as the agreement names it.
    fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    fields_source_id: Mapped[UUID | None] = mapped_column(ForeignKey("sources.id"))
    #: BCP 47 tags of the signed texts on file.
    text_languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    document_number: Mapped[str | None] = mapped_column(bytewise(100))
    #: CLAIR's criteria of a 姉妹自治体: both heads sign, not one field only, the council approved.
    clair_heads_sign: Mapped[Criterion] = mapped_column(
        enum_column(Criterion, "clair_heads_sign"), default=Criterion.UNKNOWN
    )
    clair_not_one_field: Mapped[Criterion] = mapped_column(
        enum_column(Criterion, "clair_not_one_field"), default=Criterion.UNKNOWN
    )
    clair_council: Mapped[Criterion] = mapped_column(
        enum_column(Criterion, "clair_council"), default=Criterion.UNKNOWN
    )

    #: Values of SigningManner; None where no source says.
    signing: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    #: Of the ceremony, where it was on another day than the signature.
    ceremony_on: Mapped[PartialDate | None] = mapped_column(PartialDateType)
    #: The last day of an agreement that was brought to an end.
    ended_on: Mapped[PartialDate | None] = mapped_column(PartialDateType)
    end_reason: Mapped[str | None] = mapped_column(bytewise(500))

    partner: Mapped[Partner] = relationship(lazy="raise")
    #: Those that were not set aside.
    claims: Mapped[list["DateClaim"]] = relationship(
        back_populates="agreement",
        primaryjoin="and_(Agreement.id == DateClaim.agreement_id, DateClaim.ended_at.is_(None))",
        order_by="(DateClaim.date, DateClaim.id)",
        lazy="raise",
    )
    parties: Mapped[list["AgreementParty"]] = relationship(
        back_populates="agreement",
        order_by="AgreementParty.position",
        foreign_keys="AgreementParty.agreement_id",
        lazy="raise",
    )
    facts: Mapped[list["AgreementFact"]] = relationship(
        back_populates="agreement", order_by="AgreementFact.kind", lazy="raise"
    )

    @property
    def exchange_fields(self) -> list[ExchangeField]:
        """The fields the agreement names."""
        return [ExchangeField(field) for field in self.fields]

    @property
    def signing_manners(self) -> list[SigningManner]:
        """How the text came to be signed."""
        return [SigningManner(manner) for manner in self.signing or ()]


class AgreementParty(Editable, Base):
    """Somebody bound by an agreement, until its end or for as long as the agreement runs."""

    __tablename__ = "agreement_parties"
    __table_args__ = (
        UniqueConstraint("agreement_id", "position"),
        CheckConstraint("successor_id IS NULL OR until IS NOT NULL", name="successor_needs_end"),
        partial_date_check("until"),
        partial_date_check("since"),
    )

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"))
    position: Mapped[int]
    names: Mapped[Localized] = mapped_column(LocalizedType)
    role: Mapped[PartyRole] = mapped_column(enum_column(PartyRole))
    partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("partners.id"), index=True)
    #: The first day, for one that joined later.
    since: Mapped[PartialDate | None] = mapped_column(PartialDateType)
    #: The last day on which the party existed or was bound.
    until: Mapped[PartialDate | None] = mapped_column(PartialDateType)
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("agreement_parties.id"))
    #: Where the end is said.
    source_id: Mapped[UUID | None] = mapped_column(ForeignKey("sources.id"))

    agreement: Mapped[Agreement] = relationship(
        back_populates="parties", foreign_keys=agreement_id, lazy="raise"
    )


class AgreementFact(Editable, Base):
    """One thing known about an agreement: its text, and the source or document that says so."""

    __tablename__ = "agreement_facts"
    __table_args__ = (
        UniqueConstraint("agreement_id", "kind"),
        CheckConstraint("source_id IS NOT NULL OR document_id IS NOT NULL", name="evidenced"),
    )

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"))
    kind: Mapped[AgreementFactKind] = mapped_column(enum_column(AgreementFactKind))
    text: Mapped[Localized] = mapped_column(LocalizedType)
    source_id: Mapped[UUID | None] = mapped_column(ForeignKey("sources.id"), index=True)
    locator: Mapped[str] = mapped_column(bytewise(60), default="")
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("documents.id"), index=True)

    agreement: Mapped[Agreement] = relationship(back_populates="facts", lazy="raise")
    source: Mapped[Source | None] = relationship(lazy="raise")
    document: Mapped[Document | None] = relationship(lazy="raise")


class DateClaim(Editable, Base):
    """What one source says about the date of an agreement; one an agreement is adopted."""

    __tablename__ = "date_claims"
    __table_args__ = (
        UniqueConstraint("agreement_id", "date", "source_id", "locator"),
        Index(
            "uq_date_claims_adopted",
            "agreement_id",
            unique=True,
            sqlite_where=text("adopted"),
            postgresql_where=text("adopted"),
        ),
        partial_date_check("date"),
        CheckConstraint("NOT adopted OR ended_at IS NULL", name="adopted_stays"),
    )

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"), index=True)
    date: Mapped[PartialDate] = mapped_column(PartialDateType)
    source_id: Mapped[UUID] = mapped_column(ForeignKey("sources.id"), index=True)
    locator: Mapped[str] = mapped_column(bytewise(60), default="")
    note: Mapped[Localized | None] = mapped_column(LocalizedType)
    adopted: Mapped[bool] = mapped_column(default=False)
    #: When it was set aside.
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    agreement: Mapped[Agreement] = relationship(back_populates="claims", lazy="raise")
    source: Mapped[Source] = relationship(lazy="raise")


class Basis(Editable, Base):
    """What anniversaries are counted from; its slug is in calendars out there and never changes."""

    __tablename__ = "bases"

    slug: Mapped[str] = mapped_column(bytewise(80), unique=True)
    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"), unique=True)
    is_public: Mapped[bool]

    agreement: Mapped[Agreement] = relationship(lazy="raise")

    @property
    def ended_on(self) -> PartialDate | None:
        """When the agreement or the partnership ended: no anniversary is counted after that."""
        agreement = self.agreement
        partner = agreement.partner if agreement else None
        ends = (
            agreement.ended_on if agreement else None,
            partner.ended_on if partner else None,
        )
        return min((end for end in ends if end is not None), default=None)


explain_clash(
    "uq_date_claims_agreement_id_date_source_id_locator",
    message("agreements.error.known_claim"),
    field="date",
)
explain_clash("uq_date_claims_adopted", message("agreements.error.adopted_meanwhile"))
for unique in ("uq_bases_agreement_id", "uq_bases_slug"):
    explain_clash(unique, message("agreements.error.counted_already"))
