"""What has to be right before a person's data goes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from exchange.core.erasures import Obstacle, Person
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.text import fold
from exchange.privacy.enums import DisclosureState
from exchange.privacy.rules import (
    ensure_named,
    ensure_nameless,
    ensure_settled,
    has_no_worker,
    state_on,
)

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
PERSON = Person(
    pupils=frozenset(),
    registrations=frozenset(),
    schools=frozenset(),
    spellings=frozenset({fold("見本 花子"), fold("ミホン ハナコ"), "x"}),
    written=frozenset({("見本", "花子", date(2012, 5, 3))}),
    addresses=frozenset(),
)


def refusal(error: pytest.ExceptionInfo[DomainError]) -> tuple[str, str | None]:
    return error.value.sentence.id, error.value.field


@pytest.mark.parametrize("state", list(DisclosureState))
def test_a_copy_whose_time_is_over_is_gone_before_its_job_comes(state: DisclosureState) -> None:
    ready = state is DisclosureState.READY
    gone = DisclosureState.DROPPED if ready else state
    assert state_on(state, NOW + timedelta(seconds=1), NOW) is state
    assert [state_on(state, until, NOW) for until in (NOW, None)] == [gone, gone]


@pytest.mark.parametrize(
    ("state", "seconds", "nobody"),
    [
        (DisclosureState.WAITING, 60, False),
        (DisclosureState.WAITING, 61, True),
        (DisclosureState.READY, 61, False),
    ],
)
def test_a_copy_that_waits_for_more_than_a_minute_has_no_worker(
    state: DisclosureState, seconds: int, nobody: bool
) -> None:
    assert has_no_worker(state, NOW - timedelta(seconds=seconds), NOW) is nobody


def test_what_stands_against_it_is_said() -> None:
    ensure_settled([])
    with pytest.raises(DomainError) as error:
        ensure_settled([Obstacle(message("privacy.error.not_the_name"), "/")])
    assert refusal(error) == ("privacy.error.not_the_name", None)


def test_the_name_is_typed_with_or_without_its_space() -> None:
    ensure_named("見本花子", "見本 花子")
    with pytest.raises(DomainError) as error:
        ensure_named("見本次子", "見本 花子")
    assert refusal(error) == ("privacy.error.not_the_name", "typed")


@pytest.mark.parametrize("reason", ["見本　花子さんの申出", "みほんはなこの保護者"])
def test_a_reason_names_nobody(reason: str) -> None:
    ensure_nameless("保護者からの申出 x", PERSON)
    with pytest.raises(DomainError) as error:
        ensure_nameless(reason, PERSON)
    assert refusal(error) == ("privacy.error.reason_names", "reason")
