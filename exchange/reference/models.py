"""What was loaded last from the data files, to tell a person's edit from an older file."""

from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, bytewise


class LoadedRow(Base):
    """The values of a row as the data files last gave them."""

    __tablename__ = "reference_rows"

    row_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(bytewise(40))
    slug: Mapped[str] = mapped_column(bytewise(200))
    loaded: Mapped[dict[str, object]] = mapped_column(JSON)
