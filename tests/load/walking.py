"""Opens list pages as the one they belong to, and says what each cost and showed."""

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Any, Final, cast

from flask import Flask
from sqlalchemy import Connection, Engine, event, select

from config import Settings
from exchange.accounts.models import User
from exchange.core.database import Database
from tests.load.pages import ListPage
from tests.load.volume.schools import DOMAIN
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

_MAIN: Final = re.compile(r"<main\b.*</main>", re.DOTALL)
_ROWS: Final = frozenset({"tr", "li"})
_NEXT: Final = re.compile(r'rel="next" href="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer: what it took and what it showed."""

    path: str
    status: int
    statements: int
    #: Rows of tables and lists in the page's own part.
    rows: int
    #: Addresses of the next pages of its lists.
    following: tuple[str, ...]
    #: Of this process, and of waiting for the database: what else the machine does is left out.
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Timed:
    """A statement with its milliseconds, and those of them that were waiting for the database."""

    milliseconds: float
    waited: float
    statement: str
    values: Any


@contextmanager
def slowest() -> Iterator[list[Timed]]:
    """Collect every statement with what it took."""
    found: list[Timed] = []
    began: list[tuple[float, float]] = []

    def start(*_rest: object) -> None:
        began.append((time.perf_counter(), time.thread_time()))

    def stop(_c: Connection, _k: object, statement: str, values: object, *_rest: object) -> None:
        wall, own = began.pop()
        spent = (time.perf_counter() - wall) * 1000
        found.append(Timed(spent, spent - (time.thread_time() - own) * 1000, statement, values))

    event.listen(Engine, "before_cursor_execute", start)
    event.listen(Engine, "after_cursor_execute", stop)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", start)
        event.remove(Engine, "after_cursor_execute", stop)


class _Rows(HTMLParser):
    """Counts the rows of tables and the items of lists, but not what stands inside one of them."""

    def __init__(self) -> None:
        super().__init__()
        self.found = 0
        self._within = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        """Count an outermost row."""
        if tag in _ROWS:
            self.found += self._within == 0
            self._within += 1

    def handle_endtag(self, tag: str) -> None:
        """Leave a row."""
        self._within -= tag in _ROWS


def rows_of(markup: str) -> int:
    """Return how many rows a page's own part shows."""
    rows = _Rows()
    rows.feed(markup)
    return rows.found


class Walker:
    """Signs in once as each one, and opens pages."""

    def __init__(
        self, app: Flask, settings: Settings, database: Database, keys: Mapping[str, str]
    ) -> None:
        self._app, self._settings, self._database, self._keys = app, settings, database, keys
        self._visitors: dict[str | None, Visitor] = {}

    def address(self, page: ListPage) -> str:
        """Return a page's address with its keys."""
        return page.path.format(**self._keys)

    def open(self, who: str | None, path: str) -> Seen:
        """Open an address as somebody."""
        self._app.extensions.update(settings=self._settings, database=self._database)
        visitor = self._visitor(who)
        with count_statements() as statements, slowest() as timed:
            began = time.thread_time()
            answer = visitor.get(path)
            own = (time.thread_time() - began) * 1000
        spent = own + sum(each.waited for each in timed)
        body = answer.get_data(as_text=True)
        main = _MAIN.search(body)
        shown = main.group() if main else ""
        return Seen(
            path,
            answer.status_code,
            len(statements),
            rows_of(shown),
            tuple(unescape(found) for found in _NEXT.findall(shown)),
            spent,
        )

    def _visitor(self, who: str | None) -> Visitor:
        if who not in self._visitors:
            visitor = self._visitors[who] = cast(Visitor, self._app.test_client())
            if who is not None:
                with self._database.reading() as session:
                    email = f"{who}@{DOMAIN}"
                    user = session.scalars(select(User).where(User.email == email)).one()
                    session.expunge(user)
                visitor.sign_in(user)
        return self._visitors[who]
