"""Tell whoever works on a celebration what moved, once it has come to rest.

Days are often changed twice in a row. A mail is written when nothing has moved for a while; it says
what was before and what is now, and nothing at all where both are the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.celebrations.enums import CelebrationState
from exchange.celebrations.models import Celebration
from exchange.celebrations.queries import celebration_by_id, open_tasks_of
from exchange.core import clock
from exchange.core.database import transact
from exchange.core.languages import Language
from exchange.core.messages import Message, label, message
from exchange.core.permissions import Actor
from exchange.core.printing import day_text
from exchange.core.translate import translate
from exchange.jobs.queries import waiting_jobs
from exchange.jobs.services import enqueue
from exchange.jobs.worker import Work
from exchange.outbox.services import write_mail

#: The kind of the job that writes the mails.
TELL: Final = "celebrations.tell"
#: For so long nothing may move before a mail is written.
QUIET: Final = timedelta(minutes=15)
#: The office writes to itself in its own language.
_LANGUAGE: Final = Language.JA


def standing_of(celebration: Celebration) -> Mapping[str, str]:
    """Return what a notice compares: days and state, as a job carries them."""
    return {
        "starts": celebration.starts.isoformat() if celebration.starts else "",
        "ends": celebration.ends.isoformat() if celebration.ends else "",
        "state": celebration.state.value,
    }


def expect_notice(
    session: Session, celebration: Celebration, before: Mapping[str, str], *, actor: Actor
) -> None:
    """Let a notice go out later; one that waits already waits on, and keeps its own `before`.

    What a command does is no news.
    """
    if actor.user_id is None or before == standing_of(celebration):
        return
    key, later, by = str(celebration.id), clock.machine_now() + QUIET, str(actor.user_id)
    waiting = (job for job in waiting_jobs(session, TELL) if job.arguments["celebration"] == key)
    if (job := next(waiting, None)) is not None:
        job.run_at = later
        if job.arguments["by"] != by:
            job.arguments = {**job.arguments, "by": ""}
        return
    enqueue(session, TELL, {"celebration": key, "by": by, **before}, run_at=later)


def tell(work: Work) -> None:
    """Write the mails of a job."""
    base_url = work.settings.base_url
    transact(work.database, lambda session: write_notices(session, work.arguments, base_url))


def write_notices(session: Session, arguments: Mapping[str, str], base_url: str) -> int:
    """Write to everyone concerned but the one who moved it; return how many were written to."""
    celebration = celebration_by_id(session, UUID(arguments["celebration"]))
    lines = [translate(line, _LANGUAGE) for line in _moved(arguments, standing_of(celebration))]
    concerned = _concerned(session, celebration, but=arguments["by"]) if lines else ()
    title = celebration.title.in_language(_LANGUAGE)
    for user in concerned:
        body = message(
            "celebrations.notice.body",
            name=user.name,
            title=title,
            changes="\n".join(lines),
            link=f"{base_url}/celebrations/{celebration.id}/",
        )
        write_mail(
            session,
            to=user.email,
            subject=translate(message("celebrations.notice.subject", title=title), _LANGUAGE),
            body=translate(body, _LANGUAGE),
            language=_LANGUAGE,
        )
    return len(concerned)


def _moved(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Message]:
    """Yield what is not as it was."""
    old, new = _days(before), _days(now)
    if old != new:
        yield message("celebrations.notice.days", old=old, new=new)
    if before["state"] != now["state"]:
        states = (CelebrationState(each["state"]) for each in (before, now))
        old, new = (translate(label(state), _LANGUAGE) for state in states)
        yield message("celebrations.notice.state", old=old, new=new)


def _days(standing: Mapping[str, str]) -> str:
    if not standing["starts"]:
        return translate(message("celebrations.notice.no_days"), _LANGUAGE)
    first, last = (
        day_text(date.fromisoformat(standing[name]), _LANGUAGE) for name in ("starts", "ends")
    )
    return first if first == last else f"{first} – {last}"


def _concerned(session: Session, celebration: Celebration, *, but: str) -> Sequence[User]:
    """Return who answers for it and who has an open task of it."""
    keys = {task.assignee_id for task in open_tasks_of(session, celebration.id)}
    wanted = {key for key in (*keys, celebration.owner_id) if key and str(key) != but}
    found = select(User).where(User.id.in_(wanted), User.active)
    return session.scalars(found.order_by(User.email)).all()
