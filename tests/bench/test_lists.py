"""Long lists: their first page beside a floor's, a page far down beside the first."""

import html
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import unit_of_work
from exchange.core.permissions import Role
from tests.bench.figures import Table
from tests.bench.filling import add_lines, add_people, add_registrations
from tests.bench.floors import floor_of
from tests.bench.house import House
from tests.bench.measuring import paired
from tests.factories.youth import make_edition
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

FEW: Final = 60
MANY: Final = 10_050
DEEP: Final = 200
NEXT: Final = re.compile(r'rel="next" href="([^"]+)"')

#: The floor of each list: fifty of its rows and nothing else, in the order of their keys.
FLOORS: Final = {
    "people": "SELECT id, family_name, given_name, family_kana, affiliation FROM people"
    " ORDER BY sort_key, id LIMIT 50",
    "audit lines": "SELECT id, at, actor_name, act, subject_kind FROM audit_lines"
    " ORDER BY at DESC, id DESC LIMIT 50",
    "registrations": "SELECT r.id, r.state, r.grade, p.family_name, p.given_name"
    " FROM registrations r JOIN pupils p ON p.id = r.pupil_id ORDER BY r.id LIMIT 50",
}

#: Why a first page costs more.
WHY: Final = (
    "beside the rows the page looks up who asks, notes that personal data was read, says what the"
    " rows are about, and draws what they can be narrowed by and the frame that every page has"
)


def fill(house: House, number: int) -> Mapping[str, str]:
    """Lengthen three lists; return the path of each."""

    def registered(session: Session) -> str:
        edition = make_edition(session, quota=20_000)
        add_registrations(session, edition, number)
        return f"/youth/editions/{edition.id}/"

    with unit_of_work(house.database) as session:
        add_people(session, number)
        # After all that the house itself has written: a page asks once for each kind of subject.
        add_lines(session, number, last=clock.now() + timedelta(days=1))
        edition = registered(session)
    return {"people": "/people/", "audit lines": "/audit/", "registrations": edition}


def statements(visitor: Visitor, path: str) -> int:
    visitor.get(path)
    with count_statements() as found:
        assert visitor.get(path).status_code == 200
    return len(found)


def page_of(visitor: Visitor, path: str, number: int) -> str:
    """Turn pages until one; return its address."""
    at = path
    for _ in range(number - 1):
        found = NEXT.search(visitor.get(at).text)
        assert found is not None, at
        following = html.unescape(found[1])
        at = following if following.startswith("/") else f"{path}{following}"
    return at


def asking(visitor: FlaskClient, path: str) -> Callable[[], object]:
    return lambda: visitor.get(path)


def test_long_lists_beside_a_floors(house: House, table: Table) -> None:
    visitor = house.visitor(Role.MANAGER)
    few = {name: statements(visitor, path) for name, path in fill(house, FEW).items()}
    for name, path in fill(house, MANY).items():
        assert statements(visitor, path) == few[name], name
        deep = page_of(visitor, path, DEEP)
        floor = floor_of(house.database, listed=FLOORS[name]).test_client()
        bare, first, far = paired(
            asking(floor, "/list"), asking(visitor, path), asking(visitor, deep), clock=house.clock
        )
        what = f"{name} on {house.name}"
        table.most(
            6, f"{what}, page 1", first / bare, 5, beside=f"50 rows by hand, {bare:.2f} ms", why=WHY
        )
        table.most(6, f"{what}, page {DEEP}", far / first, 1.5, beside=f"page 1, {first:.1f} ms")
        table.kept(
            6, f"{what}, statements", f"{few[name]}, {few[name]}", wanted=f"as many for {FEW} rows"
        )
