"""What editions serve of the strategy; part of the edition, not records of their own.

What an edition served before is in its audit lines.
"""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base


class EditionMeasure(Base):
    """That an edition serves a measure of the strategy."""

    __tablename__ = "edition_measures"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    measure_id: Mapped[UUID] = mapped_column(
        ForeignKey("measures.id"), primary_key=True, index=True
    )


class EditionProject(Base):
    """That an edition serves a leading project of the strategy."""

    __tablename__ = "edition_projects"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    project_id: Mapped[UUID] = mapped_column(
        ForeignKey("leading_projects.id"), primary_key=True, index=True
    )
