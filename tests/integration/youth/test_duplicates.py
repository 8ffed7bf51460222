"""Possible duplicates: found across schools, decided by the division, merged and undone."""

from sqlalchemy.orm import Session

from exchange.core.database import Name
from exchange.youth.queries.duplicates import known_elsewhere
from tests.factories.youth import make_pupil, make_school
from tests.servers.statements import count_statements


def test_a_child_of_another_school_is_found_by_name_and_birth_date_alone(session: Session) -> None:
    here, there = make_school(session), make_school(session)
    name = Name("見本", "花", family_kana="みほん", given_kana="はな")
    elsewhere = make_pupil(session, school=there, name=name)
    own = make_pupil(session, school=here)
    keys = [elsewhere.match_key, own.match_key, "だれでもない:2012-01-01"]
    assert known_elsewhere(session, here.id, keys) == {elsewhere.match_key}
    assert known_elsewhere(session, there.id, keys) == {own.match_key}
    assert known_elsewhere(session, here.id, []) == frozenset()


def test_a_whole_sheet_is_looked_up_in_one_statement(session: Session) -> None:
    school_id = make_school(session).id
    with count_statements() as statements:
        known_elsewhere(session, school_id, [f"見本:{number}" for number in range(3_000)])
    assert len(statements) == 1
