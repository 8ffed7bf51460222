"""Links to a new password: asked for by mail, or handed over by an administrator."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.accounts.queries import links_made_since, resettable_user
from exchange.accounts.rules import (
    HANDED_RESET_LIFETIME,
    RESET_LIFETIME,
    RESETS_AN_HOUR,
    plain_address,
)
from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import transact
from exchange.core.errors import DomainError
from exchange.core.links import LinkPurpose, Target, issue_random, live_links, revoke
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, system_actor
from exchange.core.translate import translate
from exchange.jobs.services import enqueue
from exchange.jobs.worker import Work
from exchange.outbox.services import write_mail

#: The kind of job that mails a link to a new password.
MAIL_RESET: Final = "accounts.mail_reset"


def ask_for_reset(session: Session, *, email: str, language: str) -> None:
    """Let a job mail a link to a new password, if the address has an account.

    An unknown address costs the same and leaves the same behind: a job, which then does nothing.
    """
    user = resettable_user(session, plain_address(email))
    enqueue(session, MAIL_RESET, {"user": str(user.id) if user else "", "language": language})


def mail_reset(work: Work) -> None:
    """Write the mail that brings a link to a new password, to an account that is there."""
    if work.arguments["user"]:
        transact(work.database, lambda session: _mail(session, work))


def hand_reset(session: Session, *, actor: Actor, user: User) -> str:
    """Make a link to a new password that an administrator hands over; returns its token.

    Earlier links of the user stop working. Raises DomainError for an ended account.
    """
    if not user.active:
        raise DomainError(message("accounts.error.ended"))
    return _issue(session, actor, user, HANDED_RESET_LIFETIME)


def _mail(session: Session, work: Work) -> None:
    user = session.get(User, UUID(work.arguments["user"]))
    hour_ago = clock.machine_now() - timedelta(hours=1)
    if user is None or not user.active:
        return
    if links_made_since(session, _target(user), hour_ago) >= RESETS_AN_HOUR:
        return
    token = _issue(session, system_actor(MAIL_RESET), user, RESET_LIFETIME)
    language = work.arguments["language"]
    body = message(
        "accounts.mail.reset.body",
        name=user.name,
        link=f"{work.settings.base_url}/accounts/reset/{token}",
        minutes=RESET_LIFETIME // timedelta(minutes=1),
    )
    write_mail(
        session,
        to=user.email,
        subject=translate(message("accounts.mail.reset.subject"), language),
        body=translate(body, language),
        language=language,
    )


def _issue(session: Session, actor: Actor, user: User, lifetime: timedelta) -> str:
    """Make a link; those that would have ended before it end now.

    One that was handed over outlives what anybody can ask for by mail.
    """
    expires_at = clock.machine_now() + lifetime
    for link in live_links(session, _target(user)):
        if link.expires_at is None or link.expires_at <= expires_at:
            revoke(link)
    _, token = issue_random(session, _target(user), expires_at=expires_at)
    record(session, actor=actor, act="accounts.make_reset", subject=Subject("user", user.id))
    return token


def _target(user: User) -> Target:
    return Target(LinkPurpose.PASSWORD_RESET, "user", user.id)
