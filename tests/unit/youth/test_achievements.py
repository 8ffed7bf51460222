"""When an achievement may be kept and shown."""

from datetime import UTC, date, datetime

import pytest

from exchange.core.database import Name
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Achievement, Pupil
from exchange.youth.rules.achievements import (
    ensure_consent,
    ensure_happened,
    ensure_nameless,
    ensure_took_part,
    in_force,
)

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("consented_on", "ends_on", "refused"),
    [
        (TODAY, date(2026, 6, 16), None),
        (date(2020, 6, 15), date(2030, 12, 31), None),
        (date(2026, 6, 16), date(2027, 6, 16), "consent_ahead"),
        (date(2020, 6, 15), TODAY, "over"),
        (date(2020, 6, 15), date(2031, 1, 1), "too_long"),
    ],
)
def test_a_consent_is_of_today_or_before_and_ends(
    consented_on: date, ends_on: date, refused: str | None
) -> None:
    if refused is None:
        ensure_consent(consented_on, ends_on, TODAY)
        return
    with pytest.raises(DomainError) as error:
        ensure_consent(consented_on, ends_on, TODAY)
    assert error.value.sentence.id == f"youth.achievement.error.{refused}"


@pytest.mark.parametrize(
    ("title", "refused"),
    [
        ("国際会議で発表", False),
        ("髙橋 花が国際会議で発表", True),
        ("高橋花さん受賞", True),
        ("たかはし はな の発表", True),
        ("TAKAHASHI Hanako wins", True),
        ("花子さんが受賞", True),
    ],
)
def test_what_can_be_public_names_nobody(title: str, refused: bool) -> None:
    pupil = Pupil()
    names = ("髙橋", "花", "たかはし", "はな", "Takahashi", "Hanako")
    if "花子" in title:
        names = ("髙橋", "花子", "たかはし", "はなこ", "", "")
    pupil.rename(Name(*names))
    if not refused:
        ensure_nameless(pupil, title)
        return
    with pytest.raises(DomainError):
        ensure_nameless(pupil, title)


@pytest.mark.parametrize("state", list(RegistrationState))
def test_only_who_completed_the_journey_has_achievements(state: RegistrationState) -> None:
    if state is RegistrationState.COMPLETED:
        ensure_took_part(state)
        return
    with pytest.raises(DomainError):
        ensure_took_part(state)


def test_what_lies_ahead_has_not_happened() -> None:
    ensure_happened(PartialDate.parse("2026"), TODAY)
    with pytest.raises(DomainError):
        ensure_happened(PartialDate.parse("2026-07"), TODAY)


def test_a_consent_stands_to_its_last_day_unless_it_was_taken_back() -> None:
    assert in_force(Achievement(ends_on=TODAY), TODAY)
    assert not in_force(Achievement(ends_on=date(2026, 6, 14)), TODAY)
    taken_back = Achievement(ends_on=TODAY, withdrawn_at=datetime(2026, 6, 1, tzinfo=UTC))
    assert not in_force(taken_back, TODAY)
