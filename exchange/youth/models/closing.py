"""Closed fiscal years: what was sealed of the ledger, and what was found out later."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    UTCDateTime,
    bytewise,
    enum_column,
    refuse,
)
from exchange.youth.enums.closing import CorrectionKind, CorrectionState
from exchange.youth.models.participations import Participation, ParticipationTotal, SamePerson
from exchange.youth.models.programmes import Edition


class ClosedYear(DemoMarked, Base):
    """A fiscal year whose ledger is sealed: its rows are neither added nor changed any more."""

    __tablename__ = "closed_years"

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    closed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    closed_by: Mapped[str] = mapped_column(bytewise(200))
    note: Mapped[str] = mapped_column(bytewise(1000))
    #: Version of the counting rule that decided about its rows.
    rule_version: Mapped[int]
    #: Rows of the ledger, counted or not.
    rows: Mapped[int]
    #: SHA-256 of the ledger's file of the year, in hexadecimal digits.
    digest: Mapped[str] = mapped_column(bytewise(64))


class SealedLedger(Base):
    """The file whose digest a closed year carries, compressed: what a recount compares with."""

    __tablename__ = "sealed_ledgers"

    fiscal_year: Mapped[int] = mapped_column(
        ForeignKey("closed_years.fiscal_year"), primary_key=True, autoincrement=False
    )
    body: Mapped[bytes] = mapped_column(LargeBinary)


class SealedTotal(Base):
    """The published figures of a closed year, without demo rows and with them."""

    __tablename__ = "sealed_totals"

    fiscal_year: Mapped[int] = mapped_column(
        ForeignKey("closed_years.fiscal_year"), primary_key=True, autoincrement=False
    )
    with_demo: Mapped[bool] = mapped_column(primary_key=True)
    person_times: Mapped[int]
    unique_persons: Mapped[int]
    #: Person-times and unique persons since the start, up to the end of the year.
    person_times_since: Mapped[int]
    unique_since: Mapped[int]
    #: Person-times that corrections of earlier years had added to those since the start by then.
    corrected_since: Mapped[int]
    #: The year's person-times by programme, partner, direction and school level.
    groups: Mapped[list[dict[str, Any]]] = mapped_column(JSON, deferred=True)


_LIVE: Final = text("state IN ('proposed', 'approved')")


class Correction(Editable, DemoMarked, Base):
    """What was found out about a closed year: entered by one person, approved by another."""

    __tablename__ = "corrections"
    __table_args__ = (
        CheckConstraint(
            "(state = 'proposed') = (decided_at IS NULL)"
            " AND (decided_at IS NULL) = (decided_by IS NULL)",
            name="decided_whole",
        ),
        CheckConstraint(
            "state <> 'approved' OR entered_by_id IS NULL OR decided_by_id IS NULL"
            " OR entered_by_id <> decided_by_id",
            name="approved_by_another",
        ),
        CheckConstraint(
            "(kind = 'struck') = (participation_id IS NOT NULL)", name="struck_row_named"
        ),
        Index(
            "uq_corrections_struck",
            "participation_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index(
            "uq_corrections_found",
            "edition_id",
            "found_digest",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    fiscal_year: Mapped[int] = mapped_column(ForeignKey("closed_years.fiscal_year"), index=True)
    kind: Mapped[CorrectionKind] = mapped_column(enum_column(CorrectionKind))
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("editions.id"), index=True)
    #: The row that should not be there.
    participation_id: Mapped[UUID | None] = mapped_column(ForeignKey("participations.id"))
    #: Whom it is about, as the ledger knows them: one found (once approved as whom that counts, and
    #: the own one), several who are one person or no longer (once approved each one's own, and the
    #: person's after it).
    digests: Mapped[list[str]] = mapped_column(JSON)
    #: The own digest of one found: nobody is found twice in an edition.
    found_digest: Mapped[str | None] = mapped_column(bytewise(64))
    #: What it changes: person-times and unique persons of the year, and by number alone those since
    #: the start; they are counted from what the others name.
    person_times: Mapped[int]
    unique_persons: Mapped[int]
    unique_since: Mapped[int]
    reason: Mapped[str] = mapped_column(bytewise(1000))
    state: Mapped[CorrectionState] = mapped_column(
        enum_column(CorrectionState), default=CorrectionState.PROPOSED
    )
    entered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    entered_by: Mapped[str] = mapped_column(bytewise(200))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_by: Mapped[str | None] = mapped_column(bytewise(200))
    decision_reason: Mapped[str] = mapped_column(bytewise(1000), default="")
    #: The pair of pupils whose merge it follows from.
    origin_id: Mapped[UUID | None] = mapped_column(index=True)

    edition: Mapped[Edition | None] = relationship(lazy="raise")


def _closed(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM closed_years WHERE closed_years.fiscal_year = {row}.fiscal_year)"


def _any_closed_from(year: str) -> str:
    return f"EXISTS (SELECT 1 FROM closed_years WHERE closed_years.fiscal_year >= {year})"


_YEARS = ClosedYear.__table__
for _model in (Participation, ParticipationTotal):
    _table = _model.__table__
    refuse(_table, "INSERT", when=_closed("NEW"), asks=_YEARS)  # type: ignore[arg-type]
    _both = f"{_closed('OLD')} OR {_closed('NEW')}"
    refuse(_table, "UPDATE", when=_both, asks=_YEARS)  # type: ignore[arg-type]
    refuse(_table, "DELETE", when=_closed("OLD"), asks=_YEARS)  # type: ignore[arg-type]
_same = SamePerson.__table__
refuse(_same, "INSERT", when=_any_closed_from("NEW.from_year"), asks=_YEARS)  # type: ignore[arg-type]
refuse(
    _same,  # type: ignore[arg-type]
    "UPDATE",
    when=f"NEW.digest <> OLD.digest OR NEW.same_as <> OLD.same_as OR NEW.from_year <> OLD.from_year"
    f" OR {_any_closed_from('COALESCE(NEW.until_year, 9999)')}"
    f" OR {_any_closed_from('COALESCE(OLD.until_year, 9999)')}",
    asks=_YEARS,  # type: ignore[arg-type]
)
refuse(_same, "DELETE", when=_any_closed_from("OLD.from_year"), asks=_YEARS)  # type: ignore[arg-type]
for _kept in (ClosedYear, SealedLedger, SealedTotal):
    refuse(_kept.__table__, "UPDATE")  # type: ignore[arg-type]
    refuse(_kept.__table__, "DELETE")  # type: ignore[arg-type]
refuse(Correction.__table__, "UPDATE", when="OLD.state <> 'proposed'")  # type: ignore[arg-type]
refuse(Correction.__table__, "DELETE")  # type: ignore[arg-type]
