"""When a report can be handed in, answered and published."""

from types import SimpleNamespace
from typing import Any

import pytest

from exchange.core.database import Name
from exchange.core.errors import DomainError
from exchange.youth.enums import RegistrationState
from exchange.youth.enums.reports import REPORT_STEPS, ReportState
from exchange.youth.models import Pupil
from exchange.youth.rules.reports import (
    can_hand_in,
    ensure_answer,
    ensure_open,
    ensure_publishable,
    ensure_something,
    published_by_desk,
)

R = ReportState
#: By state: which may follow.
STEPS = {
    R.HANDED_IN: {R.HANDED_IN, R.ACCEPTED, R.RETURNED},
    R.ACCEPTED: {R.RETURNED},
    R.RETURNED: {R.HANDED_IN},
}


def report(**changes: object) -> Any:  # noqa: ANN401 - stands for one
    values = {"state": R.HANDED_IN, "may_publish": True, "text": "城で歌いました。"}
    return SimpleNamespace(**(values | changes))


def pupil(*, needs_care: bool = False) -> Pupil:
    row = Pupil(needs_care=needs_care)
    row.rename(Name("髙橋", "花子", "たかはし", "はなこ"))
    return row


@pytest.mark.parametrize("state", ReportState)
def test_a_report_goes_from_state_to_state(state: ReportState) -> None:
    assert REPORT_STEPS.following(state) == STEPS[state]


@pytest.mark.parametrize("state", ReportState)
def test_an_accepted_report_is_not_handed_in_again(state: ReportState) -> None:
    found = report(state=state)
    if state is R.ACCEPTED:
        assert not can_hand_in(RegistrationState.COMPLETED, found)
        with pytest.raises(DomainError, match="accepted"):
            ensure_open(state)
    else:
        assert can_hand_in(RegistrationState.COMPLETED, found)
        ensure_open(state)


@pytest.mark.parametrize(
    ("ticked", "may_publish", "guardian_said", "result"),
    [
        (True, False, False, True),
        (False, True, False, False),
        (True, True, True, True),
        (False, True, True, True),
        (False, False, True, False),
    ],
)
def test_what_a_guardian_has_said_of_publishing_stands(
    ticked: bool, may_publish: bool, guardian_said: bool, result: bool
) -> None:
    said = published_by_desk(ticked=ticked, may_publish=may_publish, guardian_said=guardian_said)
    assert said is result


def test_a_guardians_no_is_not_ticked_away() -> None:
    with pytest.raises(DomainError, match="guardian_said_no") as refusal:
        published_by_desk(ticked=True, may_publish=False, guardian_said=True)
    assert refusal.value.field == "may_publish"


@pytest.mark.parametrize("state", RegistrationState)
def test_a_report_is_asked_of_who_took_part(state: RegistrationState) -> None:
    assert can_hand_in(state, None) is (state is RegistrationState.COMPLETED)


def test_there_is_a_text_or_a_file() -> None:
    ensure_something("城で歌いました。", has_file=False)
    ensure_something("", has_file=True)
    with pytest.raises(DomainError, match="empty") as caught:
        ensure_something("", has_file=False)
    assert caught.value.field == "text"


def test_what_is_returned_comes_with_a_sentence() -> None:
    ensure_answer(R.ACCEPTED, "")
    ensure_answer(R.RETURNED, "日付を直してください。")
    with pytest.raises(DomainError, match="answer") as caught:
        ensure_answer(R.RETURNED, "")
    assert caught.value.field == "answer"


@pytest.mark.parametrize(
    ("found", "care", "refused"),
    [
        (report(), False, None),
        (report(may_publish=False), False, "no_consent"),
        (report(), True, "care"),
        (report(text=""), False, "no_text"),
        (report(text="高橋花子です。城で歌いました。"), False, "named"),
    ],
)
def test_only_words_without_a_name_are_published_and_with_consent_alone(
    found: Any,  # noqa: ANN401 - stands for a report
    care: bool,
    refused: str | None,
) -> None:
    if refused is None:
        ensure_publishable(found, pupil(needs_care=care))
        return
    with pytest.raises(DomainError, match=rf"report\.error\.{refused}") as caught:
        ensure_publishable(found, pupil(needs_care=care))
    assert caught.value.field == "is_public"
