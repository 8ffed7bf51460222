"""Whatever is merged, struck and found about closed years, figures are a naive count of it."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from exchange.core import clock
from exchange.core.database import Database
from exchange.core.permissions import system_actor
from exchange.indicators.queries.youth import youth_reading
from exchange.indicators.services import Closing, close_year, enter_struck
from exchange.youth.ledger import approve, faults, propose_merge
from exchange.youth.models import Participation
from tests.factories.indicators import make_indicator, make_rule
from tests.factories.participations import LEDGER_KEY, close_edition_of
from tests.factories.strategy import make_measure, make_strategy
from tests.factories.youth import make_pupil

ACTOR = system_actor("test")
PEOPLE = st.lists(st.integers(0, 3), unique=True, min_size=1)
EDITIONS = st.lists(st.tuples(st.sampled_from([2025, 2026]), PEOPLE), min_size=1, max_size=4)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(past=EDITIONS, struck=st.sets(st.integers(0, 5), max_size=3), merge=st.booleans())
def test_corrected_figures_are_a_naive_count(  # long: one history
    database: Database, past: list[tuple[int, list[int]]], struck: set[int], merge: bool
) -> None:
    clock.fix(datetime(2027, 4, 20, tzinfo=UTC))
    with database.writing() as session:
        found = make_indicator(session, make_measure(session, make_strategy(session), 4))
        make_rule(session, found, locked=True)
        pupils = [make_pupil(session) for _ in range(4)]
        for year, members in past:
            close_edition_of(session, [pupils[at] for at in members], fiscal_year=year)
        for year in (2025, 2026):
            closing = Closing(year, "", 0, accepted=True)
            close_year(session, actor=ACTOR, closing=closing)
        who = {LEDGER_KEY.digest(pupil.id): number for number, pupil in enumerate(pupils)}
        rows = session.scalars(select(Participation).order_by(Participation.id)).all()
        listed = [(row.fiscal_year, who[row.person_digest]) for row in rows]
        entered = [
            enter_struck(session, actor=ACTOR, participation_id=row.id, reason="不参加")
            for at, row in enumerate(rows)
            if at in struck
        ]
        if merge:
            pair = [LEDGER_KEY.digest(pupil.id) for pupil in pupils[:2]]
            entered += propose_merge(
                session, actor=ACTOR, digests=pair, reason="同じ", origin_id=UUID(int=1)
            )
        for each in entered:
            approve(session, actor=ACTOR, key=each.id, version=each.version)
        left = [
            (year, 0 if merge and person == 1 else person)
            for at, (year, person) in enumerate(listed)
            if at not in struck
        ]
        reading = youth_reading(session, with_demo=False, today=clock.today())
        years = {
            year: (each.person_times, each.unique) for year, each in reading.fiscal_years.items()
        }
        assert years == {
            year: (
                sum(when == year for when, _ in left),
                len({person for when, person in left if when == year}),
            )
            for year in (2025, 2026)
        }
        assert reading.running_total == 14 + len(left)
        assert reading.unique_since_start == len({person for _, person in left})
        assert faults(session) == []
        session.rollback()
    clock.fix(None)
