"""A school's roster over what guardians sent: the head's confirmation takes it over."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.permissions import Actor
from exchange.documents.lists.keeping import Choices
from exchange.documents.sheet_files import read_sheets
from exchange.youth.enums import Registering
from exchange.youth.enums.rosters import Fate
from exchange.youth.models import Edition, Registration, School
from exchange.youth.queries.rosters import dry_run
from exchange.youth.roster.dryrun import DryRun
from exchange.youth.rules.registrations import Declared
from exchange.youth.services.rosters import Confirmation, confirm_roster
from tests.factories.rosters import FIRST, RING, make_roster, rows_of, run_of
from tests.factories.sheets import csv_of
from tests.factories.youth import make_edition, make_school, school_actor

HEADS_DAY = date(2026, 6, 10)
BODY = csv_of(rows_of(FIRST))


@pytest.fixture
def actor(session: Session) -> Actor:
    return school_actor(make_school(session))


def upload(session: Session, actor: Actor, edition: Edition) -> DryRun:
    """Send the list and confirm what its dry run announced."""
    roster = make_roster(session, actor, edition.id, BODY)
    run = run_of(session, actor, roster)
    declared = Declared(HEADS_DAY, purpose_explained=True)
    confirmation = Confirmation(run.announcement.digest, declared, False)
    confirm_roster(session, actor=actor, key=roster.id, confirmation=confirmation, ring=RING)
    return run


def sent_by_guardian(session: Session, actor: Actor, edition: Edition) -> Registration:
    """Return the listed pupil's registration, as if the guardian had sent it."""
    upload(session, actor, edition)
    row = session.scalars(select(Registration)).one()
    row.by_guardian, row.principal_confirmed_on = True, None
    session.flush()
    return row


@pytest.mark.parametrize(
    ("way", "fate", "confirmed"),
    [(Registering.BOTH, Fate.CHANGED, HEADS_DAY), (Registering.SCHOOL, Fate.SAME, None)],
)
def test_a_listed_pupil_is_taken_over_where_both_register(
    session: Session, actor: Actor, way: Registering, fate: Fate, confirmed: date | None
) -> None:
    edition = make_edition(session, registering=way)
    row = sent_by_guardian(session, actor, edition)
    [told] = upload(session, actor, edition).announcement.rows
    assert (told.fate, told.changes) == (fate, {})
    taken = [note.id for note in told.notes] == ["youth.roster.note.taken_over"]
    assert taken is (confirmed is not None)
    session.refresh(row)
    assert (row.by_guardian, row.principal_confirmed_on) == (True, confirmed)
    [after] = upload(session, actor, edition).announcement.rows
    assert after.fate is Fate.SAME


def test_a_command_declares_nothing_and_takes_nothing_over(session: Session, actor: Actor) -> None:
    edition = make_edition(session, registering=Registering.BOTH)
    sent_by_guardian(session, actor, edition)
    school = session.get_one(School, actor.school_id)
    sent = (read_sheets(BODY), Choices())
    runs = [dry_run(session, edition, school, sent, declares=each) for each in (True, False)]
    fates = [[row.fate for row in run.announcement.rows] for run in runs]
    assert fates == [[Fate.CHANGED], [Fate.SAME]]
