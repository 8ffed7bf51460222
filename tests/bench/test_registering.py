"""A school registers a pupil: beside a floor's POST, after ten thousand others, all at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from exchange.core.database import unit_of_work
from exchange.youth.models import Registration
from tests.bench.deadlines import Desk, all_at_once, desk_at, open_edition, path_for, pupil
from tests.bench.figures import Table
from tests.bench.filling import add_registrations
from tests.bench.floors import floor_of
from tests.bench.house import House, serving
from tests.bench.measuring import paired
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SEATS: Final = 10
#: On each kind of database.
RUNS: Final = 10
DESKS: Final = 20
#: POSTs of a run: DESKS × EACH.
EACH: Final = 10
MANY: Final = 10_000
#: Times of the floor's POST, by kind of database.
LIMITS: Final = {"sqlite": 5, "postgresql": 4}
WHY: Final = (
    "the session, the form with its token and twenty checked fields, the locks, the counts of"
    " seats and waiting, the search for the same child elsewhere, the step and two audit lines"
    " are the work; none of them is left out"
)


def edition_with_seats(house: House, quota: int, registered: int = 0) -> UUID:
    """Open an edition, with pupils of other schools registered already."""
    with unit_of_work(house.database) as session:
        edition = open_edition(session, quota=quota, waitlist_limit=0)
        if registered:
            add_registrations(session, edition, registered)
        return edition.id


def registering(house: House, desk: Visitor, edition_id: UUID) -> Callable[[], object]:
    """Return a POST of somebody new, with the cookie of a page just opened."""
    path, token, cookie = path_for(edition_id), desk.token(), desk.get_cookie("exchange")
    assert cookie is not None
    client, said = house.app.test_client(use_cookies=False), {"Cookie": f"exchange={cookie.value}"}

    def post() -> None:
        answer = client.post(path, data={**pupil(), "csrf_token": token}, headers=said)
        assert answer.status_code == 302, answer.text

    return post


def test_a_registration_beside_a_floors_post(house: House, table: Table) -> None:
    desk, floor = desk_at(house), floor_of(house.database).test_client()
    row = {"edition": "x" * 32, "name": "見本 次郎", "born": "2012-05-03", "grade": "2"}
    share = 0.15 if house.name == "sqlite" else 0.4
    empty = registering(house, desk, edition_with_seats(house, 50_000))
    bare, few = paired(lambda: floor.post("/rows", data=row), empty, clock=house.clock, share=share)
    full = registering(house, desk, edition_with_seats(house, 50_000, MANY))
    again, many = paired(empty, full, clock=house.clock, share=share)
    with count_statements() as statements:
        full()
    limit = LIMITS[house.name]
    beside = f"one row inserted by a POST, {bare:.2f} ms"
    table.most(7, f"registering on {house.name}", few / bare, limit, beside=beside, why=WHY)
    table.told(7, f"statements of it on {house.name}", str(len(statements)))
    table.most(
        7,
        f"with {MANY:,} registered, on {house.name}",
        many / again,
        1.2,
        beside=f"with hundreds, {again:.1f} ms",
    )


def test_never_one_place_too_many(house: House, table: Table, tmp_path: Path) -> None:
    visitors = [desk_at(house) for _ in range(DESKS)]
    with serving(house, 2, tmp_path) as port:
        desks = [Desk.of(visitor, port) for visitor in visitors]
        for _ in range(RUNS):
            edition_id = edition_with_seats(house, SEATS)
            answers = all_at_once(desks, edition_id, EACH)
            assert sorted(answers) == [302] * SEATS + [422] * (DESKS * EACH - SEATS)
            assert seated(house, edition_id) == SEATS
    what = f"{RUNS} runs of {DESKS * EACH} POSTs at once for {SEATS} places, on {house.name}"
    table.kept(7, what, f"{SEATS} seated in each", wanted="never one too many")


def seated(house: House, edition_id: UUID) -> int:
    with house.database.reading() as session:
        statement = select(func.count()).where(Registration.edition_id == edition_id)
        return session.scalar(statement) or 0
