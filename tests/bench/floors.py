"""What is measured against: the least that a route of the same answer does, written by hand."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from flask import Flask, redirect, request
from icalendar import Calendar, Event
from sqlalchemy import text
from werkzeug.wrappers import Response

from exchange.core.database import Database

_PAGE: Final = """<!doctype html><html lang="ja"><head><title>{{ row.title }}</title>
<link rel="stylesheet" href="/static/site.css"></head><body><header><p>{{ who }}</p></header>
<main><h1>{{ row.title }}</h1><dl>
{% for name, value in row.items() %}<dt>{{ name }}</dt><dd>{{ value }}</dd>{% endfor %}
</dl></main></body></html>"""
_LIST: Final = """<!doctype html><html lang="ja"><head><title>list</title>
<link rel="stylesheet" href="/static/site.css"></head><body><main><h1>list</h1><table>
{% for row in rows %}<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}</tr>{% endfor %}
</table></main></body></html>"""
_ROWS: Final = """CREATE TABLE IF NOT EXISTS floor_rows
    (id VARCHAR(36) PRIMARY KEY, edition VARCHAR(36), name TEXT, born TEXT, grade INTEGER)"""


def floor_of(database: Database, *, listed: str = "") -> Flask:
    """Build the routes of least work on a database; `listed` is the statement of the list."""
    floor = Flask("floor")
    _add_reading(floor, database, listed)
    _add_writing(floor, database)
    return floor


def _add_reading(floor: Flask, database: Database, listed: str) -> None:
    one, many = floor.jinja_env.from_string(_PAGE), floor.jinja_env.from_string(_LIST)

    @floor.get("/visits/<uuid:key>/")
    def page(key: UUID) -> str:
        with database.engine.connect() as connection:
            who = connection.scalar(text("SELECT name FROM users LIMIT 1"))
            found = connection.execute(text("SELECT * FROM visits WHERE id = :key"), _key(key))
            return one.render(row=found.mappings().one(), who=who)

    @floor.get("/visits/<uuid:key>.ics")
    def event(key: UUID) -> bytes:
        with database.engine.connect() as connection:
            statement = text("SELECT title, starts, ends FROM visits WHERE id = :key")
            found = connection.execute(statement, _key(key)).one()
        lines = (
            *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//floor//EN", "BEGIN:VEVENT"),
            *(f"UID:{key}@floor", f"SUMMARY:{found.title}"),
            *(f"DTSTART;VALUE=DATE:{found.starts}", f"DTEND;VALUE=DATE:{found.ends}"),
            *("END:VEVENT", "END:VCALENDAR", ""),
        )
        return "\r\n".join(lines).encode()

    @floor.get("/list")
    def rows() -> str:
        with database.engine.connect() as connection:
            return many.render(rows=connection.execute(text(listed)).all())


def _add_writing(floor: Flask, database: Database) -> None:
    writing = database.engine.execution_options(begin="IMMEDIATE")
    with writing.begin() as connection:
        connection.execute(text(_ROWS))

    @floor.post("/rows")
    def add() -> Response:
        names = {name: request.form[name] for name in ("edition", "name", "born", "grade")}
        with writing.begin() as connection:
            connection.execute(text("SELECT name FROM users LIMIT 1"))
            connection.execute(
                text("INSERT INTO floor_rows VALUES (:id, :edition, :name, :born, :grade)"),
                {"id": str(uuid4()), **names},
            )
        return redirect("/list")


def _key(key: UUID) -> dict[str, str]:
    """Bind a key as the database keeps it: SQLite has 32 digits, PostgreSQL reads them too."""
    return {"key": key.hex}


def written_by_package(database: Database, body: bytes) -> Callable[[], bytes]:
    """Keep a feed's events as rows; return one SELECT of them, written by the icalendar package."""
    names = ("uid", "summary", "description", "categories", "url", "status", "transp", "sequence")
    with database.engine.begin() as connection:
        columns = ", ".join(f"{name} TEXT" for name in (*names, "starts", "ends", "stamp"))
        connection.execute(text(f"CREATE TABLE stored_events (at INTEGER PRIMARY KEY, {columns})"))
        places = ", ".join(f":{name}" for name in ("at", *names, "starts", "ends", "stamp"))
        events = Calendar.from_ical(body).walk("VEVENT")
        connection.execute(
            text(f"INSERT INTO stored_events VALUES ({places})"),
            [{"at": at, **_columns(event, names)} for at, event in enumerate(events)],
        )

    def write() -> bytes:
        calendar = Calendar()
        calendar.add("version", "2.0")
        calendar.add("prodid", "-//floor//EN")
        with database.engine.connect() as connection:
            for row in connection.execute(text("SELECT * FROM stored_events ORDER BY at")):
                calendar.add_component(_event(row._mapping, names))  # type: ignore[arg-type]
        written: bytes = calendar.to_ical()
        return written

    assert write().count(b"BEGIN:VEVENT") == body.count(b"BEGIN:VEVENT")
    return write


def _columns(event: Any, names: tuple[str, ...]) -> dict[str, str | None]:  # noqa: ANN401 - icalendar's own
    kept = {name: str(event[name]) if name in event else None for name in names}
    if "categories" in event:
        kept["categories"] = ",".join(map(str, event["categories"].cats))
    days = {"starts": event["dtstart"].dt, "ends": event["dtend"].dt, "stamp": event["dtstamp"].dt}
    return kept | {name: value.isoformat() for name, value in days.items()}


def _event(row: dict[str, str | None], names: tuple[str, ...]) -> Event:
    event = Event()
    for name in names:
        if value := row[name]:
            event.add(name, value.split(",") if name == "categories" else value)
    event.add("dtstart", date.fromisoformat(str(row["starts"])))
    event.add("dtend", date.fromisoformat(str(row["ends"])))
    for name in ("dtstamp", "last-modified"):
        event.add(name, datetime.fromisoformat(str(row["stamp"])))
    return event
