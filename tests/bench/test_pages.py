"""The pages people work on, signed in, with the demo's content; and a programme as a file."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select

from exchange.core.database import unit_of_work
from exchange.core.permissions import Role
from exchange.delegations.enums import VisitState
from exchange.itineraries.models import ItineraryItem
from exchange.youth.models import Registration
from tests.bench.figures import Table
from tests.bench.floors import floor_of
from tests.bench.house import House, forget_written
from tests.bench.measuring import paired
from tests.factories.delegations import make_visit
from tests.factories.itineraries import make_item
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

ITEMS = 40
#: Why a page asks more often than the goal has it.
LISTS = (
    "each of its lists is asked for once, see"
    " [ADR 17](adr/0017-a-visits-page-asks-once-for-each-list.md)"
)

#: Why a page costs more than so many times one row of it.
WORDS = (
    "the floor draws one row; the page draws every list there is of its subject, each date, name"
    " and word in the reader's language"
)
#: Why forty items cost more than so many times one event.
FILE = (
    "forty rows are read with the clocks of their places, and each event is written by the"
    " icalendar package, which alone takes a third of a millisecond for one"
)


def fullest(house: House, owner: object, counted: object) -> UUID:
    """Return whose page holds the most."""
    with house.database.reading() as session:
        rows = select(owner).group_by(owner).order_by(func.count(counted).desc()).limit(1)  # type: ignore[call-overload,arg-type]
        found: UUID = session.scalars(rows).one()
        return found


def programme_of(house: House) -> UUID:
    """Put a week's programme of forty items between two zones on a visit of its own."""
    with unit_of_work(house.database) as session:
        first = date(2027, 5, 17)
        visit = make_visit(session, state=VisitState.CONFIRMED, starts=first)
        for at in range(ITEMS):
            day, hour = first + timedelta(days=at // 8), 8 + at % 8
            zone = "Asia/Tokyo" if at < ITEMS // 2 else "Europe/Berlin"
            times = (f"{day} {hour:02}:00", f"{day} {hour:02}:45")
            make_item(session, visit, *times, zones=(zone, zone), place="見本会館")
        return visit.id


def asked(visitor: Visitor, path: str) -> tuple[Sequence[str], int]:
    """Return the statements a page asks once its person is known, and its size."""
    visitor.get(path)
    with count_statements() as statements:
        answer = visitor.get(path)
    assert answer.status_code == 200, path
    return statements, len(answer.data)


def test_pages_signed_in_beside_a_page_of_one_row(demo: House, table: Table) -> None:
    visit = fullest(demo, ItineraryItem.visit_id, ItineraryItem.id)
    edition = fullest(demo, Registration.edition_id, Registration.id)
    visitor, floor = demo.visitor(Role.COORDINATOR), floor_of(demo.database).test_client()
    pages = {
        "partner": "/partners/heidelberg/",
        "edition": f"/youth/editions/{edition}/",
        "visit": f"/delegations/{visit}/",
    }
    sizes = {}
    for name, path in pages.items():
        statements, sizes[name] = asked(visitor, path)
        table.counted(5, f"{name} page, statements", len(statements), 8, why=LISTS)
    gets = [lambda path=path: visitor.get(path) for path in pages.values()]
    bare, *spent = paired(lambda: floor.get(f"/visits/{visit}/"), *gets)
    for (name, size), each in zip(sizes.items(), spent, strict=True):
        table.most(
            5,
            f"{name} page of {size // 1024} KB",
            each / bare,
            12,
            beside=f"a page of one row, {bare:.2f} ms",
            why=WORDS,
        )


def test_a_programme_as_a_file_beside_one_event(demo: House, table: Table) -> None:
    visit = programme_of(demo)
    visitor, floor = demo.visitor(Role.COORDINATOR), floor_of(demo.database).test_client()
    path = f"/delegations/{visit}/itinerary.ics"
    assert visitor.get(path).data.count(b"BEGIN:VEVENT") == ITEMS + 1

    def anew() -> object:
        forget_written()
        return visitor.get(path)

    one, first, again = paired(
        lambda: floor.get(f"/visits/{visit}.ics"), anew, lambda: visitor.get(path)
    )
    beside = f"one event by hand, {one:.2f} ms"
    what = f"itinerary.ics of {ITEMS} items in two zones"
    table.most(5, what, first / one, 12, beside=beside, why=FILE)
    table.told(5, "the same once more", f"{again / one:.1f} ×", beside=beside)
