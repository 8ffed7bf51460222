"""Schools and their pupils."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    PersonName,
    UTCDateTime,
    bytewise,
    enum_column,
    explain_clash,
    uuid7,
)
from exchange.core.messages import message
from exchange.youth.enums import SchoolLevel
from exchange.youth.enums.waiting import Gender


def new_slug(key: UUID) -> str:
    """Return a slug for a school that was given none: the end of its key, which is random."""
    return f"school-{key.hex[-8:]}"


#: Of an erased pupil the database keeps no name, no reading, no birth date.
_EMPTY = (
    "erased_at IS NULL OR (given_name = '' AND family_kana = '' AND given_kana = ''"
    " AND family_romaji = '' AND given_romaji = '' AND native_name = '' AND passport_name = ''"
    " AND search_key = '' AND sort_key = '' AND gender IS NULL AND birth_date = '1900-01-01')"
)


class School(Editable, DemoMarked, Base):
    """A school of the city whose accounts register its pupils."""

    __tablename__ = "schools"

    name: Mapped[str] = mapped_column(bytewise(200), unique=True)
    #: The name by which commands and lists of other systems know the school; it never changes.
    slug: Mapped[str] = mapped_column(bytewise(60), unique=True, default=lambda: new_slug(uuid7()))
    kana: Mapped[str] = mapped_column(bytewise(200))
    sort_key: Mapped[str] = mapped_column(bytewise(400), index=True)
    level: Mapped[SchoolLevel] = mapped_column(enum_column(SchoolLevel))
    active: Mapped[bool] = mapped_column(default=True)


class Pupil(Editable, DemoMarked, PersonName, Base):
    """A young person as one school knows them; the key is the person of the ledger."""

    __tablename__ = "pupils"
    __table_args__ = (
        UniqueConstraint("school_id", "match_key"),
        Index("ix_pupils_birth_date", "birth_date"),
        Index("ix_pupils_match_key", "match_key"),
        CheckConstraint(_EMPTY, name="erased_is_empty"),
    )

    #: Where the pupil is now; a registration keeps the school of its day.
    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id"))
    birth_date: Mapped[date]
    #: Asked only where an edition has seats for each gender.
    gender: Mapped[Gender | None] = mapped_column(enum_column(Gender))
    #: Folded name and birth date: the same child typed twice has the same.
    match_key: Mapped[str] = mapped_column(bytewise(450))
    #: Protective measures and the like: no letters, photos, lists or public use without a manager.
    needs_care: Mapped[bool] = mapped_column(default=False)

    #: The pupil of another school who is the same person; this row stays as evidence.
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("pupils.id"), index=True)

    #: Everything personal is gone since then; the row stands for somebody nobody knows any more.
    erased_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    school: Mapped[School] = relationship(lazy="raise")

    @property
    def person_id(self) -> UUID:
        """The key of the person this row is of: the pupil it was merged into, or itself."""
        return self.merged_into_id or self.id


explain_clash("uq_schools_name", message("youth.error.school_name_taken"), field="name")
explain_clash("uq_schools_slug", message("youth.error.school_slug_taken"), field="slug")
