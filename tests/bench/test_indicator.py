"""The youth indicator over a thousand and a million participations: ratios, and a recount."""

import time
from collections.abc import Sequence

from sqlalchemy import text

from config import Settings
from exchange.app import create_app
from exchange.core.database import Database, unit_of_work
from exchange.youth.ledger import differences
from exchange.youth.ledger.totals import keep_totals
from tests.bench.figures import Table
from tests.bench.measuring import paired
from tests.factories.youth import make_edition

PATH = "/indicators/youth-participation"
YEARS = range(2024, 2034)

#: Ten fiscal years in turn; every third person-time is of somebody who was there before.
WRITE = """
WITH RECURSIVE numbers(i) AS (
  SELECT :first UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < :last
)
INSERT INTO participations (id, fiscal_year, edition_id, direction, school_level, counts, reason,
  left_early, person_digest, rule_version, written_at, is_demo)
SELECT printf('%032x', i), 2024 + i % 10, {editions}, 'send', 'high', 1, 'counted', 0,
  printf('%064x', CASE WHEN i % 3 = 2 THEN i - 1 ELSE i END), 1, '2026-11-25 03:00:00', 0
FROM numbers
"""

#: Unique persons by year and nothing else, over an index made for it.
DISTINCT = (
    "SELECT fiscal_year, COUNT(DISTINCT person_digest) FROM participations GROUP BY fiscal_year"
)

#: Why a recount costs more than its floor.
WHY = (
    "it counts person-times by year, persons by year and persons since the start, each in an order"
    " of its own, where the floor counts persons by year; with demo rows, the persons once without"
)


def write(database: Database, editions: Sequence[str], first: int, last: int) -> None:
    """Write participations as SQL does it, and the totals as closing an edition keeps them."""
    cases = " ".join(f"WHEN {number} THEN '{key}'" for number, key in enumerate(editions))
    with unit_of_work(database) as session:
        statement = WRITE.replace("{editions}", f"CASE i % 10 {cases} END")
        session.execute(text(statement), {"first": first, "last": last})
        keep_totals(session, list(YEARS))


def spent(database: Database, statement: str) -> float:
    """Return the CPU seconds of a statement."""
    with database.reading() as session:
        began = time.process_time()
        session.execute(text(statement)).all()
        return time.process_time() - began


def recounted(database: Database) -> tuple[float, Sequence[object]]:
    """Return the CPU seconds of a full recount, and what it found to differ."""
    with database.reading() as session:
        began = time.process_time()
        found = differences(session)
        return time.process_time() - began, found


def test_a_million_participations_cost_what_a_thousand_do(
    instance: tuple[Settings, Database], table: Table
) -> None:
    settings, database = instance
    with unit_of_work(database) as session:
        editions = [make_edition(session).id.hex for _ in YEARS]
    visitor = create_app(settings, database).test_client()
    ask = (lambda: visitor.get(f"{PATH}/"), lambda: visitor.get(f"{PATH}.json"))
    write(database, editions, 0, 1_000)
    few = paired(*ask)
    write(database, editions, 1_000, 1_000_000)
    many = paired(*ask)
    file = visitor.get(f"{PATH}.json").json
    assert file is not None
    assert file["running_total"] == 14 + 1_000_000
    recount, found = recounted(database)
    assert found == []
    distinct = spent(database, DISTINCT)
    for name, old, new in zip(("page", "JSON"), few, many, strict=True):
        beside = f"the same over 1,000, {old:.1f} ms"
        table.most(
            9, f"indicator {name} over 1,000,000 participations", new / old, 1.2, beside=beside
        )
    beside = f"DISTINCT persons by year, {distinct:.2f} s"
    table.most(9, "full recount of 1,000,000", recount / distinct, 1.5, beside=beside, why=WHY)
