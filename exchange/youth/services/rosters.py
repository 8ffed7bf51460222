"""Rosters of schools: received, read in another way, confirmed as a whole, dropped."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.collecting import collection_paused
from exchange.core.database import add_once, expect_version, flush, seal, transact, upsert
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.keys import Keyring
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.documents.lists.keeping import (
    Choices,
    in_encoding,
    only_rows,
    pack,
    without_guarded,
)
from exchange.documents.sheet_files import SheetFile
from exchange.jobs.services import enqueue
from exchange.jobs.worker import Work
from exchange.youth.enums.rosters import ROSTER_STEPS, Fate, RosterState
from exchange.youth.models import Edition, Roster, RosterHabit, School
from exchange.youth.queries.changes import lock_pupils_of
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.roster_runs import kept_file, roster_run
from exchange.youth.queries.rosters import habit_of, locked_roster
from exchange.youth.queries.schools import locked_school
from exchange.youth.queries.taking_back import versions_of
from exchange.youth.roster.columns import VOCABULARY
from exchange.youth.roster.dryrun import DryRun
from exchange.youth.rules.applying import ensure_desk_open
from exchange.youth.rules.registrations import Declared
from exchange.youth.services.taking_over import take_over

#: The kind of the job that drops what was kept of one roster.
DROP: Final = "youth.drop_roster"
#: How long a file is kept that nobody confirms, and the refused rows of one that was.
KEPT: Final = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file or a pasted list, read into tables."""

    file_name: str
    file: SheetFile


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a person confirms: the dry run they saw, and what they declare."""

    #: `Announcement.digest` of what was shown.
    digest: str
    declared: Declared
    #: Whether refused rows are left out; without it one of them stops all.
    leave_out_refused: bool = False


def receive_roster(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    sent: Sent,
    ring: Keyring,
    key: UUID,
) -> Roster:
    """Keep a sent file until it is confirmed or a few days have passed; sent twice it is one.

    Columns of health, diet and passport are emptied before anything is kept.
    """
    edition = locked_edition(session, actor, edition_id)
    school = locked_school(session, actor.school_id)
    ensure_desk_open(edition, clock.now())
    choices = Choices(remembered=habit_of(session, school.id))
    roster = Roster(
        id=key,
        edition_id=edition.id,
        school_id=school.id,
        file_name=sent.file_name[-200:],
        sent_by=actor.name,
        state=RosterState.WAITING,
        kept_until=clock.machine_now() + KEPT,
        choices=choices.as_json(),
        is_demo=edition.is_demo,
    )
    seal(roster, "kept", pack(without_guarded(sent.file, choices, VOCABULARY)), ring=ring)
    roster, new = add_once(session, roster)
    if not new:
        return _own(roster, edition, school)
    enqueue(session, DROP, {"roster": str(roster.id)}, run_at=roster.kept_until)
    _record(session, actor, roster, act="rosters.receive", changes={"edition": (None, edition.id)})
    return roster


def reread_roster(
    session: Session,
    *,
    actor: Actor,
    key: UUID,
    choices: Choices,
    ring: Keyring,
    version: int,
) -> Roster:
    """Read a kept file in another way; what its headings mean is remembered for the school."""
    roster = locked_roster(session, actor, key)
    expect_version(roster, version)
    ensure_waiting(roster)
    if choices.remembered is not None:
        _remember(session, roster.school_id, choices.remembered)
    file = kept_file(roster, ring)
    read = replace(choices, remembered=habit_of(session, roster.school_id))
    before, roster.choices = roster.choices, choices.as_json()
    assert file is not None, "what waits is kept"
    # Read rightly, a column may turn out to be one that is never stored.
    rightly = without_guarded(in_encoding(file, read.encoding), read, VOCABULARY)
    seal(roster, "kept", pack(rightly), ring=ring)
    flush(session)
    changes = {"choices": (before, roster.choices)}
    _record(session, actor, roster, act="rosters.read_as", changes=changes)
    return roster


@collection_paused()
def confirm_roster(
    session: Session,
    *,
    actor: Actor,
    key: UUID,
    confirmation: Confirmation,
    ring: Keyring,
) -> Roster:
    """Take over what was announced, all of it or nothing; confirmed twice it is once.

    Raises DomainError where it would no longer be what the person saw.
    """
    roster = locked_roster(session, actor, key)
    if roster.state is RosterState.CONFIRMED:
        return roster
    edition = locked_edition(session, actor, roster.edition_id)
    school = locked_school(session, roster.school_id)
    lock_pupils_of(session, school.id)
    ensure_desk_open(edition, clock.now())
    ensure_waiting(roster)
    run = roster_run(session, (edition, school), roster, ring)
    _ensure_announced(run, confirmation)
    made = take_over(
        session,
        actor=actor,
        places=(edition, school),
        announcement=run.announcement,
        declared=confirmation.declared,
    )
    roster.made = dict(versions_of(session, made))
    roster.confirmed_by = actor.name
    _close(roster, run, confirmation.declared.principal_confirmed_on, ring)
    flush(session)
    changes = {"outcome": (None, roster.outcome)}
    _record(session, actor, roster, act="rosters.confirm", changes=changes)
    return roster


def discard_roster(session: Session, *, actor: Actor, key: UUID, version: int) -> Roster:
    """Drop a roster that nobody will confirm, at once."""
    roster = locked_roster(session, actor, key)
    expect_version(roster, version)
    ROSTER_STEPS.ensure(roster.state, RosterState.DROPPED)
    roster.state, roster.kept = RosterState.DROPPED, None
    flush(session)
    _record(session, actor, roster, act="rosters.drop", changes={})
    return roster


def drop_roster(work: Work) -> None:
    """Do the job that empties one roster when its time has come; what was registered stays."""
    key = UUID(work.arguments["roster"])
    transact(work.database, lambda session: _drop(session, key))


def import_roster(
    session: Session, *, actor: Actor, places: tuple[Edition, School], run: DryRun
) -> None:
    """Take over a dry run that a command has just made, under the same locks; nothing is kept."""
    ensure_clean(run)
    take_over(
        session,
        actor=actor,
        places=places,
        announcement=run.announcement,
        declared=Declared(),
    )


def ensure_waiting(roster: Roster) -> None:
    """Refuse to go on with a roster that was confirmed or dropped."""
    if roster.state is not RosterState.WAITING:
        raise DomainError(message("youth.roster.error.dropped"))


def ensure_clean(run: DryRun) -> None:
    """Refuse to take over anything while a row is refused, or where there is no row."""
    counts = run.announcement.counts
    if not run.announcement.rows:
        raise DomainError(message("youth.roster.error.empty"))
    if counts[Fate.REFUSED]:
        sentence = message(
            "youth.roster.error.refused",
            count=counts[Fate.REFUSED],
            total=len(run.announcement.rows),
        )
        raise DomainError(sentence, field="leave_out_refused")


def _ensure_announced(run: DryRun, confirmation: Confirmation) -> None:
    if run.announcement.digest != confirmation.digest:
        raise DomainError(message("youth.roster.error.other"))
    if not confirmation.leave_out_refused:
        ensure_clean(run)


def _close(roster: Roster, run: DryRun, confirmed_on: date | None, ring: Keyring) -> None:
    """Keep the refused rows for a few days more, to be put right, and nothing else."""
    refused = [row.number for row in run.announcement.rows if row.fate is Fate.REFUSED]
    ROSTER_STEPS.ensure(roster.state, RosterState.CONFIRMED)
    roster.state, roster.confirmed_at = RosterState.CONFIRMED, clock.now()
    roster.principal_confirmed_on = confirmed_on
    counts = {fate.value: count for fate, count in run.announcement.counts.items()}
    roster.outcome = {**counts, "waiting": run.announcement.waiting}
    roster.kept = None
    if refused:
        left = only_rows(run.reading.file, run.reading.table, refused)
        seal(roster, "kept", pack(left), ring=ring)
        roster.choices = {**roster.choices, "sheet": 0, "encoding": None}


def _drop(session: Session, key: UUID) -> None:
    roster = session.get(Roster, key, with_for_update=True)
    if roster is None:
        return
    roster.kept = None
    if roster.state is RosterState.WAITING:
        roster.state = RosterState.DROPPED
    flush(session)


def _remember(session: Session, school_id: UUID, said: Mapping[str, str]) -> None:
    meanings = {**habit_of(session, school_id), **said}
    statement = upsert(session, RosterHabit).values(school_id=school_id, meanings=meanings)
    session.execute(
        statement.on_conflict_do_update(index_elements=["school_id"], set_={"meanings": meanings}),
        execution_options={"populate_existing": True},
    )
    session.expire_all()


def _own(roster: Roster, edition: Edition, school: School) -> Roster:
    if (roster.edition_id, roster.school_id) != (edition.id, school.id):
        raise NotFoundError
    return roster


def _record(
    session: Session,
    actor: Actor,
    roster: Roster,
    *,
    act: str,
    changes: Mapping[str, tuple[object, object]],
) -> None:
    record(session, actor=actor, act=act, subject=Subject("roster", roster.id), changes=changes)
