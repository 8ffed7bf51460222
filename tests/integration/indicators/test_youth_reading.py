"""The three readings, counted by hand."""

from datetime import date

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from exchange.agreements.opendata import column_names
from exchange.core.errors import NotFoundError
from exchange.core.permissions import Actor, Role
from exchange.indicators.models import Indicator
from exchange.indicators.opendata import YOUTH_COLUMNS, youth_json, youth_rows
from exchange.indicators.queries.participations import (
    Narrowing,
    described,
    entries_page,
    groups_of_year,
)
from exchange.indicators.queries.youth import Break, running_total, youth_reading
from exchange.youth.enums import Organiser, SchoolLevel, YouthDirection
from exchange.youth.ledger import differences
from exchange.youth.models import ParticipationPerson, Registration
from tests.factories.indicators import make_indicator, make_rule
from tests.factories.participations import LEDGER_KEY, close_edition_of
from tests.factories.partners import make_partner
from tests.factories.strategy import make_measure, make_strategy
from tests.factories.youth import make_programme, make_pupil
from tests.servers.statements import count_statements

TODAY = date(2026, 11, 21)


@pytest.fixture
def indicator(session: Session) -> Indicator:
    found = make_indicator(session, make_measure(session, make_strategy(session), 4))
    make_rule(session, found)
    return found


def json_of(session: Session, *, with_demo: bool = False) -> dict[str, object]:
    return youth_json(youth_reading(session, with_demo=with_demo, today=TODAY))


def figures(session: Session, *, with_demo: bool = False) -> tuple[object, object, object]:
    found = json_of(session, with_demo=with_demo)
    return found["running_total"], found["unique_since_start"], found["fiscal_years"]


@pytest.mark.usefixtures("indicator")
def test_before_any_participation_only_the_baseline_stands(session: Session) -> None:
    assert json_of(session) == {
        "as_of": "2026-11-21",
        "rule": {"version": 1, "locked": False},
        "baseline": {"value": 14, "year": 2023},
        "target": {"value": 30, "year": 2031},
        "running_total": 14,
        "unique_since_start": 0,
        "fiscal_years": {},
    }
    assert running_total(session) == 14


@pytest.mark.usefixtures("indicator")
def test_one_pupil_in_two_editions_of_a_year_counts_two_two_one(session: Session) -> None:
    pupil = make_pupil(session)
    close_edition_of(session, [pupil])
    close_edition_of(session, [pupil])
    assert figures(session) == (
        14 + 2,
        1,
        {"2026": {"person_times": 2, "unique": 1, "closed": False}},
    )
    assert running_total(session) == 16


@pytest.mark.usefixtures("indicator")
def test_unique_persons_of_the_years_do_not_add_up(session: Session) -> None:
    pair = [make_pupil(session), make_pupil(session)]
    close_edition_of(session, pair, fiscal_year=2025)
    close_edition_of(session, pair[:1], fiscal_year=2026)
    assert figures(session) == (
        14 + 3,
        2,
        {
            "2025": {"person_times": 2, "unique": 2, "closed": False},
            "2026": {"person_times": 1, "unique": 1, "closed": False},
        },
    )


@pytest.mark.usefixtures("indicator")
def test_what_does_not_count_moves_nothing(session: Session) -> None:
    pupil = make_pupil(session)
    prefecture = make_programme(session, organiser=Organiser.PREFECTURE, counts=False)
    close_edition_of(session, [pupil], programme=prefecture)
    close_edition_of(session, [pupil], direction=YouthDirection.ONLINE)
    close_edition_of(session, [pupil], counts=False)
    assert figures(session) == (14, 0, {})


def test_a_locked_version_decides_from_its_year_and_a_draft_moves_nothing(
    session: Session, indicator: Indicator
) -> None:
    pupil = make_pupil(session)
    close_edition_of(session, [pupil], direction=YouthDirection.ONLINE)
    make_rule(session, indicator, number=2, online_counts=True)
    close_edition_of(session, [pupil], direction=YouthDirection.ONLINE)
    found = youth_reading(session, with_demo=False, today=TODAY)
    assert (found.rule.version, found.running_total, found.breaks) == (1, 14, [])
    make_rule(
        session,
        indicator,
        number=3,
        online_counts=True,
        since_year=2026,
        locked=True,
        reason="理由",
    )
    close_edition_of(session, [pupil], direction=YouthDirection.ONLINE)
    found = youth_reading(session, with_demo=False, today=TODAY)
    assert (found.rule.version, found.running_total) == (3, 15)
    assert found.breaks == [Break(2026, 3, "理由")]


@pytest.mark.usefixtures("indicator")
def test_demo_rows_are_in_the_staff_s_figures_only(session: Session) -> None:
    close_edition_of(session, [make_pupil(session)])
    assert not youth_reading(session, with_demo=True, today=TODAY).contains_demo
    close_edition_of(session, [make_pupil(session)], is_demo=True)
    assert figures(session)[:2] == (15, 1)
    assert figures(session, with_demo=True)[:2] == (16, 2)
    assert youth_reading(session, with_demo=True, today=TODAY).contains_demo
    assert not youth_reading(session, with_demo=False, today=TODAY).contains_demo


@pytest.mark.usefixtures("indicator")
def test_the_running_total_runs_on_from_the_baseline(session: Session) -> None:
    close_edition_of(session, [make_pupil(session)], fiscal_year=2026)
    close_edition_of(session, [make_pupil(session), make_pupil(session)], fiscal_year=2024)
    years = youth_reading(session, with_demo=False, today=TODAY).fiscal_years
    assert {year: found.running_total for year, found in years.items()} == {2024: 16, 2026: 17}
    assert list(years) == [2024, 2026]


@pytest.mark.usefixtures("indicator")
def test_a_year_before_the_start_is_shown_and_adds_nothing(session: Session) -> None:
    pupil = make_pupil(session)
    close_edition_of(session, [pupil], fiscal_year=2022)
    close_edition_of(session, [make_pupil(session)], fiscal_year=2024)
    found = youth_reading(session, with_demo=False, today=TODAY)
    assert (found.running_total, found.unique_since_start) == (15, 1)
    totals = {year: row.running_total for year, row in found.fiscal_years.items()}
    assert totals == {2022: None, 2024: 15}
    assert running_total(session) == 15
    assert differences(session) == []
    early = next(row for row in youth_rows(found) if row["year"] == 2022)
    assert (early["person_times"], early["running_total"]) == (1, None)


def test_the_start_is_what_the_rule_says(session: Session) -> None:
    place = make_measure(session, make_strategy(session), 4)
    make_rule(session, make_indicator(session, place), first_year=2026)
    for year in (2025, 2026):
        close_edition_of(session, [make_pupil(session)], fiscal_year=year)
    assert figures(session)[:2] == (15, 1)
    assert differences(session) == []


@pytest.mark.usefixtures("indicator")
def test_the_file_holds_baseline_years_whole_and_target(session: Session) -> None:
    close_edition_of(session, [make_pupil(session)], fiscal_year=2026)
    rows = youth_rows(youth_reading(session, with_demo=False, today=TODAY))
    assert {frozenset(row) for row in rows} == {frozenset(column_names(YOUTH_COLUMNS))}
    assert [(row["row"], row["year"], row["running_total"]) for row in rows] == [
        ("baseline", 2023, 14),
        ("fiscal_year", 2026, 15),
        ("since_start", None, 15),
        ("target", 2031, 30),
    ]


def test_an_indicator_without_a_target_has_none(session: Session) -> None:
    place = make_measure(session, make_strategy(session), 4)
    make_rule(session, make_indicator(session, place, targets={2027: None, 2031: None}))
    assert json_of(session)["target"] is None
    rows = youth_rows(youth_reading(session, with_demo=False, today=TODAY))
    assert [row["row"] for row in rows] == ["baseline", "since_start"]


def test_without_the_indicator_there_is_no_reading(session: Session) -> None:
    with pytest.raises(NotFoundError):
        youth_reading(session, with_demo=False, today=TODAY)
    assert running_total(session) is None


@pytest.mark.usefixtures("indicator")
def test_the_reading_takes_five_statements_however_long_the_ledger(session: Session) -> None:
    for year in range(2024, 2030):
        close_edition_of(session, [make_pupil(session)], fiscal_year=year)
    session.flush()
    session.expire_all()
    with count_statements() as statements:
        youth_reading(session, with_demo=False, today=TODAY)
    assert len(statements) == 5


def test_the_groups_of_a_year_stand_by_programme(session: Session) -> None:
    small, large = make_programme(session), make_programme(session)
    close_edition_of(session, [make_pupil(session)], programme=small)
    close_edition_of(session, [make_pupil(session) for _ in range(3)], programme=large)
    close_edition_of(session, [make_pupil(session)], programme=small, is_demo=True)
    public = groups_of_year(session, 2026, with_demo=False)
    assert [(part.programme, part.partner, part.person_times) for part in public] == [
        (small.names, None, 1),
        (large.names, None, 3),
    ]
    staff = groups_of_year(session, 2026, with_demo=True)
    assert [part.person_times for part in staff] == [2, 3]


def test_a_list_is_narrowed_by_everything_a_figure_is_broken_down_by(session: Session) -> None:
    partner = make_partner(session)
    own = make_programme(session, partner_id=partner.id)
    close_edition_of(session, [make_pupil(session)], programme=own)
    online = YouthDirection.ONLINE
    close_edition_of(session, [make_pupil(session)], fiscal_year=2025, direction=online)
    reader = Actor(None, Role.VIEWER, "見本")
    wanted = [
        Narrowing(),
        Narrowing(fiscal_year=2025),
        Narrowing(programme_id=own.id),
        Narrowing(partner=partner.slug),
        Narrowing(partner="none"),
        Narrowing(direction=online),
        Narrowing(level=SchoolLevel.ELEMENTARY),
        Narrowing(counted=True),
        Narrowing(counted=False, fiscal_year=2026),
    ]
    counts = [entries_page(session, reader, each).count for each in wanted]
    assert counts == [2, 1, 1, 1, 1, 1, 0, 1, 0]


def test_a_section_officer_sees_the_own_section_s_participations(session: Session) -> None:
    own = make_programme(session, section="地域教育推進課")
    close_edition_of(session, [make_pupil(session)], programme=own)
    close_edition_of(session, [make_pupil(session)])
    officer = Actor(None, Role.SECTION, "見本", section="地域教育推進課")
    coordinator = Actor(None, Role.COORDINATOR, "見本")
    assert entries_page(session, officer, Narrowing(fiscal_year=2026)).count == 1
    assert entries_page(session, coordinator, Narrowing(fiscal_year=2026)).count == 2


def test_an_entry_names_edition_and_person_by_digest_only(session: Session) -> None:
    pupil = make_pupil(session)
    edition = close_edition_of(session, [pupil])
    page = entries_page(session, Actor(None, Role.COORDINATOR, "見本"), Narrowing(fiscal_year=2026))
    (entry,) = described(session, page.rows)
    registration = session.scalars(select(Registration)).one()
    assert (entry.edition, entry.partner) == (edition.title, None)
    assert (entry.registration_id, registration.pupil_id) == (registration.id, pupil.id)
    assert entry.short_digest == LEDGER_KEY.digest(pupil.id)[:8]


def test_the_entry_of_someone_erased_leads_nowhere(session: Session) -> None:
    close_edition_of(session, [make_pupil(session)])
    session.execute(delete(ParticipationPerson))
    page = entries_page(session, Actor(None, Role.COORDINATOR, "見本"), Narrowing(fiscal_year=2026))
    (entry,) = described(session, page.rows)
    assert entry.registration_id is None
