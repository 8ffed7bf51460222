"""What speaks against a stay and what for it, and who may place across what."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from exchange.core.errors import DomainError
from exchange.hosting.enums import (
    AgeBand,
    Animal,
    Avoidance,
    Caution,
    Conflict,
    Fit,
    Preference,
    Sex,
    Smoking,
    Standing,
)
from exchange.hosting.rules.fitting import (
    Assessment,
    FamilyFacts,
    GuestFacts,
    Reason,
    assess,
    ensure_placeable,
)
from exchange.hosting.rules.stays import Days

STAY = Days(date(2026, 8, 1), date(2026, 8, 10))
CHECKED = (Standing.CHECKED, Standing.CHECKED)
GUEST = GuestFacts(days=STAY, age=16, sex=Sex.FEMALE, consented=True, languages=["de", "en"])
FAMILY = FamilyFacts(free=STAY, places=1, standings=CHECKED, languages=["ja", "en"])


def test_guest_and_family_without_conflict_fit_by_their_language() -> None:
    found = assess(GUEST, FAMILY)
    assert found == Assessment(reasons=(Reason(Fit.LANGUAGE, ("en",)),))
    assert found.score == 4


@pytest.mark.parametrize(
    ("guest", "family", "expected"),
    [
        ({"consented": False}, {}, Conflict.CONSENT),
        ({}, {"standings": [Standing.CHECKED]}, Conflict.CHECKS),
        ({}, {"standings": [*CHECKED, Standing.FAILED]}, Conflict.CHECKS),
        ({}, {"free": Days(date(2026, 8, 2), date(2026, 8, 10))}, Conflict.DATES),
        ({}, {"free": Days(date(2026, 8, 1), date(2026, 8, 9))}, Conflict.DATES),
        ({}, {"taken": [Days(date(2026, 8, 10), date(2026, 8, 12))]}, Conflict.ROOM),
        ({}, {"preference": Preference.MALE}, Conflict.SEX),
        ({"sex": Sex.UNSTATED}, {"preference": Preference.FEMALE}, Conflict.SEX),
        ({"avoids": [Avoidance.DOG]}, {"animals": [Animal.DOG]}, Conflict.PETS),
        ({"avoids": [Avoidance.OTHER]}, {"animals": [Animal.CAT, Animal.OTHER]}, Conflict.PETS),
        ({"avoids": [Avoidance.SMOKE]}, {"smoking": Smoking.INSIDE}, Conflict.SMOKE),
    ],
)
def test_each_hard_conflict_is_found_alone(
    guest: dict[str, Any], family: dict[str, Any], expected: Conflict
) -> None:
    assert assess(replace(GUEST, **guest), replace(FAMILY, **family)).conflicts == (expected,)


@pytest.mark.parametrize(
    ("guest", "family"),
    [
        ({}, {"places": 2, "taken": [STAY]}),
        ({}, {"taken": [Days(date(2026, 8, 11), date(2026, 8, 12))]}),
        ({}, {"preference": Preference.FEMALE}),
        ({"avoids": [Avoidance.DOG]}, {"animals": [Animal.CAT]}),
        ({}, {"animals": [Animal.DOG], "smoking": Smoking.INSIDE}),
    ],
)
def test_what_only_looks_like_a_conflict_is_none(
    guest: dict[str, Any], family: dict[str, Any]
) -> None:
    assert assess(replace(GUEST, **guest), replace(FAMILY, **family)).conflicts == ()


@pytest.mark.parametrize(
    ("guest", "family", "expected"),
    [
        ({"languages": ["de"]}, {}, Caution.LANGUAGE),
        ({"avoids": [Avoidance.CAT]}, {"animals": None}, Caution.PETS),
        ({"avoids": [Avoidance.SMOKE]}, {"smoking": Smoking.UNKNOWN}, Caution.SMOKE),
        ({"avoids": [Avoidance.SMOKE]}, {"smoking": Smoking.OUTSIDE}, Caution.SMOKE),
        ({}, {"standings": [*CHECKED, Standing.EXPIRED]}, Caution.ADULT),
    ],
)
def test_what_is_to_be_asked_first_forbids_nothing(
    guest: dict[str, Any], family: dict[str, Any], expected: Caution
) -> None:
    found = assess(replace(GUEST, **guest), replace(FAMILY, **family))
    assert (found.conflicts, found.cautions) == ((), (expected,))


def test_everything_that_fits_is_named_with_the_words_both_have_and_weighed() -> None:
    guest = replace(GUEST, hobbies=["サッカー", "読書", "ピアノ"])
    family = replace(
        FAMILY, hobbies=["さっかー", "読書", "ぴあの"], ages={AgeBand.TEEN, AgeBand.MIDDLE}
    )
    found = assess(guest, family, were_paired=True)
    assert found.reasons == (
        Reason(Fit.PAIR),
        Reason(Fit.LANGUAGE, ("en",)),
        Reason(Fit.HOBBY, ("サッカー", "読書", "ピアノ")),
        Reason(Fit.AGE),
    )
    assert found.score == 20 + 4 + 2 * 2 + 3


@pytest.mark.parametrize(
    ("age", "band"), [(12, AgeBand.CHILD), (13, AgeBand.TEEN), (19, AgeBand.YOUNG)]
)
def test_a_child_of_the_same_years_fits(age: int, band: AgeBand) -> None:
    found = assess(replace(GUEST, age=age), replace(FAMILY, ages={band}))
    assert Reason(Fit.AGE) in found.reasons


_ACCEPTABLE = {Conflict.SEX, Conflict.PETS, Conflict.SMOKE}


@pytest.mark.parametrize("conflict", list(Conflict))
def test_safety_and_what_is_impossible_are_never_placed_across(conflict: Conflict) -> None:
    found = Assessment(conflicts=(conflict,))
    with pytest.raises(DomainError):
        ensure_placeable(found, ())
    if conflict in _ACCEPTABLE:
        ensure_placeable(found, [conflict])
        return
    with pytest.raises(DomainError):
        ensure_placeable(found, list(Conflict))


def test_a_stay_without_conflict_needs_no_word() -> None:
    ensure_placeable(Assessment(), ())
