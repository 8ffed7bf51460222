"""Adults of the work, with their names in their scripts."""

from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, DemoMarked, Editable, PersonName, bytewise


class Person(Editable, DemoMarked, PersonName, Base):
    """An adult of the work; one row a person, whatever they do in how many visits."""

    __tablename__ = "people"

    #: Where the person belongs, in the form it is printed: 熊本市議会, Stadt Heidelberg.
    affiliation: Mapped[str] = mapped_column(bytewise(200), default="")
