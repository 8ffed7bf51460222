"""Registrations of pupils for editions, and every step they took."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Keyed,
    UTCDateTime,
    bytewise,
    enum_column,
    explain_clash,
)
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.youth.enums import ParticipantKind, RegistrationState, Relationship
from exchange.youth.models.programmes import Edition
from exchange.youth.models.schools import Pupil, School


class Registration(Editable, DemoMarked, Base):
    """A pupil's registration for an edition; the school stays as on the day it was made."""

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("edition_id", "pupil_id"),
        UniqueConstraint("edition_id", "blind_number"),
        CheckConstraint("grade BETWEEN 1 AND 9", name="grade_range"),
        CheckConstraint(
            "(state = 'waitlisted') = (waitlist_rank IS NOT NULL)", name="waitlisted_has_rank"
        ),
        CheckConstraint(
            "(state = 'offered') = (offer_until IS NOT NULL)", name="offered_has_deadline"
        ),
        CheckConstraint("paper_received_on IS NULL OR by_guardian", name="paper_is_guardians"),
        Index("ix_registrations_edition_id_state", "edition_id", "state"),
        # With the state: else a database may count a school's seats among all of the edition's.
        Index(
            "ix_registrations_edition_id_school_id_state",
            *("edition_id", "school_id", "state"),
        ),
        Index("ix_registrations_school_id_state", "school_id", "state"),
        Index("ix_registrations_pupil_id", "pupil_id"),
    )

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    pupil_id: Mapped[UUID] = mapped_column(ForeignKey("pupils.id"))
    kind: Mapped[ParticipantKind] = mapped_column(
        enum_column(ParticipantKind), default=ParticipantKind.OWN_YOUTH
    )
    #: Frozen: the school and the year in it when the pupil was registered.
    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id"))
    grade: Mapped[int]
    #: Frozen too: which class (組) of the year, where the school said so.
    school_class: Mapped[str | None] = mapped_column(bytewise(20))
    #: The day the head of the school confirmed it, and whether the guardian was told what the
    #: data is for; not known of registrations that the division or a command made.
    principal_confirmed_on: Mapped[date | None]
    purpose_explained: Mapped[bool] = mapped_column(default=False)
    #: Sent by the guardian, by a link of their own or on paper, not by a school.
    by_guardian: Mapped[bool] = mapped_column(default=False)
    #: The day the division got the guardian's form on paper, where it was entered from one.
    paper_received_on: Mapped[date | None]
    guardian_name: Mapped[str] = mapped_column(bytewise(200))
    #: None, as the name is empty, where a roster left it out: the school is asked for it.
    guardian_relationship: Mapped[Relationship | None] = mapped_column(enum_column(Relationship))
    guardian_mail: Mapped[str | None] = mapped_column(bytewise(254))
    guardian_phone: Mapped[str | None] = mapped_column(bytewise(40))
    #: In which the guardian reads: a BCP 47 tag, or `ja-easy`.
    guardian_language: Mapped[str] = mapped_column(bytewise(12), default=str(Language.JA))
    state: Mapped[RegistrationState] = mapped_column(enum_column(RegistrationState))
    #: What stands for the pupil in a lottery: says nothing of who it is or when it came.
    blind_number: Mapped[int | None]
    #: Place on the waiting list, from 1.
    waitlist_rank: Mapped[int | None]
    #: Until when an offered seat is kept: the last day, inclusive.
    offer_until: Mapped[date | None]
    #: The day on which somebody who took part returned before the others.
    left_early_on: Mapped[date | None]
    #: Kept of a cancelled edition: whether the pupil wants to come a year later.
    wants_next_year: Mapped[bool] = mapped_column(default=False)

    edition: Mapped[Edition] = relationship(lazy="raise")
    pupil: Mapped[Pupil] = relationship(lazy="raise")
    school: Mapped[School] = relationship(lazy="raise")
    steps: Mapped[list["RegistrationStep"]] = relationship(
        lazy="raise", order_by="(RegistrationStep.at, RegistrationStep.id)"
    )


class RegistrationStep(Keyed, Base):
    """One step of a registration: from which state to which, who, when and why."""

    __tablename__ = "registration_steps"
    __table_args__ = (Index("ix_registration_steps_registration_id_at", "registration_id", "at"),)

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"))
    #: None for the first step.
    previous: Mapped[RegistrationState | None] = mapped_column(
        enum_column(RegistrationState, "previous_state")
    )
    state: Mapped[RegistrationState] = mapped_column(enum_column(RegistrationState))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: None for commands and jobs; `actor_name` says which.
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(bytewise(200))
    reason: Mapped[str | None] = mapped_column(bytewise(500))


explain_clash(
    "uq_registrations_edition_id_pupil_id",
    message("youth.error.already_registered"),
    field="family_name",
)
