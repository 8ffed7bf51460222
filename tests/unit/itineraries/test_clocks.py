"""Clocks by city: both ends of a visit, never a zone's name."""

from datetime import date, time

import pytest

from exchange.core.database import Localized
from exchange.core.walltime import WallTime
from exchange.itineraries.clocks import (
    Face,
    city_name,
    clock_elsewhere,
    frequent_clocks,
    other_cities,
    programme,
)
from exchange.itineraries.models import ItineraryItem
from exchange.partners.models import Partner

CITIES = {
    "Asia/Tokyo": Localized({"ja": "熊本", "en": "Kumamoto"}),
    "America/Chicago": Localized({"ja": "サンアントニオ市", "en": "San Antonio"}),
}


def at(day: int, clock: str, zone: str) -> WallTime:
    return WallTime.planned(date(2027, 7, day), time.fromisoformat(clock), zone=zone)


def make(start: WallTime, end: WallTime, city: str = "", end_city: str = "") -> ItineraryItem:
    item = ItineraryItem(city=city, end_city=end_city)
    item.plan(start, end)
    return item


@pytest.mark.parametrize(
    ("zone", "language", "city"),
    [
        ("America/Chicago", "ja", "サンアントニオ市"),
        ("Asia/Tokyo", "en", "Kumamoto"),
        ("America/New_York", "ja", "ニューヨーク"),
        ("America/Toronto", "zh-Hant", "多倫多"),
        ("America/Argentina/Ushuaia", "en", "Ushuaia"),
    ],
)
def test_a_clock_is_named_after_a_city(zone: str, language: str, city: str) -> None:
    assert city_name(zone, language, CITIES) == city


@pytest.mark.parametrize("language", ["ja", "en", "zh-Hant"])
def test_every_other_city_can_be_chosen_once(language: str) -> None:
    found = other_cities(language, CITIES)
    zones = [zone for zone, _ in found]
    assert len(zones) == len(set(zones)) > 400
    assert not {"Asia/Tokyo", "America/Chicago"} & set(zones)
    assert not [zone for zone in zones if zone.startswith("Etc/")]
    assert all(city and "/" not in city for _, city in found)


@pytest.mark.parametrize("language", ["ja", "zh-Hant"])
def test_cities_without_a_name_of_their_own_stand_last(language: str) -> None:
    unnamed = [city.isascii() for _, city in other_cities(language, ())]
    assert unnamed == sorted(unnamed)
    assert unnamed[-1]


def test_the_clocks_mostly_used_are_found_by_any_of_their_cities() -> None:
    berlin = Partner(zone="Europe/Berlin", names=Localized({"ja": "ハイデルベルク市"}))
    found = dict(frequent_clocks("ja", CITIES, [berlin]))
    assert list(found)[:3] == ["Asia/Tokyo", "America/Chicago", "Europe/Berlin"]
    assert found["Asia/Tokyo"] == ["熊本", "東京", "福岡"]
    assert found["Europe/Berlin"] == ["ハイデルベルク市", "フランクフルト", "ベルリン"]
    assert found["Asia/Seoul"] == ["ソウル"]


def test_the_other_clock_is_kumamoto_abroad_and_the_partner_at_home() -> None:
    assert clock_elsewhere(at(27, "17:30", "America/Chicago"), CITIES) == at(
        28, "07:30", "Asia/Tokyo"
    )
    assert clock_elsewhere(at(27, "09:00", "Asia/Tokyo"), CITIES) == at(
        26, "19:00", "America/Chicago"
    )
    assert (
        clock_elsewhere(at(27, "09:00", "Asia/Tokyo"), {"Asia/Tokyo": CITIES["Asia/Tokyo"]}) is None
    )
    assert clock_elsewhere(at(27, "09:00", "Asia/Seoul"), CITIES) is None


def test_a_flight_over_the_date_line_keeps_both_clocks() -> None:
    flight = make(at(27, "11:00", "Asia/Tokyo"), at(27, "10:30", "America/Chicago"))
    [(day, [row])] = programme([flight], CITIES, "ja")
    assert day == date(2027, 7, 27)
    assert row.start == Face(date(2027, 7, 27), "11:00", "熊本")
    assert row.end == Face(date(2027, 7, 27), "10:30", "サンアントニオ市")
    assert row.start_elsewhere == Face(date(2027, 7, 26), "21:00", "サンアントニオ市")
    assert row.end_elsewhere == Face(date(2027, 7, 28), "00:30", "熊本")


@pytest.mark.parametrize(
    ("typed", "language", "shown"),
    [
        (("", ""), "en", ("Kumamoto", "San Antonio")),
        (("福岡", "ダラス"), "en", ("Fukuoka", "Dallas")),
        (("福岡市", "サンアントニオ"), "ja", ("福岡", "サンアントニオ市")),
        (("天草", "ダラス"), "en", ("天草", "Dallas")),
    ],
)
def test_a_typed_city_stands_at_its_clock_in_the_reader_s_language(
    typed: tuple[str, str], language: str, shown: tuple[str, str]
) -> None:
    flight = make(at(27, "11:00", "Asia/Tokyo"), at(27, "10:30", "America/Chicago"), *typed)
    [(_, [row])] = programme([flight], CITIES, language)
    assert (row.start.city, row.end.city) == shown


def test_an_end_without_a_city_is_in_that_of_the_start_where_the_clock_is_the_same() -> None:
    call = make(at(27, "11:00", "America/Chicago"), at(27, "12:00", "America/Chicago"), "ダラス")
    [(_, [row])] = programme([call], CITIES, "ja")
    assert row.end.city == "ダラス"


def test_a_day_lived_twice_stands_twice() -> None:
    tokyo, honolulu = "Asia/Tokyo", "Pacific/Honolulu"
    items = [
        make(at(28, "09:00", tokyo), at(28, "10:00", tokyo)),
        make(at(27, "20:00", honolulu), at(27, "21:00", honolulu)),
        make(at(28, "09:00", honolulu), at(28, "10:00", honolulu)),
    ]
    assert [day.day for day, _ in programme(items, CITIES, "en")] == [28, 27, 28]
