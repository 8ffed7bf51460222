"""Rows of the grid: blanks carry the value above, cities decide the clock, doubt is asked about."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import pytest

from exchange.core.database import uuid7
from exchange.core.walltime import WallTime, duration
from exchange.itineraries.cities import CityIndex
from exchange.itineraries.clocks import city_key
from exchange.itineraries.enums import Column
from exchange.itineraries.grid import Known, ReadRow, Setting, TypedRow, read_rows
from tests.factories.itineraries import wall

C = Column
CITIES = CityIndex(
    {
        city_key(name): zone
        for name, zone in {
            "ハイデルベルク": "Europe/Berlin",
            "熊本": "Asia/Tokyo",
            "羽田": "Asia/Tokyo",
            "ニューアーク": "America/New_York",
            "サンアントニオ": "America/Chicago",
            "ホノルル": "Pacific/Honolulu",
        }.items()
    }
)


def row(*cells: str, **changes: object) -> TypedRow:
    """Type day, time, city, title; the other columns stay empty."""
    typed = dict(zip((C.DAY, C.TIME, C.CITY, C.TITLE), cells, strict=False))
    values: dict[str, object] = {"key": uuid7(), "version": 0, "cells": typed}
    return TypedRow(**(values | changes))  # type: ignore[arg-type]


def setting(first: date = date(2027, 5, 17), known: Mapping[UUID, Known] | None = None) -> Setting:
    return Setting(
        first=first,
        last=first + timedelta(days=5),
        cities=CITIES,
        zone="Europe/Berlin",
        known=known or {},
    )


def times(found: ReadRow) -> tuple[WallTime, WallTime]:
    assert found.plan is not None
    return found.plan.start, found.plan.end


def test_a_blank_day_and_city_carry_what_stands_above() -> None:
    found = read_rows(
        [
            row("5/17", "09:30-18:30", "熊本→ハイデルベルク", "移動"),
            row("", "19:00-20:00", "", "夕食"),
            row("", "", "", ""),
            row("5/18", "10:00", "", "表敬"),
        ],
        setting(),
    )
    assert [times(each) for each in found] == [
        (wall("2027-05-17 09:30", "Asia/Tokyo"), wall("2027-05-17 18:30", "Europe/Berlin")),
        (wall("2027-05-17 19:00", "Europe/Berlin"), wall("2027-05-17 20:00", "Europe/Berlin")),
        (wall("2027-05-18 10:00", "Europe/Berlin"), wall("2027-05-18 10:00", "Europe/Berlin")),
    ]
    assert [each.plan.city for each in found if each.plan] == [
        "熊本",
        "ハイデルベルク",
        "ハイデルベルク",
    ]


def test_without_a_city_the_clock_is_that_of_the_visit() -> None:
    [found] = read_rows([row("5/17", "10:00-11:00", "", "表敬")], setting())
    assert times(found)[0].zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (("", "10:00", "", "表敬"), C.DAY),
        (("5/40", "10:00", "", "表敬"), C.DAY),
        (("5/17", "", "", "表敬"), C.TIME),
        (("5/17", "25:00", "", "表敬"), C.TIME),
        (("5/17", "10:00", "", ""), C.TITLE),
        (("5/17", "10:00", "", "あ" * 201), C.TITLE),
        (("5/17", "10:00", "あ" * 101, "表敬"), C.CITY),
        (("2026-01-01", "10:00", "", "表敬"), C.DAY),
        (("5/17", "10:00-前日09:00", "", "表敬"), C.TIME),
    ],
)
def test_an_unreadable_cell_is_named(cells: tuple[str, ...], column: Column) -> None:
    [found] = read_rows([row(*cells)], setting())
    assert found.plan is None
    assert [problem.column for problem in found.problems] == [column]


def test_a_city_nobody_knows_is_asked_about() -> None:
    [found] = read_rows([row("5/17", "10:00", "ボストン→熊本", "移動")], setting())
    assert (found.plan, found.unknown) == (None, ("ボストン",))


@pytest.mark.parametrize(
    ("day", "time", "city", "hours"),
    [
        ("2026-12-01", "19:53-18:59", "羽田→ニューアーク", 13.1),
        ("2026-12-01", "22:00-01:00", "熊本", 3),
        ("2026-12-01", "00:30-前日13:00", "羽田→ホノルル", 7.5),
        ("2026-12-01", "13:00-12:30(+1)", "ハイデルベルク→熊本", 15.5),
    ],
)
def test_durations_are_true_over_zones(day: str, time: str, city: str, hours: float) -> None:
    [found] = read_rows([row(day, time, city, "移動")], setting(date(2026, 11, 29)))
    assert duration(*times(found)) == timedelta(hours=hours)


def test_arriving_before_leaving_the_same_day_is_kept_so() -> None:
    [found] = read_rows(
        [row("2026-12-01", "19:53-18:59", "羽田→ニューアーク", "移動")], setting(date(2026, 12, 1))
    )
    start, end = times(found)
    assert (start.day, end.day) == (date(2026, 12, 1), date(2026, 12, 1))
    assert end.clock < start.clock


def test_a_time_the_clocks_skip_is_refused_with_the_reason() -> None:
    [found] = read_rows(
        [row("2027-03-28", "02:30-04:00", "ハイデルベルク", "式典")], setting(date(2027, 3, 27))
    )
    [problem] = found.problems
    assert (problem.column, problem.sentence.id) == (C.TIME, "core.time.gap")
    assert problem.sentence.params["first"] == "03:00"


@pytest.mark.parametrize(
    ("fold", "instant"), [("0", "2026-11-01T06:30:00+00:00"), ("1", "2026-11-01T07:30:00+00:00")]
)
def test_an_hour_that_comes_twice_is_asked_about(fold: str, instant: str) -> None:
    cells = ("2026-11-01", "01:30-05:00", "サンアントニオ", "夜食")
    [asked] = read_rows([row(*cells)], setting(date(2026, 10, 31)))
    assert asked.asks == {"start"}
    assert [problem.sentence.id for problem in asked.problems] == ["core.time.ambiguous"]
    [found] = read_rows([row(*cells, start_fold=fold)], setting(date(2026, 10, 31)))
    assert times(found)[0].instant.isoformat() == instant
    assert found.asks == {"start"}


def test_an_end_that_comes_twice_is_asked_about_too() -> None:
    cells = ("2026-11-01", "00:30-01:30", "サンアントニオ", "夜食")
    [found] = read_rows([row(*cells, end_fold="1")], setting(date(2026, 10, 31)))
    assert duration(*times(found)) == timedelta(hours=2)


def test_a_saved_row_keeps_its_times_until_they_are_typed_anew() -> None:
    key = uuid7()
    start = WallTime.planned(
        date(2026, 11, 1),
        wall("2026-11-01 01:30", "Asia/Tokyo").clock,
        zone="America/Chicago",
        fold=1,
    )
    end = wall("2026-11-01 05:00", "America/Chicago")
    cells = {C.DAY: "2026-11-01", C.TIME: "01:30-05:00", C.CITY: "", C.TITLE: "夜食"}
    known = {key: Known(cells, start, end, 3)}
    kept = TypedRow(key=key, version=3, cells={**cells, C.MEAL: "軽食"}, opened=cells)
    [found] = read_rows([kept], setting(date(2026, 10, 31), known))
    assert times(found) == (start, end)
    assert kept.touched
    moved = TypedRow(key=key, version=3, cells={**cells, C.TIME: "06:00-07:00"}, opened=cells)
    [found] = read_rows([moved], setting(date(2026, 10, 31), known))
    assert times(found)[0] == wall("2026-11-01 06:00", "America/Chicago")


def test_a_row_taken_off_is_not_read() -> None:
    dropped = row("", "", "", "", drop=True, version=2)
    [found] = read_rows([dropped], setting())
    assert (found.plan, list(found.problems), found.typed.touched) == (None, [], True)


def test_a_row_nobody_touched_says_so() -> None:
    cells = {C.DAY: "2027-05-17", C.TITLE: "表敬"}
    assert not TypedRow(key=uuid7(), version=1, cells=cells, opened=cells).touched
