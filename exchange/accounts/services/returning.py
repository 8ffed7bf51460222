"""Taking an ended account up again: whoever comes back begins as somebody who was just invited."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from exchange.accounts.models import DirectoryIdentity, KeptForm, User
from exchange.accounts.queries import passkeys_of
from exchange.accounts.services.factors import drop_factors
from exchange.accounts.services.identities import end_identity
from exchange.accounts.services.passkeys import remove_passkey
from exchange.audit.services import record
from exchange.core.database import expect_version, flush
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role


@dataclass(frozen=True, slots=True)
class Return:
    """What is chosen anew for somebody who comes back."""

    name: str
    role: Role
    school_id: UUID | None = None
    section: str | None = None


def take_up(session: Session, *, actor: Actor, user: User, version: int, new: Return) -> None:
    """Let an ended account go on; its password, factors, passkeys and bindings are gone for good.

    What its person did stays theirs. An invitation is needed next. Raises DomainError for an
    account that goes on, and a school that does not go with the role.
    """
    expect_version(user, version)
    if user.active:
        raise DomainError(message("accounts.error.goes_on"))
    _forget_ways_in(session, actor, user)
    chosen = {
        "name": new.name.strip(),
        "role": new.role,
        "school_id": new.school_id,
        "section": new.section,
        "active": True,
    }
    changes = {name: (getattr(user, name), value) for name, value in chosen.items()}
    for name, value in chosen.items():
        setattr(user, name, value)
    flush(session)
    record(
        session,
        actor=actor,
        act="accounts.take_up",
        subject=Subject("user", user.id),
        changes={name: pair for name, pair in changes.items() if pair[0] != pair[1]},
    )


def _forget_ways_in(session: Session, actor: Actor, user: User) -> None:
    """Take away all by which the account was opened before it ended."""
    user.password_hash = None
    drop_factors(session, user.id)
    for row in passkeys_of(session, user.id):
        remove_passkey(session, actor=actor, row=row)
    bound = select(DirectoryIdentity.issuer).where(
        DirectoryIdentity.user_id == user.id, DirectoryIdentity.ended_at.is_(None)
    )
    for issuer in session.scalars(bound.order_by(DirectoryIdentity.issuer)).all():
        end_identity(session, actor=actor, user=user, issuer=issuer)
    session.execute(delete(KeptForm).where(KeptForm.user_id == user.id))
