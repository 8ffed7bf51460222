"""What a closed year comes to once corrections are taken in."""

from collections.abc import Mapping
from contextlib import nullcontext
from uuid import UUID

import pytest

from exchange.core.errors import DomainError
from exchange.youth.enums import RegistrationState
from exchange.youth.enums.closing import CorrectionKind
from exchange.youth.models import Correction, Edition, Registration
from exchange.youth.rules.corrections import (
    Presence,
    corrected,
    ensure_another,
    ensure_entered_by,
    ensure_number,
    ensure_of_edition,
    found_as,
    known_now,
    totals_of,
    unique_since,
    years_to_merge,
    years_to_part,
)
from exchange.youth.rules.counting import Totals

ROWS = [
    Presence(year, who, who, UUID(int=key))
    for key, (year, who) in enumerate(
        [(2025, "a"), (2025, "a"), (2025, "b"), (2026, "b"), (2026, "c")], start=1
    )
]
KEY = UUID(int=9)
NOBODY: Mapping[str, str] = {}


def correction(
    kind: str, year: int, *digests: str, key: int | None = None, since: int = 0
) -> Correction:
    return Correction(
        fiscal_year=year,
        kind=CorrectionKind(kind),
        digests=list(digests),
        participation_id=UUID(int=key) if key else None,
        unique_since=since,
    )


FIRST, SECOND = (correction("struck", 2025, "a", key=key) for key in (1, 2))
ONE = correction("merged", 2025, "a", "a", "b", "a")
TWO = correction("merged", 2025, "a", "a", "b", "b")


@pytest.mark.parametrize(
    ("corrections", "today", "counted", "since"),
    [
        # Two person-times of one person: the first struck leaves the person.
        ([FIRST], NOBODY, (2, 2), 0),
        ([FIRST, SECOND], NOBODY, (1, 1), -1),
        # b is in another year, too.
        ([correction("struck", 2025, "b", key=3)], NOBODY, (2, 1), 0),
        ([correction("found", 2025, "d", "d")], NOBODY, (4, 3), 1),
        ([correction("found", 2025, "b", "b")], NOBODY, (4, 2), 0),
        ([correction("found", 2025, "a", "d")], {"d": "a"}, (4, 2), 0),
        ([correction("merged", 2026, "b", "b", "c", "b")], {"c": "b"}, (3, 2), -1),
        ([ONE], {"b": "a"}, (3, 1), -1),
        # A merge that is undone: whoever is struck afterwards is one person fewer.
        ([ONE, TWO], NOBODY, (3, 2), 0),
        ([ONE, TWO, FIRST, SECOND], NOBODY, (1, 1), -1),
        ([ONE, TWO, ONE], {"b": "a"}, (3, 1), -1),
        # By number: nobody is named, so persons since the start are stated.
        ([correction("number", 2025, since=-2)], NOBODY, (3, 2), -2),
        ([], NOBODY, (3, 2), 0),
    ],
)
def test_corrections_change_a_year_and_what_runs_on(
    corrections: list[Correction],
    today: Mapping[str, str],
    counted: tuple[int, int],
    since: int,
) -> None:
    assert totals_of(corrected(ROWS, corrections), 2025) == Totals(*counted)
    assert unique_since(ROWS, corrections, today) == since


def test_who_was_merged_counts_as_is_known_when_it_is_approved() -> None:
    assert known_now(ROWS[:3], ["a", "c"], {"b": "a"}) == ["a", "a", "b", "a"]
    assert known_now(ROWS[:3], ["a", "b"], NOBODY) == ["a", "a", "b", "b"]
    assert known_now(ROWS[:3], ["c"], NOBODY) == []
    assert [found_as(ROWS[:3], own, {"d": "b"}) for own in ("d", "e")] == ["b", "e"]


def test_closed_years_are_corrected_where_they_count_otherwise() -> None:
    of_two = [row for row in ROWS if row.own in {"a", "b"}]
    assert (years_to_merge(of_two), years_to_merge(corrected(of_two, [ONE]))) == ([2025], [])
    assert years_to_part(ROWS, (["a"], ["b"])) == []
    assert years_to_part(corrected(ROWS, [ONE]), (["a"], ["b"])) == [2025]


@pytest.mark.parametrize(
    ("number", "fits"),
    [
        ((1, 1, 1), True),
        ((-1, 0, 0), True),
        ((-2, -2, -1), True),
        # The same rows were of fewer people, in the year or over the years.
        ((0, -1, -1), True),
        ((0, -1, 0), True),
        ((0, 0, -1), True),
        ((0, 0, 0), False),
        ((1001, 1, 1), False),
        ((0, 0, -1001), False),
        ((1, 2, 1), False),
        ((-1, 1, 0), False),
        ((2, -1, 0), False),
        ((2, 1, 2), False),
        ((1, 0, 1), False),
        ((0, -1, 1), False),
    ],
)
def test_a_number_goes_one_way(number: tuple[int, int, int], fits: bool) -> None:
    if fits:
        ensure_number(*number)
        return
    with pytest.raises(DomainError):
        ensure_number(*number)


def test_one_enters_and_another_approves() -> None:
    ensure_another(KEY, UUID(int=8))
    ensure_another(None, None)
    ensure_entered_by(KEY, KEY)
    with pytest.raises(DomainError, match="same_person"):
        ensure_another(KEY, KEY)
    with pytest.raises(DomainError, match="not_yours"):
        ensure_entered_by(KEY, UUID(int=8))


@pytest.mark.parametrize(
    ("registered_for", "state", "fits"),
    [
        (KEY, RegistrationState.ABSENT, True),
        (UUID(int=8), RegistrationState.ABSENT, False),
        (KEY, RegistrationState.COMPLETED, False),
    ],
)
def test_only_who_registered_for_the_edition_and_is_not_in_the_ledger_is_found(
    registered_for: UUID, state: RegistrationState, fits: bool
) -> None:
    registration = Registration(edition_id=registered_for, state=state)
    with nullcontext() if fits else pytest.raises(DomainError, match="registration"):
        ensure_of_edition(registration, Edition(id=KEY))
