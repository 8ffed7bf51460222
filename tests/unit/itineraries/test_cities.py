"""Which clock a city's name means."""

import pytest

from exchange.core.database import Localized
from exchange.itineraries.cities import index_cities
from exchange.itineraries.clocks import city_key
from exchange.partners.models import Partner


def partner(zone: str, **names: str) -> Partner:
    return Partner(
        names=Localized({tag.replace("_", "-"): text for tag, text in names.items()}), zone=zone
    )


HEIDELBERG = partner("Europe/Berlin", ja="ハイデルベルク市", en="Heidelberg", zh_Hant="海德堡市")
ROME = partner("America/New_York", ja="ローム市（米国ジョージア州）", en="Rome, Georgia")
ULSAN = partner("Asia/Seoul", ja="蔚山広域市", en="Ulsan")


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("ハイデルベルク", "Europe/Berlin"),
        ("ハイデルベルク市", "Europe/Berlin"),
        ("HEIDELBERG", "Europe/Berlin"),
        ("海德堡", "Europe/Berlin"),
        ("蔚山", "Asia/Seoul"),
        ("熊本市", "Asia/Tokyo"),
        ("福岡", "Asia/Tokyo"),
        ("羽田", "Asia/Tokyo"),
        ("Newark", "America/New_York"),
        ("ニューヨーク", "America/New_York"),
        ("Boston", "America/New_York"),
        ("どこか", ""),
    ],
)
def test_a_city_is_known_by_any_of_its_names(name: str, zone: str) -> None:
    told = {city_key("Boston"): "America/New_York"}
    cities = index_cities([HEIDELBERG], [HEIDELBERG, ROME, ULSAN], told)
    assert cities.zone_of(name) == zone


def test_a_visit_s_own_partner_comes_before_a_city_of_the_same_name() -> None:
    assert index_cities([ROME], [ROME], {}).zone_of("Rome") == "America/New_York"
    assert index_cities([HEIDELBERG], [ROME], {}).zone_of("Rome") == "Europe/Rome"


def test_an_answer_just_given_counts_and_changes_nothing_known() -> None:
    cities = index_cities([HEIDELBERG], [], {})
    answered = cities.with_answers({"村": "Asia/Seoul", "ハイデルベルク": "Asia/Seoul"})
    assert answered.zone_of("村") == "Asia/Seoul"
    assert answered.zone_of("ハイデルベルク") == "Europe/Berlin"


def test_a_name_that_is_nothing_but_the_word_city_stays() -> None:
    assert city_key("市") == "市"
