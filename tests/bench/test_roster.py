"""A roster of thousands, from its bytes to its pupils, beside reading, checking and one insert."""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count

from sqlalchemy import insert

from config import Settings
from exchange.core import clock
from exchange.core.database import Database, unit_of_work, uuid7
from exchange.core.dates import parse_birth_date
from exchange.documents.sheet_files import read_sheets
from exchange.youth.models import Edition, Pupil, School
from exchange.youth.queries.roster_runs import roster_run
from exchange.youth.queries.rosters import roster_for
from exchange.youth.rules.registrations import Declared
from exchange.youth.services.rosters import Confirmation, Sent, confirm_roster, receive_roster
from tests.bench.figures import Table
from tests.bench.measuring import spent
from tests.factories.rosters import HEADINGS, RING
from tests.factories.sheets import csv_of, xlsx_of
from tests.factories.youth import make_edition, make_school, school_actor
from tests.servers.statements import count_statements

_NUMBERS = count(1)
#: Why it costs more than its floor.
WHY = (
    "the file is read and compared twice, as it is shown and as it is confirmed, and a pupil leaves"
    " some twenty rows where the floor inserts one: pupil, registration, step, two audit lines and"
    " each value they record"
)


def rows_of(number: int) -> Sequence[Sequence[object]]:
    """Write so many plainly fictional pupils who are in no earlier list."""
    first = next(_NUMBERS) * 100_000
    born = date(2012, 4, 2)
    return [
        HEADINGS,
        *(
            (
                *(f"見本 花子{first + at}", "ﾐﾎﾝ ﾊﾅｺ"),
                *((born + timedelta(days=at % 300)).isoformat(), "2", str(at % 9)),
                *(f"見本 太郎{at}", f"p{at}@example.jp", "09012345678"),
            )
            for at in range(number)
        ),
    ]


def places(database: Database, number: int) -> tuple[Edition, School]:
    with unit_of_work(database) as session:
        today = clock.today()
        edition = make_edition(
            session,
            opens_on=today - timedelta(days=3),
            closes_on=today + timedelta(days=3),
            starts=date(today.year, 12, 30),
            ends=date(today.year, 12, 31),
            fiscal_year=2026,
            quota=number + 10,
        )
        found = edition, make_school(session)
        session.flush()
        session.expunge_all()
        return found


def dry_run(database: Database, body: bytes, at: tuple[Edition, School]) -> tuple[object, str]:
    """Receive a file and look at what would become of it, as the first two pages do."""
    edition, school = at
    actor, key = school_actor(school), uuid7()
    sent = Sent("名簿", read_sheets(body))
    with unit_of_work(database) as session:
        receive_roster(session, actor=actor, edition_id=edition.id, sent=sent, ring=RING, key=key)
    with database.reading() as session:
        roster = roster_for(session, actor, key)
        run = roster_run(session, (roster.edition, roster.school), roster, RING)
        return key, run.announcement.digest


def confirm(database: Database, seen: tuple[object, str], at: tuple[Edition, School]) -> None:
    key, digest = seen
    confirmation = Confirmation(digest, Declared(clock.today(), purpose_explained=True))
    with unit_of_work(database) as session:
        confirm_roster(
            session,
            actor=school_actor(at[1]),
            key=key,  # type: ignore[arg-type]
            confirmation=confirmation,
            ring=RING,
        )


def floor(database: Database, body: bytes, at: tuple[Edition, School]) -> None:
    """Read, check and insert the same people, and nothing else that a roster needs."""
    lines = list(csv.reader(io.StringIO(body.decode())))[1:]
    with unit_of_work(database) as session:
        told = [
            {
                "id": uuid7(),
                "school_id": at[1].id,
                "birth_date": parse_birth_date(line[2]),
                "match_key": f"{line[0]}:{line[2]}",
                "family_name": line[0],
                "search_key": line[0],
                "sort_key": line[1],
            }
            for line in lines
        ]
        session.connection().execute(insert(Pupil), told)


def test_a_roster_of_five_thousand(instance: tuple[Settings, Database], table: Table) -> None:
    database = instance[1]
    at = places(database, 10_000)
    for name, write in (("csv", csv_of), ("xlsx", xlsx_of)):
        body = write(rows_of(5_000))
        looked, seen = spent(lambda body=body: dry_run(database, body, at))  # type: ignore[misc]
        confirmed, _ = spent(lambda seen=seen: confirm(database, seen, at))  # type: ignore[misc]
        found = f"dry run {looked:.2f} s, confirming {confirmed:.2f} s"
        table.told(8, f"roster of 5,000, {name}", found)


def test_a_roster_of_ten_thousand_beside_its_floor(
    instance: tuple[Settings, Database], table: Table
) -> None:
    database = instance[1]
    times: dict[int, float] = {}
    for number in (1_000, 10_000):
        at = places(database, number)
        body = csv_of(rows_of(number))
        looked, seen = spent(lambda body=body, at=at: dry_run(database, body, at))  # type: ignore[misc]
        with count_statements() as statements:
            confirmed, _ = spent(lambda seen=seen, at=at: confirm(database, seen, at))  # type: ignore[misc]
        assert len(statements) < 100
        times[number] = looked + confirmed
    bare, _ = spent(lambda: floor(database, csv_of(rows_of(10_000)), at))
    whole = times[10_000]
    beside = f"reading, checking and one insert, {bare:.2f} s"
    what = "roster of 10,000, dry run and confirming"
    table.most(8, what, whole / bare, 3, beside=beside, why=WHY)
    beside = f"one of 1,000, {times[1_000]:.2f} s"
    table.most(8, "roster of 10,000, growth", whole / times[1_000], 11, beside=beside)
    table.counted(8, "statements to confirm 10,000", len(statements), 99)
