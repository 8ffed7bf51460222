"""Tables of youth exchange."""

from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, DemoMarked, Editable, bytewise, enum_column
from exchange.youth.enums import SchoolLevel


class School(Editable, DemoMarked, Base):
    """A school of the city whose accounts register its pupils."""

    __tablename__ = "schools"

    name: Mapped[str] = mapped_column(bytewise(200), unique=True)
    kana: Mapped[str] = mapped_column(bytewise(200))
    sort_key: Mapped[str] = mapped_column(bytewise(400), index=True)
    level: Mapped[SchoolLevel] = mapped_column(enum_column(SchoolLevel))
    active: Mapped[bool] = mapped_column(default=True)
