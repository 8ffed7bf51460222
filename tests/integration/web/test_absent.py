"""Whoever asks for what is not there is told so: every address with a key, for every role."""

from collections.abc import Iterator
from typing import Final, cast
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, IntegerConverter, Rule, UUIDConverter

from exchange.core.permissions import Role
from tests.factories.accounts import make_user
from tests.factories.youth import make_school
from tests.policy.access_objects import ABSENT
from tests.policy.access_roles import EVERYONE, NOBODY
from tests.policy.access_tables import EXPECTED
from tests.servers.fixtures import city_database
from tests.servers.visitor import Visitor

__all__ = ["city_database"]

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

#: A refusal as one sentence: no page is drawn for a program.
_PLAIN: Final = "application/json"
#: Nothing is called so, and no year is that late.
_NO_NAME: Final = "no-such-thing"
_NO_YEAR: Final = 999_999_999


def names_a_thing(rule: Rule) -> bool:
    """Say whether an address names a thing by its key; secrets have tests of their own."""
    kinds = [rule._converters[name] for name in rule.arguments]
    return (
        rule.endpoint != "static"
        and "token" not in rule.arguments
        and any(not isinstance(kind, AnyConverter) for kind in kinds)
    )


def address_of_nothing(app: Flask, rule: Rule) -> str:
    """Build an address of a rule whose key nothing has."""
    values: dict[str, object] = {}
    for name in rule.arguments:
        match rule._converters[name]:
            case UUIDConverter():
                values[name] = uuid4()
            case AnyConverter() as kinds:
                values[name] = min(kinds.items)
            case IntegerConverter():
                values[name] = _NO_YEAR
            case _:
                values[name] = _NO_NAME
    built = app.url_map.bind("localhost").build(rule.endpoint, values | dict(rule.defaults or {}))
    return str(built)


def asked(app: Flask, role: Role | None) -> Iterator[tuple[Rule, str]]:
    """Yield each address with a key that a role opens, and how it is asked for.

    No query tells a manager from a coordinator: a manager asks for what is theirs alone.
    """
    for rule in app.url_map.iter_rules():
        roles = EXPECTED.get(rule.endpoint, NOBODY)
        told = role is Role.MANAGER and (roles is EVERYONE or Role.COORDINATOR in roles)
        if names_a_thing(rule) and not told and (roles is EVERYONE or role in roles):
            yield from ((rule, way) for way in sorted((rule.methods or set()) & {"GET", "POST"}))


@pytest.mark.parametrize("role", [None, *Role])
def test_what_is_not_there_is_not_found(app: Flask, session: Session, role: Role | None) -> None:
    visitor = cast(Visitor, app.test_client())
    if role:
        school = make_school(session).id if role is Role.SCHOOL else None
        visitor.sign_in(make_user(session, role=role, school_id=school))
    wrong, count = {}, 0
    for rule, way in asked(app, role):
        address = address_of_nothing(app, rule)
        answer = (
            visitor.submit(address, accepts=_PLAIN)
            if way == "POST"
            else visitor.get(address, headers={"Accept": _PLAIN})
        )
        count += 1
        if answer.status_code != ABSENT.get(rule.endpoint, 404):
            wrong[f"{way} {rule.endpoint}"] = answer.status_code
    assert wrong == {}
    assert count > 10
