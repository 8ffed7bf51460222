"""What was loaded last from the data files, to tell a person's edit from an older file."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, UTCDateTime, bytewise


class LoadedRow(Base):
    """The values of a row as the data files last gave them."""

    __tablename__ = "reference_rows"

    row_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(bytewise(40))
    slug: Mapped[str] = mapped_column(bytewise(200))
    loaded: Mapped[dict[str, object]] = mapped_column(JSON)


class ReferenceLoad(Base):
    """The last whole load: by its digest a start knows that there is nothing new to load."""

    __tablename__ = "reference_loads"

    folder: Mapped[str] = mapped_column(bytewise(40), primary_key=True)
    digest: Mapped[str] = mapped_column(bytewise(64))
    loaded_at: Mapped[datetime] = mapped_column(UTCDateTime)
