"""Looking up what people have beside the password."""

from collections import Counter
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from exchange.accounts.models import CodeApp, Passkey, PrintedCode, User
from exchange.accounts.rules import Factors


def has_factor() -> ColumnElement[bool]:
    """Return what holds of a user who has more than a password: an app, a sheet, a passkey."""
    app = select(CodeApp.id).where(CodeApp.user_id == User.id, CodeApp.secret.is_not(None))
    sheet = select(PrintedCode.id).where(PrintedCode.user_id == User.id)
    passkey = select(Passkey.id).where(Passkey.user_id == User.id, Passkey.removed_at.is_(None))
    return or_(app.exists(), sheet.exists(), passkey.exists())


def factors_of(session: Session, user_id: UUID) -> Factors:
    """Return what a person has beside the password."""
    found = factors_by_user(session, [user_id])
    return found.get(user_id, Factors(has_app=False, codes_left=None))


def factors_by_user(session: Session, keys: Collection[UUID]) -> Mapping[UUID, Factors]:
    """Return what some people have beside the password; who has nothing is left out."""
    apps = select(CodeApp.user_id).where(CodeApp.secret.is_not(None), CodeApp.user_id.in_(keys))
    codes = select(PrintedCode.user_id, PrintedCode.used_at).where(PrintedCode.user_id.in_(keys))
    with_app = set(session.scalars(apps))
    left: Counter[UUID] = Counter()
    for holder, used_at in session.execute(codes):
        left[holder] += used_at is None
    return {key: Factors(key in with_app, left.get(key)) for key in with_app | left.keys()}


def code_app(session: Session, user_id: UUID, *, for_update: bool = False) -> CodeApp | None:
    """Return a person's app, or the one being set up."""
    statement = select(CodeApp).where(CodeApp.user_id == user_id)
    return session.scalar(statement.with_for_update() if for_update else statement)


def printed_code(session: Session, user_id: UUID, number: int) -> PrintedCode | None:
    """Return an unused code of a person's sheet, held against being used twice at one moment."""
    return session.scalar(
        select(PrintedCode)
        .where(
            PrintedCode.user_id == user_id,
            PrintedCode.number == number,
            PrintedCode.used_at.is_(None),
        )
        .with_for_update()
    )
