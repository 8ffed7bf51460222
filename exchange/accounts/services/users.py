"""Verbs on users: create, end."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.accounts.queries import administrators_beside
from exchange.accounts.rules import plain_address
from exchange.accounts.services.sessions import end_sessions
from exchange.audit.services import created, record
from exchange.core.database import expect_version, flush, take_turns
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role


@dataclass(frozen=True, slots=True)
class NewUser:
    """What is known of a person who gets an account."""

    email: str
    name: str
    role: Role
    school_id: UUID | None = None
    section: str | None = None
    is_demo: bool = False


def create_user(
    session: Session, *, actor: Actor, new: NewUser, password_hash: str | None = None
) -> User:
    """Create an account; without a password it waits for its invitation."""
    user = User(
        email=plain_address(new.email),
        name=new.name.strip(),
        role=new.role,
        school_id=new.school_id,
        section=new.section,
        is_demo=new.is_demo,
        password_hash=password_hash,
    )
    session.add(user)
    flush(session)
    values = {"email": user.email, "name": user.name, "role": user.role}
    record(
        session,
        actor=actor,
        act="accounts.create",
        subject=Subject("user", user.id),
        changes=created(values),
    )
    return user


def ensure_administrator_stays(
    session: Session, user: User, *, leaving: Collection[UUID] = ()
) -> None:
    """Refuse the end of the last administrator's account; two ends at one moment take turns.

    `leaving` are those whose own end is planned. Raises DomainError.
    """
    if user.role is not Role.ADMINISTRATOR:
        return
    take_turns(session, "administrators")
    if not set(administrators_beside(session, user.id)).difference(leaving):
        raise DomainError(message("accounts.error.last_administrator"))


def deactivate(
    session: Session,
    *,
    actor: Actor,
    user: User,
    version: int,
    leaving: Collection[UUID] = (),
) -> None:
    """End an account and its sessions; what the user did stays.

    Raises DomainError for one's own, and the last administrator's beside who is `leaving`.
    """
    expect_version(user, version)
    if user.id == actor.user_id:
        raise DomainError(message("accounts.error.deactivate_self"))
    ensure_administrator_stays(session, user, leaving=leaving)
    user.active = False
    end_sessions(session, user_id=user.id)
    record(
        session,
        actor=actor,
        act="accounts.deactivate",
        subject=Subject("user", user.id),
        changes={"active": (True, False)},
    )
    flush(session)
