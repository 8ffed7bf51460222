"""What stays of sign-ins in the log: each success, a reached limit, and how often it failed a day.

No line names a network address. Failures are a line a day for each account, one for strangers and
one for secret links: whoever tries for long does not fill the log.
"""

from collections import Counter
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from exchange.accounts.models import SignInAttempt, User
from exchange.accounts.queries import failures_since, user_by_email
from exchange.accounts.rules import FAILURES_BY_EMAIL, WINDOW
from exchange.audit.queries import was_recorded
from exchange.audit.services import Deed, created, record, record_many
from exchange.core import clock
from exchange.core.database import take_turns
from exchange.core.languages import OFFICE_ZONE
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, system_actor

#: Of an attempt that names no account: a secret link, or the answer of a device or directory.
NO_ACCOUNT: Final = ""
_NOBODY: Final = UUID(int=0)
_STRANGER: Final = Subject("stranger", _NOBODY)
_LINK: Final = Subject("secret_link", _NOBODY)
_COUNTER: Final = system_actor("sign-in")


def note_sign_in(session: Session, *, actor: Actor, device: str, is_strong: bool) -> None:
    """Record that somebody signed in, with which browser and system, by one factor or two."""
    factors = 2 if is_strong else 1
    record(
        session,
        actor=actor,
        act="accounts.sign_in",
        subject=Subject("user", actor.known_id),
        changes=created({"device": device or None, "factors": factors}),
    )


def note_limit(session: Session, *, email: str, address: str) -> None:
    """Record that attempts are refused, once in the time they are: an account's, or anybody's."""
    take_turns(session, "limit of sign-ins")
    since = clock.machine_now() - WINDOW
    by_email, _ = failures_since(session, email=email, address=address, since=since)
    is_account = email != NO_ACCOUNT and by_email >= FAILURES_BY_EMAIL
    user = user_by_email(session, email) if is_account else None
    subject = Subject("user", user.id) if user else _STRANGER
    if not was_recorded(
        session, act="accounts.reach_limit", subject=subject, since=clock.now() - WINDOW
    ):
        record(
            session,
            actor=_COUNTER,
            act="accounts.reach_limit",
            subject=subject,
            changes=created({"limit": "account" if is_account else "network"}),
        )


def drop_attempts(session: Session, *, moment: datetime) -> None:
    """Drop attempts from before yesterday; how often it failed stays, day by day."""
    yesterday = (moment - timedelta(days=1)).astimezone(OFFICE_ZONE).date()
    before = datetime.combine(yesterday, time.min, tzinfo=OFFICE_ZONE)
    dropped = session.execute(
        delete(SignInAttempt)
        .where(SignInAttempt.at < before)
        .returning(SignInAttempt.at, SignInAttempt.email, SignInAttempt.succeeded),
        execution_options={"synchronize_session": False},
    ).all()
    failed = [(at.astimezone(OFFICE_ZONE).date(), email) for at, email, ok in dropped if not ok]
    if not failed:
        return
    known = {
        email: Subject("user", key) for key, email in session.execute(select(User.id, User.email))
    } | {NO_ACCOUNT: _LINK}
    counted = Counter((day, known.get(email, _STRANGER)) for day, email in failed)
    deeds = [
        Deed(
            act="accounts.fail_sign_in",
            subject=subject,
            changes=created({"day": day, "failures": number}),
        )
        for (day, subject), number in counted.items()
    ]
    record_many(session, actor=_COUNTER, deeds=deeds)
