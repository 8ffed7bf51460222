"""Fixtures of the tests that need a database or the application.

A test that uses one of them runs on SQLite and on PostgreSQL. Where only one makes sense:
`@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)`.
"""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from config import Settings
from exchange.core import clock
from exchange.core.database import Database
from exchange.core.keys import new_key
from exchange.core.permissions import Role
from exchange.youth.models import School
from tests.factories.accounts import make_user
from tests.factories.reference import load
from tests.factories.youth import make_school
from tests.servers.building import build_app
from tests.servers.databases import Backend, PostgresBackend, SqliteBackend, isolated
from tests.servers.postgres import PostgresServer, running_postgres
from tests.servers.visitor import Visitor


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Give a PostgreSQL of this test process."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """Give this process's SQLite."""
    backend = SqliteBackend(tmp_path_factory.mktemp("sqlite"))
    yield backend
    backend.close()


@pytest.fixture(scope="session")
def postgresql_backend(postgres_server: PostgresServer) -> Iterator[Backend]:
    """Give this process's PostgreSQL."""
    backend = PostgresBackend(postgres_server)
    yield backend
    backend.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> Backend:
    """Give each kind of database in turn."""
    return cast(Backend, request.getfixturevalue(f"{request.param}_backend"))


@pytest.fixture
def shared_database(backend: Backend) -> Database:
    """Give the database that isolated tests share; nothing is ever committed to it."""
    return backend.kept("tables")


@pytest.fixture(name="shared_database")
def city_database(backend: Backend) -> Database:
    """Give a shared database that holds the city's facts.

    A folder whose tests all need them imports this in its conftest.
    """
    return backend.kept("facts", load)


@pytest.fixture
def database(shared_database: Database) -> Iterator[Database]:
    """Give a database that forgets everything after the test, commits too."""
    with isolated(shared_database) as database:
        yield database


@pytest.fixture
def fresh_database(backend: Backend) -> Iterator[Database]:
    """Give a database of the test's own, with every table and real commits: for races and jobs."""
    url = backend.prepared()
    database = Database(url)
    yield database
    database.dispose()
    backend.drop(url)


@pytest.fixture
def empty_database(backend: Backend) -> Iterator[Database]:
    """Give a database without a table: for migrations."""
    url = backend.empty()
    database = Database(url)
    yield database
    database.dispose()
    backend.drop(url)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """Give a writing session; `expire_all()` it to see what a request changed."""
    with database.writing() as session:
        yield session


@pytest.fixture(scope="session")
def secret_key() -> str:
    return secrets.token_urlsafe(48)


@pytest.fixture
def settings(tmp_path: Path, secret_key: str) -> Settings:
    """Give settings with keys of their own; `database_url` is unused beside `database`."""
    return Settings(
        database_url="sqlite://",
        instance_dir=tmp_path,
        secret_key=secret_key,
        data_key=f"k1:{new_key()}",
        ledger_key=new_key(),
        base_url="http://localhost",
        second_factor="optional",
        testing=True,
    )


@pytest.fixture(scope="session")
def built_app(secret_key: str) -> Flask:
    """Build the application once: its routes and templates cost more than most tests."""
    settings = Settings("sqlite://", Path(), secret_key, base_url="http://localhost", testing=True)
    return build_app(settings, Database(settings.database_url))


@pytest.fixture
def app(built_app: Flask, settings: Settings, database: Database) -> Flask:
    """Give the application on the isolated database, with the test's settings."""
    clock.fix(settings.fixed_now)
    built_app.extensions.update(settings=settings, database=database)
    return built_app


@pytest.fixture
def own_app(settings: Settings, database: Database) -> Flask:
    """Give an application of the test's own, to be built upon."""
    return build_app(settings, database)


@pytest.fixture
def client(app: Flask) -> Visitor:
    """Give a visitor who has not signed in."""
    return cast(Visitor, app.test_client())


@pytest.fixture
def client_as(app: Flask, session: Session) -> Callable[..., Visitor]:
    """Give a function that signs a person of a role in: `client_as(Role.SCHOOL, school=school)`."""

    def sign_in(role: Role, *, school: School | None = None) -> Visitor:
        if role is Role.SCHOOL and school is None:
            school = make_school(session)
        user = make_user(session, role=role, school_id=school.id if school else None)
        visitor = cast(Visitor, app.test_client())
        visitor.sign_in(user)
        return visitor

    return sign_in
