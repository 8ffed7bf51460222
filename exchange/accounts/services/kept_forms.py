"""What somebody had typed when their time was over: kept sealed, shown to them, dropped."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from exchange.accounts.models import KeptForm
from exchange.accounts.queries import FormWriter, kept_form, lapsed_holder
from exchange.accounts.rules import FORMS_KEPT
from exchange.core import clock
from exchange.core.database import seal, take_turns, transact, unseal
from exchange.core.keys import Keyring
from exchange.jobs.services import enqueue
from exchange.jobs.worker import Work

#: The kind of job that drops the forms whose hour is over.
DROP_KEPT: Final = "accounts.drop_kept"


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was sent."""

    #: Where it was sent to.
    path: str
    #: The page it was typed on; empty where the browser does not say.
    page: str
    #: (name, value), as often as a name was sent.
    fields: Sequence[Sequence[str]]
    had_files: bool


def keep_form(session: Session, *, token_hash: str, typed: Typed, ring: Keyring) -> UUID | None:
    """Keep what was typed for the holder of a session that time has ended; None for any other."""
    user_id = lapsed_holder(session, token_hash)
    return None if user_id is None else _keep(session, FormWriter(user_id), typed, ring)


def keep_form_of_link(session: Session, *, link_id: UUID, typed: Typed, ring: Keyring) -> UUID:
    """Keep what was typed behind a secret link whose page time has closed."""
    return _keep(session, FormWriter(link_id=link_id), typed, ring)


def _keep(session: Session, writer: FormWriter, typed: Typed, ring: Keyring) -> UUID:
    """Keep what was typed instead of what the same writer had typed before."""
    take_turns(session, f"kept form of {writer}")  # two tabs may come at one moment
    forget_form(session, writer)
    moment = clock.machine_now()
    row = KeptForm(user_id=writer.user_id, link_id=writer.link_id, kept_at=moment)
    seal(row, "content", json.dumps(asdict(typed), ensure_ascii=False), ring=ring)
    session.add(row)
    enqueue(session, DROP_KEPT, run_at=moment + FORMS_KEPT + timedelta(minutes=1))
    session.flush()
    return row.id


def forget_form(session: Session, writer: FormWriter) -> None:
    """Drop what a writer had typed: it has come to where it was going."""
    session.execute(delete(KeptForm).where(writer.wrote()))


def typed_form(session: Session, *, key: UUID, writer: FormWriter, ring: Keyring) -> Typed | None:
    """Return what somebody had typed, within its hour; None for everybody else and afterwards."""
    row = kept_form(session, key, writer=writer, since=clock.machine_now() - FORMS_KEPT)
    content = unseal(row, "content", ring=ring) if row else None
    return Typed(**json.loads(content)) if content else None


def drop_kept_forms(work: Work) -> None:
    """Drop the forms whose hour is over."""
    before = clock.machine_now() - FORMS_KEPT
    transact(
        work.database,
        lambda session: session.execute(delete(KeptForm).where(KeptForm.kept_at <= before)),
    )
