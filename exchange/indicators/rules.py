"""Figures and rows of the indicators, from what is already loaded."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from exchange.core.dates import FiscalYear
from exchange.core.errors import DomainError, TransitionError
from exchange.core.messages import Message, label, message
from exchange.indicators.enums import ReadingKind, RuleStep
from exchange.youth.enums import EditionState, Organiser, YouthDirection

if TYPE_CHECKING:
    from exchange.core.database import Localized
    from exchange.indicators.enums import YearBasis
    from exchange.indicators.models import CountingRule, Indicator
    from exchange.indicators.queries.youth import YearReading, YouthReading
    from exchange.youth.models import Edition
    from exchange.youth.rules.counting import CountingRule as YouthRule

#: The last fiscal year a version may begin with.
_LAST_YEAR: Final = 2100


@dataclass(frozen=True, slots=True)
class Place:
    """The policy or measure an indicator stands on."""

    kind: str
    slug: str
    number: int


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """One line of the table of indicators; figures are printed, None where there is none."""

    slug: str
    title: "Localized"
    ja_official: bool
    place: Place
    unit: "Localized"
    year_basis: "YearBasis"
    year_basis_printed: bool
    baseline: str
    baseline_year: int
    targets: Mapping[int, str | None]
    latest: str | None = None


def figure_text(value: Decimal | int, decimals: int) -> str:
    """Print a figure: groups of three, decimals only where there are any (24.5, 50, 342,649)."""
    rounded = round(Decimal(value), decimals)
    return f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,f}"


def optional_figure_text(value: Decimal | None, decimals: int) -> str | None:
    """Print a figure; a missing one stays missing, it is not 0."""
    return None if value is None else figure_text(value, decimals)


def place_of(indicator: "Indicator") -> Place:
    """Return where an indicator stands."""
    if indicator.measure is not None:
        return Place("measure", indicator.measure.slug, indicator.measure.number)
    assert indicator.policy is not None  # one of the two, by constraint
    return Place("policy", indicator.policy.slug, indicator.policy.number)


def definition_rows(
    indicators: Sequence["Indicator"], latest: Mapping[str, int]
) -> list[DefinitionRow]:
    """Return the table's lines; `latest` holds computed figures by slug."""
    return [
        DefinitionRow(
            slug=indicator.slug,
            title=indicator.title,
            ja_official=indicator.ja_official,
            place=place_of(indicator),
            unit=indicator.unit,
            year_basis=indicator.year_basis,
            year_basis_printed=indicator.year_basis_printed,
            baseline=figure_text(indicator.baseline, indicator.decimals),
            baseline_year=indicator.baseline_year,
            targets={
                target.year: optional_figure_text(target.value, indicator.decimals)
                for target in indicator.targets
            },
            latest=f"{latest[indicator.slug]:,}" if indicator.slug in latest else None,
        )
        for indicator in indicators
    ]


def years_between(
    first: int,
    last: int,
    known: Mapping[int, "YearReading"],
    recorded: Collection[int] = (),
) -> Sequence[tuple[FiscalYear, "YearReading | None"]]:
    """Return every fiscal year from the first to the last or beyond; None: nothing that counts.

    `recorded` are years of which participations are listed, counted or not.
    """
    end = max((last, *known, *recorded))
    start = min((first, *known, *recorded))
    return [(FiscalYear(year), known.get(year)) for year in range(start, end + 1)]


def ensure_since(since_year: int, first_year: int, first_open: int | None) -> None:
    """Refuse a version that would begin before anything is counted, in a closed year, or never."""
    if first_open is not None and since_year < first_open:
        year = FiscalYear(first_open)
        raise DomainError(message("indicators.rule.error.closed", year=year), field="since_year")
    if not first_year <= since_year <= _LAST_YEAR:
        sentence = message("indicators.rule.error.since", first=first_year, last=_LAST_YEAR)
        raise DomainError(sentence, field="since_year")


def ensure_draft(steps: Collection[RuleStep], *, number: int) -> None:
    """Refuse to change a version whose answers were in force once, or came with the system."""
    if number == 1 or RuleStep.LOCKED in steps:
        raise TransitionError(message("indicators.rule.error.not_draft"))


def ensure_unlocked(rule: "CountingRule") -> None:
    """Refuse to lock what is locked."""
    if rule.locked:
        raise TransitionError(message("indicators.rule.error.locked"))


def ensure_locked(rule: "CountingRule") -> None:
    """Refuse to unlock what is not locked."""
    if not rule.locked:
        raise TransitionError(message("indicators.rule.error.not_locked"))


def measured(reading: "YouthReading") -> int:
    """Return the figure that stands against the target, as the default reading has it.

    The baseline is part of the target's series, so unique persons since the start stand on it;
    person-times are those of the latest fiscal year on record.
    """
    if reading.rule.default is ReadingKind.RUNNING_TOTAL:
        return reading.running_total
    if reading.rule.default is ReadingKind.UNIQUE_PERSONS:
        return reading.baseline.value + reading.unique_since_start
    latest = max(reading.fiscal_years, default=None)
    return reading.fiscal_years[latest].person_times if latest is not None else 0


def achievement(reading: "YouthReading") -> Decimal | None:
    """Return the percentage of the target reached; None while provisional or without a target."""
    if not reading.rule.locked or reading.target is None:
        return None
    return round(Decimal(100 * measured(reading)) / reading.target.value, 1)


@dataclass(frozen=True, slots=True)
class Check:
    """One question counting asks of a whole edition, its answer here, and whether it stops it."""

    question: Message
    answer: Message
    stops: bool


def edition_checks(edition: "Edition", rule: "YouthRule") -> Sequence[Check]:
    """Return what decides whether an edition's participations count, in the order it is asked."""
    organiser, direction = edition.programme.organiser, edition.direction
    foreign = organiser is not Organiser.CITY
    asked = message("indicators.counts.counts" if edition.counts else "indicators.counts.left_out")
    by_direction = {YouthDirection.RECEIVE: rule.hosting, YouthDirection.ONLINE: rule.online}
    return (
        Check(message("indicators.counts.organiser"), label(organiser), foreign),
        Check(message("indicators.counts.edition"), asked, not edition.counts),
        Check(
            message("indicators.counts.direction"),
            label(direction),
            not by_direction.get(direction, True),
        ),
        Check(
            message("indicators.counts.state"),
            label(edition.state),
            edition.state is EditionState.CANCELLED,
        ),
    )


def closing_blocks(
    year: FiscalYear, today: date, *, locked: bool, earlier: Sequence[int]
) -> Sequence[Message]:
    """Return why a fiscal year cannot be closed yet; none of it can be passed over."""
    checks = (
        (today <= year.last_day, message("indicators.close.block.running", day=year.last_day)),
        (not locked, message("indicators.close.block.rule", year=year)),
        *(
            (True, message("indicators.close.block.earlier", year=FiscalYear(each)))
            for each in earlier
        ),
    )
    return [sentence for blocked, sentence in checks if blocked]


def ensure_as_seen(seen: str, now: str) -> None:
    """Refuse to close a year that is no longer as the manager saw it."""
    if seen != now:
        raise DomainError(message("indicators.close.error.changed"))


def ensure_closable(blocks: Sequence[Message], *, remaining: int, accepted: bool) -> None:
    """Refuse to close a year that is blocked, or leaves things open that nobody has accepted."""
    if blocks:
        raise TransitionError(blocks[0])
    if remaining and not accepted:
        raise DomainError(message("indicators.close.error.remaining"), field="accepted")
