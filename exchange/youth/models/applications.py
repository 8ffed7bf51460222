"""Applications of guardians: asked for by mail, written by a link."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Encrypted,
    Sealed,
    UTCDateTime,
    bytewise,
    enum_column,
)
from exchange.core.links import Link
from exchange.youth.enums import RegistrationState
from exchange.youth.enums.applications import ApplicationAnswer
from exchange.youth.models.programmes import Edition
from exchange.youth.models.registrations import Registration
from exchange.youth.models.schools import School


class Application(Editable, DemoMarked, Base):
    """One child a guardian registers by a link; what was written stays sealed beside it.

    Where the child is registered already, only the guardian whose mail address the registration
    names gets hold of it: any other application stands alone until the division has looked.
    """

    __tablename__ = "applications"
    __table_args__ = (
        CheckConstraint("tries >= 0", name="tries_counted"),
        CheckConstraint("answers IS NULL OR sent_at IS NOT NULL", name="answers_were_sent"),
        CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="answered_with_answer"),
        CheckConstraint(
            "emptied_at IS NULL OR (answers IS NULL AND mail = '')", name="emptied_is_empty"
        ),
        Index("ix_applications_edition_id_mail", "edition_id", "mail"),
        Index("ix_applications_edition_id_sent_at", "edition_id", "sent_at"),
        Index("ix_applications_registration_id", "registration_id"),
    )

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    link_id: Mapped[UUID] = mapped_column(ForeignKey("links.id"), unique=True)
    #: Where the link was sent, in small letters; empty once it is no longer kept.
    mail: Mapped[str] = mapped_column(bytewise(254))
    #: In which the guardian reads: a BCP 47 tag, or `ja-easy`.
    language: Mapped[str] = mapped_column(bytewise(12))
    mailed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Wrong birth dates typed since the last right one.
    tries: Mapped[int] = mapped_column(default=0)
    #: What the guardian wrote, as JSON; emptied when its time is over.
    answers: Mapped[Sealed | None] = mapped_column(Encrypted)
    emptied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: The school the guardian named.
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("schools.id"))
    #: As it stood on sending, or would have stood where no registration was made.
    told: Mapped[RegistrationState | None] = mapped_column(enum_column(RegistrationState, "told"))
    registration_id: Mapped[UUID | None] = mapped_column(ForeignKey("registrations.id"))
    #: The registration the child had when it was sent, for the division to look at.
    beside_id: Mapped[UUID | None] = mapped_column(ForeignKey("registrations.id"), index=True)
    #: What the division made of one that stood alone, by whom and why.
    answer: Mapped[ApplicationAnswer | None] = mapped_column(enum_column(ApplicationAnswer))
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by: Mapped[str | None] = mapped_column(bytewise(200))
    reason: Mapped[str | None] = mapped_column(bytewise(500))

    edition: Mapped[Edition] = relationship(lazy="raise")
    link: Mapped[Link] = relationship(lazy="raise")
    school: Mapped[School | None] = relationship(lazy="raise")
    registration: Mapped[Registration | None] = relationship(
        lazy="raise", foreign_keys=[registration_id]
    )
