"""Who is one person shows in closed years as a correction, whenever it is found out."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.permissions import Actor
from exchange.indicators.models import CountingRule
from exchange.youth.enums import RegistrationState
from exchange.youth.enums.closing import CorrectionState
from exchange.youth.ledger import (
    corrections_of,
    faults,
    join_persons,
    part_persons,
    propose_merge,
    propose_parting,
)
from exchange.youth.services import close_edition
from tests.factories.participations import LEDGER_KEY, close_edition_of
from tests.factories.youth import make_edition, make_pupil, make_registration
from tests.integration.indicators.test_closing import FROM_2025, NOW, close, figures, taken_in


@pytest.fixture(autouse=True)
def at() -> Iterator[None]:
    clock.fix(NOW)
    yield
    clock.fix(None)


@pytest.mark.usefixtures("rule")
@FROM_2025
def test_a_merge_shows_in_closed_years_as_a_correction_only(
    session: Session, manager: Actor, coordinator: Actor
) -> None:
    pair = [make_pupil(session), make_pupil(session)]
    for year in (2025, 2026):
        close_edition_of(session, pair, fiscal_year=year)
        close(session, manager, year)
    digests = [LEDGER_KEY.digest(pupil.id) for pupil in pair]
    origin = UUID(int=5)
    merge = {"actor": coordinator, "reason": "同じ生徒", "origin_id": origin}
    entered = propose_merge(session, digests=digests, **merge)  # type: ignore[arg-type]
    join_persons(session, digests)
    assert [each.fiscal_year for each in entered] == [2025, 2026]
    taken_in(session, manager, entered[0])
    years = figures(session)[2]
    assert isinstance(years, dict)
    assert [years[year]["unique"] for year in ("2025", "2026")] == [1, 2]
    assert figures(session)[1] == 1
    part_persons(session, digests)
    propose_parting(session, sides=[digests[:1], digests[1:]], **merge)  # type: ignore[arg-type]
    states = [each.state for each in corrections_of(session, 2026)]
    assert states == [CorrectionState.WITHDRAWN]
    taken_in(session, manager, corrections_of(session, 2025)[-1])
    years = figures(session)[2]
    assert isinstance(years, dict)
    assert [years[year]["unique"] for year in ("2025", "2026")] == [2, 2]
    assert figures(session)[1] == 2
    assert faults(session) == []
    assert propose_merge(session, digests=digests[:1], **merge) == []  # type: ignore[arg-type]


@pytest.mark.usefixtures("rule")
def test_undoing_a_merge_that_a_year_was_closed_with_is_a_correction(
    session: Session, manager: Actor, coordinator: Actor
) -> None:
    pair = [make_pupil(session), make_pupil(session)]
    digests = [LEDGER_KEY.digest(pupil.id) for pupil in pair]
    close_edition_of(session, pair, fiscal_year=2026)
    join_persons(session, digests)
    close(session, manager, 2026)
    assert figures(session)[:2] == (16, 1)
    part_persons(session, digests)
    parting = {"sides": [digests[:1], digests[1:]], "origin_id": UUID(int=5), "reason": "別人"}
    [entered] = propose_parting(session, actor=coordinator, **parting)  # type: ignore[arg-type]
    years = figures(session)[2]
    assert isinstance(years, dict)
    assert (figures(session)[1], years["2026"]["unique"]) == (2, 1)
    taken_in(session, manager, entered)
    years = figures(session)[2]
    assert isinstance(years, dict)
    assert (figures(session)[1], years["2026"]["unique"]) == (2, 2)
    assert faults(session) == []


def test_whoever_is_found_after_a_merge_counts_as_who_was_counted(
    session: Session, manager: Actor, coordinator: Actor, rule: CountingRule
) -> None:
    assert rule.locked
    pair = [make_pupil(session), make_pupil(session)]
    close_edition_of(session, pair[:1])
    late = make_edition(session, starts=date(2026, 8, 1), ends=date(2026, 8, 9))
    make_registration(session, edition=late, pupil=pair[1], state=RegistrationState.COMPLETED)
    close(session, manager, remaining=1, accepted=True)
    digests = [LEDGER_KEY.digest(pupil.id) for pupil in pair]
    propose_merge(
        session, actor=coordinator, digests=digests, reason="同じ生徒", origin_id=UUID(int=5)
    )
    join_persons(session, digests)
    close_edition(session, actor=coordinator, edition_id=late.id, ledger_key=LEDGER_KEY)
    [found] = corrections_of(session, 2026)
    taken_in(session, manager, found)
    assert (found.person_times, found.unique_persons) == (1, 0)
    assert figures(session)[:2] == (16, 1)
    assert faults(session) == []


@FROM_2025
def test_persons_of_two_closed_years_are_one_since_the_start(
    session: Session, manager: Actor, coordinator: Actor, rule: CountingRule
) -> None:
    assert rule.locked
    pair = [make_pupil(session), make_pupil(session)]
    for year, pupil in zip((2025, 2026), pair, strict=True):
        close_edition_of(session, [pupil], fiscal_year=year)
        close(session, manager, year)
    digests = [LEDGER_KEY.digest(pupil.id) for pupil in pair]
    merge = {"actor": coordinator, "reason": "同じ生徒", "origin_id": UUID(int=5)}
    assert propose_merge(session, digests=digests, **merge) == []  # type: ignore[arg-type]
    before = figures(session)
    join_persons(session, digests)
    assert (before[1], figures(session)[1], figures(session)[2]) == (2, 1, before[2])
    assert faults(session) == []
