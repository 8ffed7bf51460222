"""Looking users up."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Select, Uuid, column, func, or_, select, table
from sqlalchemy.orm import Session, aliased

from exchange.accounts.models import DirectoryIdentity, SignInAttempt, User
from exchange.core.links import Link, LinkPurpose, Target, live_links
from exchange.core.permissions import PERMISSIONS, Role


def user_by_email(session: Session, email: str) -> User | None:
    """Return the user who signs in with an address, in the case accounts keep it."""
    return session.scalar(select(User).where(User.email == email))


def active_users(session: Session) -> Sequence[User]:
    """Return the staff, by name; schools are not among them."""
    return session.scalars(
        select(User)
        .where(User.active.is_(True), User.school_id.is_(None))
        .order_by(User.name, User.id)
    ).all()


def users_who_may(session: Session, permission: str) -> Sequence[User]:
    """Return whom something can be given to that only `permission` opens, by name."""
    roles = [role for role, held in PERMISSIONS.items() if permission in held]
    return session.scalars(
        select(User).where(User.active.is_(True), User.role.in_(roles)).order_by(User.name, User.id)
    ).all()


def administrators_beside(session: Session, user_id: UUID) -> Sequence[UUID]:
    """Return the other administrators who can sign in: by a password, or as who they are bound to.

    Whoever was only invited may never come.
    """
    bound = select(DirectoryIdentity.user_id).where(DirectoryIdentity.ended_at.is_(None))
    return session.scalars(
        select(User.id)
        .where(
            User.active.is_(True),
            User.role == Role.ADMINISTRATOR,
            User.id != user_id,
            or_(User.password_hash.is_not(None), User.id.in_(bound)),
        )
        .order_by(User.id)
    ).all()


def users_of_school(session: Session, school_id: UUID) -> Sequence[User]:
    """Return the active accounts of a school, by name."""
    return session.scalars(
        select(User)
        .where(User.active.is_(True), User.school_id == school_id)
        .order_by(User.name, User.id)
    ).all()


#: Schools live in a higher room, so they are read by table name.
_SCHOOLS: Final = table("schools", column("id", Uuid), column("name"), column("sort_key"))


def school_choices(session: Session) -> Sequence[tuple[str, str]]:
    """Return (id, name) of every school an account can belong to, by name."""
    rows = session.execute(
        select(_SCHOOLS.c.id, _SCHOOLS.c.name).order_by(_SCHOOLS.c.sort_key, _SCHOOLS.c.id)
    )
    return [(str(key), str(name)) for key, name in rows]


def school_names(session: Session, keys: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the names of schools by key."""
    rows = session.execute(select(_SCHOOLS.c.id, _SCHOOLS.c.name).where(_SCHOOLS.c.id.in_(keys)))
    return {UUID(str(key)): str(name) for key, name in rows}


def failures_since(
    session: Session, *, email: str, address: str, since: datetime
) -> tuple[int, int]:
    """Return failed attempts since an instant: (for the account, from the address)."""
    by_email = _failures(since).where(SignInAttempt.email == email)
    by_address = _failures(since).where(SignInAttempt.address == address)
    return session.scalar(by_email) or 0, session.scalar(by_address) or 0


def resettable_user(session: Session, email: str) -> User | None:
    """Return the user of an address who signs in by a password, and so may need a new one."""
    return session.scalar(
        select(User).where(
            User.email == email, User.active.is_(True), User.password_hash.is_not(None)
        )
    )


def live_ways_in(session: Session, user_id: UUID) -> int:
    """Count the links that lead into an account without its password."""
    return sum(
        len(live_links(session, Target(purpose, "user", user_id)))
        for purpose in (LinkPurpose.INVITATION, LinkPurpose.PASSWORD_RESET)
    )


def links_made_since(session: Session, target: Target, since: datetime) -> int:
    """Count the links of a target that were made since an instant, ended ones too."""
    return session.scalars(
        select(func.count())
        .select_from(Link)
        .where(
            Link.purpose == target.purpose,
            Link.subject_kind == target.subject_kind,
            Link.subject_id == target.subject_id,
            Link.created_at >= since,
        )
    ).one()


def has_real_users(session: Session) -> bool:
    """Say whether anyone but demo users has an account."""
    return session.scalar(select(User.id).where(User.is_demo.is_(False)).limit(1)) is not None


def has_demo_users(session: Session) -> bool:
    """Say whether demo users exist."""
    return session.scalar(demo_users().limit(1)) is not None


def demo_users() -> Select[UUID]:
    """Return the statement that finds demo users."""
    demo = aliased(User)
    return select(demo.id).where(demo.is_demo.is_(True))


def _failures(since: datetime) -> Select[int]:
    return (
        select(func.count())
        .select_from(SignInAttempt)
        .where(SignInAttempt.at >= since, SignInAttempt.succeeded.is_(False))
    )
