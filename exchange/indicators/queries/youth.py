"""The youth indicator's readings, from the totals kept beside the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.dates import FiscalYear
from exchange.indicators.enums import Reach, ReadingKind
from exchange.indicators.models import CountingRule, Indicator
from exchange.indicators.queries.closing import SealedYear, sealed_years
from exchange.indicators.queries.definitions import SLUG, indicator_by_slug, rules_of
from exchange.youth.ledger import Scope, first_year_of, kept_totals, unique_since_change
from exchange.youth.models import SINCE_START
from exchange.youth.rules.counting import Totals, version_of_year

_NOTHING: Final = Totals(0, 0)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the source and the year it belongs to."""

    value: int
    year: int


@dataclass(frozen=True, slots=True)
class Rule:
    """The version of the counting rule a reading stands on."""

    version: int
    default: ReadingKind
    #: The first fiscal year it decides about.
    since_year: int
    #: Why it was written; empty for the first.
    reason: str
    #: Where the running total starts; the same in every version.
    first_year: int
    hosts_count: bool
    reach: Reach
    online_counts: bool
    early_return_counts: bool
    #: None until a manager has locked it.
    locked_at: datetime | None
    locked_by: str | None
    lock_reason: str | None

    @property
    def locked(self) -> bool:
        """Say whether the division has settled how to count."""
        return self.locked_at is not None

    @property
    def since(self) -> FiscalYear:
        """The first fiscal year it decides about."""
        return FiscalYear(self.since_year)


@dataclass(frozen=True, slots=True)
class Break:
    """Where another version of the rule begins: figures before and after are not one series."""

    year: int
    version: int
    reason: str

    @property
    def fiscal_year(self) -> FiscalYear:
        """The first fiscal year of the other version."""
        return FiscalYear(self.year)


@dataclass(frozen=True, slots=True)
class YearReading:
    """One fiscal year's readings."""

    person_times: int
    unique: int
    #: Person-times since the start up to this year's end, with the baseline; None before it.
    running_total: int | None
    #: The year's figures are sealed.
    closed: bool
    #: What was published when the year was closed, where approved corrections moved it since.
    published: Totals | None = None
    #: The running total as it was published then, where corrections of this or an earlier year
    #: moved it since.
    published_running: int | None = None


@dataclass(frozen=True, slots=True)
class YouthReading:
    """The three readings of 累計, side by side, from one ledger."""

    as_of: date
    rule: Rule
    title: Localized
    ja_official: bool
    #: The first fiscal year that is counted; the baseline stands before it.
    first_year: int
    baseline: Figure
    target: Figure | None
    #: Every year for which the source has a column, and its target; None where it sets none.
    targets: Mapping[int, int | None]
    #: Person-times since the start.
    person_times: int
    unique_since_start: int
    #: Only years for which the ledger holds something; a year without records is no 0.
    fiscal_years: Mapping[int, YearReading]
    #: Where the series breaks, in order.
    breaks: Sequence[Break]
    #: Demo rows are among the figures.
    contains_demo: bool

    @property
    def years_from(self) -> FiscalYear:
        """The first fiscal year that is counted."""
        return FiscalYear(self.first_year)

    @property
    def running_total(self) -> int:
        """Person-times since the start on top of the baseline."""
        return self.baseline.value + self.person_times


def youth_reading(session: Session, *, with_demo: bool, today: date) -> YouthReading:
    """Return the readings as of today; raises NotFoundError before the indicator is loaded."""
    indicator = indicator_by_slug(session, SLUG)
    rules = [shown_rule(row) for row in rules_of(session, indicator, with_demo=with_demo)]
    rule = version_of_year(rules, FiscalYear.of(today).start)
    first_year = rules[0].first_year
    kept = kept_totals(session)
    sealed = sealed_years(session, with_demo=with_demo)
    targets = [target for target in indicator.targets if target.value is not None]
    since_start = kept.get(Scope(SINCE_START, with_demo), _NOTHING)
    start = Figure(int(indicator.baseline), first_year)
    return YouthReading(
        as_of=today,
        rule=rule,
        title=indicator.title,
        ja_official=indicator.ja_official,
        first_year=first_year,
        baseline=Figure(int(indicator.baseline), indicator.baseline_year),
        target=Figure(int(targets[-1].value or 0), targets[-1].year) if targets else None,
        targets={
            each.year: None if each.value is None else int(each.value) for each in indicator.targets
        },
        person_times=since_start.person_times
        + sum(each.times_since for each in sealed.values() if each.fiscal_year >= first_year),
        unique_since_start=since_start.unique_persons
        + (unique_since_change(session, with_demo=with_demo) if sealed else 0),
        fiscal_years=_years(_by_year(kept, with_demo), sealed, start),
        breaks=_breaks(rules, {year: each.rule_version for year, each in sealed.items()}),
        contains_demo=with_demo and _demo_counts(kept),
    )


def running_total(session: Session) -> int | None:
    """Return the public running total for the table of indicators; None before loading."""
    baseline = session.scalar(select(Indicator.baseline).where(Indicator.slug == SLUG))
    if baseline is None:
        return None
    kept = kept_totals(session).get(Scope(SINCE_START, with_demo=False), _NOTHING)
    first_year = first_year_of(session)
    later = sum(
        each.times_since
        for each in sealed_years(session, with_demo=False).values()
        if each.fiscal_year >= first_year
    )
    return int(baseline) + kept.person_times + later


def shown_rule(row: CountingRule) -> Rule:
    """Return a version of the rule as pages show it."""
    return Rule(
        version=row.number,
        default=row.default_reading,
        since_year=row.since_year,
        reason=row.reason,
        first_year=row.first_year,
        hosts_count=row.hosts_count,
        reach=row.reach,
        online_counts=row.online_counts,
        early_return_counts=row.early_return_counts,
        locked_at=row.locked_at,
        locked_by=row.locked_by,
        lock_reason=row.lock_reason,
    )


def _breaks(rules: Sequence[Rule], sealed: Mapping[int, int]) -> Sequence[Break]:
    """Return the years in which another version begins to decide than in the year before.

    `sealed` is the version of each closed year: it stays what is said of the year.
    """
    starts = {rule.since_year for rule in rules} | sealed.keys() | {year + 1 for year in sealed}
    years = [year for year in sorted(starts) if year > rules[0].first_year]
    pairs = [
        [version_of_year(rules, each, sealed=sealed.get(each)) for each in (year - 1, year)]
        for year in years
    ]
    return [
        Break(year, rule.version, rule.reason)
        for year, (before, rule) in zip(years, pairs, strict=True)
        if rule is not before
    ]


def _by_year(kept: Mapping[Scope, Totals], with_demo: bool) -> Mapping[int, Totals]:
    """Return the kept totals of the years for which there is anything."""
    return {
        scope.fiscal_year: totals
        for scope, totals in kept.items()
        if scope.fiscal_year != SINCE_START and scope.with_demo is with_demo and totals.person_times
    }


def _years(
    kept: Mapping[int, Totals], sealed: Mapping[int, SealedYear], start: Figure
) -> Mapping[int, YearReading]:
    """Return the readings of the years the ledger knows, from the start running on from there.

    A closed year reads as it was published, with what was found out since.
    """
    running = start.value
    years: dict[int, YearReading] = {}
    for year in sorted(kept.keys() | sealed.keys()):
        closed = sealed.get(year)
        totals = closed.corrected if closed else kept[year]
        started = year >= start.year
        running += totals.person_times if started else 0
        years[year] = YearReading(
            person_times=totals.person_times,
            unique=totals.unique_persons,
            running_total=running if started else None,
            closed=closed is not None,
            published=closed.published if closed and closed.corrections else None,
            published_running=_published_running(closed, start, running) if started else None,
        )
    return years


def _published_running(closed: SealedYear | None, start: Figure, now: int) -> int | None:
    """Return a closed year's running total as published, where it reads otherwise now."""
    published = start.value + closed.since_published if closed else now
    return published if published != now else None


def _demo_counts(kept: Mapping[Scope, Totals]) -> bool:
    """Say whether demo rows change any figure."""
    return any(
        totals != kept.get(Scope(scope.fiscal_year, with_demo=False), _NOTHING)
        for scope, totals in kept.items()
        if scope.with_demo
    )
