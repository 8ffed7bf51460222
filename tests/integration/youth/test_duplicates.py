"""Possible duplicates: found across schools, decided by the division, merged and undone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Name, uuid7
from exchange.core.errors import DomainError, NotFoundError, StaleRowError, TransitionError
from exchange.core.keys import LedgerKey
from exchange.core.permissions import Actor, Role
from exchange.youth.enums import DuplicateState, RegistrationState
from exchange.youth.ledger import Sealing, differences, kept_totals, seal_year
from exchange.youth.models import SINCE_START, Duplicate, Pupil, School
from exchange.youth.queries.duplicates import (
    doubtful_pupils,
    duplicate_by_id,
    evidence_of,
    known_elsewhere,
)
from exchange.youth.services import close_edition, flag_pupil, register_pupil, withdraw
from exchange.youth.services.duplicates import (
    Verdict,
    decide_duplicate,
    merge_pupils,
    note_duplicates,
    undo_merge,
)
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_entry,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.integration.youth.conftest import AFTER_IT, IN_WINDOW
from tests.servers.statements import count_statements

Clock = Callable[[datetime], None]


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


NAME = Name("見本", "花", family_kana="みほん", given_kana="はな")
MANAGER = Actor(user_id=None, role=Role.MANAGER, name="課長 見本")
REASON = "保護者と両校に電話で確認した"
KEY = LedgerKey(bytes(32))


def twice(session: Session) -> tuple[Pupil, Pupil]:
    """Let two schools know one child, and the division be asked about it."""
    first = make_pupil(session, school=make_school(session), name=NAME)
    second = make_pupil(session, school=make_school(session), name=NAME)
    note_duplicates(session, actor=COORDINATOR, pupils=[second])
    return first, second


def pair_of(session: Session, pupil: Pupil) -> Duplicate:
    statement = select(Duplicate).where(Duplicate.second_id == pupil.id)
    return session.scalars(statement).one()


def merge(session: Session, row: Duplicate, *, keeps_first: bool = True) -> None:
    merge_pupils(
        session,
        actor=COORDINATOR,
        duplicate_id=row.id,
        keeps_first=keeps_first,
        verdict=Verdict(DuplicateState.MERGED, REASON),
        ledger_key=KEY,
    )


def test_care_goes_for_the_whole_person_before_and_after_a_merge(session: Session) -> None:
    first, second = twice(session)
    row = make_registration(session, pupil=second)
    flag_pupil(session, actor=MANAGER, registration_id=row.id, needs_care=True)
    assert (first.needs_care, second.needs_care) == (False, True)
    merge(session, session.scalars(select(Duplicate)).one())
    assert (first.needs_care, second.needs_care) == (True, True)
    flag_pupil(session, actor=MANAGER, registration_id=row.id, needs_care=False)
    assert (first.needs_care, second.needs_care) == (False, False)


def undo(session: Session, row: Duplicate) -> None:
    undo_merge(
        session,
        actor=COORDINATOR,
        duplicate_id=row.id,
        verdict=Verdict(DuplicateState.MERGED, "別人と分かった"),
        ledger_key=KEY,
    )


def complete(session: Session, pupil: Pupil, day: date) -> None:
    """Let a pupil complete an edition of a day, and close it."""
    edition = make_edition(
        session, starts=day, ends=day, opens_on=date(2024, 4, 1), closes_on=date(2024, 4, 30)
    )
    make_registration(session, edition=edition, pupil=pupil, state=RegistrationState.COMPLETED)
    close_edition(session, actor=COORDINATOR, edition_id=edition.id, ledger_key=KEY)


def seal(session: Session, year: int) -> None:
    sealing = Sealing("", 1, {False: [], True: []})
    seal_year(session, actor=MANAGER, fiscal_year=year, sealing=sealing)


def uniques(session: Session) -> dict[int, int]:
    totals = kept_totals(session)
    return {
        scope.fiscal_year: each.unique_persons
        for scope, each in totals.items()
        if not scope.with_demo
    }


def test_registering_a_child_another_school_knows_asks_the_division_once(session: Session) -> None:
    there, here = school_actor(make_school(session)), school_actor(make_school(session))
    entry = make_entry()
    for actor in (there, here, here):
        edition = make_edition(session)
        register_pupil(session, actor=actor, edition_id=edition.id, entry=entry)
    [row] = session.scalars(select(Duplicate))
    first, second = (session.get_one(Pupil, key) for key in (row.first_id, row.second_id))
    assert (first.school_id, second.school_id) == (there.school_id, here.school_id)
    assert doubtful_pupils(session, [first.id, second.id]) == {second.id}


def test_same_and_different_change_nothing_but_the_answer(session: Session) -> None:
    first, second = twice(session)
    row = pair_of(session, second)
    for state in (DuplicateState.SAME, DuplicateState.DIFFERENT):
        verdict = Verdict(state, REASON, row.version)
        decide_duplicate(session, actor=COORDINATOR, duplicate_id=row.id, verdict=verdict)
    session.expire_all()
    kept = duplicate_by_id(session, row.id)
    steps = [(step.previous, step.state, step.reason) for step in kept.decisions]
    assert steps == [
        (DuplicateState.OPEN, DuplicateState.SAME, REASON),
        (DuplicateState.SAME, DuplicateState.DIFFERENT, REASON),
    ]
    assert (first.merged_into_id, second.merged_into_id) == (None, None)
    assert doubtful_pupils(session, [second.id]) == frozenset()
    verdict = Verdict(DuplicateState.SAME, REASON, row.version - 1)
    with pytest.raises(StaleRowError):
        decide_duplicate(session, actor=COORDINATOR, duplicate_id=row.id, verdict=verdict)


def test_a_merge_counts_one_person_in_open_years_and_leaves_closed_ones(
    session: Session, at: Clock
) -> None:
    first, second = twice(session)
    at(AFTER_IT)
    for day in (date(2025, 8, 1), date(2026, 8, 1)):
        for pupil in (first, second):
            complete(session, pupil, day)
    seal(session, 2025)
    assert uniques(session) == {SINCE_START: 2, 2025: 2, 2026: 2}
    row = pair_of(session, second)
    merge(session, row)
    assert uniques(session) == {SINCE_START: 2, 2025: 2, 2026: 1}
    assert differences(session) == []
    assert [each.merged_into_id for each in (first, second)] == [None, first.id]
    undo(session, row)
    assert uniques(session) == {SINCE_START: 2, 2025: 2, 2026: 2}
    assert differences(session) == []
    assert [each.merged_into_id for each in (first, second)] == [None, None]
    assert pair_of(session, second).state is DuplicateState.OPEN


@pytest.mark.parametrize("keeps_first", [True, False])
def test_whom_a_closed_year_counted_is_not_counted_anew(
    session: Session, at: Clock, keeps_first: bool
) -> None:
    first, second = twice(session)
    at(AFTER_IT)
    complete(session, first, date(2025, 8, 1))
    seal(session, 2025)
    complete(session, second, date(2026, 8, 1))
    merge(session, pair_of(session, second), keeps_first=keeps_first)
    assert uniques(session) == {SINCE_START: 1, 2025: 1, 2026: 1}
    complete(session, second, date(2026, 8, 2))
    complete(session, first, date(2026, 8, 3))
    assert uniques(session) == {SINCE_START: 1, 2025: 1, 2026: 1}
    assert differences(session) == []


def test_an_undone_merge_leaves_a_year_that_was_closed_meanwhile(
    session: Session, at: Clock
) -> None:
    first, second = twice(session)
    at(datetime(2027, 3, 25, tzinfo=UTC))
    for pupil in (first, second):
        complete(session, pupil, date(2027, 3, 20))
    row = pair_of(session, second)
    merge(session, row)
    at(datetime(2027, 4, 3, tzinfo=UTC))
    seal(session, 2026)
    undo(session, row)
    complete(session, second, date(2027, 4, 2))
    assert uniques(session) == {SINCE_START: 2, 2026: 1, 2027: 1}
    assert differences(session) == []


def test_three_rows_of_one_child_become_one_and_are_parted_in_turn(
    session: Session, at: Clock
) -> None:
    first, second = twice(session)
    third = make_pupil(session, school=make_school(session), name=NAME)
    note_duplicates(session, actor=COORDINATOR, pupils=[third])
    at(AFTER_IT)
    for number, pupil in enumerate((first, second, third), start=1):
        complete(session, pupil, date(2026, 8, number))
    older = pair_of(session, second)
    newer, spare = session.scalars(
        select(Duplicate).where(Duplicate.second_id == third.id).order_by(Duplicate.id)
    )
    merge(session, older, keeps_first=False)
    merge(session, newer, keeps_first=False)
    assert {first.merged_into_id, second.merged_into_id} == {third.id}
    assert uniques(session)[2026] == 1
    with pytest.raises(DomainError, match="one_already"):
        merge(session, spare)
    with pytest.raises(DomainError, match="later_merge"):
        undo(session, older)
    undo(session, newer)
    assert (first.merged_into_id, second.merged_into_id) == (second.id, None)
    assert (uniques(session)[2026], differences(session)) == (2, [])
    merge(session, newer)
    undo(session, newer)
    undo(session, older)
    assert (uniques(session)[2026], differences(session)) == (3, [])
    with pytest.raises(TransitionError, match="not_merged"):
        undo(session, older)


def test_a_merge_is_undone_in_time_only(session: Session, at: Clock) -> None:
    _, second = twice(session)
    row = pair_of(session, second)
    merge(session, row)
    at(IN_WINDOW + timedelta(days=15))
    with pytest.raises(DomainError, match="too_late"):
        undo(session, row)


def test_one_registration_has_to_go_before_two_rows_become_one(session: Session) -> None:
    first, second = twice(session)
    edition = make_edition(session)
    make_registration(session, edition=edition, pupil=first)
    row = make_registration(session, edition=edition, pupil=second)
    pair = pair_of(session, second)
    with pytest.raises(DomainError, match="shared_edition"):
        merge(session, pair)
    withdraw(session, actor=COORDINATOR, registration_id=row.id, reason="他校から登録済み")
    merge(session, pair)
    session.expire_all()
    assert len(evidence_of(session, [first.id, second.id])) == 2
    actor = school_actor(session.get_one(School, second.school_id))
    entry = make_entry(name=NAME, birth_date=second.birth_date)
    with pytest.raises(DomainError, match="registered_elsewhere"):
        register_pupil(session, actor=actor, edition_id=edition.id, entry=entry)


def test_a_draft_at_another_school_neither_shows_nor_stands_in_the_way(session: Session) -> None:
    first, second = twice(session)
    merge(session, pair_of(session, second))
    edition = make_edition(session)
    draft = make_registration(session, edition=edition, pupil=first, state=RegistrationState.DRAFT)
    actor = school_actor(session.get_one(School, second.school_id))
    entry = make_entry(name=NAME, birth_date=second.birth_date)
    row = register_pupil(session, actor=actor, edition_id=edition.id, entry=entry)
    assert (row.state, row.school_id) == (RegistrationState.SUBMITTED, second.school_id)
    shown = evidence_of(session, [first.id, second.id])
    assert {each.id for each in shown} == {draft.id, row.id}
    own = school_actor(session.get_one(School, first.school_id))
    with pytest.raises(DomainError, match="registered_elsewhere"):
        register_pupil(session, actor=own, edition_id=edition.id, entry=entry)


def test_a_pair_nobody_knows_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        duplicate_by_id(session, uuid7())
