"""The ground under integration tests: both databases, isolation, and real commits when asked."""

from collections.abc import Callable

import pytest
from flask import Flask, g
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.core.database import Database, unit_of_work
from exchange.core.permissions import Role
from exchange.web.access import actor, public
from tests.factories.accounts import make_user
from tests.servers.databases import Backend
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

EMAIL = "same@city.example"


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """Give an application that takes routes of the tests' own."""
    return own_app


def users(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(User)) or 0


def test_the_database_is_the_kind_it_says(backend: Backend, database: Database) -> None:
    assert database.engine.dialect.name == backend.name


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_sqlite_runs_in_wal_mode_with_foreign_keys(database: Database) -> None:
    with database.reading() as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA foreign_keys")) == 1


@pytest.mark.parametrize("attempt", [1, 2])
def test_a_commit_is_forgotten_by_the_next_test(database: Database, attempt: int) -> None:
    with unit_of_work(database) as session:
        assert users(session) == 0, attempt
        make_user(session, email=EMAIL)
    with database.reading() as session:
        assert users(session) == 1


@pytest.mark.parametrize("attempt", [1, 2])
def test_a_clash_undoes_its_own_work_alone(database: Database, attempt: int) -> None:
    with unit_of_work(database) as session:
        make_user(session, email=EMAIL)
    with pytest.raises(IntegrityError), unit_of_work(database) as session:
        make_user(session, email=EMAIL)
    with database.reading() as session:
        assert users(session) == 1, attempt


def test_what_is_written_beside_a_reading_session_stays(database: Database) -> None:
    reading = database.reading()
    assert users(reading) == 0
    with unit_of_work(database) as session:
        make_user(session)
    reading.rollback()
    reading.close()
    with database.reading() as session:
        assert users(session) == 1


def test_a_reading_session_can_be_closed_after_a_refused_statement(database: Database) -> None:
    with pytest.raises(Exception, match="no_such_table"), database.reading() as session:
        session.execute(text("SELECT * FROM no_such_table"))
    with database.reading() as session:
        assert users(session) == 0


def test_a_fresh_database_keeps_commits_for_other_connections(fresh_database: Database) -> None:
    with unit_of_work(fresh_database) as session:
        make_user(session)
    with fresh_database.reading() as first, fresh_database.reading() as second:
        assert (users(first), users(second)) == (1, 1)
        assert first.connection() is not second.connection()


def test_an_empty_database_has_no_table(empty_database: Database) -> None:
    assert inspect(empty_database.engine).get_table_names() == []


def test_the_statements_of_a_page_can_be_counted(client: Visitor) -> None:
    with count_statements() as statements:
        assert client.get("/accounts/sign-in").status_code == 200
    assert [statement.partition(" ")[0] for statement in statements] == ["SELECT"]


@public
def tell() -> dict[str, str | bool | None]:
    """Answer what the application knows about a request."""
    found = actor()
    return {"role": found.role if found else None, "token": bool(g.get("csrf_valid"))}


@pytest.mark.parametrize("role", list(Role))
def test_a_visitor_can_be_signed_in_with_any_role(
    app: Flask, client_as: Callable[..., Visitor], role: Role
) -> None:
    app.add_url_rule("/tell", view_func=tell)
    assert client_as(role).get("/tell").json == {"role": role.value, "token": False}


def test_a_visitor_s_form_carries_a_valid_token(app: Flask, client: Visitor) -> None:
    app.add_url_rule("/tell", view_func=tell, methods=["POST"])
    assert client.submit("/tell").json == {"role": None, "token": True}
