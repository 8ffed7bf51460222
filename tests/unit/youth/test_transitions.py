"""Every state and every step, written out once more by hand."""

import pytest

from exchange.core.errors import DomainError, TransitionError
from exchange.core.messages import message
from exchange.youth.enums import (
    EDITION_STEPS,
    REGISTRATION_STEPS,
    SEATED,
    EditionState,
    RegistrationState,
    Selection,
)
from exchange.youth.rules.registrations import (
    SETTLED,
    ensure_as_counted,
    ensure_changeable,
    ensure_correctable,
    ensure_step,
    follows_taking_out,
    is_cancellable,
    is_correctable,
    states_before,
    withdrawal_target,
)

#: From -> to, as the office reads it.
REGISTRATION = {
    "draft": "submitted waitlisted withdrawn cancelled_by_programme",
    "submitted": "returned withdrawn not_selected waitlisted selected cancelled_by_programme",
    "returned": "submitted withdrawn not_selected cancelled_by_programme",
    "withdrawn": "submitted waitlisted",
    "not_selected": "waitlisted selected",
    "waitlisted": "offered withdrawn not_selected cancelled_by_programme",
    "offered": "selected declined cancelled_by_programme",
    "declined": "",
    "selected": "confirmed declined not_selected cancelled_by_programme",
    "confirmed": "completed absent declined cancelled_by_programme",
    "absent": "completed cancelled_by_programme",
    "completed": "absent cancelled_by_programme",
    "cancelled_by_programme": "",
}
EDITION = {
    "draft": "announced cancelled",
    "announced": "closed cancelled",
    "closed": "",
    "cancelled": "",
}
REASONED = {"returned", "withdrawn", "declined", "cancelled_by_programme"}
TAKEN_OUT = {
    "draft": "withdrawn",
    "submitted": "withdrawn",
    "returned": "withdrawn",
    "waitlisted": "withdrawn",
    "offered": "declined",
    "selected": "declined",
    "confirmed": "declined",
}
#: What the page before says, by state: where a list decides, and where the first to come do.
FOLLOWS = {
    "draft": ("again kept", "again kept"),
    "submitted": ("again kept", "seat again kept"),
    "returned": ("again kept", "seat again kept"),
    "waitlisted": ("place again kept", "place again kept"),
    "offered": ("seat never kept emptied",) * 2,
    "selected": ("seat never kept emptied",) * 2,
    "confirmed": ("seat never kept emptied",) * 2,
}


def test_the_tables_name_every_state() -> None:
    assert list(REGISTRATION) == [state.value for state in RegistrationState]
    assert list(EDITION) == [state.value for state in EditionState]


@pytest.mark.parametrize("current", RegistrationState)
@pytest.mark.parametrize("target", RegistrationState)
def test_a_registration_takes_the_steps_of_the_table_alone(
    current: RegistrationState, target: RegistrationState
) -> None:
    allowed = target.value in REGISTRATION[current.value].split()
    assert REGISTRATION_STEPS.allows(current, target) is allowed
    if allowed:
        ensure_step(current, target, "理由")
    else:
        with pytest.raises(TransitionError):
            ensure_step(current, target, "理由")


@pytest.mark.parametrize("current", EditionState)
@pytest.mark.parametrize("target", EditionState)
def test_an_edition_takes_the_steps_of_the_table_alone(
    current: EditionState, target: EditionState
) -> None:
    assert EDITION_STEPS.allows(current, target) is (target.value in EDITION[current.value].split())


@pytest.mark.parametrize("target", RegistrationState)
def test_some_steps_need_a_reason(target: RegistrationState) -> None:
    current = next((s for s in RegistrationState if REGISTRATION_STEPS.allows(s, target)), None)
    if current is None:
        return
    if target.value not in REASONED:
        ensure_step(current, target, None)
        return
    with pytest.raises(DomainError) as refused:
        ensure_step(current, target, "")
    assert refused.value.field == "reason"


@pytest.mark.parametrize("state", RegistrationState)
def test_taking_out_is_withdrawing_before_an_offer_and_declining_after(
    state: RegistrationState,
) -> None:
    expected = TAKEN_OUT.get(state.value)
    assert withdrawal_target(state) == (RegistrationState(expected) if expected else None)


@pytest.mark.parametrize("state", FOLLOWS)
@pytest.mark.parametrize("selection", Selection)
def test_before_a_pupil_is_taken_out_what_follows_is_said_and_no_more(
    state: str, selection: Selection
) -> None:
    assert FOLLOWS.keys() == TAKEN_OUT.keys()
    expected = FOLLOWS[state][selection is Selection.FIRST_COME]
    for begun, words in ((False, expected), (True, expected.replace("seat", "unfilled"))):
        said = follows_taking_out(RegistrationState(state), selection, begun=begun)
        assert said == [message(f"youth.registration.take_out_{word}") for word in words.split()]


@pytest.mark.parametrize("selection", Selection)
def test_applying_takes_a_seat_only_where_the_first_to_come_are_taken(selection: Selection) -> None:
    chosen = {"offered", "selected", "confirmed", "completed", "absent"}
    applied = {"submitted", "returned"} if selection is Selection.FIRST_COME else set()
    assert {state.value for state in SEATED[selection]} == chosen | applied


@pytest.mark.parametrize("target", RegistrationState)
def test_a_whole_list_is_moved_from_every_state_before_or_from_the_one_it_shows(
    target: RegistrationState,
) -> None:
    before = {state for state, following in REGISTRATION.items() if target in following.split()}
    assert states_before(target, None) == before
    for narrowed in RegistrationState:
        assert states_before(target, narrowed) == before & {narrowed}


def test_a_whole_list_is_as_many_as_somebody_has_seen() -> None:
    ensure_as_counted(3, 3)
    with pytest.raises(DomainError) as refusal:
        ensure_as_counted(4, 3)
    assert refusal.value.sentence == message("youth.error.list_changed", count=4)


def test_what_closing_waits_for() -> None:
    waited_for = set(RegistrationState) - SETTLED
    assert {state.value for state in waited_for} == {
        *("submitted", "returned", "offered", "selected", "confirmed"),
    }
    assert not is_cancellable(RegistrationState.DECLINED)
    assert is_cancellable(RegistrationState.CONFIRMED)


@pytest.mark.parametrize("state", EditionState)
def test_registrations_of_an_ended_edition_stay_as_they_are(state: EditionState) -> None:
    if state in {EditionState.DRAFT, EditionState.ANNOUNCED}:
        ensure_changeable(state)
        return
    with pytest.raises(DomainError) as refused:
        ensure_changeable(state)
    assert refused.value.sentence.id == f"youth.error.edition_{state.value}"


@pytest.mark.parametrize("edition", EditionState)
@pytest.mark.parametrize("state", RegistrationState)
def test_nothing_is_put_right_of_who_was_taken_out_or_once_the_edition_has_ended(
    edition: EditionState, state: RegistrationState
) -> None:
    ended = edition.value in {"closed", "cancelled"}
    out = state.value in {"withdrawn", "declined"}
    assert is_correctable(edition, state) is not (ended or out)
    if is_correctable(edition, state):
        ensure_correctable(edition, state)
        return
    with pytest.raises(DomainError) as refused:
        ensure_correctable(edition, state)
    said = f"edition_{edition.value}" if ended else "taken_out"
    assert refused.value.sentence.id == f"youth.error.{said}"
