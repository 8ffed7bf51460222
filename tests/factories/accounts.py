"""Users, one a role."""

from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.audit.models import AuditLine
from exchange.core.permissions import Role

_NUMBERS = count(1)


def make_user(session: Session, **changes: Any) -> User:  # noqa: ANN401 - any of its columns
    """Add a coordinator without a password."""
    number = next(_NUMBERS)
    values: dict[str, Any] = {
        "email": f"person{number}@city.example",
        "name": f"見本 花子{number}",
        "role": Role.COORDINATOR,
        "active": True,
    }
    user = User(**(values | changes))
    session.add(user)
    session.flush()
    return user


def acts_of(session: Session) -> list[str]:
    """Return the acts in the log, in order, beside the sign-ins that led to them."""
    return list(
        session.scalars(
            select(AuditLine.act)
            .where(AuditLine.act != "accounts.sign_in")
            .order_by(AuditLine.at, AuditLine.id)
        )
    )
