"""A request holds one connection at a time: hosts whose requests wait for a second would stop."""

import re
from collections.abc import Callable
from typing import Any, cast

import pytest
from flask import Flask, Response
from sqlalchemy import event, select

from config import Settings
from exchange.accounts.models import User
from exchange.audit.enums.purposes import Purpose
from exchange.audit.models import AuditLine
from exchange.audit.reading import shows
from exchange.core.database import Database, unit_of_work, uuid7
from exchange.core.permissions import Role
from exchange.web.access import public, signed_in
from exchange.web.transactions import session
from tests.factories.accounts import make_user
from tests.servers.building import build_app
from tests.servers.visitor import Visitor


@pytest.fixture
def app(settings: Settings, fresh_database: Database) -> Flask:
    """Build an application whose connections are its own, not a test's."""
    return build_app(settings, fresh_database)


@pytest.fixture
def person(app: Flask, fresh_database: Database) -> Visitor:
    """Give somebody of the office who has signed in."""
    with unit_of_work(fresh_database) as writing:
        user_id = make_user(writing, role=Role.COORDINATOR).id
    visitor = cast(Visitor, app.test_client())
    with fresh_database.reading() as reading:
        visitor.sign_in(reading.get_one(User, user_id))
    return visitor


def most_held(database: Database, ask: Callable[[], object]) -> int:
    """Return how many connections were held at once while something was asked."""
    held: set[int] = set()
    most = 0

    def lent(connection: Any, *_record: object) -> None:  # noqa: ANN401 - the driver's own
        nonlocal most
        held.add(id(connection))
        most = max(most, len(held))

    def given_back(connection: Any, *_record: object) -> None:  # noqa: ANN401 - the driver's own
        held.discard(id(connection))

    event.listen(database.engine, "checkout", lent)
    event.listen(database.engine, "checkin", given_back)
    ask()
    event.remove(database.engine, "checkout", lent)
    event.remove(database.engine, "checkin", given_back)
    return most


def test_a_page_whose_reading_is_noted_holds_one_connection(
    app: Flask, person: Visitor, fresh_database: Database
) -> None:
    def show() -> Response:
        return app.make_response(session().get_one(User, signed_in().known_id).email)

    app.add_url_rule("/probe", "probe", public(shows(Purpose.CARE)(show)))
    assert most_held(fresh_database, lambda: person.get("/probe")) == 1
    with fresh_database.reading() as reading:
        acts = reading.scalars(select(AuditLine.purpose)).all()
    assert Purpose.CARE.value in acts


def test_a_persons_own_feed_holds_one_connection(person: Visitor, fresh_database: Database) -> None:
    form = {"key": str(uuid7()), "name": "予定", "kinds": ["tasks"], "language": "ja"}
    page = person.submit("/feeds/mine/new", form).text
    found = re.search(r'value="http://localhost(/feeds/[^"]+\.ics)"', page)
    assert found, page
    assert most_held(fresh_database, lambda: person.get(found[1])) == 1
