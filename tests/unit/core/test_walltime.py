from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.core.errors import DomainError
from exchange.core.messages import Message, message
from exchange.core.walltime import WallTime, duration, occurrences, resolve, zone_named

#: The zones of the eight partners and of the office.
ZONES = [
    "Asia/Tokyo",
    "Asia/Shanghai",
    "Asia/Seoul",
    "Asia/Taipei",
    "America/Chicago",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Rome",
]


def utc(*parts: int) -> datetime:
    year, month, day, hour, minute = parts
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "clock", "zone", "fold", "expected"),
    [
        (date(2027, 5, 19), time(10), "Asia/Tokyo", None, utc(2027, 5, 19, 1, 0)),
        (date(2027, 5, 19), time(10), "Europe/Berlin", None, utc(2027, 5, 19, 8, 0)),
        (date(2027, 1, 19), time(10), "Europe/Berlin", None, utc(2027, 1, 19, 9, 0)),
        (date(2027, 1, 19), time(10), "Europe/Berlin", 1, utc(2027, 1, 19, 9, 0)),
        (date(2027, 3, 28), time(1, 59), "Europe/Berlin", None, utc(2027, 3, 28, 0, 59)),
        (date(2027, 3, 28), time(3, 0), "Europe/Berlin", None, utc(2027, 3, 28, 1, 0)),
        (date(2026, 11, 1), time(0, 59), "America/Chicago", None, utc(2026, 11, 1, 5, 59)),
        (date(2026, 11, 1), time(1, 30), "America/Chicago", 0, utc(2026, 11, 1, 6, 30)),
        (date(2026, 11, 1), time(1, 30), "America/Chicago", 1, utc(2026, 11, 1, 7, 30)),
        (date(2026, 11, 1), time(2, 0), "America/Chicago", None, utc(2026, 11, 1, 8, 0)),
    ],
)
def test_local_time_gives_its_instant(
    day: date, clock: time, zone: str, fold: int | None, expected: datetime
) -> None:
    assert resolve(day, clock, zone=zone, fold=fold) == expected


GAP_DAY = date(2027, 3, 28)


@pytest.mark.parametrize(
    ("day", "clock", "zone", "sentence"),
    [
        (
            GAP_DAY,
            time(2, 30),
            "Europe/Berlin",
            message(
                "core.time.gap", day=GAP_DAY, local="02:30", first="03:00", zone="Europe/Berlin"
            ),
        ),
        (
            GAP_DAY,
            time(2, 0),
            "Europe/Rome",
            message("core.time.gap", day=GAP_DAY, local="02:00", first="03:00", zone="Europe/Rome"),
        ),
        (
            GAP_DAY,
            time(2, 59, 59, 999_999),
            "Europe/Paris",
            message(
                "core.time.gap", day=GAP_DAY, local="02:59", first="03:00", zone="Europe/Paris"
            ),
        ),
        (
            date(2027, 3, 14),
            time(2, 30),
            "America/Chicago",
            message(
                "core.time.gap",
                day=date(2027, 3, 14),
                local="02:30",
                first="03:00",
                zone="America/Chicago",
            ),
        ),
        (
            date(2011, 12, 30),
            time(10),
            "Pacific/Apia",
            message(
                "core.time.gap",
                day=date(2011, 12, 30),
                local="10:00",
                first="2011-12-31 00:00",
                zone="Pacific/Apia",
            ),
        ),
        (
            date(2026, 11, 1),
            time(1, 30),
            "America/Chicago",
            message(
                "core.time.ambiguous",
                day=date(2026, 11, 1),
                local="01:30",
                zone="America/Chicago",
            ),
        ),
        (date(2027, 5, 19), time(10), "Berlin", message("core.time.unknown_zone", zone="Berlin")),
        (date(1, 1, 1), time(0), "Asia/Tokyo", message("core.date.no_such_day", text="0001-01-01")),
    ],
)
def test_local_time_without_one_instant_is_refused(
    day: date, clock: time, zone: str, sentence: Message
) -> None:
    with pytest.raises(DomainError) as refusal:
        resolve(day, clock, zone=zone, field="starts_at")
    assert (refusal.value.sentence, refusal.value.field) == (sentence, "starts_at")


@pytest.mark.parametrize("fold", [0, 1])
def test_skipped_time_is_refused_whatever_fold_says(fold: int) -> None:
    with pytest.raises(DomainError, match=r"core\.time\.gap"):
        resolve(GAP_DAY, time(2, 30), zone="Europe/Berlin", fold=fold)


@pytest.mark.parametrize("name", ["", "Europe", "../Europe/Berlin", "/etc/hosts", "Nope/Nowhere"])
def test_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(DomainError) as refusal:
        zone_named(name, field="zone")
    assert refusal.value.sentence == message("core.time.unknown_zone", zone=name)
    assert refusal.value.field == "zone"


def test_twice_shown_time_offers_both_instants() -> None:
    zone = ZoneInfo("America/Chicago")
    assert occurrences(date(2026, 11, 1), time(1, 30), zone) == (
        utc(2026, 11, 1, 6, 30),
        utc(2026, 11, 1, 7, 30),
    )


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param(
            WallTime(date(2026, 10, 7), time(19, 53), "Asia/Tokyo"),
            WallTime(date(2026, 10, 7), time(18, 59), "America/New_York"),
            timedelta(hours=12, minutes=6),
            id="Haneda to Newark lands before it left",
        ),
        pytest.param(
            WallTime(date(2026, 10, 5), time(10), "Asia/Tokyo"),
            WallTime(date(2026, 10, 5), time(15, 30), "America/Chicago"),
            timedelta(hours=19, minutes=30),
            id="Fukuoka to San Antonio within one Monday",
        ),
        pytest.param(
            WallTime(date(2027, 3, 27), time(22), "Europe/Berlin"),
            WallTime(date(2027, 3, 28), time(8), "Europe/Berlin"),
            timedelta(hours=9),
            id="night in which clocks go forward",
        ),
        pytest.param(
            WallTime(date(2026, 11, 1), time(1, 30), "America/Chicago", fold=0),
            WallTime(date(2026, 11, 1), time(1, 30), "America/Chicago", fold=1),
            timedelta(hours=1),
            id="same time shown twice",
        ),
    ],
)
def test_duration_is_true_across_zones(start: WallTime, end: WallTime, expected: timedelta) -> None:
    assert duration(start, end) == expected


def test_plan_keeps_the_wall_clock_and_derives_the_instant() -> None:
    plan = WallTime.planned(date(2027, 5, 19), time(10), zone="Europe/Berlin")
    assert plan == WallTime(date(2027, 5, 19), time(10), "Europe/Berlin", fold=0)
    assert plan.instant == utc(2027, 5, 19, 8, 0)
    assert plan.local.isoformat() == "2027-05-19T10:00:00+02:00"


def test_plan_asks_which_of_two_equal_times_is_meant() -> None:
    day, clock, zone = date(2026, 11, 1), time(1, 30), "America/Chicago"
    with pytest.raises(DomainError, match=r"core\.time\.ambiguous"):
        WallTime.planned(day, clock, zone=zone)
    second = WallTime.planned(day, clock, zone=zone, fold=1)
    assert (second.fold, second.local.isoformat()) == (1, "2026-11-01T01:30:00-06:00")


def test_wall_clock_refuses_a_zone_of_its_own() -> None:
    with pytest.raises(ValueError, match="no zone of its own"):
        WallTime(date(2027, 5, 19), time(10, tzinfo=UTC), "Asia/Tokyo")


@given(
    st.datetimes(
        min_value=datetime(1995, 1, 1),  # noqa: DTZ001 - hypothesis takes the bounds naive
        max_value=datetime(2037, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    st.sampled_from(ZONES),
)
def test_instant_survives_the_way_over_the_wall_clock(instant: datetime, zone: str) -> None:
    assert WallTime.at(instant, zone).instant == instant
