"""Audit lines: written beside every change, and held by the database itself."""

from uuid import UUID

import pytest
from sqlalchemy import Connection, delete, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine, AuditValue
from exchange.audit.queries import lines_of
from exchange.audit.services import created, record
from exchange.core.database import Localized, put_back_triggers
from exchange.core.database.triggers import REFUSALS, trigger_names
from exchange.core.dates import PartialDate
from exchange.core.offers import Subject
from exchange.core.permissions import Role, system_actor
from tests.servers.statements import count_statements

SUBJECT = Subject("visit", UUID("0190c7c0-0000-7000-8000-000000000000"))


@pytest.fixture
def line(session: Session) -> AuditLine:
    found = record(
        session,
        actor=system_actor("exchange test"),
        act="visits.change",
        subject=SUBJECT,
        changes={"title": ("old", "new"), "role": (Role.VIEWER, Role.MANAGER), "due": (None, 3)},
    )
    session.flush()
    return found


def test_a_line_says_who_did_what_to_which_fields(session: Session, line: AuditLine) -> None:
    assert (line.actor_id, line.actor_name, line.act) == (None, "exchange test", "visits.change")
    assert line.fields == ["due", "role", "title"]
    assert [(value.field, value.old, value.new) for value in line.values] == [
        ("due", None, "3"),
        ("role", "viewer", "manager"),
        ("title", "old", "new"),
    ]


def test_compound_values_are_kept_as_json_a_person_can_read(session: Session) -> None:
    values = {
        "title": Localized({"ja": "訪問", "en": "Visit"}),
        "roles": (Role.VIEWER, None),
        "days": {PartialDate(2027, 5), PartialDate(2026)},
        "nested": {"b": [1, True], "a": PartialDate(2027)},
    }
    found = record(
        session,
        actor=system_actor("x"),
        act="visits.create",
        subject=SUBJECT,
        changes=created(values),
    )
    session.flush()
    assert {value.field: value.new for value in found.values} == {
        "title": '{"en": "Visit", "ja": "訪問"}',
        "roles": '["viewer", null]',
        "days": '["2026", "2027-05"]',
        "nested": '{"a": "2027", "b": [1, true]}',
    }


def test_values_that_must_not_be_copied_leave_only_their_field_s_name(session: Session) -> None:
    found = record(
        session,
        actor=system_actor("x"),
        act="health.change",
        subject=SUBJECT,
        changes={"allergies": ("a", "b")},
        without_values=True,
    )
    session.flush()
    assert (found.fields, found.values) == (["allergies"], [])


def test_a_new_row_s_changes_are_what_is_set() -> None:
    assert created({"a": 1, "b": None, "c": ""}) == {"a": (None, 1), "c": (None, "")}


@pytest.mark.parametrize(
    "statement",
    [
        update(AuditLine).values(act="forged"),
        delete(AuditLine),
        update(AuditValue).values(new="forged"),
    ],
    ids=["change a line", "delete a line", "change a value"],
)
@pytest.mark.usefixtures("line")
def test_the_database_refuses_to_change_what_was_written(
    session: Session, statement: object
) -> None:
    with pytest.raises(DBAPIError, match=r"audit_(lines|values) refuses (UPDATE|DELETE)"):
        session.execute(statement)  # type: ignore[call-overload]


@pytest.mark.usefixtures("line")
def test_no_statement_replaces_or_empties_past_the_refusals(session: Session) -> None:
    if session.connection().dialect.name == "sqlite":
        forged, why = "INSERT OR REPLACE INTO audit_lines SELECT * FROM audit_lines", "DELETE"
    else:
        forged, why = "TRUNCATE audit_lines CASCADE", "TRUNCATE"
    with pytest.raises(DBAPIError, match=f"audit_lines refuses {why}"):
        session.execute(text(forged))


def test_personal_values_can_be_deleted_and_the_line_stays(
    session: Session, line: AuditLine
) -> None:
    session.execute(delete(AuditValue).where(AuditValue.line_id == line.id))
    session.expire_all()
    assert (line.fields, line.values) == (["due", "role", "title"], [])


def test_the_newest_lines_of_a_subject_come_first_in_two_statements(session: Session) -> None:
    for number in range(3):
        record(
            session,
            actor=system_actor("x"),
            act=f"visits.step{number}",
            subject=SUBJECT,
            changes={"a": (1, 2)},
        )
        session.flush()
    session.expire_all()
    with count_statements() as statements:
        found = lines_of(session, SUBJECT, limit=2)
        assert [(line.act, len(line.values)) for line in found] == [
            ("visits.step2", 1),
            ("visits.step1", 1),
        ]
    assert len(statements) == 2
    assert lines_of(session, Subject("edition", SUBJECT.id)) == []


def declared(connection: Connection) -> set[str]:
    dialect = connection.dialect.name
    return {refusal.name for refusal in REFUSALS if refusal.holds_in(dialect)}


def drop_triggers(connection: Connection) -> None:
    table_of = {refusal.name: refusal.table for refusal in REFUSALS}
    for name in declared(connection):
        place = f" ON {table_of[name]}" if connection.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER {name}{place}"))


def test_every_declared_trigger_is_there_and_is_put_back_after_it_was_lost(
    session: Session,
) -> None:
    connection = session.connection()
    assert declared(connection) <= trigger_names(connection)
    drop_triggers(connection)
    assert declared(connection) & trigger_names(connection) == set()
    put_back_triggers(connection)
    put_back_triggers(connection)
    assert declared(connection) <= trigger_names(connection)
