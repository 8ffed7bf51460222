"""Every list page is paged, and takes as many statements for a page and a half as for a few."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask, template_rendered
from jinja2 import Template

from config import ROOT, Settings
from exchange.core import clock
from exchange.core.database import Database, unit_of_work
from exchange.core.database.pager import PAGE_SIZE
from exchange.core.keys import Keyring, LedgerKey, decode_key, new_key
from exchange.indicators.verifying import seal_faults
from exchange.youth.ledger import differences, faults
from exchange.youth.models import Pupil
from tests.factories.reference import load
from tests.load.pages import PAGED, WHOLE, ListPage
from tests.load.volume.filling import PeopledError, fill
from tests.load.volume.keys import keys_of
from tests.load.volume.sizes import Sizes
from tests.load.walking import Seen, Walker
from tests.servers.databases import SqliteBackend

FEW, MANY = 6, PAGE_SIZE * 3 // 2


@dataclass(frozen=True)
class Instance:
    """A filled database, and what fills another one alike."""

    database: Database
    settings: Settings
    walker: Walker


def filled(backend: SqliteBackend, app: Flask, folder: Path, rows: int) -> Instance:
    settings = Settings(
        database_url=backend.prepared(),
        instance_dir=folder,
        secret_key=str(app.config["SECRET_KEY"]),
        data_key=f"k1:{new_key()}",
        ledger_key=new_key(),
        base_url="http://localhost",
        second_factor="optional",
        testing=True,
    )
    database = Database(settings.database_url)
    with unit_of_work(database) as session:
        load(session)
    found = fill(
        database,
        Sizes.even(rows),
        keys=keys_in(settings),
        password_hash="no password",
        today=clock.today(),
    )
    with database.reading() as session:
        keys = keys_of(session, found)
    return Instance(database, settings, Walker(app, settings, database, keys))


def keys_in(settings: Settings) -> tuple[Keyring, LedgerKey]:
    assert settings.data_key
    assert settings.ledger_key
    return Keyring.parse(settings.data_key), LedgerKey(decode_key(settings.ledger_key))


@pytest.fixture(scope="module")
def instances(
    sqlite_backend: SqliteBackend, built_app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Instance, Instance]]:
    """Give an instance with a few rows of everything, and one with a page and a half."""
    clock.fix(None)
    before = dict(built_app.extensions)
    few, many = (
        filled(sqlite_backend, built_app, tmp_path_factory.mktemp(f"rows-{rows}"), rows)
        for rows in (FEW, MANY)
    )
    yield few, many
    built_app.extensions.update(before)
    for each in (few, many):
        each.database.dispose()


@pytest.fixture(scope="module")
def drawn(built_app: Flask, instances: tuple[Instance, Instance]) -> dict[str, list[Seen]]:
    """Open every page: with a few rows, with many, and the page after that."""
    few, many = (each.walker for each in instances)
    found: dict[str, list[Seen]] = {}
    names: list[str] = []

    def remember(_app: Flask, template: Template, **_rest: object) -> None:
        names.append(str(template.name))

    with template_rendered.connected_to(remember, built_app):
        for page in PAGED:
            seen = [each.open(page.who, each.address(page)) for each in (few, many)]
            following = [many.open(page.who, path) for path in seen[1].following[:1]]
            found[page.name] = [*seen, *following]
    found["templates"] = [Seen(name, 200, 0, 0, (), 0.0) for name in names]
    return found


@pytest.mark.parametrize("page", PAGED, ids=lambda page: page.name)
def test_a_list_page_is_paged_by_key_and_takes_no_more_statements(
    page: ListPage, drawn: dict[str, list[Seen]]
) -> None:
    few, many, *following = drawn[page.name]
    assert (few.status, many.status) == (200, 200)
    assert many.statements == few.statements
    assert len(following) == 1, "a page and a half has a second page"
    assert many.rows - few.rows <= PAGE_SIZE * len(many.following)
    # Where a page says how many stand before it, that is one more.
    assert following[0].status == 200
    assert following[0].statements <= many.statements + 1


def test_every_template_with_a_pager_was_drawn(drawn: dict[str, list[Seen]]) -> None:
    folder = ROOT / "templates"
    paged = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.html")
        if "components/pager.html" in path.read_text("utf-8") and not path.name.startswith("_")
    }
    assert paged - {seen.path for seen in drawn["templates"]} == set()


@pytest.mark.parametrize(("page", "why"), WHOLE, ids=lambda value: getattr(value, "name", ""))
def test_a_page_that_is_whole_takes_no_more_statements(
    page: ListPage, why: str, instances: tuple[Instance, Instance]
) -> None:
    few, many = (each.walker.open(page.who, each.walker.address(page)) for each in instances)
    assert (few.status, many.status) == (200, 200)
    assert many.statements == few.statements, why


def test_what_was_filled_holds_by_the_ledgers_own_recount(
    instances: tuple[Instance, Instance],
) -> None:
    _few, many = instances
    with many.database.reading() as session:
        assert differences(session) == []
        assert faults(session) == []
        assert seal_faults(session) == []


def test_the_volume_is_the_same_each_time_and_never_beside_people(
    sqlite_backend: SqliteBackend,
    built_app: Flask,
    tmp_path: Path,
    instances: tuple[Instance, Instance],
) -> None:
    few, _many = instances
    again = filled(sqlite_backend, built_app, tmp_path, FEW)
    pupils = []
    for each in (few, again):
        with each.database.reading() as session:
            pupils.append(sorted((row.id, row.match_key) for row in session.query(Pupil)))
    assert pupils[0] == pupils[1]
    with pytest.raises(PeopledError):
        fill(
            again.database,
            Sizes.even(FEW),
            keys=keys_in(again.settings),
            password_hash="no password",
            today=clock.today(),
        )
    again.database.dispose()
