"""`make walk`: open every list page of a filled instance, and say what each took.

Times are the best of three, of this process and of waiting for the database. The deep page is as
far as forty steps lead. The floor is one select of a page's rows by key, so a ratio to it says
more than milliseconds of this machine.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable

from sqlalchemy import select

from config import load_settings
from exchange.cli.instance import opened
from exchange.core.database import Database
from exchange.core.database.pager import PAGE_SIZE
from exchange.youth.models import Registration
from tests.load.pages import PAGED, WHOLE, ListPage
from tests.load.walking import Seen, Walker, slowest
from tests.servers.building import build_app

_TIMES = 3
_STEPS = 40
_SLOW_MS = 300


def main() -> int:
    """Walk the instance that the environment names; return 1 where a page is bad."""
    arguments = _arguments()
    settings = load_settings()
    keys = json.loads((settings.instance_dir / "volume.json").read_text("utf-8"))
    bad = 0
    with opened(settings) as (_settings, database):
        walker = Walker(build_app(settings, database), settings, database, keys)
        floor = _best(lambda: _bare(database))
        print(
            f"floor: {floor:.1f} ms; a page: statements, rows, first ms, deep ms (at page), x floor"
        )
        pages = [(page, True) for page in PAGED] + [(page, False) for page, _ in WHOLE]
        for page, is_paged in pages:
            if arguments.only in page.name:
                bad += _told(walker, page, floor, is_paged=is_paged, explain=arguments.slow)
    print(f"{bad} bad")
    return 1 if bad else 0


def _told(walker: Walker, page: ListPage, floor: float, *, is_paged: bool, explain: bool) -> bool:
    """Print what a page took; say whether it is bad."""
    path = walker.address(page)
    first = _warm(walker, page.who, path)
    deep, number = first, 1
    while deep.following and number <= _STEPS:
        deep, number = walker.open(page.who, deep.following[0]), number + 1
    deep = _warm(walker, page.who, deep.path) if number > 1 else first
    faults = [
        name
        for name, is_so in (
            ("status", (first.status, deep.status) != (200, 200)),
            ("slow", max(first.milliseconds, deep.milliseconds) > _SLOW_MS),
            ("statements", deep.statements > first.statements + 1),
            ("rows", is_paged and first.rows > (PAGE_SIZE + 40) * max(1, len(first.following))),
        )
        if is_so
    ]
    print(
        f"{page.name}: {first.statements}, {first.rows}, {first.milliseconds:.0f},"
        f" {deep.milliseconds:.0f} ({number}), x{first.milliseconds / floor:.0f}"
        f"{' BAD: ' + ', '.join(faults) if faults else ''}",
        flush=True,
    )
    if explain and "slow" in faults:
        _explain(walker, page.who, path)
    return bool(faults)


def _warm(walker: Walker, who: str | None, path: str) -> Seen:
    """Open a page some times; return the fastest."""
    seen = [walker.open(who, path)]
    while len(seen) < _TIMES and seen[-1].milliseconds < _SLOW_MS * 10:
        seen.append(walker.open(who, path))
    return min(seen, key=lambda each: each.milliseconds)


def _explain(walker: Walker, who: str | None, path: str) -> None:
    """Print a page's statements that took longest."""
    with slowest() as statements:
        walker.open(who, path)
    for each in sorted(statements, key=lambda each: -each.milliseconds)[:3]:
        words = " ".join(each.statement.split())
        print(f"    {each.milliseconds:.0f} ms: {words} {str(each.values)[:300]}")


def _bare(database: Database) -> None:
    with database.reading() as session:
        session.execute(select(Registration).order_by(Registration.id).limit(PAGE_SIZE)).all()


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(20):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return min(times)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make walk", description=__doc__)
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--slow", action="store_true", help="print the statements of slow pages")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
