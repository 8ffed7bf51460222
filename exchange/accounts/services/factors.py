"""The second factor: an app or a sheet of codes; set up, asked for, taken away."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import delete
from sqlalchemy.orm import Session

from exchange.accounts.models import CodeApp, PrintedCode, User
from exchange.accounts.queries import code_app, printed_code
from exchange.accounts.rules import (
    ALPHABET,
    ensure_another,
    is_app_code,
    plain_code,
    printed_parts,
    steps_at,
    written_code,
)
from exchange.accounts.services.sessions import end_sessions
from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush, seal, unseal
from exchange.core.errors import DomainError
from exchange.core.keys import Keyring
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.outbox.services import write_mail

#: A printed code is forty random bits that work once and are counted: less work than a password's.
_HASHER: Final = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code of a sheet that is about to be printed."""

    number: int
    written: str
    code_hash: str


def new_codes(count: int) -> Sequence[NewCode]:
    """Make the codes of a sheet; takes some 10 ms each, so do it before a transaction begins."""
    return [_new_code(number) for number in range(1, count + 1)]


def keep_codes(session: Session, *, actor: Actor, codes: Sequence[NewCode]) -> None:
    """Keep the codes of a new sheet, hashed; the sheet before stops working."""
    user_id = actor.known_id
    session.execute(delete(PrintedCode).where(PrintedCode.user_id == user_id))
    session.add_all(
        PrintedCode(user_id=user_id, number=code.number, code_hash=code.code_hash) for code in codes
    )
    record(session, actor=actor, act="accounts.print_codes", subject=Subject("user", user_id))
    flush(session)


def begin_app(session: Session, *, actor: Actor, ring: Keyring) -> None:
    """Make the secret of an app that is to be set up; one that works goes on until then."""
    row = code_app(session, actor.known_id) or CodeApp(user_id=actor.known_id)
    seal(row, "pending", pyotp.random_base32(), ring=ring)
    session.add(row)
    flush(session)


def pending_secret(session: Session, *, user_id: UUID, ring: Keyring) -> str | None:
    """Return the secret of the app that is being set up; None when there is none."""
    row = code_app(session, user_id)
    return unseal(row, "pending", ring=ring) if row else None


def confirm_app(session: Session, *, actor: Actor, code: str, ring: Keyring) -> None:
    """Take the app whose first code is right; raises DomainError for any other code."""
    if not is_app_code(plain_code(code)):
        raise DomainError(message("accounts.error.app_code"), field="code")
    row = code_app(session, actor.known_id, for_update=True)
    secret = unseal(row, "pending", ring=ring) if row else None
    step = _matching(secret, plain_code(code), None) if secret else None
    if row is None or step is None:
        raise DomainError(message("accounts.error.code"), field="code")
    seal(row, "secret", secret, ring=ring)
    row.pending, row.last_step = None, step
    record(session, actor=actor, act="accounts.add_app", subject=Subject("user", actor.known_id))
    flush(session)


def use_code(session: Session, *, actor: Actor, code: str, ring: Keyring) -> None:
    """Take a code of the app or the sheet; raises DomainError when it is wrong or was used."""
    plain = plain_code(code)
    taken = _use_app if is_app_code(plain) else _use_printed
    if not taken(session, actor, plain, ring):
        raise DomainError(message("accounts.error.code"), field="code")
    flush(session)


def remove_factor(session: Session, *, actor: Actor) -> None:
    """Take one's own second factor away."""
    drop_factors(session, actor.known_id)
    record(
        session, actor=actor, act="accounts.remove_factor", subject=Subject("user", actor.known_id)
    )


def reset_factor(session: Session, *, actor: Actor, user: User) -> None:
    """Take away the second factor of another person, who lost it; their sessions end.

    One's own is taken away on one's own page, where the password is asked for.
    """
    ensure_another(actor, user.id)
    drop_factors(session, user.id)
    end_sessions(session, user_id=user.id)
    record(session, actor=actor, act="accounts.reset_factor", subject=Subject("user", user.id))


def tell_of_reset_factor(session: Session, *, user: User, language: str) -> None:
    """Write a person the mail that says their second factor was taken away."""
    write_mail(
        session,
        to=user.email,
        subject=translate(message("accounts.mail.factor.subject"), language),
        body=translate(message("accounts.mail.factor.body", name=user.name), language),
        language=language,
    )


def drop_factors(session: Session, user_id: UUID) -> None:
    """Take somebody's app and sheet away, as part of what has a line of its own."""
    session.execute(delete(CodeApp).where(CodeApp.user_id == user_id))
    session.execute(delete(PrintedCode).where(PrintedCode.user_id == user_id))


def _new_code(number: int) -> NewCode:
    secret = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return NewCode(number, written_code(number, secret), _HASHER.hash(secret))


def _use_app(session: Session, actor: Actor, plain: str, ring: Keyring) -> bool:
    row = code_app(session, actor.known_id, for_update=True)
    secret = unseal(row, "secret", ring=ring) if row else None
    if row is None or secret is None:
        return False
    step = _matching(secret, plain, row.last_step)
    row.last_step = row.last_step if step is None else step
    return step is not None


def _use_printed(session: Session, actor: Actor, plain: str, _ring: Keyring) -> bool:
    parts = printed_parts(plain)
    row = printed_code(session, actor.known_id, parts[0]) if parts else None
    if row is None or parts is None or not _is_code(row.code_hash, parts[1]):
        return False
    row.used_at = clock.machine_now()
    record(session, actor=actor, act="accounts.use_code", subject=Subject("user", actor.known_id))
    return True


def _is_code(hashed: str, secret: str) -> bool:
    try:
        return _HASHER.verify(hashed, secret)
    except VerifyMismatchError:
        return False


def _matching(secret: str, plain: str, last_step: int | None) -> int | None:
    """Return the half minute a code is of, among those that count now."""
    codes = pyotp.TOTP(secret)
    steps = steps_at(clock.machine_now(), last_step)
    return next((s for s in steps if secrets.compare_digest(codes.generate_otp(s), plain)), None)
