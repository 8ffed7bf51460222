"""The list of users: searched, narrowed, and how each account stands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select, true
from sqlalchemy.orm import Session

from exchange.accounts.enums import AccountState
from exchange.accounts.models import DirectoryIdentity, SignInAttempt, User
from exchange.accounts.rules import FAILURES_BY_EMAIL, WINDOW
from exchange.core.database import Order, Page, paginate
from exchange.core.permissions import Role

_ORDER: Final = Order(User.name, User.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserFilter:
    """Which accounts a list shows; what is None does not narrow it."""

    #: A part of the name or the address.
    text: str | None = None
    role: Role | None = None
    #: None is every account that goes on, or whichever there is.
    state: AccountState | None = None
    with_ended: bool = False
    school_id: UUID | None = None
    #: The directory that accounts may be bound to.
    issuer: str | None = None


def users_page(
    session: Session, wanted: UserFilter, *, moment: datetime, cursor: str | None = None
) -> Page[User]:
    """Return a page of accounts by name."""
    statement = select(User).where(_stands(wanted, moment))
    if wanted.text:
        part = wanted.text.lower()
        statement = statement.where(
            or_(
                func.lower(User.name).contains(part, autoescape=True),
                User.email.contains(part, autoescape=True),
            )
        )
    if wanted.role is not None:
        statement = statement.where(User.role == wanted.role)
    if wanted.school_id is not None:
        statement = statement.where(User.school_id == wanted.school_id)
    return paginate(session, statement, _ORDER, cursor=cursor)


def account_of(session: Session, key: UUID) -> User | None:
    """Return an account, be it ended or not; None without one."""
    return session.get(User, key)


def locked_addresses(
    session: Session, emails: Collection[str], *, moment: datetime
) -> Mapping[str, datetime]:
    """Return those of some addresses that cannot sign in, after too many failures, and until when.

    That is until the failures are too few again for one to have left the time they count in.
    """
    failures = (
        select(SignInAttempt.email, SignInAttempt.at)
        .where(_failed_lately(moment), SignInAttempt.email.in_(emails))
        .order_by(SignInAttempt.at.desc())
    )
    found: dict[str, list[datetime]] = {}
    for email, at in session.execute(failures):
        found.setdefault(email, []).append(at)
    most = FAILURES_BY_EMAIL
    return {email: at[most - 1] + WINDOW for email, at in found.items() if len(at) >= most}


def _stands(wanted: UserFilter, moment: datetime) -> ColumnElement[bool]:
    opened = or_(
        User.password_hash.is_not(None),
        User.id.in_(
            select(DirectoryIdentity.user_id).where(
                DirectoryIdentity.ended_at.is_(None), DirectoryIdentity.issuer == wanted.issuer
            )
        ),
    )
    match wanted.state:
        case AccountState.ENDED:
            return User.active.is_(False)
        case AccountState.ACTIVE:
            return and_(User.active.is_(True), opened)
        case AccountState.INVITED:
            return and_(User.active.is_(True), not_(opened))
        case AccountState.LOCKED:
            return and_(User.active.is_(True), User.email.in_(_locked(moment)))
    return true() if wanted.with_ended else User.active.is_(True)


def _failed_lately(moment: datetime) -> ColumnElement[bool]:
    return and_(SignInAttempt.at >= moment - WINDOW, SignInAttempt.succeeded.is_(False))


def _locked(moment: datetime) -> Select[str]:
    return (
        select(SignInAttempt.email)
        .where(_failed_lately(moment))
        .group_by(SignInAttempt.email)
        .having(func.count() >= FAILURES_BY_EMAIL)
    )
