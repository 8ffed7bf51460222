"""The list of milestones with the years they pile up in, and the check of a window."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import request
from werkzeug.wrappers import Response

from exchange.agreements.queries import bases
from exchange.celebrations.enums import TONES
from exchange.celebrations.forms import WindowForm
from exchange.celebrations.milestones import Milestone, Span, YearBasis, milestones, years
from exchange.celebrations.models import Celebration
from exchange.celebrations.queries import all_celebrations
from exchange.celebrations.views.page import blueprint
from exchange.celebrations.windows import WindowDay, check_window, open_runs
from exchange.closures.models import Holiday
from exchange.closures.queries import all_holidays
from exchange.closures.rules import HOME, closed_days_at
from exchange.core import clock
from exchange.core.dates import FiscalYear, Precision
from exchange.core.errors import DomainError
from exchange.partners.queries import present_partners
from exchange.strategy.models import Strategy
from exchange.strategy.queries import strategy_frame
from exchange.web.access import actor, public, requires
from exchange.web.pages import render
from exchange.web.questions import one_asked
from exchange.web.transactions import session

#: How far ahead milestones are listed.
YEARS_AHEAD = 10


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone, its day on both sides (None where no day is known), what is celebrated."""

    milestone: Milestone
    day: WindowDay | None
    celebrations: Sequence[Celebration]


#: The years that milestones are listed by.
_BASES: Final = (YearBasis.FISCAL, YearBasis.CALENDAR)


@blueprint.get("/")
@public
def index() -> Response:
    """List the milestones ahead, or those of the strategy, by fiscal or by calendar year."""
    staff = _is_staff()
    strategy = strategy_frame(session())
    by = one_asked("by", {each.value: each for each in _BASES}) or YearBasis.FISCAL
    whole = bool(one_asked("span", {"strategy": True})) and strategy is not None
    span = _strategy_span(strategy, by) if whole and strategy else _span_ahead(by)
    found = milestones(bases(session(), public_only=not staff), span, staff=staff)
    celebrations = all_celebrations(session(), published_only=not staff)
    listed = years(
        found,
        celebrations,
        span,
        review=strategy.review_year if strategy else None,
        last=strategy.last_year if strategy else None,
    )
    holidays = all_holidays(session())
    return render(
        "celebrations/index.html",
        years=listed,
        rows=[_row(milestone, celebrations, holidays) for milestone in found],
        by=by,
        whole=whole,
        strategy=strategy,
        span=span,
        staff=staff,
        tones=TONES,
        paper_year=FiscalYear.of(clock.today()),
    )


@blueprint.get("/check")
@requires("celebrations:read")
def check() -> Response:
    """Hold a day or a window against the closed days of both sides."""
    form = WindowForm(request.args if request.args.get("partner") else None)
    form.offer(present_partners(session()))
    days: list[WindowDay] = []
    status = 200
    if request.args.get("partner"):
        status = 422
        if form.validate():
            first, last = form.starts.data, form.ends.data
            try:
                days = check_window(session(), form.partner.data, first, last, staff=True)
                status = 200
            except DomainError as error:
                form.show(error)
    return render(
        "celebrations/check.html",
        status=status,
        form=form,
        minded=[day for day in days if not day.open],
        looked_at=len(days),
        runs=open_runs(days),
    )


def _is_staff() -> bool:
    who = actor()
    return who is not None and who.may("celebrations:read")


def _span_ahead(by: YearBasis) -> Span:
    today = clock.today()
    first = today.year if by is YearBasis.CALENDAR else FiscalYear.of(today).start
    return Span(first=first, last=first + YEARS_AHEAD, basis=by)


def _strategy_span(strategy: Strategy, by: YearBasis) -> Span:
    """Return the strategy's period; by calendar years it touches one more."""
    more = 1 if by is YearBasis.CALENDAR else 0
    return Span(first=strategy.first_year, last=strategy.last_year + more, basis=by)


def _row(
    milestone: Milestone, celebrations: Sequence[Celebration], holidays: Sequence[Holiday]
) -> MilestoneRow:
    known = milestone.anniversary.date
    day = None
    if known.precision is Precision.DAY:
        kept = known.to_date()
        here, there = (
            closed_days_at(holidays, place, kept, kept) for place in (HOME, milestone.partner.slug)
        )
        day = WindowDay(kept, here, there, ())
    mine = [
        celebration
        for celebration in celebrations
        if celebration.basis_id == milestone.basis.id
        and celebration.ordinal == milestone.anniversary.ordinal
        and not milestone.disputed
    ]
    return MilestoneRow(milestone, day, mine)
