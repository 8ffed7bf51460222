"""Passkeys: what a person's device or security key signs in with."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, Keyed, UTCDateTime, bytewise, explain_clash
from exchange.core.messages import message


class Passkey(Keyed, Base):
    """The public half of a passkey; removed by its person, kept so that it never comes back."""

    __tablename__ = "passkeys"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    #: What the authenticator calls it, base64url.
    credential_id: Mapped[str] = mapped_column(bytewise(1400), unique=True)
    #: COSE.
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    #: What the authenticator counted at its last use; 0 where it does not count.
    sign_count: Mapped[int] = mapped_column(BigInteger)
    #: What its person calls it.
    name: Mapped[str] = mapped_column(bytewise(60))
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


explain_clash("uq_passkeys_credential_id", message("accounts.error.passkey_known"))
