"""What a school changes by itself, and what the division has to agree to."""

from datetime import date

import pytest

from exchange.core.database import Name
from exchange.core.errors import DomainError, TransitionError
from exchange.youth.enums import CHOSEN, RegistrationState
from exchange.youth.enums.changes import RequestState
from exchange.youth.rules.changes import (
    differing,
    ensure_answerable,
    ensure_by_itself,
    ensure_none_waiting,
    ensure_reason,
    grade_needs_yes,
    identity_of,
    needs_yes,
)

_S = RegistrationState
OLD = identity_of(Name("見本", "花", "みほん", "はな"), date(2012, 5, 3))


@pytest.mark.parametrize("state", list(_S))
def test_a_name_needs_a_yes_from_selection_on(state: RegistrationState) -> None:
    chosen = {_S.OFFERED, _S.SELECTED, _S.CONFIRMED, _S.ABSENT, _S.COMPLETED}
    assert needs_yes([_S.WITHDRAWN, state]) is (state in chosen)


@pytest.mark.parametrize("state", list(_S))
def test_a_grade_needs_a_yes_from_selection_on_or_where_somebody_has_found_how_it_is_met(
    state: RegistrationState,
) -> None:
    assert grade_needs_yes(state, found=False) is needs_yes([state])
    assert grade_needs_yes(state, found=True)


def test_only_what_differs_is_asked_for() -> None:
    old = {
        "family_name": "見本",
        "given_name": "花",
        "family_kana": "みほん",
        "given_kana": "はな",
        "birth_date": "2012-05-03",
    }
    new = old | {"given_name": "華", "birth_date": "2012-05-04"}
    assert differing(old, new) == (
        {"given_name": "花", "birth_date": "2012-05-03"},
        {"given_name": "華", "birth_date": "2012-05-04"},
    )
    assert differing(old, old) == ({}, {})


@pytest.mark.parametrize("state", list(_S))
@pytest.mark.parametrize("name", OLD)
def test_a_school_changes_by_itself_what_nobody_has_chosen_by(
    state: RegistrationState, name: str
) -> None:
    new = OLD | {name: "別"}
    ensure_by_itself(OLD, OLD, [state])
    if state not in CHOSEN:
        ensure_by_itself(OLD, new, [state])
        return
    with pytest.raises(DomainError, match="ask") as refusal:
        ensure_by_itself(OLD, new, [_S.WITHDRAWN, state])
    assert refusal.value.field == name


def test_an_answer_is_given_once_and_a_no_says_why() -> None:
    ensure_answerable(RequestState.WAITING, RequestState.ACCEPTED, "")
    ensure_answerable(RequestState.WAITING, RequestState.REFUSED, "戸籍と違う")
    with pytest.raises(DomainError, match="reason_missing"):
        ensure_answerable(RequestState.WAITING, RequestState.REFUSED, "")
    with pytest.raises(TransitionError):
        ensure_answerable(RequestState.ACCEPTED, RequestState.REFUSED, "x")


def test_a_request_needs_a_reason_and_waits_alone() -> None:
    ensure_reason("改姓")
    ensure_none_waiting(0)
    with pytest.raises(DomainError, match="reason_missing"):
        ensure_reason("")
    with pytest.raises(DomainError, match="waiting"):
        ensure_none_waiting(1)
