"""Lists of members: received, read in another way, dropped."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import add_once, expect_version, flush, seal, transact, upsert
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.keys import Keyring
from exchange.core.links import Link
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.delegations.enums import LIST_STEPS, ListSource, ListState
from exchange.delegations.memberlist.columns import VOCABULARY
from exchange.delegations.models import MemberList, MemberListHabit, Visit
from exchange.delegations.queries import locked_visit
from exchange.delegations.queries.lists import habit_of, handed_in, kept_file, locked_list
from exchange.delegations.services.visits import subject_of
from exchange.documents.lists.keeping import Choices, in_encoding, pack, without_guarded
from exchange.documents.sheet_files import SheetFile
from exchange.jobs.services import enqueue
from exchange.jobs.worker import Work

#: The kind of the job that drops a list nobody confirms.
DROP: Final = "delegations.drop_list"
#: How long a list is kept that nobody confirms.
KEPT: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file, a pasted list or a partner's form, read into tables."""

    file_name: str
    file: SheetFile
    #: The link by which the partner handed it in; None for the office.
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Manners:
    """How a list is to be read, and whether who is missing from it leaves."""

    choices: Choices
    complete: bool = True


def receive_list(
    session: Session, *, actor: Actor, visit_id: UUID, sent: Sent, ring: Keyring, key: UUID
) -> MemberList:
    """Keep a list until it is confirmed or some days have passed; sent twice it is one.

    Columns that are never stored are emptied before anything is kept. No member is touched. What
    a partner hands in again takes the place of what still waits.
    """
    visit = locked_visit(session, visit_id)
    choices = Choices(remembered=habit_of(session, visit.partners[0].id))
    row = MemberList(
        id=key,
        visit_id=visit.id,
        source=ListSource.PARTNER if sent.link else ListSource.OFFICE,
        link_id=sent.link.id if sent.link else None,
        file_name=sent.file_name[-200:],
        sent_by=actor.name,
        state=ListState.WAITING,
        kept_until=clock.machine_now() + KEPT,
        choices=choices.as_json(),
        is_demo=visit.is_demo,
    )
    former = handed_in(session, sent.link.id) if sent.link else None
    seal(row, "kept", pack(without_guarded(sent.file, choices, VOCABULARY)), ring=ring)
    row, new = add_once(session, row)
    if not new:
        return _own(row, visit)
    if former is not None:
        _empty(session, actor, former, visit)
    enqueue(session, DROP, {"list": str(row.id)}, run_at=row.kept_until)
    _record(session, actor, visit, row, act="lists.receive")
    return row


def keep_blanks(row: MemberList) -> None:
    """Let empty cells of a list leave what is on record: its form does not show all of that."""
    row.choices = {**row.choices, "blank_keeps": True}


def reread_list(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    key: UUID,
    version: int,
    manners: Manners,
    ring: Keyring,
) -> MemberList:
    """Read a kept list in another way; what its headings mean is remembered for the partner."""
    visit = locked_visit(session, visit_id)
    row = locked_list(session, visit_id, key)
    expect_version(row, version)
    ensure_waiting(row)
    partner_id, choices = visit.partners[0].id, manners.choices
    if choices.remembered:
        _remember(session, partner_id, choices.remembered)
    file = kept_file(row, ring)
    assert file is not None, "what waits is kept"
    row.choices = {**row.choices, **choices.as_json(), "complete": manners.complete}
    # Read rightly, a column may turn out to be one that is never stored.
    read = replace(choices, remembered=habit_of(session, partner_id))
    rightly = without_guarded(in_encoding(file, read.encoding), read, VOCABULARY)
    seal(row, "kept", pack(rightly), ring=ring)
    flush(session)
    _record(session, actor, visit, row, act="lists.read_as")
    return row


def discard_list(
    session: Session, *, actor: Actor, visit_id: UUID, key: UUID, version: int
) -> MemberList:
    """Drop a list that nobody will confirm, at once."""
    visit = locked_visit(session, visit_id)
    row = locked_list(session, visit_id, key)
    expect_version(row, version)
    LIST_STEPS.ensure(row.state, ListState.DROPPED)
    _empty(session, actor, row, visit)
    return row


def drop_list(work: Work) -> None:
    """Do the job that empties one list when its time has come; the members stay."""
    key = UUID(work.arguments["list"])
    transact(work.database, lambda session: _drop(session, key))


def ensure_waiting(row: MemberList) -> None:
    """Refuse to go on with a list that was confirmed or dropped."""
    if row.state is not ListState.WAITING:
        raise DomainError(message("delegations.list.error.over"))


def _drop(session: Session, key: UUID) -> None:
    row = session.get(MemberList, key, with_for_update=True)
    if row is not None and row.state is ListState.WAITING:
        row.state, row.kept = ListState.DROPPED, None
        flush(session)


def _empty(session: Session, actor: Actor, row: MemberList, visit: Visit) -> None:
    row.state, row.kept = ListState.DROPPED, None
    flush(session)
    _record(session, actor, visit, row, act="lists.drop")


def _remember(session: Session, partner_id: UUID, said: Mapping[str, str]) -> None:
    meanings = {**habit_of(session, partner_id), **said}
    statement = upsert(session, MemberListHabit).values(partner_id=partner_id, meanings=meanings)
    session.execute(
        statement.on_conflict_do_update(index_elements=["partner_id"], set_={"meanings": meanings}),
        execution_options={"populate_existing": True},
    )


def _own(row: MemberList, visit: Visit) -> MemberList:
    if row.visit_id != visit.id:
        raise NotFoundError
    return row


def _record(session: Session, actor: Actor, visit: Visit, row: MemberList, *, act: str) -> None:
    changes = {"list": (None, row.id)}
    record(session, actor=actor, act=act, subject=subject_of(visit), changes=changes)
