"""Pauses between attempts."""

from datetime import timedelta

import pytest

from exchange.jobs.enums import NEXT, JobState
from exchange.jobs.rules import ATTEMPTS, is_last, pause_after


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 5), (3, 25), (4, 125), (5, 360), (6, 360)]
)
def test_the_pause_grows_with_every_attempt_up_to_six_hours(attempts: int, minutes: int) -> None:
    assert pause_after(attempts) == timedelta(minutes=minutes)


def test_the_last_attempt_is_the_sixth() -> None:
    assert [is_last(number) for number in range(ATTEMPTS - 1, ATTEMPTS + 2)] == [False, True, True]


@pytest.mark.parametrize(
    ("state", "following"),
    [
        (JobState.WAITING, {JobState.RUNNING}),
        (JobState.RUNNING, {JobState.DONE, JobState.WAITING, JobState.FAILED}),
        (JobState.DONE, set()),
        (JobState.FAILED, {JobState.WAITING}),
    ],
)
def test_each_state_leads_to_those_of_the_table(state: JobState, following: set[JobState]) -> None:
    assert NEXT.following(state) == following
