"""Who needs a second factor, which codes count, and what people type."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config import SettingsError, load_settings
from exchange.accounts.rules import (
    Factors,
    is_app_code,
    needs_factor,
    plain_code,
    printed_parts,
    steps_at,
    written_code,
)
from exchange.core.permissions import Role

MOMENT = datetime(2026, 11, 25, 3, 0, 15, tzinfo=UTC)
STEP = int(MOMENT.timestamp()) // 30


@pytest.mark.parametrize(
    ("role", "needs"),
    [
        (Role.ADMINISTRATOR, True),
        (Role.MANAGER, True),
        (Role.COORDINATOR, True),
        (Role.SECTION, False),
        (Role.SCHOOL, False),
        (Role.VIEWER, False),
    ],
)
def test_who_works_with_the_data_needs_a_second_factor_where_it_is_required(
    role: Role, needs: bool
) -> None:
    assert needs_factor(role, is_demo=False, policy="required") is needs
    assert not needs_factor(role, is_demo=True, policy="required")
    assert not needs_factor(role, is_demo=False, policy="optional")
    assert not needs_factor(role, is_demo=False, policy="off")


@pytest.mark.parametrize(
    ("last", "steps"),
    [
        (None, (STEP - 1, STEP, STEP + 1)),
        (STEP - 1, (STEP, STEP + 1)),
        (STEP, (STEP + 1,)),
        (STEP + 1, ()),
    ],
)
def test_a_code_counts_for_its_half_minute_and_the_ones_beside_it_but_once(
    last: int | None, steps: tuple[int, ...]
) -> None:
    assert steps_at(MOMENT, last) == steps
    assert steps_at(MOMENT + timedelta(seconds=14), last) == steps


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("123 456", "123456"),
        ("１２３４５６", "123456"),
        (" 07-K7QX-M3FD ", "07k7qxm3fd"),
        ("07‐k7qx‐m3fd", "07k7qxm3fd"),
        ("", ""),
    ],
)
def test_what_people_type_around_a_code_is_left_out(typed: str, plain: str) -> None:
    assert plain_code(typed) == plain


@pytest.mark.parametrize(
    ("plain", "is_app", "parts"),
    [
        ("123456", True, None),
        ("12345", False, None),
        ("07k7qxm3fd", False, (7, "k7qxm3fd")),
        ("0712345678", False, (7, "12345678")),
        ("07k7qxm3f", False, None),
        ("07k7qxm3fi", False, None),  # no letter that looks like a digit
        ("k7k7qxm3fd", False, None),
    ],
)
def test_a_code_is_known_by_its_shape(
    plain: str, is_app: bool, parts: tuple[int, str] | None
) -> None:
    assert (is_app_code(plain), printed_parts(plain)) == (is_app, parts)


def test_a_code_is_read_as_it_is_written() -> None:
    assert written_code(7, "k7qxm3fd") == "07-k7qx-m3fd"
    assert printed_parts(plain_code(written_code(40, "00000000"))) == (40, "00000000")


@pytest.mark.parametrize(
    ("factors", "any_", "running_out"),
    [
        (Factors(has_app=False, codes_left=None), False, False),
        (Factors(has_app=True, codes_left=None), True, False),
        (Factors(has_app=True, codes_left=6), True, False),
        (Factors(has_app=False, codes_left=5), True, True),
        (Factors(has_app=False, codes_left=0), True, True),
    ],
)
def test_a_used_up_sheet_is_still_a_second_factor(
    factors: Factors, any_: bool, running_out: bool
) -> None:
    assert (factors.any, factors.is_running_out) == (any_, running_out)


def test_a_second_factor_is_required_unless_the_environment_says_otherwise(tmp_path: Path) -> None:
    folder = {"EXCHANGE_INSTANCE_DIR": str(tmp_path)}
    assert load_settings(folder).second_factor == "required"
    assert load_settings(folder | {"EXCHANGE_SECOND_FACTOR": "off"}).second_factor == "off"
    with pytest.raises(SettingsError, match="EXCHANGE_SECOND_FACTOR must be off, optional or"):
        load_settings(folder | {"EXCHANGE_SECOND_FACTOR": "maybe"})
