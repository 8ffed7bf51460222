"""Clocks by city: a zone is shown by a city's name, never by its own."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

from exchange.core.database import Localized
from exchange.core.languages import OFFICE_ZONE
from exchange.core.text import fold, sort_key
from exchange.core.walltime import WallTime

if TYPE_CHECKING:
    from exchange.itineraries.models import ItineraryItem
    from exchange.partners.models import Partner

OFFICE_CITY: Final = Localized({"ja": "熊本", "en": "Kumamoto", "zh-Hant": "熊本"})
_BRACKETS: Final = re.compile(r"[（(].*?[）)]")
_OF_A_CITY: Final = re.compile(r"(広域市|廣域市|広域|市|city)$")
#: Names of hours, not of places; the sign of `Etc/GMT+9` even means the opposite.
_NO_PLACES: Final = "Etc/"
#: So many names of cities are known by their keys at a time; a programme asks for each again.
_NAMES: Final = 1024
#: Where journeys of the city pass through, by zone, in the order of the list.
WAYSIDE: Final[Mapping[str, Sequence[Localized]]] = {
    "Asia/Tokyo": [
        Localized({"ja": "東京", "en": "Tokyo", "zh-Hant": "東京"}),
        Localized({"ja": "福岡", "en": "Fukuoka", "zh-Hant": "福岡"}),
    ],
    "Asia/Seoul": [Localized({"ja": "ソウル", "en": "Seoul", "zh-Hant": "首爾"})],
    "Asia/Shanghai": [
        Localized({"ja": "上海", "en": "Shanghai", "zh-Hant": "上海"}),
        Localized({"ja": "北京", "en": "Beijing", "zh-Hant": "北京"}),
    ],
    "Asia/Taipei": [Localized({"ja": "台北", "en": "Taipei", "zh-Hant": "臺北"})],
    "Asia/Hong_Kong": [Localized({"ja": "香港", "en": "Hong Kong", "zh-Hant": "香港"})],
    "Europe/Berlin": [
        Localized({"ja": "フランクフルト", "en": "Frankfurt", "zh-Hant": "法蘭克福"}),
        Localized({"ja": "ベルリン", "en": "Berlin", "zh-Hant": "柏林"}),
    ],
    "Europe/Paris": [Localized({"ja": "パリ", "en": "Paris", "zh-Hant": "巴黎"})],
    "America/Chicago": [
        Localized({"ja": "ダラス", "en": "Dallas", "zh-Hant": "達拉斯"}),
        Localized({"ja": "シカゴ", "en": "Chicago", "zh-Hant": "芝加哥"}),
    ],
}


@dataclass(frozen=True, slots=True)
class Face:
    """A clock as it is read: day, time, and the city it hangs in."""

    day: date
    clock: str
    city: str


@dataclass(frozen=True, slots=True)
class Row:
    """An item with its clocks; those elsewhere are None where they show the same."""

    item: "ItineraryItem"
    start: Face
    end: Face
    start_elsewhere: Face | None
    end_elsewhere: Face | None


def cities_of(partners: Iterable["Partner"]) -> Mapping[str, Localized]:
    """Return the cities of a visit by zone: the partners' and, for its own clock, Kumamoto."""
    theirs = {partner.zone: partner.names for partner in partners}
    return {OFFICE_ZONE.key: OFFICE_CITY, **theirs, OFFICE_ZONE.key: OFFICE_CITY}


@lru_cache(maxsize=_NAMES)
def city_key(name: str) -> str:
    """Return the form under which a city is known: without brackets, and without its 市."""
    plain = fold(_BRACKETS.sub("", name))
    return _OF_A_CITY.sub("", plain) or plain


def city_name(zone: str, language: str, cities: Mapping[str, Localized]) -> str:
    """Return the city a zone's clock is named after: one of the visit, else CLDR's."""
    if known := cities.get(zone):
        return known.in_language(language)
    return _cldr_city(zone, language)


def frequent_clocks(
    language: str, cities: Mapping[str, Localized], partners: Iterable["Partner"]
) -> Sequence[tuple[str, Sequence[str]]]:
    """Return the zones mostly used, those of the visit first, each with the cities that share it.

    The cities are those of the visit, of all partners, and those on the way.
    """
    named: dict[str, list[str]] = {
        zone: [names.in_language(language)] for zone, names in cities.items()
    }
    for partner in partners:
        named.setdefault(partner.zone, []).append(partner.names.in_language(language))
    for zone, wayside in WAYSIDE.items():
        named.setdefault(zone, []).extend(names.in_language(language) for names in wayside)
    return [(zone, list(dict.fromkeys(found))) for zone, found in named.items()]


def other_cities(language: str, but: Container[str]) -> Sequence[tuple[str, str]]:
    """Return (zone, city) of every other zone that is named after a city, by city.

    Those that have no name of their own in the language stand last.
    """
    return [(zone, city) for zone, city in _all_cities(language) if zone not in but]


def clock_elsewhere(wall: WallTime, cities: Mapping[str, Localized]) -> WallTime | None:
    """Return what the other end's clock shows: Kumamoto's when away, the partner's at home.

    None where both clocks show the same.
    """
    ends = [OFFICE_ZONE.key, *(zone for zone in cities if zone != OFFICE_ZONE.key)]
    away = next((zone for zone in ends if zone != wall.zone), None)
    if away is None:
        return None
    there = WallTime.at(wall.instant, away)
    return there if (there.day, there.clock) != (wall.day, wall.clock) else None


def programme(
    items: Iterable["ItineraryItem"], cities: Mapping[str, Localized], language: str
) -> Sequence[tuple[date, Sequence[Row]]]:
    """Group items, which are in true order, by the day shown where they begin.

    A day lived twice across the date line stands twice.
    """
    rows = [
        Row(
            item=item,
            start=_face(item.start, cities, language, typed=item.city),
            end=_face(item.end, cities, language, typed=_end_city(item)),
            start_elsewhere=_face_elsewhere(item.start, cities, language),
            end_elsewhere=_face_elsewhere(item.end, cities, language),
        )
        for item in items
    ]
    return [(day, list(group)) for day, group in groupby(rows, key=lambda row: row.start.day)]


def _end_city(item: "ItineraryItem") -> str:
    """Return the city typed for the end: its own, or the start's where the clock is the same."""
    return item.end_city or (item.city if item.end.zone == item.start.zone else "")


def _in_words(typed: str, zone: str, cities: Mapping[str, Localized], language: str) -> str:
    """Return a typed city in a language where it is known by its name, else as it was typed."""
    known = [*([cities[zone]] if zone in cities else []), *WAYSIDE.get(zone, ())]
    key = city_key(typed)
    for names in known:
        if key in {city_key(name) for name in names.values()}:
            return names.in_language(language)
    return typed


def _face(
    wall: WallTime, cities: Mapping[str, Localized], language: str, *, typed: str = ""
) -> Face:
    """Read a clock; a city somebody typed stands before the one its zone is named after."""
    city = _in_words(typed, wall.zone, cities, language) or city_name(wall.zone, language, cities)
    return Face(wall.day, f"{wall.clock:%H:%M}", city)


def _face_elsewhere(wall: WallTime, cities: Mapping[str, Localized], language: str) -> Face | None:
    there = clock_elsewhere(wall, cities)
    return _face(there, cities, language) if there else None


@cache
def _all_cities(language: str) -> Sequence[tuple[str, str]]:
    zones = (zone for zone in get_global("zone_territories") if not zone.startswith(_NO_PLACES))
    named = [(zone, _cldr_city(zone, language)) for zone in zones]
    return sorted(
        named, key=lambda pair: (_is_unnamed(*pair, language), sort_key(pair[1]), pair[0])
    )


def _is_unnamed(zone: str, city: str, language: str) -> bool:
    """Say whether a city is known in a language by its English name alone."""
    return language != "en" and city == _cldr_city(zone, "en")


@cache
def _cldr_city(zone: str, language: str) -> str:
    name = get_timezone_location(zone, locale=Locale.parse(language, sep="-"), return_city=True)
    return name.rpartition("/")[2]
