"""People with an account."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    UTCDateTime,
    bytewise,
    enum_column,
    explain_clash,
)
from exchange.core.messages import message
from exchange.core.permissions import Actor, Role


class User(Editable, DemoMarked, Base):
    """A person with an account; ended by `active`, never deleted here."""

    __tablename__ = "users"

    #: Lower-case; the name a person signs in with.
    email: Mapped[str] = mapped_column(bytewise(254), unique=True)
    name: Mapped[str] = mapped_column(bytewise(200))
    role: Mapped[Role] = mapped_column(enum_column(Role))
    #: Only a school's account has one, and it must.
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("schools.id"), index=True)
    #: The section a section officer works for, as the city writes it.
    section: Mapped[str | None] = mapped_column(bytewise(200))
    #: argon2; None until the invitation is taken up.
    password_hash: Mapped[str | None] = mapped_column(bytewise(200))
    active: Mapped[bool] = mapped_column(default=True)
    last_seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        CheckConstraint("(role = 'school') = (school_id IS NOT NULL)", name="school_account"),
    )

    def can_own(self, permission: str) -> bool:
        """Say whether something can be given to this user that only `permission` opens."""
        return self.active and self.as_actor().may(permission)

    def as_actor(self) -> Actor:
        """Return who this user is to the services."""
        return Actor(
            user_id=self.id,
            role=self.role,
            name=self.name,
            school_id=self.school_id,
            section=self.section,
        )


explain_clash("uq_users_email", message("accounts.error.email_taken"), field="email")
explain_clash(
    "ck_users_school_account", message("accounts.error.school_account"), field="school_id"
)
