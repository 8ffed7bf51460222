"""Rules of letters, one by one."""

from datetime import date, timedelta

import pytest

from exchange.core.database import uuid7
from exchange.core.errors import DomainError
from exchange.letters.enums import (
    NEXT_REQUEST,
    LetterDirection,
    LetterState,
    Place,
    RequestState,
    WorkedBy,
)
from exchange.letters.models import LanguageRequest, Letter
from exchange.letters.rules import (
    ensure_answers,
    ensure_dated,
    ensure_no_places,
    ensure_places,
    ensure_workable,
    is_late,
    is_overdue,
    places_in,
    sort_day,
)

TODAY = date(2026, 11, 28)
DAY = date(2026, 11, 10)
CITY, OTHER_CITY = uuid7(), uuid7()
OUT, IN = LetterDirection.OUT, LetterDirection.IN


def test_what_has_no_day_comes_last() -> None:
    assert (sort_day(None), sort_day(DAY)) == (date.max, DAY)


@pytest.mark.parametrize(
    ("state", "day", "late"),
    [
        (LetterState.OPEN, TODAY - timedelta(days=1), True),
        (LetterState.OPEN, TODAY, False),
        (LetterState.ANSWERED, DAY, False),
        (LetterState.NO_ANSWER, DAY, False),
    ],
)
def test_only_an_awaited_reply_is_overdue(state: LetterState, day: date, late: bool) -> None:
    assert is_overdue(Letter(state=state, sort_day=day), TODAY) is late


@pytest.mark.parametrize(
    ("day", "due", "state", "field"),
    [
        (TODAY, None, LetterState.NO_ANSWER, None),
        (DAY, None, LetterState.OPEN, None),
        (DAY, DAY, LetterState.OPEN, None),
        (DAY, TODAY, LetterState.ANSWERED, None),
        (TODAY + timedelta(days=1), None, LetterState.OPEN, "day"),
        (DAY, TODAY, LetterState.NO_ANSWER, "due"),
        (DAY, DAY - timedelta(days=1), LetterState.OPEN, "due"),
    ],
)
def test_a_letter_has_its_day_and_what_is_awaited_a_later_one(
    day: date, due: date | None, state: LetterState, field: str | None
) -> None:
    if field is None:
        ensure_dated(day, due, state, TODAY)
        return
    with pytest.raises(DomainError) as caught:
        ensure_dated(day, due, state, TODAY)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("partner", "direction", "day", "sentence"),
    [
        (CITY, IN, DAY, None),
        (OTHER_CITY, IN, DAY, "letters.error.answers_elsewhere"),
        (CITY, OUT, DAY, "letters.error.answers_same_way"),
        (CITY, IN, DAY - timedelta(days=1), "letters.error.answers_later"),
    ],
)
def test_a_reply_goes_back_to_the_same_partner_afterwards(
    partner: object, direction: LetterDirection, day: date, sentence: str | None
) -> None:
    answered = Letter(partner_id=CITY, direction=OUT, day=DAY)
    if sentence is None:
        ensure_answers(answered, partner, direction, day)  # type: ignore[arg-type]
        return
    with pytest.raises(DomainError) as caught:
        ensure_answers(answered, partner, direction, day)  # type: ignore[arg-type]
    assert (caught.value.field, caught.value.sentence.id) == ("answers_id", sentence)


@pytest.mark.parametrize(
    ("state", "due", "late"),
    [
        (RequestState.ASKED, DAY, True),
        (RequestState.IN_WORK, DAY, True),
        (RequestState.IN_WORK, TODAY, False),
        (RequestState.DONE, DAY, False),
        (RequestState.CHECKED, DAY, False),
    ],
)
def test_only_what_nobody_has_done_is_late(state: RequestState, due: date, late: bool) -> None:
    assert is_late(LanguageRequest(state=state, due=due), TODAY) is late


@pytest.mark.parametrize(
    ("languages", "worked_by", "worker", "field"),
    [
        (("ja", "en"), WorkedBy.CIR, "", None),
        (("ja", "en"), WorkedBy.OUTSIDE, "翻訳社", None),
        (("ja", "ja"), WorkedBy.CIR, "", "to_language"),
        (("ja", "en"), WorkedBy.OUTSIDE, "", "worker"),
    ],
)
def test_a_request_has_two_languages_and_a_name_outside(
    languages: tuple[str, str], worked_by: WorkedBy, worker: str, field: str | None
) -> None:
    if field is None:
        ensure_workable(languages, worked_by, worker)
        return
    with pytest.raises(DomainError) as caught:
        ensure_workable(languages, worked_by, worker)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("state", "following"),
    [
        (RequestState.ASKED, {RequestState.IN_WORK}),
        (RequestState.IN_WORK, {RequestState.DONE, RequestState.ASKED}),
        (RequestState.DONE, {RequestState.CHECKED, RequestState.IN_WORK}),
        (RequestState.CHECKED, {RequestState.IN_WORK}),
    ],
)
def test_a_request_goes_a_step_on_or_back(
    state: RequestState, following: set[RequestState]
) -> None:
    assert NEXT_REQUEST.following(state) == following


def test_a_text_names_each_place_once_in_its_order() -> None:
    assert places_in("{title} {name}、{title}") == [Place.TITLE, Place.NAME]
    assert places_in("none { of them\n}") == []


@pytest.mark.parametrize(
    ("text", "has_visit", "refusal"),
    [
        ({"ja": "{name}{honorific}", "de": "{title}"}, False, None),
        ({"ja": "{visit}"}, True, None),
        ({"ja": "{visit}"}, False, ("text", "letters.error.no_visit")),
        ({"ja": "{name}", "zh-Hant": "{nmae}"}, True, ("text_zh_hant", "letters.error.place")),
        ({"ja": "{}"}, True, ("text", "letters.error.place")),
    ],
)
def test_a_text_names_only_what_can_be_filled(
    text: dict[str, str], has_visit: bool, refusal: tuple[str, str] | None
) -> None:
    if refusal is None:
        ensure_places("text", text, has_visit=has_visit)
        return
    with pytest.raises(DomainError) as caught:
        ensure_places("text", text, has_visit=has_visit)
    assert (caught.value.field, caught.value.sentence.id) == refusal


def test_who_signs_is_the_same_for_everybody() -> None:
    ensure_no_places("sender", {"ja": "熊本市長"})
    with pytest.raises(DomainError) as caught:
        ensure_no_places("sender", {"ja": "熊本市長", "en": "To {name}"})
    assert caught.value.field == "sender"


def test_an_unknown_place_is_named() -> None:
    with pytest.raises(DomainError) as caught:
        ensure_places("text", {"ja": "{nmae}"}, has_visit=False)
    assert caught.value.sentence.params == {"place": "{nmae}"}
