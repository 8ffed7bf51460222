import random
import struct
import zoneinfo
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from exchange.calendars.timezones import (
    Clock,
    Onset,
    YearlyRule,
    describe_zone,
    read_posix_rule,
    zone_to_write,
)

#: The zones of Kumamoto and the eight partners.
PARTNER_ZONES = (
    "America/Chicago",
    "America/New_York",
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Taipei",
    "Asia/Tokyo",
    "Europe/Berlin",
    "Europe/Paris",
)
HOUR = timedelta(hours=1)


def offset_by_lines(lines: tuple[str, ...], *, until: int) -> list[tuple[datetime, timedelta]]:
    """Expand a VTIMEZONE the way RFC 5545 3.6.5 says, into (instant, offset from then on)."""
    onsets = []
    observance: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        observance[name] = value
        if line in {"END:STANDARD", "END:DAYLIGHT"}:
            before = timezone(read_offset(observance["TZOFFSETFROM"]))
            after = read_offset(observance["TZOFFSETTO"])
            first = datetime.strptime(observance["DTSTART"], "%Y%m%dT%H%M%S").replace(tzinfo=before)
            dates = [first]
            if "RRULE" in observance:
                rule = rrulestr(observance["RRULE"], dtstart=first)
                dates = list(rule.between(first, datetime(until, 1, 1, tzinfo=UTC), inc=True))
            onsets += [(date.astimezone(UTC), after) for date in dates]
            observance = {}
    return sorted(onsets)


def read_offset(text: str) -> timedelta:
    size = timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))
    return -size if text[0] == "-" else size


def instants_to_try(onsets: list[tuple[datetime, timedelta]], *, until: int) -> Iterator[datetime]:
    for onset, _ in onsets:
        for seconds in (-3600, -1, 0, 1, 3600):
            yield onset + timedelta(seconds=seconds)
    dice = random.Random(20270519)
    first, last = onsets[0][0].timestamp(), datetime(until, 1, 1, tzinfo=UTC).timestamp()
    for _ in range(500):
        yield datetime.fromtimestamp(dice.randint(int(first), int(last)), UTC)


@pytest.mark.parametrize("tzid", PARTNER_ZONES)
def test_described_zone_has_the_offset_of_zoneinfo_at_every_instant(tzid: str) -> None:
    description = describe_zone(tzid)
    assert description is not None
    onsets = offset_by_lines(description.lines, until=2070)
    wrong = [
        (instant, offset, instant.astimezone(ZoneInfo(tzid)).utcoffset())
        for instant in instants_to_try(onsets, until=2070)
        if instant >= description.holds_from
        for offset in [max(pair for pair in onsets if pair[0] <= instant)[1]]
        if offset != instant.astimezone(ZoneInfo(tzid)).utcoffset()
    ]
    assert wrong == []


def test_every_zone_of_the_world_is_described_truly_or_not_at_all() -> None:
    not_described = set()
    for tzid in sorted(zoneinfo.available_timezones() - {"localtime"}):
        description = describe_zone(tzid)
        if description is None:
            not_described.add(tzid)
            continue
        onsets = offset_by_lines(description.lines, until=2036)
        for onset, offset in onsets:
            if onset >= description.holds_from:
                assert onset.astimezone(ZoneInfo(tzid)).utcoffset() == offset, (tzid, onset)
        for month in range(1, 13):
            instant = datetime(2034, month, 20, tzinfo=UTC)
            if instant >= description.holds_from:
                known = max(pair for pair in onsets if pair[0] <= instant)[1]
                assert instant.astimezone(ZoneInfo(tzid)).utcoffset() == known, (tzid, instant)
    assert not_described.isdisjoint(PARTNER_ZONES)
    assert {"UTC", "Etc/UTC"} <= not_described
    assert len(not_described) < 40


def test_chicago_is_two_yearly_rules_in_the_old_offsets_clock() -> None:
    description = describe_zone("America/Chicago")
    assert description is not None
    assert description.lines == (
        "BEGIN:VTIMEZONE",
        "TZID:America/Chicago",
        "BEGIN:DAYLIGHT",
        "DTSTART:20070311T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "TZNAME:CDT",
        "TZOFFSETFROM:-0600",
        "TZOFFSETTO:-0500",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20071104T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
        "TZNAME:CST",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0600",
        "END:STANDARD",
        "END:VTIMEZONE",
    )
    assert description.holds_from == datetime(2007, 3, 11, 8, tzinfo=UTC)


def test_a_zone_without_summer_time_is_one_standard_observance() -> None:
    description = describe_zone("Asia/Tokyo")
    assert description is not None
    assert description.lines == (
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Tokyo",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZNAME:JST",
        "TZOFFSETFROM:+0900",
        "TZOFFSETTO:+0900",
        "END:STANDARD",
        "END:VTIMEZONE",
    )


@pytest.mark.parametrize(
    ("tzid", "holds_from"),
    [
        ("Europe/Berlin", datetime(1996, 3, 31, 1, tzinfo=UTC)),
        ("Europe/Paris", datetime(1996, 3, 31, 1, tzinfo=UTC)),
        ("Asia/Seoul", datetime(1988, 10, 8, 17, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(1985, 12, 31, 18, 30, tzinfo=UTC)),
        ("Etc/GMT+5", datetime(1970, 1, 1, 5, tzinfo=UTC)),
    ],
)
def test_a_description_holds_from_the_last_change_of_rule(tzid: str, holds_from: datetime) -> None:
    description = describe_zone(tzid)
    assert description is not None
    assert description.holds_from == holds_from


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2027, 7, 1, 9, tzinfo=ZoneInfo("America/Chicago")), "America/Chicago"),
        (datetime(2006, 7, 1, 9, tzinfo=ZoneInfo("America/Chicago")), None),
        (datetime(2027, 11, 7, 1, 30, tzinfo=ZoneInfo("America/Chicago")), None),
        (datetime(2027, 11, 7, 1, 30, fold=1, tzinfo=ZoneInfo("America/Chicago")), None),
        (datetime(2027, 3, 28, 2, 30, tzinfo=ZoneInfo("Europe/Berlin")), None),
        (datetime(2027, 7, 1, 9, tzinfo=ZoneInfo("Africa/Cairo")), None),
        (datetime(2027, 7, 1, 9, tzinfo=ZoneInfo("UTC")), None),
        (datetime(2027, 7, 1, 9, tzinfo=UTC), None),
        (datetime(2027, 7, 1, 9, tzinfo=timezone(9 * HOUR)), None),
    ],
    ids=[
        "under the present rule",
        "before the present rule",
        "shown twice, first time",
        "shown twice, second time",
        "never shown",
        "rule cannot be said",
        "zone UTC",
        "plain UTC",
        "fixed offset without a name",
    ],
)
def test_a_wall_time_is_written_in_its_zone_or_in_utc(
    moment: datetime, expected: str | None
) -> None:
    assert zone_to_write(moment) == expected


def test_a_naive_time_is_refused() -> None:
    naive = datetime(2027, 7, 1, 9, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="aware"):
        zone_to_write(naive)


class NoOffset(tzinfo):
    def utcoffset(self, dt: datetime | None) -> None:
        return None

    def dst(self, dt: datetime | None) -> None:
        return None

    def tzname(self, dt: datetime | None) -> None:
        return None


def test_a_zone_that_knows_no_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        zone_to_write(datetime(2027, 7, 1, 9, tzinfo=NoOffset()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("JST-9", Clock("JST", 9 * HOUR)),
        ("<+0545>-5:45", Clock("+0545", 5.75 * HOUR)),
        (
            "CST6CDT,M3.2.0,M11.1.0",
            YearlyRule(
                Clock("CST", -6 * HOUR),
                Onset(11, 1, 0, 2 * HOUR),
                Clock("CDT", -5 * HOUR),
                Onset(3, 2, 0, 2 * HOUR),
            ),
        ),
        (
            "IST-1GMT0,M10.5.0,M3.5.0/1",
            YearlyRule(
                Clock("GMT", 0 * HOUR),
                Onset(10, 5, 0, 2 * HOUR),
                Clock("IST", 1 * HOUR),
                Onset(3, 5, 0, 1 * HOUR),
            ),
        ),
        ("EET-2EEST,M3.4.4/50,M10.4.4/50", None),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", None),
        ("<+0330>-3:30<+0430>,J79/24,J263/24", None),
        ("", None),
    ],
)
def test_a_posix_rule_is_read_or_refused(text: str, expected: Clock | YearlyRule | None) -> None:
    assert read_posix_rule(text) == expected


def tzif(posix: str, *, version: bytes = b"2", changes: Sequence[int] = ()) -> bytes:
    """Write a TZif file (RFC 9636) whose changes all lead to UTC-6."""
    header = struct.pack(">4sc15x6l", b"TZif", version, 0, 0, 0, 0, 1, 4)
    no_changes = struct.pack(">lBB4s", -6 * 3600, 0, 0, b"CST\0")
    if version == b"\0":
        return header + no_changes
    count = len(changes)
    second = struct.pack(">4sc15x6l", b"TZif", version, 0, 0, 0, count, 1, 4)
    times = struct.pack(f">{count}q{count}x", *changes)
    return header + no_changes + second + times + no_changes + f"\n{posix}\n".encode()


@pytest.fixture
def zone_folder(tmp_path: Path) -> Iterator[Path]:
    """Let zoneinfo read zones from a folder of our own."""
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    yield tmp_path
    zoneinfo.reset_tzpath(to=before)
    zoneinfo.ZoneInfo.clear_cache()
    describe_zone.cache_clear()


def test_a_zone_that_never_changed_its_rule_is_described_from_1970(zone_folder: Path) -> None:
    (zone_folder / "Always").write_bytes(tzif("CST6CDT,M3.2.0,M11.1.0"))
    description = describe_zone("Always")
    assert description is not None
    assert description.holds_from == datetime(1970, 3, 8, 8, tzinfo=UTC)


def test_a_rule_that_begins_after_the_last_listed_change_is_taken_from_the_next_year(
    zone_folder: Path,
) -> None:
    change = int(datetime(2030, 6, 1, tzinfo=UTC).timestamp())
    (zone_folder / "Late").write_bytes(tzif("CST6CDT,M3.2.0,M11.1.0", changes=[change]))
    description = describe_zone("Late")
    assert description is not None
    assert description.holds_from == datetime(2031, 3, 9, 8, tzinfo=UTC)


def test_a_rule_listed_since_before_1970_is_described_from_1970(zone_folder: Path) -> None:
    changes = [int(datetime(1960, 1, 1, tzinfo=UTC).timestamp())]
    (zone_folder / "Old").write_bytes(tzif("CST6CDT,M3.2.0,M11.1.0", changes=changes))
    description = describe_zone("Old")
    assert description is not None
    assert description.holds_from == datetime(1970, 3, 8, 8, tzinfo=UTC)


def test_a_file_without_a_rule_is_not_described(zone_folder: Path) -> None:
    (zone_folder / "Version1").write_bytes(tzif("", version=b"\0"))
    assert describe_zone("Version1") is None


def test_the_tzdata_package_serves_where_the_system_has_no_zones(zone_folder: Path) -> None:
    describe_zone.cache_clear()
    assert not list(zone_folder.iterdir())
    description = describe_zone("Europe/Berlin")
    assert description is not None
    assert description.holds_from == datetime(1996, 3, 31, 1, tzinfo=UTC)
