"""Who may open what: the whole URL map against one table, refused unless it is opened here."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from flask import Flask, g
from werkzeug.exceptions import Forbidden, HTTPException
from werkzeug.routing import AnyConverter, BaseConverter, Rule, UUIDConverter

from config import Settings
from exchange.app import create_app
from exchange.core.permissions import Actor, Role
from exchange.web.access import gate
from tests.policy.access_roles import ADMINISTRATOR, EVERYONE, NOBODY, Roles
from tests.policy.access_tables import EXPECTED, TABLES

UUID: Final = "0190c7c0-0000-7000-8000-000000000000"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Build the application; the gate asks no database."""
    folder = tmp_path_factory.mktemp("instance")
    settings = Settings(
        database_url="sqlite://", instance_dir=Path(folder), secret_key="x" * 40, testing=True
    )
    return create_app(settings)


def refused(app: Flask, rule: Rule, method: str, actor: Actor | None) -> str | None:
    """Ask the gate as an actor: None lets through, otherwise how it refuses."""
    with app.test_request_context(sample(app, rule), method=method):
        g.actor = actor
        try:
            answer = gate()
        except Forbidden:
            return "forbidden"
    return None if answer is None else "sign in"


def sample(app: Flask, rule: Rule) -> str:
    """Return an address of a rule: every part filled with something of its kind."""
    values: dict[str, object] = {name: _part(rule._converters[name]) for name in rule.arguments}
    values |= dict(rule.defaults or {})
    built = app.url_map.bind("localhost").build(rule.endpoint, values, force_external=False)
    return str(built)


def _part(converter: BaseConverter) -> object:
    match converter:
        case UUIDConverter():
            return UUID
        case AnyConverter():
            return min(converter.items)
        case _:
            return "1999"


def methods(rule: Rule) -> Iterator[str]:
    yield from sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def misjudged(app: Flask, table: dict[str, Roles | None]) -> list[str]:
    """Name every endpoint, method and role that the gate answers otherwise than the table."""
    wrong = []
    for rule in app.url_map.iter_rules():
        expected = table.get(rule.endpoint, NOBODY)
        for method in methods(rule):
            for actor in (None, *(Actor(None, role, role.value) for role in Role)):
                allowed = expected is EVERYONE or (actor is not None and actor.role in expected)
                if (refused(app, rule, method, actor) is None) is not allowed:
                    name = actor.name if actor else "the public"
                    wrong.append(f"{method} {rule.endpoint}: {name}")
    return wrong


def test_the_table_names_every_endpoint_and_no_other(app: Flask) -> None:
    assert sorted({rule.endpoint for rule in app.url_map.iter_rules()}) == sorted(EXPECTED)


@pytest.mark.parametrize(
    "table",
    list(TABLES.values()),
    ids=list(TABLES),
)
def test_a_table_is_sorted(table: dict[str, Roles | None]) -> None:
    assert list(table) == sorted(table)


def test_no_endpoint_stands_in_two_tables() -> None:
    assert len(EXPECTED) == sum(len(table) for table in TABLES.values())


def test_every_role_opens_what_the_table_says_and_nothing_else(app: Flask) -> None:
    assert misjudged(app, EXPECTED) == []


def test_an_unmarked_view_is_closed_to_everybody(app: Flask) -> None:
    app = create_app(app.extensions["settings"])
    app.add_url_rule("/forgotten/<uuid:key>", "forgotten", lambda key: str(key))
    assert misjudged(app, EXPECTED) == []
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == "forgotten")
    assert refused(app, rule, "GET", None) == "forbidden"
    assert refused(app, rule, "GET", Actor(None, Role.ADMINISTRATOR, "a")) == "forbidden"
    assert misjudged(app, EXPECTED | {"forgotten": ADMINISTRATOR}) == [
        "GET forgotten: administrator"
    ]


def test_the_public_is_asked_to_sign_in_and_a_wrong_role_is_refused(app: Flask) -> None:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == "accounts.users")
    assert refused(app, rule, "GET", None) == "sign in"
    assert refused(app, rule, "GET", Actor(None, Role.VIEWER, "v")) == "forbidden"


def test_an_unknown_address_passes_the_gate_and_is_not_found(app: Flask) -> None:
    with app.test_request_context("/no/such/page"):
        assert gate() is None
        with pytest.raises(HTTPException, match="404"):
            app.dispatch_request()
