"""What a result letter says, and to whom it is still to be said."""

import pytest

from exchange.youth.enums import ParticipantKind, RegistrationState, Selection
from exchange.youth.enums.waiting import SelectionResult
from exchange.youth.models import Edition, Registration
from exchange.youth.rules.letters import (
    RESULTS,
    has_letter,
    is_to_tell,
    result_sentence,
    told_sentence,
)

R = SelectionResult


@pytest.mark.parametrize(
    ("result", "key"),
    [
        (R.SELECTED, "youth.letter.selected"),
        (R.WAITLISTED, "youth.letter.waitlisted"),
        (R.NOT_SELECTED, "youth.letter.not_selected"),
    ],
)
def test_each_result_has_its_sentence(result: SelectionResult, key: str) -> None:
    assert result_sentence(result, 3).id == key


@pytest.mark.parametrize(
    ("selection", "number", "key"),
    [
        (Selection.LOTTERY, 10417, "youth.letter.numbered"),
        (Selection.LOTTERY, None, "youth.letter.not_selected"),
        (Selection.SCREENING, 10417, "youth.letter.not_selected"),
    ],
)
def test_a_lotterys_letter_names_the_number_on_the_public_page(
    selection: Selection, number: int | None, key: str
) -> None:
    row = Registration(
        edition=Edition(selection=selection),
        state=RegistrationState.NOT_SELECTED,
        blind_number=number,
    )
    assert told_sentence(row).id == key


def test_nobody_gets_a_result_before_the_decision_or_while_a_seat_is_offered() -> None:
    for state in (RegistrationState.SUBMITTED, RegistrationState.OFFERED):
        assert state not in RESULTS


@pytest.mark.parametrize(
    ("told", "needs_care", "due"),
    [
        (None, False, True),
        (R.WAITLISTED, False, True),
        (R.SELECTED, False, False),
        (None, True, False),
    ],
)
def test_a_result_is_told_once_and_never_of_a_pupil_handled_with_care(
    told: SelectionResult | None, needs_care: bool, due: bool
) -> None:
    assert is_to_tell(R.SELECTED, told, needs_care=needs_care) is due


@pytest.mark.parametrize("selection", list(Selection))
@pytest.mark.parametrize("state", list(RegistrationState))
def test_a_letter_is_of_a_result_and_waiting_by_order_of_arrival_is_none(
    state: RegistrationState, selection: Selection
) -> None:
    by_arrival = selection is Selection.FIRST_COME and state is RegistrationState.WAITLISTED
    row = Registration(state=state, edition=Edition(selection=selection))
    row.kind = ParticipantKind.OWN_YOUTH
    assert has_letter(row) is (state in RESULTS and not by_arrival)
    row.kind = ParticipantKind.GUEST
    assert not has_letter(row)
