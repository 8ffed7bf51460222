"""Every figure, date and title of the reference data equals the fact files' own."""

import re
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.data import extract_facts

DATA: Final = Path(__file__).resolve().parents[3] / "exchange" / "reference" / "kumamoto"
SEEDS: Final = ("seed-zh", "seed-ja")
#: Sources that the fact files name by their address alone.
BY_ADDRESS: Final = {
    "KM-HD-YOUTH": "https://www.city.kumamoto.jp/kiji00354146/index.html",
    "MATSUKAWA": "https://www.matsukawa-y.com",
}
#: Named in the fact files in words, without an address.
BY_WORDS: Final = {"LTH-AICHI"}


def read(name: str) -> dict[str, Any]:
    text = (DATA / f"{name}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def by_slug(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["slug"]: row for row in rows}


FACTS: Final = yaml.safe_load(extract_facts.EXTRACT.read_text(encoding="utf-8"))
PARTNERS: Final = by_slug(read("partners")["partners"])
PARTNER_FACTS: Final = by_slug(FACTS["partners"])
AGREEMENTS: Final = read("agreements")["agreements"]
SLUGS: Final = list(PARTNER_FACTS)


def test_extract_equals_the_fact_files() -> None:
    if not extract_facts.FACTS.exists():
        pytest.skip("the fact files are not beside this checkout; only their extract is compared")
    assert extract_facts.extract() == FACTS


def test_sources_have_the_addresses_and_documents_of_the_fact_files() -> None:
    ours = {row["id"]: row.get("document") or row.get("url") for row in read("sources")["sources"]}
    expected = {name: (FACTS["sources"] | BY_ADDRESS).get(name) for name in ours}
    assert ours == expected
    assert set(ours) - set(FACTS["sources"]) - set(BY_ADDRESS) == BY_WORDS


def test_every_citation_names_a_known_source() -> None:
    known = {row["id"] for row in read("sources")["sources"]}
    cited: set[str] = set()

    def walk(node: object, key: str = "") -> None:
        if isinstance(node, dict):
            for name, value in node.items():
                walk(value, "citation" if key == "sources" else str(name))
        elif isinstance(node, list):
            for value in node:
                walk(value, key)
        elif isinstance(node, str) and key in {"source", "sources", "citation", "fields_source"}:
            cited.add(node.split()[0])

    for name in ("partners", "people", "cycles", "agreements", "strategy", "indicators"):
        walk(read(name))
    assert cited == known


def test_home_city_equals_facts() -> None:
    home = read("partners")["home"]
    assert {
        "names": home["names"],
        "kana": home["kana"],
        "local_government_code": home["local_government_code"],
        "zone": home["zone"],
        "coordinates": [home["latitude"], home["longitude"]],
        "site": home["site"],
    } == FACTS["home"]


def test_partners_stand_in_the_printed_order_with_its_numbers() -> None:
    numbers = {slug: row["number"] for slug, row in PARTNERS.items()}
    assert numbers == {slug: number for number, slug in enumerate(SLUGS, start=1)}


@pytest.mark.parametrize("slug", SLUGS)
def test_partner_names_equal_facts(slug: str) -> None:
    ours, facts = PARTNERS[slug], PARTNER_FACTS[slug]
    names, given = ours["names"], facts["names"]
    assert names["ja"].split("（")[0] == given["ja"]
    assert names["zh-Hant"].split("（")[0] == given["zh-Hant"]
    assert given["en"].startswith(names["en"])
    assert given["native"].startswith(ours["native"]["name"])
    if "zh-Hans" not in ours["ours"]:
        assert names["zh-Hans"] == given["zh-Hans"]
    if "kana" not in ours["ours"]:
        assert ours["kana"] == given["ja_kana"]


def test_rome_always_carries_its_state() -> None:
    names = PARTNERS["rome-ga"]["names"]
    assert [names[tag] for tag in ("ja", "zh-Hant", "en")] == [
        "ローム市（米国ジョージア州）",
        "羅馬市（喬治亞州）",
        "Rome, Georgia",
    ]


@pytest.mark.parametrize("slug", SLUGS)
def test_partner_place_and_relation_equal_facts(slug: str) -> None:
    ours, facts = PARTNERS[slug], PARTNER_FACTS[slug]
    relation = {tag: word for tag, word in ours["relation"].items() if tag != "en"}
    assert relation == facts["relation"]
    assert list(relation.values()) in [list(pair) for pair in FACTS["relations"]]
    assert {
        "place_zh": ours["place"]["zh-Hant"],
        "country": {
            "iso": ours["country_code"],
            "currency": ours["currency"],
            "languages": ours["languages"],
        },
        "zone": ours["zone"],
        "coordinates": [ours["latitude"], ours["longitude"]],
        "site": ours["site"],
    } == {key: facts[key] for key in ("place_zh", "country", "zone", "coordinates", "site")}


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("kind", ["population", "area"])
def test_partner_figures_equal_facts(slug: str, kind: str) -> None:
    given = {
        (row["value"], _year(row["year"]), source)
        for row in PARTNER_FACTS[slug][kind]
        for source in _named(row["source"])
    }
    ours = {
        (row["number"], row.get("date"), row["source"].split()[0])
        for row in PARTNERS[slug]["facts"]
        if row["kind"] == kind
    }
    assert ours == given


@pytest.mark.parametrize("slug", SLUGS)
def test_figures_in_history_lines_are_the_sources_own(slug: str) -> None:
    addresses = {address: name for name, address in BY_ADDRESS.items()}
    given: dict[str, set[str]] = {}
    for row in [*PARTNER_FACTS[slug]["fact_numbers"], *_agreement_numbers(slug)]:
        source = addresses.get(row["source"], row["source"])
        given.setdefault(source, set()).update(row["numbers"])
    for fact in PARTNERS[slug]["facts"]:
        if fact["kind"] == "history":
            text = " ".join([fact["date"], fact["text"]["en"].replace("FY", "")])
            assert set(re.findall(r"\d+", text)) <= given[fact["source"]]


@pytest.mark.parametrize("slug", SLUGS)
def test_claims_are_all_the_dates_the_papers_state(slug: str) -> None:
    given = {(row["date"], row["source"]) for row in PARTNER_FACTS[slug]["seed_dates"]}
    assert {claim for claim in _claims(slug) if claim[1].startswith(SEEDS)} == {
        (date, place.split("(")[0].strip()) for date, place in given
    }


@pytest.mark.parametrize("slug", SLUGS)
def test_claims_from_elsewhere_are_dates_their_sources_give(slug: str) -> None:
    given = {
        (row["date"], source)
        for row in PARTNER_FACTS[slug]["public_dates"]
        for source in _named(row["source"])
        if source not in {"HD-DE", *SEEDS}
    }
    ours = {claim for claim in _claims(slug) if not claim[1].startswith(SEEDS)}
    if slug == "rome-ga":
        # The pledge of 2025 waits: its one source is not the city's.
        ours.remove(("2025-10", "MATSUKAWA"))
    assert ours == given


def test_adopted_dates_are_the_ones_the_domain_names() -> None:
    adopted = {
        agreement["slug"]: claim["date"]
        for agreement in AGREEMENTS
        for claim in agreement["claims"]
        if claim.get("adopted")
    }
    assert adopted == {
        "guilin-1979": "1979-10-01",
        "san-antonio-1987": "1987-12-28",
        "heidelberg-1992": "1992-05-19",
        "heidelberg-1992-countersigning": "1992-09",
        "rome-ga-1995": "1995-05-29",
        "rome-ga-takeover": "2015-06",
        "ulsan-2010": "2010-04",
        "suzhou-new-district-2013": "2013-05",
        "aix-en-provence-2012": "2012-09-26",
        "aix-en-provence-2013": "2013-02-16",
        "kaohsiung-2013": "2013-09-09",
        "kaohsiung-2017": "2017-01-11",
    }


def test_public_bases_are_one_a_partner_and_the_takeover_is_for_staff() -> None:
    partner_of = {row["slug"]: row["partner"] for row in AGREEMENTS}
    bases = read("agreements")["bases"]
    assert [partner_of[row["agreement"]] for row in bases if row["public"]] == SLUGS
    assert [row["slug"] for row in bases if not row["public"]] == ["rome-ga-takeover"]


def _claims(slug: str) -> set[tuple[str, str]]:
    return {
        (claim["date"], claim["source"])
        for agreement in AGREEMENTS
        if agreement["partner"] == slug
        for claim in agreement["claims"]
    }


def _agreement_numbers(slug: str) -> list[dict[str, Any]]:
    return [
        {"source": name, "numbers": row["date"].split("-")}
        for row in PARTNER_FACTS[slug]["public_dates"]
        for name in _named(row["source"])
    ]


def _named(text: str) -> list[str]:
    """Split "KM-HD + HDFK + ja seed" into the names our data uses."""
    seeds = {"ja seed": "seed-ja", "zh seed only": "seed-zh", "seed": "seed-zh"}
    parts = [part.split(" (")[0].strip() for part in text.split(" + ")]
    return [seeds.get(part, part) for part in parts]


def _year(text: str | None) -> str | None:
    return text.split(" (")[0] if text else None
