"""Links that act without an account: signed ones can be printed again, random ones are hashed."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from exchange.core import clock
from exchange.core.database import Base, Keyed, UTCDateTime, bytewise, enum_column
from exchange.core.errors import NotFoundError
from exchange.core.messages import message

_SIGNATURE_BYTES: Final = 16


class LinkPurpose(StrEnum):
    """What a link lets its holder do."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"
    FEED = "feed"
    CONSENT = "consent"
    PARTNER_LIST = "partner_list"
    ASSESSOR = "assessor"
    APPLICATION = "application"
    INQUIRY = "inquiry"


class Link(Keyed, Base):
    """A link; the token of a random one is kept only as its hash, a signed one not at all."""

    __tablename__ = "links"

    purpose: Mapped[LinkPurpose] = mapped_column(enum_column(LinkPurpose))
    subject_kind: Mapped[str] = mapped_column(bytewise(40))
    subject_id: Mapped[UUID] = mapped_column(index=True)
    #: Raised to make printed copies of a signed link invalid.
    generation: Mapped[int] = mapped_column(default=1)
    token_hash: Mapped[str | None] = mapped_column(bytewise(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.machine_now)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


@dataclass(frozen=True, slots=True)
class Target:
    """What a link is for."""

    purpose: LinkPurpose
    subject_kind: str
    subject_id: UUID


def issue_random(
    session: Session, target: Target, *, expires_at: datetime | None = None
) -> tuple[Link, str]:
    """Make a link with a random token; the token is returned once and kept only hashed."""
    token = secrets.token_urlsafe(32)
    link = _make(target, expires_at)
    link.token_hash = _hash(token)
    session.add(link)
    session.flush()
    return link, token


def issue_signed(session: Session, target: Target, *, expires_at: datetime | None = None) -> Link:
    """Make a link whose token is computed from its id and generation."""
    link = _make(target, expires_at)
    session.add(link)
    session.flush()
    return link


def signed_token(link: Link, secret: str) -> str:
    """Return the token of a signed link: printable again, changed by a new generation."""
    return f"{link.id.hex}{_signature(link.id, link.generation, secret)}"


def find_random(session: Session, purpose: LinkPurpose, token: str) -> Link:
    """Return the live link of a random token; raises NotFoundError."""
    return _live(session.scalar(select(Link).where(opened_by(purpose, token))))


def opened_by(purpose: LinkPurpose, token: str) -> ColumnElement[bool]:
    """Return what holds of the link a random token was made for, be it live or ended."""
    return and_(Link.purpose == purpose, Link.token_hash == _hash(token))


def find_signed(session: Session, purpose: LinkPurpose, token: str, *, secret: str) -> Link:
    """Return the live link of a signed token; raises NotFoundError."""
    try:
        key = UUID(token[:32])
    except ValueError as error:
        raise NotFoundError(message("core.error.link")) from error
    link = session.scalar(select(Link).where(Link.purpose == purpose, Link.id == key))
    if link is None or not hmac.compare_digest(
        token[32:].encode(), _signature(link.id, link.generation, secret).encode()
    ):
        raise NotFoundError(message("core.error.link"))
    return _live(link)


def live_links(session: Session, target: Target) -> Sequence[Link]:
    """Return the links of a target that were neither used nor revoked, oldest first."""
    return session.scalars(
        select(Link)
        .where(
            Link.purpose == target.purpose,
            Link.subject_kind == target.subject_kind,
            Link.subject_id == target.subject_id,
            Link.used_at.is_(None),
            Link.revoked_at.is_(None),
        )
        .order_by(Link.created_at, Link.id)
    ).all()


def revoke(link: Link) -> None:
    """End a link now; every later use is refused."""
    link.revoked_at = clock.machine_now()


def renew(link: Link) -> None:
    """Make printed copies of a signed link invalid; it is printed anew from its new generation."""
    link.generation += 1


def _make(target: Target, expires_at: datetime | None) -> Link:
    return Link(
        purpose=target.purpose,
        subject_kind=target.subject_kind,
        subject_id=target.subject_id,
        expires_at=expires_at,
    )


def is_live(link: Link) -> bool:
    """Say whether a link was neither revoked nor has expired."""
    expired = link.expires_at is not None and link.expires_at <= clock.machine_now()
    return link.revoked_at is None and not expired


def _live(link: Link | None) -> Link:
    if link is None or not is_live(link):
        raise NotFoundError(message("core.error.link"))
    return link


def _signature(key: UUID, generation: int, secret: str) -> str:
    text = f"link:{key}:{generation}".encode()
    return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()[: 2 * _SIGNATURE_BYTES]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
