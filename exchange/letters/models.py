"""The log of letters, and what is asked of translators and interpreters."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import User
from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Keyed,
    Localized,
    LocalizedType,
    UTCDateTime,
    bytewise,
    enum_column,
)
from exchange.delegations.models import Visit, VisitMember
from exchange.letters.enums import (
    LetterDirection,
    LetterKind,
    LetterState,
    MergeChannel,
    RequestKind,
    RequestState,
    WorkedBy,
)
from exchange.outbox.models import Mail
from exchange.partners.models import Organisation, Partner
from exchange.people.models import Person, Post


class Letter(Editable, DemoMarked, Base):
    """A letter sent or received; ended, never deleted."""

    __tablename__ = "letters"
    __table_args__ = (
        CheckConstraint("person_id IS NOT NULL OR counterpart <> ''", name="counterpart_named"),
        CheckConstraint("due IS NULL OR due >= day", name="due_after_day"),
        CheckConstraint("state <> 'no_answer' OR due IS NULL", name="no_answer_not_due"),
        CheckConstraint("answers_id <> id", name="answers_another"),
        Index("ix_letters_day", "day", "id"),
        Index("ix_letters_state_sort_day", "state", "sort_day", "id"),
        Index("ix_letters_partner_id_day", "partner_id", "day"),
    )

    direction: Mapped[LetterDirection] = mapped_column(enum_column(LetterDirection))
    kind: Mapped[LetterKind] = mapped_column(enum_column(LetterKind))
    #: 文書番号, ours of a letter sent, theirs of one received.
    number: Mapped[str] = mapped_column(bytewise(60), default="")
    day: Mapped[date]
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"))
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visits.id"), index=True)
    #: The person on the other side, or an organisation or anybody else by name.
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    counterpart: Mapped[str] = mapped_column(bytewise(200), default="")
    title: Mapped[Localized] = mapped_column(LocalizedType)
    #: What it says, in the languages it was written in.
    text: Mapped[Localized | None] = mapped_column(LocalizedType)
    #: Who of us answers for it.
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    #: The letter that this one answers.
    answers_id: Mapped[UUID | None] = mapped_column(ForeignKey("letters.id"), index=True)
    state: Mapped[LetterState] = mapped_column(enum_column(LetterState))
    #: By when the reply should be here, or should leave.
    due: Mapped[date | None]
    #: The due day, or the last day there is: lists of what is awaited sort by it.
    sort_day: Mapped[date]
    note: Mapped[str] = mapped_column(bytewise(2000), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    partner: Mapped[Partner] = relationship(lazy="raise")
    visit: Mapped[Visit | None] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")
    owner: Mapped[User | None] = relationship(lazy="raise")
    answered: Mapped["Letter | None"] = relationship(remote_side="Letter.id", lazy="raise")

    @property
    def other_side(self) -> str:
        """Who is on the other side, as it is written; load the person before."""
        return self.person.name.written if self.person else self.counterpart


class LanguageRequest(Editable, DemoMarked, Base):
    """A translation or an interpreter asked for; checked, never deleted."""

    __tablename__ = "language_requests"
    __table_args__ = (
        CheckConstraint("from_language <> to_language", name="between_two_languages"),
        CheckConstraint("worked_by <> 'outside' OR worker <> ''", name="outside_named"),
        CheckConstraint("(state = 'checked') = (checker_id IS NOT NULL)", name="checked_by_one"),
        Index("ix_language_requests_state_due", "state", "due", "id"),
        Index("ix_language_requests_due", "due", "id"),
    )

    kind: Mapped[RequestKind] = mapped_column(enum_column(RequestKind))
    #: What is to be translated, or where somebody is to interpret.
    what: Mapped[str] = mapped_column(bytewise(300))
    #: BCP 47 tags.
    from_language: Mapped[str] = mapped_column(bytewise(12))
    to_language: Mapped[str] = mapped_column(bytewise(12))
    due: Mapped[date]
    state: Mapped[RequestState] = mapped_column(
        enum_column(RequestState), default=RequestState.ASKED
    )
    worked_by: Mapped[WorkedBy] = mapped_column(enum_column(WorkedBy))
    #: The name of who does it.
    worker: Mapped[str] = mapped_column(bytewise(200), default="")
    checker_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visits.id"), index=True)
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("letters.id"), index=True)
    #: The item of the visit's programme at which somebody interprets.
    itinerary_item_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("itinerary_items.id"), index=True
    )
    note: Mapped[str] = mapped_column(bytewise(2000), default="")

    visit: Mapped[Visit | None] = relationship(lazy="raise")
    letter: Mapped[Letter | None] = relationship(lazy="raise")
    checker: Mapped[User | None] = relationship(lazy="raise")


class MailMerge(Editable, DemoMarked, Base):
    """One text to many: a draft until it is confirmed, then a record of what was sent."""

    __tablename__ = "mail_merges"
    __table_args__ = (
        CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by = '')", name="confirmed_by_somebody"
        ),
        CheckConstraint("confirmed_at IS NULL OR ended_at IS NULL", name="sent_or_dropped"),
        Index("ix_mail_merges_created_at", "created_at", "id"),
        Index("ix_mail_merges_kind_confirmed_at", "kind", "confirmed_at"),
    )

    kind: Mapped[LetterKind] = mapped_column(enum_column(LetterKind))
    channel: Mapped[MergeChannel] = mapped_column(enum_column(MergeChannel))
    #: 文書番号 of them all; each letter's carries its place behind it: 国際発第8号の3.
    number: Mapped[str] = mapped_column(bytewise(50))
    day: Mapped[date]
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visits.id"), index=True)
    title: Mapped[Localized] = mapped_column(LocalizedType)
    #: With places: {name}, {title} …
    text: Mapped[Localized] = mapped_column(LocalizedType)
    #: Who signs, under the text.
    sender: Mapped[Localized] = mapped_column(LocalizedType)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: The name of who confirmed it; empty for a draft.
    confirmed_by: Mapped[str] = mapped_column(bytewise(200), default="")
    #: When a draft was dropped.
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    visit: Mapped[Visit | None] = relationship(lazy="raise")


class MergeRecipient(Keyed, DemoMarked, Base):
    """Somebody a merge goes to; nobody gets two letters of one merge."""

    __tablename__ = "merge_recipients"
    __table_args__ = (
        UniqueConstraint("merge_id", "person_id"),
        UniqueConstraint("merge_id", "organisation_id"),
        CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name="one_addressee"),
        CheckConstraint("(letter_id IS NULL) = (place IS NULL)", name="placed_once_sent"),
        Index("ix_merge_recipients_merge_id_rank", "merge_id", "rank", "id"),
    )

    merge_id: Mapped[UUID] = mapped_column(ForeignKey("mail_merges.id"))
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"), index=True)
    #: The partner's place in the city's printed list: recipients stand in it.
    rank: Mapped[int]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    #: As what the person is written to.
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("posts.id"), index=True)
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit_members.id"), index=True)
    #: A BCP 47 tag: the language the letter is to be in.
    language: Mapped[str] = mapped_column(bytewise(12))
    #: Its place among the letters, from 1; None for a draft.
    place: Mapped[int | None]
    #: What stood above the letter when it was confirmed, line by line.
    address: Mapped[str] = mapped_column(bytewise(1500), default="")
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("letters.id"), unique=True)
    mail_id: Mapped[UUID | None] = mapped_column(ForeignKey("mails.id"), unique=True)
    #: When the printed letter was posted.
    posted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    partner: Mapped[Partner] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise")
    post: Mapped[Post | None] = relationship(lazy="raise")
    member: Mapped[VisitMember | None] = relationship(lazy="raise")
    letter: Mapped[Letter | None] = relationship(lazy="raise")
    mail: Mapped[Mail | None] = relationship(lazy="raise")
