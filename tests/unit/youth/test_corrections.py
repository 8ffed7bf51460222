"""What a closed year comes to once corrections are taken in."""

from uuid import UUID

import pytest

from exchange.core.errors import DomainError
from exchange.youth.enums.closing import CorrectionKind
from exchange.youth.models import Correction
from exchange.youth.rules.corrections import (
    Parted,
    Presence,
    change_of,
    corrected_figures,
    ensure_another,
    ensure_entered_by,
    ensure_number,
    parting_changes,
)
from exchange.youth.rules.counting import Totals

ROWS = [
    Presence(year, who, UUID(int=key))
    for key, (year, who) in enumerate(
        [(2025, "a"), (2025, "a"), (2025, "b"), (2026, "b"), (2023, "c")], start=1
    )
]
KEY = UUID(int=9)


def correction(kind: str, year: int, *digests: str, key: int | None = None) -> Correction:
    row = UUID(int=key) if key else None
    return Correction(
        fiscal_year=year,
        kind=CorrectionKind(kind),
        digests=list(digests),
        participation_id=row,
    )


@pytest.mark.parametrize(
    ("corrections", "year", "change"),
    [
        # Two person-times of one person: the first struck leaves the person.
        ([correction("struck", 2025, "a", key=1)], 2025, (-1, 0, 0)),
        (
            [correction("struck", 2025, "a", key=1), correction("struck", 2025, "a", key=2)],
            2025,
            (-2, -1, -1),
        ),
        # b is in another year, too.
        ([correction("struck", 2025, "b", key=3)], 2025, (-1, -1, 0)),
        ([correction("found", 2025, "d")], 2025, (1, 1, 1)),
        ([correction("found", 2025, "b")], 2025, (1, 0, 0)),
        # Before the start it moves its own year only.
        ([correction("found", 2023, "d")], 2023, (1, 1, 0)),
        ([correction("merged", 2025, "a", "b")], 2025, (0, -1, -1)),
        ([correction("merged", 2026, "a", "b")], 2026, (0, 0, -1)),
        (
            [correction("merged", 2025, "a", "b"), correction("merged", 2025, "b", "c")],
            2025,
            (0, -1, -1),
        ),
        ([], 2020, (0, 0, 0)),
    ],
)
def test_corrections_change_a_year_and_what_runs_on(
    corrections: list[Correction], year: int, change: tuple[int, int, int]
) -> None:
    before, after = (corrected_figures(ROWS, each, 2024) for each in ([], corrections))
    assert before.by_year[2025] == Totals(3, 2)
    assert change_of(before, after, year) == change


@pytest.mark.parametrize(
    ("number", "fits"),
    [
        ((1, 1), True),
        ((-1, 0), True),
        ((-2, -2), True),
        ((0, 0), False),
        ((1001, 1), False),
        ((1, 2), False),
        ((-1, 1), False),
        ((2, -1), False),
    ],
)
def test_a_number_goes_one_way(number: tuple[int, int], fits: bool) -> None:
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
    ("rows", "closed", "changes"),
    [
        ((), {2026}, {}),
        (((2026, 0), (2026, 1)), (), {}),
        (((2026, 0), (2026, 1)), {2026}, {2026: (1, 1)}),
        (((2026, 0), (2026, 0)), {2026}, {}),
        (((2025, 0), (2026, 1)), {2025, 2026}, {2026: (0, 1)}),
        (((2025, 0), (2025, 1), (2026, 1)), {2025, 2026}, {2025: (1, 0), 2026: (0, 1)}),
        (((2023, 0), (2023, 1)), {2023}, {2023: (1, 0)}),
    ],
)
def test_what_undoing_a_merge_means_to_years_closed_with_it(
    rows: tuple[tuple[int, int], ...], closed: set[int], changes: dict[int, tuple[int, int]]
) -> None:
    parted = [Parted(year, side, "one") for year, side in rows]
    assert parting_changes(parted, closed, first_year=2024) == changes
