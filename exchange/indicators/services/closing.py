"""A fiscal year of the youth indicator is closed: figures, breakdown and ledger are sealed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush, reference_uuid, take_turns
from exchange.core.dates import FiscalYear
from exchange.core.offers import Remaining, Subject
from exchange.core.permissions import Actor
from exchange.indicators.models import SealedFigure
from exchange.indicators.queries.closing import kept_group
from exchange.indicators.queries.definitions import all_indicators
from exchange.indicators.queries.figures import figures_of
from exchange.indicators.queries.participations import earlier_open_years, groups_of_year
from exchange.indicators.rules import closing_blocks, ensure_as_seen, ensure_closable
from exchange.youth.ledger import LEDGER, Sealing, digest_of, ledger_file, seal_year
from exchange.youth.models import ClosedYear
from exchange.youth.queries.counting import counting_rule


@dataclass(frozen=True, slots=True)
class Closing:
    """What a manager states when closing a year."""

    fiscal_year: int
    note: str
    #: How much the checklist still names, and whether the year is closed all the same.
    remaining: int
    accepted: bool
    is_demo: bool = False


def stamp_of(session: Session, fiscal_year: int, remaining: Sequence[Remaining]) -> str:
    """Return a digest of what closing a year would seal, and of what it leaves open."""
    rule = counting_rule(session, fiscal_year)
    rows = digest_of(ledger_file(session, fiscal_year))
    left = [(each.path, each.why) for each in remaining]
    return digest_of(repr((rows, rule.version, rule.locked, left)).encode())


def hold_year(
    session: Session, *, fiscal_year: int, remaining: Callable[[], Sequence[Remaining]], seen: str
) -> Sequence[Remaining]:
    """Let nothing more be counted, and return what is open; refuse where it is not as was seen."""
    take_turns(session, LEDGER)
    found = remaining()
    ensure_as_seen(seen, stamp_of(session, fiscal_year, found))
    return found


def close_year(session: Session, *, actor: Actor, closing: Closing) -> ClosedYear:
    """Seal a fiscal year; it is refused while it runs, or while its rule is not locked.

    Editions are closed and rules locked in turn with it: what is read here is what is sealed.
    """
    take_turns(session, LEDGER)
    year = FiscalYear(closing.fiscal_year)
    rule = counting_rule(session, year.start)
    blocks = closing_blocks(
        year,
        clock.today(),
        locked=rule.locked,
        earlier=earlier_open_years(session, year.start, rule.first_year),
    )
    ensure_closable(blocks, remaining=closing.remaining, accepted=closing.accepted)
    groups = {
        demo: [kept_group(each) for each in groups_of_year(session, year.start, with_demo=demo)]
        for demo in (False, True)
    }
    sealing = Sealing(closing.note, rule.version, groups, is_demo=closing.is_demo)
    sealed = seal_year(session, actor=actor, fiscal_year=year.start, sealing=sealing)
    _seal_figures(session, year.start)
    record(
        session,
        actor=actor,
        act="participations.close_year",
        subject=Subject("fiscal_year", reference_uuid("fiscal_year", str(year.start))),
        changes={
            "fiscal_year": (None, year.start),
            "rows": (None, sealed.rows),
            "digest": (None, sealed.digest),
        },
    )
    return sealed


def _seal_figures(session: Session, year: int) -> None:
    """Keep what every other indicator reads for the year, without demo rows and with them."""
    indicators = all_indicators(session)
    for demo in (False, True):
        figures = figures_of(session, indicators, with_demo=demo)
        session.add_all(
            SealedFigure(
                fiscal_year=year, indicator_id=indicator.id, with_demo=demo, value=each.value
            )
            for indicator in indicators
            for each in figures.get(indicator.slug, ())
            if each.year == year
        )
    flush(session)
