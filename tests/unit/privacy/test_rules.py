"""What has to be right before a person's data goes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from exchange.core.erasures import Obstacle, Person
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.text import fold
from exchange.privacy.enums import DisclosureState, Disposal, DisposalMeans, Standing
from exchange.privacy.models import DisposalDecision
from exchange.privacy.rules import (
    disposable_since,
    ensure_disposed_on,
    ensure_named,
    ensure_nameless,
    ensure_settled,
    ensure_to_be_disposed,
    ensure_told,
    has_no_worker,
    standing_of,
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


@pytest.mark.parametrize(
    ("decision", "is_done", "standing", "said"),
    [
        (None, False, Standing.OPEN, "privacy.error.not_to_be_disposed"),
        (Disposal.KEEP, False, Standing.DECIDED, "privacy.error.not_to_be_disposed"),
        (Disposal.DISPOSE, False, Standing.DECIDED, None),
        (Disposal.DISPOSE, True, Standing.DISPOSED, "privacy.error.disposed"),
    ],
)
def test_only_what_is_to_be_disposed_of_is_noted_as_such_and_once(
    decision: Disposal | None, is_done: bool, standing: Standing, said: str | None
) -> None:
    assert standing_of(decision, is_done=is_done) is standing
    if said is None:
        ensure_to_be_disposed(decision, is_done=is_done)
        return
    with pytest.raises(DomainError) as error:
        ensure_to_be_disposed(decision, is_done=is_done)
    assert refusal(error) == (said, None)


@pytest.mark.parametrize(
    ("decided", "since"),
    [("", None), ("k", None), ("d", 0), ("dd", 0), ("kd", 1), ("dk", None), ("dkdd", 2)],
)
def test_it_could_go_since_the_first_decision_not_broken_off(
    decided: str, since: int | None
) -> None:
    said = {"d": Disposal.DISPOSE, "k": Disposal.KEEP}
    rows = [DisposalDecision(decision=said[each]) for each in decided]
    assert disposable_since(rows) is (None if since is None else rows[since])


def test_it_went_from_the_decision_on_and_by_today() -> None:
    decided = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # the 24th at the office
    for day in (24, 25):
        ensure_disposed_on(date(2026, 11, day), decided=decided, today=date(2026, 11, 25))
    for day, said in (
        (23, "privacy.error.disposed_early"),
        (26, "privacy.error.disposed_in_future"),
    ):
        with pytest.raises(DomainError) as error:
            ensure_disposed_on(date(2026, 11, day), decided=decided, today=date(2026, 11, 25))
        assert refusal(error) == (said, "disposed_on")


def test_another_means_is_told() -> None:
    ensure_told(DisposalMeans.SHREDDED, "")
    ensure_told(DisposalMeans.OTHER, "埋立て")
    with pytest.raises(DomainError) as error:
        ensure_told(DisposalMeans.OTHER, "")
    assert refusal(error) == ("privacy.error.means_untold", "remark")
