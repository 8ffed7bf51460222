"""Extract the values of the fact files (figures, dates, titles; no sentences) into facts.yaml.

Run from the project's root, where the folder of facts stands beside it:
`python tests/data/extract_facts.py`. The tests compare our reference data with facts.yaml
always, and facts.yaml with the fact files where those are there.
"""

import re
from pathlib import Path
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).resolve().parents[2]
FACTS: Final = ROOT.parent / "shared" / "facts"
EXTRACT: Final = Path(__file__).with_name("facts.yaml")
#: How our data names the partners and documents that the fact files name otherwise.
SLUGS: Final = {"suzhou-snd": "suzhou-new-district"}
DOCUMENTS: Final = {"000_cf7ca00d13c71131.txt": "seed-zh", "002_cd887b6650042471.txt": "seed-ja"}
NUMBER: Final = re.compile(r"(?<![\d,.])\d[\d,]*(?:\.\d+)?")


def extract(folder: Path = FACTS) -> dict[str, Any]:
    """Return every value our reference data may be checked against."""
    seeds = _read(folder / "seed-facts.yaml")
    public = _read(folder / "partners-public.yaml")
    return {
        "sources": _sources(public),
        "home": _home(public["kumamoto"]),
        "relations": [[word["ja"], word["zh"]] for word in seeds["partners"]["relation_types"]],
        "partners": _partners(seeds["partners"]["items"], public["partners"]),
        "strategy": _strategy(seeds["phase2_strategy"]),
        "policies": [_titles(row) for row in seeds["basic_policies"]],
        "measures": [_measure(row) for row in seeds["basic_measures"]],
        "leading_projects": [_titles(row) for row in seeds["leading_projects"]["items"]],
        "target_regions": [_region(row) for row in seeds["target_regions"]["items"]],
        "indicators": [_indicator(row) for row in seeds["verification_indicators"]["items"]],
        "not_in_source": [
            {"measure": row["measure"], "line": _first_word(row["heading_loc"])}
            for row in seeds["verification_indicators"]["missing"]
        ],
        "anniversaries": {
            _slug(row["partner"]): row["years"]
            for row in seeds["derived_anniversaries_FY2024_2031"]["items"]
        },
    }


def _read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def _slug(name: str) -> str:
    return SLUGS.get(name, name)


def _first_word(text: str) -> str:
    return text.split()[0]


def _places(row: dict[str, Any]) -> list[str]:
    """Return citations: document and the line numbers in it, without the heading's words."""
    found = row.get("src") or row["name"]["src"]
    return [f"{DOCUMENTS[place['doc']]} {_first_word(place['loc'])}" for place in found]


def _sources(public: dict[str, Any]) -> dict[str, str | None]:
    documents = {alias: name for name, alias in DOCUMENTS.items()}
    addresses = {name: row.get("url") for name, row in public["meta"]["sources"].items()}
    return {**documents, **addresses}


def _home(city: dict[str, Any]) -> dict[str, Any]:
    return {
        "names": {tag: name for tag, name in city["names"].items() if tag != "kana"},
        "kana": city["names"]["kana"],
        "local_government_code": city["local_government_code"]["value"],
        "zone": city["timezone"]["value"],
        "coordinates": [city["coordinates"]["lat"], city["coordinates"]["lon"]],
        "site": city["site"]["value"],
    }


def _partners(seeds: list[dict[str, Any]], public: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_name = {row["id"]: row for row in public}
    return [_partner(row, by_name[row["id"]]) for row in seeds]


def _partner(seed: dict[str, Any], public: dict[str, Any]) -> dict[str, Any]:
    return {
        "slug": _slug(seed["id"]),
        "names": {**public["names"], "ja": seed["name"]["ja"], "zh-Hant": seed["name"]["zh"]},
        "relation": {"ja": seed["relation_type"]["ja"], "zh-Hant": seed["relation_type"]["zh"]},
        "place_zh": seed["country_zh"],
        "country": {key: public["country"][key] for key in ("iso", "currency", "languages")},
        "zone": public["timezone"]["value"],
        "coordinates": [public["coordinates"]["lat"], public["coordinates"]["lon"]],
        "site": public["site"]["value"] if public["site"]["status"] != "unverified" else None,
        "population": [_figure(row) for row in public.get("population", [])],
        "area": [_figure(row) for row in public.get("area_km2", [])],
        "seed_dates": [_seed_date(row) for row in seed["since"]["stated"]],
        "public_dates": [
            {"date": str(row["date"]), "source": row["source"]}
            for row in public["agreement"]
            if row["date"]
        ],
        "fact_numbers": [
            {"source": _first_word(row["source"]), "numbers": _numbers(row["text"])}
            for row in public.get("facts", [])
        ],
    }


def _figure(row: dict[str, Any]) -> dict[str, Any]:
    return {"value": row["value"], "year": row.get("year"), "source": row["source"]}


def _seed_date(row: dict[str, Any]) -> dict[str, str]:
    return {"date": str(row["value"]), "source": f"{DOCUMENTS[row['doc']]} {row['loc']}"}


def _numbers(text: str) -> list[str]:
    return sorted({number.replace(",", "").rstrip(".") for number in NUMBER.findall(text)})


def _titles(row: dict[str, Any]) -> dict[str, Any]:
    name = row.get("name", row)
    return {
        "zh-Hant": name["zh"],
        "ja": name.get("normalized_ja") or name["ja"],
        "sources": _places(row),
    }


def _measure(row: dict[str, Any]) -> dict[str, Any]:
    parts = [_titles(part) for part in row["sub_measures"]]
    return {**_titles(row), "policy": row["basic_policy"], "sub_measures": parts}


def _strategy(row: dict[str, Any]) -> dict[str, Any]:
    vision = row["vision"]["current"]
    return {
        "title": {"zh-Hant": row["name"]["zh"], "ja": row["name"]["ja"]},
        "vision": {"zh-Hant": vision["zh"], "ja": vision["ja"]},
        "enacted": str(row["enacted"]["normalized"]["date"]),
        "fiscal_years": row["period"]["normalized"]["fiscal_years"],
        "midterm_review_year_number": row["midterm_review"]["normalized"]["year_number"],
    }


def _region(row: dict[str, Any]) -> dict[str, Any]:
    return {"ja": row["ja"], "partners": [_slug(name) for name in row["priority_cities"]]}


def _indicator(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "measure": _first_word(row["measure"]),
        "zh-Hant": row["name"]["zh"],
        "ja": row["name"]["ja"],
        "unit": row["unit"],
        "baseline": row["baseline"],
        "targets": {2027: row["target_2027"], 2031: row["target_2031"]},
        "calendar_year": bool(row["calendar_year_note"]),
        "mark": row["cumulative_marked"] or None,
        "draft_baseline": row.get("draft_ja", {}).get("baseline"),
        "source": _places(row)[0],
    }


def write(folder: Path = FACTS, target: Path = EXTRACT) -> None:
    """Write the extract anew."""
    head = "# Written by extract_facts.py: figures, dates and titles only. Do not edit by hand.\n"
    text = yaml.safe_dump(extract(folder), allow_unicode=True, sort_keys=False, width=100)
    target.write_text(head + text, encoding="utf-8")


if __name__ == "__main__":
    write()
