"""The youth indicator's readings, from the totals kept beside the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session

from exchange.core.database import Localized, Order, Page, paginate
from exchange.core.dates import FiscalYear
from exchange.core.permissions import Actor, Role
from exchange.indicators.enums import Reach, ReadingKind
from exchange.indicators.models import CountingRule, Indicator
from exchange.indicators.queries.definitions import indicator_by_slug, rule_in_force
from exchange.partners.models import Partner
from exchange.youth.ledger import Scope, kept_totals
from exchange.youth.models import (
    SINCE_START,
    Edition,
    Participation,
    ParticipationPerson,
    Programme,
    Registration,
)
from exchange.youth.rules.counting import Totals

SLUG: Final = "youth-participation"
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


@dataclass(frozen=True, slots=True)
class YearReading:
    """One fiscal year's readings."""

    person_times: int
    unique: int
    #: Person-times since the start up to this year's end, with the baseline; None before it.
    running_total: int | None
    #: The year's figures are sealed; nothing seals a year yet.
    closed: bool


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
    #: Person-times since the start.
    person_times: int
    unique_since_start: int
    #: Only years for which the ledger holds something; a year without records is no 0.
    fiscal_years: Mapping[int, YearReading]
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


@dataclass(frozen=True, slots=True)
class Part:
    """What one programme adds to a fiscal year."""

    programme: Localized
    partner: Localized | None
    person_times: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One participation behind a figure; `registration_id` is None once the person was erased."""

    participation: Participation
    edition: Localized
    partner: Localized | None
    registration_id: UUID | None

    @property
    def short_digest(self) -> str:
        """The first digits of the person's digest: enough to see the same person twice."""
        return self.participation.person_digest[:8]


def youth_reading(session: Session, *, with_demo: bool, today: date) -> YouthReading:
    """Return the readings as of today; raises NotFoundError before the indicator is loaded."""
    indicator = indicator_by_slug(session, SLUG)
    rule = rule_in_force(session, indicator)
    kept = kept_totals(session)
    targets = [target for target in indicator.targets if target.value is not None]
    since_start = kept.get(Scope(SINCE_START, with_demo), _NOTHING)
    start = Figure(int(indicator.baseline), rule.first_year)
    return YouthReading(
        as_of=today,
        rule=_rule(rule),
        title=indicator.title,
        ja_official=indicator.ja_official,
        first_year=rule.first_year,
        baseline=Figure(int(indicator.baseline), indicator.baseline_year),
        target=Figure(int(targets[-1].value or 0), targets[-1].year) if targets else None,
        person_times=since_start.person_times,
        unique_since_start=since_start.unique_persons,
        fiscal_years=_years(kept, with_demo=with_demo, start=start),
        contains_demo=with_demo and _demo_counts(kept),
    )


def running_total(session: Session) -> int | None:
    """Return the public running total for the table of indicators; None before loading."""
    baseline = session.scalar(select(Indicator.baseline).where(Indicator.slug == SLUG))
    if baseline is None:
        return None
    kept = kept_totals(session).get(Scope(SINCE_START, with_demo=False), _NOTHING)
    return int(baseline) + kept.person_times


def parts_of_year(session: Session, fiscal_year: int, *, with_demo: bool) -> Sequence[Part]:
    """Return what each programme adds to a fiscal year, by name: hidden ones stand in no rank."""
    rows = session.execute(
        select(Programme.names, Partner.names, func.count())
        .select_from(Participation)
        .join(Edition, Participation.edition_id == Edition.id)
        .join(Programme, Edition.programme_id == Programme.id)
        .outerjoin(Partner, Participation.partner_id == Partner.id)
        .where(
            Participation.fiscal_year == fiscal_year,
            Participation.counts.is_(True),
            _real(with_demo),
        )
        .group_by(Programme.id, Partner.id)
        .order_by(Programme.sort_key, Programme.id, Partner.id)
    )
    return [Part(programme, partner, count) for programme, partner, count in rows]


def entries_of_year(
    session: Session, actor: Actor, fiscal_year: int, *, cursor: str | None = None
) -> Page[Participation]:
    """Return a page of a year's participations; a section officer sees the own section's."""
    statement = (
        select(Participation)
        .join(Edition, Participation.edition_id == Edition.id)
        .join(Programme, Edition.programme_id == Programme.id)
        .where(Participation.fiscal_year == fiscal_year, _own(actor))
    )
    order = Order(Participation.written_at, Participation.id)
    return paginate(session, statement, order, cursor=cursor)


def years_recorded(session: Session, actor: Actor) -> frozenset[int]:
    """Return the fiscal years of participations the actor may read, counted or not."""
    return frozenset(
        session.scalars(
            select(Participation.fiscal_year)
            .join(Edition, Participation.edition_id == Edition.id)
            .join(Programme, Edition.programme_id == Programme.id)
            .where(_own(actor))
            .distinct()
        )
    )


def described(session: Session, rows: Sequence[Participation]) -> Sequence[Entry]:
    """Return participations with edition, partner and the way to the person, in one statement."""
    same = and_(
        Registration.edition_id == Participation.edition_id,
        Registration.pupil_id == ParticipationPerson.pupil_id,
    )
    found = session.execute(
        select(Participation.id, Edition.title, Partner.names, Registration.id)
        .join(Edition, Participation.edition_id == Edition.id)
        .outerjoin(Partner, Participation.partner_id == Partner.id)
        .outerjoin(ParticipationPerson, ParticipationPerson.participation_id == Participation.id)
        .outerjoin(Registration, same)
        .where(Participation.id.in_([row.id for row in rows]))
    )
    words = {key: (edition, partner, person) for key, edition, partner, person in found}
    return [Entry(row, *words[row.id]) for row in rows]


def _rule(row: CountingRule) -> Rule:
    return Rule(
        version=row.number,
        default=row.default_reading,
        hosts_count=row.hosts_count,
        reach=row.reach,
        online_counts=row.online_counts,
        early_return_counts=row.early_return_counts,
        locked_at=row.locked_at,
        locked_by=row.locked_by,
        lock_reason=row.lock_reason,
    )


def _years(
    kept: Mapping[Scope, Totals], *, with_demo: bool, start: Figure
) -> Mapping[int, YearReading]:
    """Return the readings of the years the ledger knows, from the start running on from there."""
    running = start.value
    years: dict[int, YearReading] = {}
    for scope, totals in sorted(kept.items()):
        if scope.fiscal_year == SINCE_START or scope.with_demo is not with_demo:
            continue
        if not totals.person_times:
            continue
        started = scope.fiscal_year >= start.year
        running += totals.person_times if started else 0
        years[scope.fiscal_year] = YearReading(
            person_times=totals.person_times,
            unique=totals.unique_persons,
            running_total=running if started else None,
            closed=False,
        )
    return years


def _demo_counts(kept: Mapping[Scope, Totals]) -> bool:
    """Say whether demo rows change any figure."""
    return any(
        totals != kept.get(Scope(scope.fiscal_year, with_demo=False), _NOTHING)
        for scope, totals in kept.items()
        if scope.with_demo
    )


def _real(with_demo: bool) -> ColumnElement[bool]:
    return true() if with_demo else Participation.is_demo.is_(False)


def _own(actor: Actor) -> ColumnElement[bool]:
    if actor.role is not Role.SECTION:
        return true()
    return Programme.section == (actor.section or "")
