"""Who an account's person is elsewhere, and answers that were taken once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core import clock
from exchange.core.database import Base, Keyed, UTCDateTime, bytewise, explain_clash
from exchange.core.messages import message


class DirectoryIdentity(Keyed, Base):
    """A person of the city's directory, bound once to an account; ended, never changed."""

    __tablename__ = "directory_identities"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    issuer: Mapped[str] = mapped_column(bytewise(500))
    #: What the directory calls the person, for ever; the address may change.
    subject: Mapped[str] = mapped_column(bytewise(255))
    bound_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.machine_now)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        Index(
            "uq_directory_identities_issuer_subject",
            "issuer",
            "subject",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "uq_directory_identities_user_id_issuer",
            "user_id",
            "issuer",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class SpentChallenge(Keyed, Base):
    """An answer to something we asked at random, taken once; kept while it could come again."""

    __tablename__ = "spent_challenges"

    #: SHA-256 of what was asked, as hexadecimal digits.
    digest: Mapped[str] = mapped_column(bytewise(64), unique=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


explain_clash("uq_directory_identities_issuer_subject", message("accounts.error.identity_taken"))
explain_clash("uq_directory_identities_user_id_issuer", message("accounts.error.account_bound"))
explain_clash("uq_spent_challenges_digest", message("accounts.error.answer_spent"))
