"""Whatever is sent: nothing breaks, and confirming changes exactly what was announced."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Database, uuid7
from exchange.core.dates import FiscalYear
from exchange.documents.lists.keeping import Choices, pack, unpack, without_guarded
from exchange.documents.sheet_files import Cell, FileKind, Sheet, SheetFile
from exchange.youth.enums import RegistrationState, SchoolLevel, Selection
from exchange.youth.enums.rosters import Fate
from exchange.youth.models import Pupil, Registration, School
from exchange.youth.queries.roster_runs import roster_run
from exchange.youth.queries.rosters import roster_for
from exchange.youth.roster.columns import VOCABULARY
from exchange.youth.roster.dryrun import DryRun, read_file
from exchange.youth.roster.facts import Facts, Places
from exchange.youth.roster.fates import COLUMNS, announce, matches
from exchange.youth.roster.rows import Setting
from exchange.youth.roster.sheets import refused_table
from exchange.youth.rules.registrations import Declared
from exchange.youth.rules.seats import Seats
from exchange.youth.services.rosters import Confirmation, Sent, confirm_roster, receive_roster
from tests.factories.rosters import HEADINGS, RING
from tests.factories.youth import make_edition, make_school, school_actor

words = st.sampled_from(
    [
        *HEADINGS,
        "姓",
        "名",
        "性別",
        "アレルギー",
        "見本 花子",
        "みほん",
        "2",
        "2年1組",
        "H24.5.3",
        "",
        "#N/A",
    ]
)
cells = st.one_of(
    st.none(),
    words,
    st.text(max_size=12),
    st.floats(allow_nan=True, allow_infinity=True).filter(lambda number: number == number),
    st.dates(),
    st.booleans(),
)
tables = st.lists(st.lists(cells, max_size=9).map(tuple), max_size=8)


def announced(rows: Sequence[Sequence[Cell]], choices: Choices) -> DryRun:
    file = SheetFile(FileKind.XLSX, [Sheet("名簿", rows)])
    kept = unpack(pack(without_guarded(file, choices, VOCABULARY)))
    setting = Setting(SchoolLevel.JUNIOR_HIGH, FiscalYear(2026))
    reading = read_file(kept, choices, setting)
    facts = Facts({}, frozenset(), Places(Selection.FIRST_COME, Seats(2, 0, 2, 0), limit=1))
    return DryRun(reading, announce(reading.rows, matches(reading.rows), facts), facts.places)


@settings(max_examples=150)
@given(rows=tables, header=st.one_of(st.none(), st.integers(0, 9)))
def test_any_table_is_read_and_every_row_has_its_fate(
    rows: Sequence[Sequence[Cell]], header: int | None
) -> None:
    run = announced([HEADINGS, *rows], Choices(header_row=header))
    again = announced([HEADINGS, *rows], Choices(header_row=header))
    assert run.announcement.digest == again.announcement.digest
    assert run.notes is not None
    for row in run.announcement.rows:
        assert bool(row.problems) == (row.fate is Fate.REFUSED)
    columns, told = refused_table(run, run.announcement.rows, lambda said: said.id)
    assert len(set(columns)) == len(columns)
    assert [set(cells) for cells in told] == [set(columns)] * len(told)


people = st.tuples(
    st.sampled_from(["見本 花子", "髙橋 次郎", "高橋 次郎", "Smith Jiro", "見本花子", ""]),
    st.sampled_from(["みほん はなこ", "ﾐﾎﾝ ﾊﾅｺ", "すみす", "kana"]),
    st.sampled_from(["2012/5/3", "H24.5.3", "2011-07-07", "R3.1.1"]),
    st.sampled_from(["2", "中3", "4"]),
    st.sampled_from(["1", "2", ""]),
    st.sampled_from(["見本 太郎", ""]),
    st.sampled_from(["a@example.jp", "", "x"]),
    st.sampled_from(["0901234567", ""]),
)


@pytest.mark.usefixtures("at")
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(st.lists(people, min_size=1, max_size=5), min_size=1, max_size=3))
def test_confirming_changes_exactly_what_was_announced(
    database: Database, files: list[list[tuple[str, ...]]]
) -> None:
    with database.writing() as session:
        school = make_school(session)
        actor, edition = school_actor(school), make_edition(session, quota=2, waitlist_limit=1)
        for rows in files:
            file = SheetFile(FileKind.XLSX, [Sheet("名簿", [HEADINGS, *rows])])
            key = receive_roster(
                session,
                actor=actor,
                edition_id=edition.id,
                sent=Sent("名簿.xlsx", file),
                ring=RING,
                key=uuid7(),
            ).id
            roster = roster_for(session, actor, key)
            run = roster_run(session, (roster.edition, roster.school), roster, RING)
            before = state_of(session, school)
            confirmation = Confirmation(
                run.announcement.digest,
                Declared(date(2026, 6, 10), purpose_explained=True),
                leave_out_refused=True,
            )
            confirm_roster(session, actor=actor, key=key, confirmation=confirmation, ring=RING)
            session.expire_all()
            assert state_of(session, school) == {**before, **promised(run, before)}


def state_of(session: Session, school: School) -> dict[str, dict[str, object]]:
    """Return what is kept of each pupil of the school, by match key."""
    found = session.execute(
        select(Pupil, Registration)
        .join(Registration, Registration.pupil_id == Pupil.id)
        .where(Pupil.school_id == school.id)
    )
    return {
        pupil.match_key: {
            "name": pupil.name,
            "state": registration.state,
            "rank": registration.waitlist_rank,
            **{column: getattr(registration, column) for column in COLUMNS},
        }
        for pupil, registration in found
    }


def promised(run: DryRun, before: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    """Return what the announcement says of each row that is new or changed."""
    told: dict[str, dict[str, object]] = {}
    for row in run.announcement.rows:
        if row.fate is Fate.CHANGED:
            new = {column: value for column, (_, value) in row.changes.items()}
            told[row.match] = {**before[row.match], "name": row.name, **new}
        elif row.fate is Fate.NEW:
            entry = row.entry
            told[row.match] = {
                "name": row.name,
                "state": row.state,
                "rank": row.rank,
                **{column: getattr(entry, column) for column in COLUMNS},
                "guardian_name": entry.guardian_name or "",
            }
            assert row.state in {RegistrationState.SUBMITTED, RegistrationState.WAITLISTED}
    return told
