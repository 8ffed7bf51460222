"""Which clock a city's name means: partners, those on the way, those told once, all others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from exchange.core.languages import OFFICE_ZONE, Language
from exchange.itineraries.clocks import OFFICE_CITY, WAYSIDE, city_key, other_cities

if TYPE_CHECKING:
    from exchange.partners.models import Partner

#: Airports and stations people write for a city; they share its clock.
_GATES: Final[Mapping[str, tuple[str, ...]]] = {
    "Asia/Tokyo": ("羽田", "成田", "関西", "大阪", "名古屋", "新大阪", "博多", "Haneda", "Narita"),
    "Asia/Taipei": ("桃園", "小港", "台中", "台南", "Taoyuan"),
    "Asia/Seoul": ("仁川", "金浦", "釜山", "Incheon"),
    "Asia/Shanghai": ("浦東", "虹橋", "無錫", "Pudong"),
    "Europe/Paris": ("マルセイユ", "Marseille"),
    "America/New_York": ("ニューアーク", "アトランタ", "ワシントン", "Newark", "Atlanta"),
    "America/Chicago": ("ヒューストン", "オースティン", "Houston", "Austin"),
}


@dataclass(frozen=True, slots=True)
class CityIndex:
    """Zones by the folded name of a city."""

    zones: Mapping[str, str]

    def zone_of(self, name: str) -> str:
        """Return the zone of a city, "" where nobody has told."""
        return self.zones.get(city_key(name), "")

    def with_answers(self, told: Mapping[str, str]) -> "CityIndex":
        """Return the index with what a person has just answered; nothing known changes."""
        return CityIndex({**{city_key(name): zone for name, zone in told.items()}, **self.zones})


def index_cities(
    visited: Iterable["Partner"], partners: Iterable["Partner"], told: Mapping[str, str]
) -> CityIndex:
    """Return what cities mean for a visit; its own partners come first: Rome may be in Georgia.

    `told` are zones by key, as people have answered before.
    """
    zones: dict[str, str] = {}
    for name, zone in chain(_of_visit(visited), _of_partners(partners), _on_the_way()):
        zones.setdefault(city_key(name), zone)
    return CityIndex({**_everywhere(), **told, **zones})


def _of_visit(partners: Iterable["Partner"]) -> Iterator[tuple[str, str]]:
    """Yield the names of a visit's partners, also short: Rome for Rome, Georgia."""
    for partner in partners:
        for name in partner.names.values():
            yield name, partner.zone
            yield name.partition(",")[0], partner.zone
    for name in OFFICE_CITY.values():
        yield name, OFFICE_ZONE.key


def _of_partners(partners: Iterable["Partner"]) -> Iterator[tuple[str, str]]:
    for partner in partners:
        for name in partner.names.values():
            yield name, partner.zone


def _on_the_way() -> Iterator[tuple[str, str]]:
    for zone, cities in WAYSIDE.items():
        for city in cities:
            for name in city.values():
                yield name, zone
    for zone, gates in _GATES.items():
        for name in gates:
            yield name, zone


@cache
def _everywhere() -> Mapping[str, str]:
    """Return every zone's own city, in the languages of the interface."""
    return {
        city_key(city): zone for language in Language for zone, city in other_cities(language, ())
    }
