"""What is asked after selection, and what a passport can say."""

from datetime import date

import pytest

from exchange.core.errors import DomainError
from exchange.core.hepburn import suggest
from exchange.youth.enums import ConsentAnswer, RegistrationState, Selection, YouthDirection
from exchange.youth.rules.consents import NO_ANSWERS, Consents
from exchange.youth.rules.followups import (
    HealthDetails,
    Needs,
    asked_on,
    ensure_holder,
    ensure_number,
    ensure_reachable,
    ensure_valid,
    needs,
    valid_until_return,
)
from tests.unit.youth.test_consents import said

_S = RegistrationState
YES = ConsentAnswer.GIVEN
SEND, RECEIVE = YouthDirection.SEND, YouthDirection.RECEIVE


@pytest.mark.parametrize(
    ("state", "direction", "consents", "asked"),
    [
        (_S.SUBMITTED, SEND, said(guardian_join=YES, guardian_health=YES), Needs()),
        (_S.OFFERED, SEND, said(guardian_join=YES, guardian_health=YES), Needs()),
        (_S.SELECTED, SEND, said(guardian_join=YES, guardian_health=YES), Needs(True, True)),
        (_S.CONFIRMED, SEND, said(guardian_join=YES), Needs(health=False, passport=True)),
        (_S.CONFIRMED, RECEIVE, said(guardian_join=YES, guardian_health=YES), Needs(True, False)),
        (_S.CONFIRMED, SEND, said(guardian_health=YES), Needs()),
        (_S.CONFIRMED, SEND, NO_ANSWERS, Needs()),
        (_S.COMPLETED, SEND, said(guardian_join=YES, guardian_health=YES), Needs()),
    ],
)
def test_only_after_selection_and_only_what_was_consented_to_is_asked(
    state: RegistrationState, direction: YouthDirection, consents: Consents, asked: Needs
) -> None:
    assert needs(state, direction, consents) == asked


def test_what_is_filled_in_is_no_longer_missing() -> None:
    assert Needs(True, True).less(Needs(True, False)) == Needs(False, True)
    assert bool(Needs(True, True).less(Needs(True, True))) is False


@pytest.mark.parametrize("name", ["YAMADA HANAKO", "O'NEILL ANN-MARIE", "A" * 39])
def test_a_passport_prints_capitals(name: str) -> None:
    ensure_holder(name)


@pytest.mark.parametrize("name", ["", "Yamada Hanako", "ŌNO", "山田", "A" * 40, " YAMADA", "A1"])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(DomainError, match="holder") as caught:
        ensure_holder(name)
    assert caught.value.field == "holder"


def test_a_passport_number_has_six_to_nine_capitals_and_digits() -> None:
    ensure_number("TK1234567")
    for number in ("TK123", "TK12345678", "tk1234567", "TK 123456"):
        with pytest.raises(DomainError, match="number"):
            ensure_number(number)


@pytest.mark.parametrize(
    "kept", ["父 090-0000-0000", "母０９６ー３５２ー００００", "+49 6221 00000"]
)
def test_who_is_called_in_an_emergency_has_a_number(kept: str) -> None:
    ensure_reachable(kept)


@pytest.mark.parametrize("kept", ["", "父", "父 090", "352-0000", "1234 または 5678 または 9"])
def test_nobody_is_called_without_a_whole_number(kept: str) -> None:
    with pytest.raises(DomainError, match="emergency") as caught:
        ensure_reachable(kept)
    assert caught.value.field == "emergency"


def test_of_health_what_is_not_said_stays_and_an_empty_text_empties() -> None:
    kept = HealthDetails("ぜんそく", "吸入薬", "そば", "", "父 090-0000-0000")
    said = HealthDetails(conditions="", medicines="薬A")
    assert said.over(kept) == HealthDetails("", "薬A", "そば", "", "父 090-0000-0000")
    assert said.over(None) == HealthDetails("", "薬A", "", "", "")


def test_a_passport_is_valid_on_its_last_day() -> None:
    ensure_valid(date(2026, 6, 15), date(2026, 6, 15))
    with pytest.raises(DomainError, match="expired"):
        ensure_valid(date(2026, 6, 14), date(2026, 6, 15))


@pytest.mark.parametrize(
    ("covers", "asked", "ends", "valid"),
    [
        (None, None, date(2026, 8, 10), None),
        (True, date(2026, 8, 10), date(2026, 8, 10), True),
        (False, date(2026, 8, 10), date(2026, 8, 10), False),
        (True, date(2026, 8, 10), date(2026, 8, 9), True),
        (True, date(2026, 8, 10), date(2026, 8, 11), None),
        (False, date(2026, 8, 10), date(2026, 8, 11), False),
        (False, date(2026, 8, 10), date(2026, 8, 9), None),
    ],
)
def test_a_moved_edition_is_answered_as_far_as_what_was_written_down_goes(
    covers: bool | None, asked: date | None, ends: date, valid: bool | None
) -> None:
    assert valid_until_return(covers_return=covers, return_day=asked, ends=ends) is valid


@pytest.mark.parametrize(
    ("kana", "spelt"),
    [
        ("おおの", "ONO"),
        ("ほんま", "HOMMA"),
        ("ハットリ", "HATTORI"),
        ("はっちょう", "HATCHO"),
        ("しょうた", "SHOTA"),
        ("りょう", "RYO"),
        ("ゆうき じゅん", "YUKI JUN"),
        ("ミラー", "MIRA"),
        ("たっ", "TA"),
        ("ゃ・", ""),
    ],
)
def test_a_reading_suggests_the_spelling_of_passports(kana: str, spelt: str) -> None:
    assert suggest(kana) == spelt


@pytest.mark.parametrize(
    ("before", "selection", "told", "asked"),
    [
        (RegistrationState.SUBMITTED, Selection.SCREENING, None, None),
        (RegistrationState.SUBMITTED, Selection.LOTTERY, None, None),
        (RegistrationState.SUBMITTED, Selection.LOTTERY, date(2026, 6, 20), date(2026, 6, 20)),
        (RegistrationState.WAITLISTED, Selection.LOTTERY, date(2026, 6, 1), date(2026, 6, 15)),
        (RegistrationState.OFFERED, Selection.LOTTERY, None, date(2026, 6, 15)),
        (RegistrationState.SUBMITTED, Selection.FIRST_COME, None, date(2026, 6, 15)),
    ],
)
def test_health_and_passport_count_as_asked_once_the_guardian_knows_the_result(
    before: RegistrationState, selection: Selection, told: date | None, asked: date | None
) -> None:
    assert asked_on(before, selection, chosen=date(2026, 6, 15), told=told) == asked
