"""Who registers for an edition, and what a guardian's application tells."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import product

import pytest

from exchange.core.errors import DomainError
from exchange.core.languages import OFFICE_ZONE
from exchange.youth.enums import EditionState, Registering, RegistrationState
from exchange.youth.enums.applications import ApplicationAnswer, ApplicationStage
from exchange.youth.enums.waiting import Gender
from exchange.youth.models import Application, Edition, Registration
from exchange.youth.rules.applying import (
    UNDECIDED,
    by_guardian,
    by_school,
    can_confirm,
    ensure_alone,
    ensure_by_guardian,
    ensure_by_school,
    ensure_can_confirm,
    ensure_frozen,
    ensure_received,
    ensure_received_in_window,
    has_gender_left,
    is_guardians_own,
    is_same_count,
    stage_of,
    stands_alone,
)
from exchange.youth.rules.seats import Seats, ensure_share

S = RegistrationState
NOW = datetime(2026, 6, 10, tzinfo=UTC)
WAYS = [
    (Registering.SCHOOL, True, False),
    (Registering.GUARDIAN, False, True),
    (Registering.BOTH, True, True),
]


def test_every_way_is_in_the_table() -> None:
    assert {way for way, _, _ in WAYS} == set(Registering)


@pytest.mark.parametrize(("way", "school", "guardian"), WAYS)
def test_a_way_says_who_registers(way: Registering, school: bool, guardian: bool) -> None:
    assert (by_school(way), by_guardian(way)) == (school, guardian)


@pytest.mark.parametrize(("way", "school", "guardian"), WAYS)
def test_whoever_does_not_register_is_refused_with_a_sentence(
    way: Registering, school: bool, guardian: bool
) -> None:
    edition = Edition(registering=way)
    for ensure, allowed, sentence in (
        (ensure_by_school, school, "youth.error.not_by_school"),
        (ensure_by_guardian, guardian, "youth.error.not_by_guardian"),
    ):
        if allowed:
            ensure(edition)
            continue
        with pytest.raises(DomainError, match=sentence):
            ensure(edition)


@pytest.mark.parametrize("state", [None, *RegistrationState])
def test_the_stage_tells_neither_selection_nor_whether_there_is_a_registration(
    state: RegistrationState | None,
) -> None:
    registration = Registration(state=state) if state else None
    edition = Edition(state=EditionState.ANNOUNCED)
    expected = ApplicationStage.ENDED if state is S.WITHDRAWN else ApplicationStage.RECEIVED
    assert stage_of(Application(), edition, registration) is expected
    withdrawn = Application(withdrawn_at=NOW)
    assert stage_of(withdrawn, edition, registration) is ApplicationStage.WITHDRAWN


@pytest.mark.parametrize(
    ("edition", "answer", "stage"),
    [
        (EditionState.CANCELLED, None, ApplicationStage.ENDED),
        (EditionState.CLOSED, None, ApplicationStage.RECEIVED),
        (EditionState.ANNOUNCED, ApplicationAnswer.REFUSED, ApplicationStage.ENDED),
        (EditionState.ANNOUNCED, ApplicationAnswer.JOINED, ApplicationStage.RECEIVED),
    ],
)
def test_a_no_and_a_cancelled_edition_end_it(
    edition: EditionState, answer: ApplicationAnswer | None, stage: ApplicationStage
) -> None:
    assert stage_of(Application(answer=answer), Edition(state=edition), None) is stage


@pytest.mark.parametrize("stage", list(ApplicationStage))
def test_only_what_is_received_is_corrected(stage: ApplicationStage) -> None:
    if stage is ApplicationStage.RECEIVED:
        ensure_received(stage)
        return
    with pytest.raises(DomainError, match="not_correctable"):
        ensure_received(stage)


@pytest.mark.parametrize(
    ("values", "alone"),
    [
        ({"sent_at": NOW}, True),
        ({}, False),
        ({"sent_at": NOW, "withdrawn_at": NOW}, False),
        ({"sent_at": NOW, "registration_id": "there"}, False),
        ({"sent_at": NOW, "answer": ApplicationAnswer.REFUSED}, False),
    ],
)
def test_what_was_sent_and_is_of_nobody_stands_alone(
    values: Mapping[str, object], alone: bool
) -> None:
    row = Application(**values)
    assert stands_alone(row) is alone
    if alone:
        ensure_alone(row)
        return
    with pytest.raises(DomainError, match="not_alone"):
        ensure_alone(row)


@pytest.mark.parametrize(
    ("way", "state", "sent", "confirmed"),
    product(Registering, RegistrationState, (True, False), (None, date(2026, 6, 9))),
)
def test_a_school_takes_over_and_a_guardian_corrects_what_is_undecided(
    way: Registering, state: RegistrationState, sent: bool, confirmed: date | None
) -> None:
    row = Registration(state=state, by_guardian=sent, principal_confirmed_on=confirmed)
    is_free = sent and confirmed is None and state in {S.SUBMITTED, S.WAITLISTED, S.RETURNED}
    assert is_guardians_own(row, is_open=True) is is_free
    assert not is_guardians_own(row, is_open=False)
    edition = Edition(registering=way)
    can = is_free and way is Registering.BOTH
    assert can_confirm(edition, row) is can
    if can:
        ensure_can_confirm(edition, row)
        return
    with pytest.raises(DomainError, match="not_confirmable"):
        ensure_can_confirm(edition, row)


def test_what_is_undecided_holds_no_choice() -> None:
    assert {S.SUBMITTED, S.WAITLISTED, S.RETURNED} == UNDECIDED


def test_what_is_frozen_names_its_field() -> None:
    ensure_frozen(is_same=True, field="grade")
    with pytest.raises(DomainError, match=r"youth\.apply\.error\.frozen") as refused:
        ensure_frozen(is_same=False, field="grade")
    assert refused.value.field == "grade"


@pytest.mark.parametrize(("quota", "taken", "fits"), [(None, 9, True), (2, 1, True), (2, 2, False)])
def test_a_school_keeps_to_its_share(quota: int | None, taken: int, fits: bool) -> None:
    seats = Seats(quota=9, taken=9, school_quota=quota, taken_by_school=taken)
    if fits:
        ensure_share(seats)
        return
    with pytest.raises(DomainError, match=r"youth\.apply\.error\.full"):
        ensure_share(seats)


@pytest.mark.parametrize("female_quota", [None, 3])
@pytest.mark.parametrize(("said", "typed"), list(product([None, *Gender], repeat=2)))
def test_what_the_school_said_takes_the_seat_that_was_typed(
    said: Gender | None, typed: Gender | None, female_quota: int | None
) -> None:
    edition = Edition(female_quota=female_quota)
    counted = female_quota is not None and Gender.FEMALE in {said, typed}
    expected = said is None or said is typed or not counted
    assert is_same_count(edition, said, typed) is expected


@pytest.mark.parametrize(
    ("quota", "taken", "left"), [(None, 5, True), (2, 1, True), (2, 2, False), (0, 0, False)]
)
def test_a_gender_has_a_seat_left_where_none_is_counted_or_one_is_free(
    quota: int | None, taken: int, left: bool
) -> None:
    assert has_gender_left(Seats(10, taken, gender_quota=quota, taken_by_gender=taken)) is left


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 5, 31), "outside_window"),
        (date(2026, 6, 1), None),
        (date(2026, 6, 30), None),
        (date(2026, 7, 1), "outside_window"),
        (date(2026, 7, 3), "ahead"),
    ],
)
def test_a_form_on_paper_counts_by_the_day_it_came(day: date, sentence: str | None) -> None:
    edition = Edition(
        state=EditionState.ANNOUNCED,
        opens_at=datetime(2026, 6, 1, tzinfo=OFFICE_ZONE),
        closes_at=datetime(2026, 6, 30, 17, tzinfo=OFFICE_ZONE),
    )
    today = date(2026, 7, 2)
    if sentence is None:
        ensure_received_in_window(edition, day, today)
        return
    with pytest.raises(DomainError, match=sentence) as refused:
        ensure_received_in_window(edition, day, today)
    assert refused.value.field == "received_on"
