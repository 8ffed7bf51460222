"""`exchange indicator`: print the youth indicator, or recount the ledger behind it."""

import argparse
import json
from collections.abc import Sequence
from typing import Final

from exchange.cli import CommandError
from exchange.cli.instance import opened
from exchange.core import clock
from exchange.core.database import Database
from exchange.core.errors import NotFoundError
from exchange.indicators.opendata import youth_json
from exchange.indicators.queries.definitions import SLUG
from exchange.indicators.queries.youth import YouthReading, youth_reading
from exchange.indicators.verifying import seal_faults
from exchange.youth.ledger import Difference, closed_years, differences, faults
from exchange.youth.models import SINCE_START
from exchange.youth.rules.counting import Totals

_VERIFY: Final = "verify"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do, and for `verify` a fiscal year."""
    parser.add_argument("what", choices=[SLUG, _VERIFY])
    parser.add_argument(
        "fiscal_year", nargs="?", metavar="FY", help="for verify: only this year (2026 or FY2026)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the reading; or recount, name what differs and return 1 when anything does."""
    year = _fiscal_year(arguments)
    with opened() as (_settings, database):
        if arguments.what == _VERIFY:
            return _verify(database, year)
        return _print(database, as_json=arguments.json)


def _fiscal_year(arguments: argparse.Namespace) -> int | None:
    text: str | None = arguments.fiscal_year
    if text is None:
        return None
    if arguments.what != _VERIFY:
        raise CommandError(f"{arguments.what} takes no fiscal year")
    digits = text.removeprefix("FY")
    if not (digits.isdecimal() and len(digits) == 4):
        raise CommandError(f"{text!r} is not a fiscal year such as 2026 or FY2026")
    return int(digits)


def _print(database: Database, *, as_json: bool) -> int:
    try:
        with database.reading() as session:
            reading = youth_reading(session, with_demo=False, today=clock.today())
    except NotFoundError as error:
        raise CommandError(
            "the indicator is not loaded; run `exchange load-reference` first"
        ) from error
    if as_json:
        print(json.dumps(youth_json(reading), ensure_ascii=False))
        return 0
    print("\n".join(_lines(reading)))
    return 0


def _lines(reading: YouthReading) -> Sequence[str]:
    rule, baseline, target = reading.rule, reading.baseline, reading.target
    state = "locked" if rule.locked else "provisional, not locked"
    lines = [
        f"as of {reading.as_of.isoformat()}, rule {rule.version} ({state})",
        f"running total {reading.running_total}"
        f" = baseline {baseline.value} ({baseline.year}) + {reading.person_times}",
        f"unique persons since FY{reading.first_year}: {reading.unique_since_start}",
    ]
    lines += [
        f"FY{year}: person-times {found.person_times}, unique persons {found.unique}"
        for year, found in reading.fiscal_years.items()
    ]
    return [*lines, f"target {target.value} ({target.year})"] if target else lines


def _verify(database: Database, year: int | None) -> int:
    with database.reading() as session:
        differing = [
            difference
            for difference in differences(session)
            if year is None or difference.scope.fiscal_year == year
        ]
        found = [_sentence(difference) for difference in differing]
        told = [*faults(session, year), *seal_faults(session, year)]
        found += [f"FY{fault.fiscal_year}: {fault.what}" for fault in told]
        sealed = [
            f"FY{closed.fiscal_year}: {closed.rows} rows, SHA-256 {closed.digest}, as sealed"
            for closed in closed_years(session)
            if year in {None, closed.fiscal_year}
        ]
    for line in found or ["the totals are what the ledger says", *sealed]:
        print(line)
    return 1 if found else 0


def _sentence(difference: Difference) -> str:
    scope = difference.scope
    name = "since the start" if scope.fiscal_year == SINCE_START else f"FY{scope.fiscal_year}"
    demo = ", with demo rows" if scope.with_demo else ""
    return f"{name}{demo}: kept {_totals(difference.kept)}, counted {_totals(difference.counted)}"


def _totals(totals: Totals | None) -> str:
    if totals is None:
        return "nothing"
    return f"{totals.person_times} person-times and {totals.unique_persons} unique persons"
