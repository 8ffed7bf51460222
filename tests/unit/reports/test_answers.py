"""What an answer sheet says where little is on record, and to read aloud."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from exchange.agreements.enums import AgreementKind, AgreementState
from exchange.agreements.lineage import LineageStep
from exchange.agreements.models import Agreement
from exchange.core.database import Localized
from exchange.core.dates import FiscalYear, PartialDate
from exchange.core.messages import Message
from exchange.delegations.reciprocity import Balance, LastVisit
from exchange.indicators.enums import Reach, ReadingKind
from exchange.indicators.queries.youth import Rule
from exchange.partners.models import Partner
from exchange.reports.answers import Known, Youth, YouthYear, answer_sheet, first_year_of
from exchange.reports.answers.figures import rule_said, youth
from exchange.reports.answers.history import gaps
from exchange.reports.answers.visits import turn, turn_aloud
from exchange.reports.answers.youth import told

TODAY = date(2026, 11, 22)


def known(balance: Balance | None = None, **changes: object) -> Known:
    """Know nothing of a partner in the fiscal years 2020 to 2022 but what is said."""
    values: dict[str, object] = {
        "partner": Partner(slug="heidelberg", names=Localized({"ja": "ハイデルベルク市"})),
        "balance": balance or Balance(None, None),
        "first": FiscalYear(2020),
        "last": FiscalYear(2022),
        "bases": frozenset(),
        "people": {},
        "reading": None,
        "youth": Youth({}, 0),
        "aloud": Youth({}, 0),
        "youth_years": frozenset(),
        "costs": {},
        "today": TODAY,
        **dict.fromkeys(("steps", "visits", "promises", "cycles", "history"), ()),
    }
    return Known(**(values | changes))  # type: ignore[arg-type]


def step(
    day: PartialDate | None, *, disagreement: bool = False, rivals: Sequence[PartialDate] = ()
) -> LineageStep:
    """Return an agreement of a day, by which the city took a relation over."""
    agreement = Agreement(kind=AgreementKind.SUCCESSION, title=Localized({"ja": "承継"}))
    return LineageStep(agreement, day, AgreementState.IN_FORCE, disagreement, rivals=rivals)


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        ((), 2016),
        ((None,), 2016),
        ((PartialDate(1995),), 1995),
        ((PartialDate(1996), PartialDate(1995, 2), None), 1994),
    ],
)
def test_a_sheet_begins_with_the_first_adopted_date(
    dates: tuple[PartialDate | None, ...], first: int
) -> None:
    assert first_year_of([step(day) for day in dates], TODAY) == FiscalYear(first)


EARLY, LATE = LastVisit(PartialDate(2010), None), LastVisit(PartialDate(2020), None)


@pytest.mark.parametrize(
    ("balance", "said", "aloud"),
    [
        (Balance(LATE, EARLY), "delegations.turns.ours", "reports.opening.turn_ours"),
        (Balance(EARLY, LATE), "delegations.turns.theirs", "reports.opening.turn_theirs"),
        (Balance(LATE, LATE), "delegations.turns.even", "reports.opening.turn_unknown"),
        (Balance(None, None), "delegations.turns.unknown", "reports.opening.turn_unknown"),
    ],
)
def test_whose_turn_it_is(balance: Balance, said: str, aloud: str) -> None:
    assert turn(known(balance)).params["turn"].id == said  # type: ignore[attr-defined]
    assert turn_aloud(known(balance)).id == aloud


@pytest.mark.parametrize(
    ("years", "lines"),
    [
        ({2020, 2021, 2022}, []),
        ({2021}, ["reports.answer.gap_year", "reports.answer.gap_year"]),
        ({2020}, ["reports.answer.gap_years"]),
    ],
)
def test_years_without_exchange_are_named(years: set[int], lines: list[str]) -> None:
    part = gaps(known(youth_years=frozenset(years)))
    assert [line.id for line in part.lines] == lines
    assert (part.empty is None) is bool(lines)


def test_what_lies_before_the_period_is_not_shown() -> None:
    found = Youth({2018: YouthYear(5, 5), 2021: YouthYear(2, 1)}, 1)
    part = youth(known(youth=found), everything=True)
    assert [list(row[:4]) for row in part.rows] == [[FiscalYear(2021), 2, 2, 1]]


def test_the_opening_says_where_sources_disagree() -> None:
    day = PartialDate(1995, 5)
    sheet = answer_sheet(
        known(steps=(step(day, disagreement=True, rivals=(day,)),)), "ja", everything=False
    )
    assert [line.id for line in sheet.opening][:2] == [
        "reports.opening.tie_disputed",
        "reports.opening.takeover",
    ]


def test_a_locked_rule_names_who_locked_it_and_why() -> None:
    at = datetime(2026, 4, 1, tzinfo=UTC)
    rule = Rule(
        1,
        ReadingKind.RUNNING_TOTAL,
        2024,
        "",
        2024,
        True,
        Reach.LIVING,
        False,
        True,
        at,
        "課長",
        "協議",
    )
    assert rule_said(rule).id == "reports.rule.locked"


HIDDEN = "reports.year.hidden"


@pytest.mark.parametrize(
    ("shown", "rows"),
    [
        ({2019, 2020, 2021}, [[2020, 6, 6, 5], [2021, 4, 10, HIDDEN], ["period", 10, 10, 6]]),
        ({2019, 2020}, [[2020, 6, 6, 5], [2021, *[HIDDEN] * 3], ["period", *[HIDDEN] * 3]]),
        ({2020, 2021}, [[2020, 6, 6, 5], [2021, 4, 10, HIDDEN], ["period", 10, 10, 6]]),
    ],
)
def test_what_may_not_be_told_is_in_no_sum_either(
    shown: set[int], rows: list[list[object]]
) -> None:
    years = {2019: YouthYear(1, 1), 2020: YouthYear(6, 5), 2021: YouthYear(4, 2)}
    aloud = told(Youth(years, 6), shown, FiscalYear(2020))
    part = youth(known(aloud=aloud), everything=False)
    found = [[said(cell) for cell in row[:4]] for row in part.rows]
    assert found == rows
    spoken = [line.id for line in answer_sheet(known(aloud=aloud), "ja", everything=True).opening]
    hides = rows[-1][1] == HIDDEN
    assert ("reports.opening.youth_hidden" in spoken) is hides


def said(cell: object) -> object:
    if isinstance(cell, Message):
        return "period" if cell.id == "reports.answer.period" else cell.id
    return cell.start if isinstance(cell, FiscalYear) else cell
