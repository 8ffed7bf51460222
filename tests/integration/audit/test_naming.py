"""Every subject of an audit line is named, and every field of one has its words."""

import ast
from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from exchange.audit.forms import LinesForm
from exchange.audit.wording import field_words
from exchange.core.naming import names_of
from exchange.core.offers import Subject
from exchange.core.permissions import PERMISSIONS, Actor, Role
from exchange.rooms.naming import KINDS
from tests.factories.accounts import make_user
from tests.factories.youth import make_school
from tests.policy import sources
from tests.policy.sources import Source

SOMEBODY: Final = Actor(UUID(int=1), Role.MANAGER, "見本")
#: What lines are never about: the subjects of panels on pages that list a whole room.
OF_PANELS: Final = {"home", "indicators", "open_data", "partners", "visits"}
#: What every row has.
OF_EVERY_ROW: Final = {"id", "version", "created_at", "updated_at", "is_demo"}
#: Columns that no page shows and no line tells of: keys and sums of our own, what jobs and sessions
#: note, halves of a value that a line tells whole. The page falls back to their names.
UNSHOWN: Final = {
    "actor_id",
    "arguments",
    "carried_guest_id",
    "carried_to_id",
    "committed_foreign_currency",
    "committed_foreign_minor",
    "decided_by_id",
    "digests",
    "ended_source_id",
    "entered_by",
    "entered_by_id",
    "finished_at",
    "foreign_currency",
    "foreign_minor",
    "found_digest",
    "last_fetched_at",
    "last_seen_at",
    "lease_until",
    "link_id",
    "made",
    "match_key",
    "ordered_by_id",
    "origin_id",
    "participation_id",
    "password_hash",
    "progress",
    "reminded",
    "reminded_of",
    "sort_day",
    "spent_foreign_currency",
    "spent_foreign_minor",
    "state_reason",
    "steps_done",
    "subject_id",
    "subject_kind",
    "term_key",
    "to_check",
    "tries",
    "unique_since",
    "unit_price_currency",
    "unit_price_minor",
    "unit_value_currency",
    "unit_value_minor",
    "user_id",
    "value_currency",
    "value_minor",
}


def subjects(source: Source) -> Iterator[str]:
    """Yield the kinds of subjects that a file names."""
    for node in source.nodes:
        match node:
            case ast.Call(func=ast.Name(id="Subject"), args=[ast.Constant(value=str(kind)), *_]):
                yield kind


def told(source: Source) -> Iterator[tuple[str, str]]:
    """Yield (room, field) of what a file writes down as changed, field by field."""
    for node in source.nodes:
        if not isinstance(node, ast.Call):
            continue
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        about = ast.unparse(given["subject"]) if "subject" in given else ""
        kind = KINDS.get(next(subjects(Source(source.path, about)), ""))
        room = kind.room if kind and kind.room else source.parts[1]
        values = [given.get("changes")]
        if ast.unparse(node.func) == "created":
            values += node.args[:1]
        for written in values:
            for key in written.keys if isinstance(written, ast.Dict) else ():
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield room, key.value


def rooms() -> list[Source]:
    return sources.read("exchange/*/**/*.py")


def columns() -> Iterator[tuple[str, str]]:
    for kind in KINDS.values():
        if kind.table is not None:
            yield from ((kind.room, str(name.key)) for name in inspect(kind.table).columns)


def test_every_kind_of_subject_is_listed() -> None:
    found = {kind for source in rooms() for kind in subjects(source)}
    assert found - OF_PANELS <= KINDS.keys()


def test_the_filter_offers_what_lines_are_about_alone(app: Flask) -> None:
    with app.test_request_context():
        offered = {choice.value for choice in LinesForm(None).offer(KINDS).kind.choices}
    found = {kind for source in rooms() for kind in subjects(source)}
    assert offered - {""} == KINDS.keys() - {"itinerary_item", "speech"}
    assert found.isdisjoint({"itinerary_item", "speech"})


def test_every_kind_of_page_that_is_noted_is_listed(app: Flask) -> None:
    marks = [getattr(view, "shows", None) for view in app.view_functions.values()]
    assert {mark.kind for mark in marks if mark and mark.kind} <= KINDS.keys()


def test_every_field_that_is_told_has_words() -> None:
    fields = {pair for source in rooms() for pair in told(source)}
    assert len(fields) > 90
    assert sorted(pair for pair in fields if field_words(*pair) is None) == []


def test_the_columns_without_words_are_exactly_those_no_page_shows() -> None:
    missing = {name for room, name in columns() if field_words(room, name) is None}
    assert missing - OF_EVERY_ROW == UNSHOWN


def test_what_is_told_is_read_from_a_call() -> None:
    code = "record(subject=Subject('visit', x), changes={'a': (1, 2)})\ncreated({'b': 1})\nf(c)\n"
    found = Source("exchange/accounts/services/x.py", code)
    assert set(told(found)) == {("delegations", "a"), ("accounts", "b")}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_kind_asks_for_permissions_there_are_and_leads_to_a_page(app: Flask, name: str) -> None:
    kind, known = KINDS[name], set[str]().union(*PERMISSIONS.values())
    assert {kind.reads, kind.opens} - known <= {None}
    assert kind.is_person <= (kind.reads is not None)  # a person's name is for some alone
    if kind.path is not None:
        adapter = app.url_map.bind("localhost")
        try:
            endpoint, _parts = adapter.match(kind.path(_Row()), method="GET")
        except NotFound:
            pytest.fail(f"{name} leads nowhere")
        assert endpoint


class _Row:
    """Stands for a row of any table, where only its address is asked for."""

    school_id = None

    def __getattr__(self, name: str) -> "_Row":
        return self

    def __format__(self, _spec: str) -> str:
        return str(UUID(int=7))

    __str__ = __repr__ = lambda self: str(UUID(int=7))


def test_a_school_s_account_has_no_page_of_its_own(session: Session) -> None:
    school = make_user(session, role=Role.SCHOOL, school_id=make_school(session).id)
    staff = make_user(session)
    asked = [Subject("user", user.id) for user in (school, staff)]
    found = names_of(session, KINDS, asked, actor=SOMEBODY)
    assert [found[each].path for each in asked] == ["", f"/handover/people/{staff.id}/"]


def test_every_kind_s_rows_can_be_asked_for(session: Session) -> None:
    asked = [Subject(name, UUID(int=9)) for name in KINDS]
    found = names_of(session, KINDS, asked, actor=SOMEBODY)
    assert {each.kind: named.is_gone for each, named in found.items()} == {
        name: kind.table is not None for name, kind in KINDS.items()
    }


def test_an_unknown_kind_is_left_out(session: Session) -> None:
    none: Mapping[Subject, object] = names_of(
        session, KINDS, [Subject("x", UUID(int=9))], actor=SOMEBODY
    )
    assert none == {}
