"""No table that leads to a pupil, or keeps something sealed, is forgotten by an erasure."""

from typing import Final

from sqlalchemy import MetaData, inspect

from exchange.core.database import Base, Encrypted
from exchange.core.erasures import Held, Part
from exchange.rooms.keeping import ERASURE_PARTS

#: Tables that hang on no foreign key: their rows name what they are about by kind and key.
BY_KIND: Final = {"audit_values", "documents", "document_versions", "jobs", "links", "mails"}

#: Tables that need no part, and why.
HARMLESS: Final = {
    "guests": "young people of partner cities; hosting purges them after the edition",
    "code_apps": "the second factor of somebody with an account",
    "member_lists": "a partner's own list of its delegation; dropped after fourteen days",
}


def led_to_pupils(metadata: MetaData) -> set[str]:
    """Return the tables from which foreign keys lead to pupils, over however many steps."""
    found = {"pupils"}
    while True:
        more = {
            table.name
            for table in metadata.sorted_tables
            if found & {key.column.table.name for key in table.foreign_keys}
        }
        if more <= found:
            return found
        found |= more


def sealing(metadata: MetaData) -> set[str]:
    return {
        table.name
        for table in metadata.sorted_tables
        if any(isinstance(column.type, Encrypted) for column in table.columns)
    }


def table_of(part: Part) -> str:
    return str(inspect(part.table).local_table)


def test_every_table_that_leads_to_a_pupil_has_a_part_or_a_reason() -> None:
    named = {table_of(part) for part in ERASURE_PARTS}
    wanted = led_to_pupils(Base.metadata) | sealing(Base.metadata) | BY_KIND
    assert wanted - named - HARMLESS.keys() == set()


def test_no_reason_is_left_over() -> None:
    wanted = led_to_pupils(Base.metadata) | sealing(Base.metadata)
    assert HARMLESS.keys() - wanted == set()
    assert HARMLESS.keys() & {table_of(part) for part in ERASURE_PARTS} == set()


def test_every_kind_is_found_by_some_part_and_no_table_by_two() -> None:
    assert {part.held for part in ERASURE_PARTS} == set(Held)
    tables = [table_of(part) for part in ERASURE_PARTS]
    assert sorted(set(tables)) == sorted(tables)


def test_a_table_is_emptied_or_deleted_before_those_it_points_at() -> None:
    at = {table_of(part): place for place, part in enumerate(ERASURE_PARTS)}
    deleted = {table_of(part) for part in ERASURE_PARTS if part.emptied is None}
    wrong = [
        (table, target)
        for table, place in at.items()
        for key in Base.metadata.tables[table].foreign_keys
        if (target := key.column.table.name) in deleted and target != table and at[target] < place
    ]
    assert wrong == []


def test_a_table_that_is_forgotten_is_named() -> None:
    metadata = MetaData()
    for table in Base.metadata.sorted_tables:
        table.to_metadata(metadata)
    Base.metadata.tables["participation_people"].to_metadata(metadata, name="pupil_notes")
    assert "pupil_notes" in led_to_pupils(metadata)
