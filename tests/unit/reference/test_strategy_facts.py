"""The strategy's titles and the indicators' figures equal the fact files' own."""

from typing import Any, Final

import pytest

from tests.unit.reference.test_facts import FACTS, by_slug, read

STRATEGY: Final = read("strategy")
INDICATORS: Final = read("indicators")
#: The fact files' name of a policy or measure, and ours.
PLACES: Final = {
    "BP1": "policy-1",
    "BP2": "policy-2",
    **{f"M{number}": f"measure-{number}" for number in range(1, 6)},
}


def titles(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "zh-Hant": row["title"]["zh-Hant"],
        "ja": row["title"]["ja"],
        "sources": row["sources"],
    }


def test_strategy_period_and_vision_equal_facts() -> None:
    ours, facts = STRATEGY["strategy"], FACTS["strategy"]
    assert ours["enacted"] == facts["enacted"]
    years = [ours["first_fiscal_year"], ours["last_fiscal_year"]]
    assert [f"FY{year}" for year in years] == facts["fiscal_years"]
    fourth = ours["first_fiscal_year"] + facts["midterm_review_year_number"] - 1
    assert ours["midterm_review_fiscal_year"] == fourth
    for key in ("title", "vision"):
        assert {tag: text for tag, text in ours[key].items() if tag != "en"} == facts[key]


def test_policies_and_leading_projects_have_the_printed_titles() -> None:
    assert [titles(row) for row in STRATEGY["policies"]] == FACTS["policies"]
    assert [titles(row) for row in STRATEGY["leading_projects"]] == FACTS["leading_projects"]
    assert [row["number"] for row in STRATEGY["leading_projects"]] == list(range(1, 12))


def test_measures_and_sub_measures_have_the_printed_titles() -> None:
    ours = [
        {
            **titles(row),
            "policy": row["policy"],
            "sub_measures": [titles(part) for part in row["sub_measures"]],
        }
        for row in STRATEGY["measures"]
    ]
    facts = [{**row, "policy": PLACES[row["policy"]]} for row in FACTS["measures"]]
    assert ours == facts


def test_target_regions_equal_the_draft_and_are_for_staff() -> None:
    regions = STRATEGY["target_regions"]
    assert regions["draft_only"] is True
    assert [
        {"ja": row["name"]["ja"], "partners": row["partners"]} for row in regions["items"]
    ] == FACTS["target_regions"]


def test_every_text_of_the_draft_alone_stays_short_and_cites_the_draft() -> None:
    for row in STRATEGY["leading_projects"]:
        draft = row["draft_only"]
        assert draft["source"].startswith("seed-ja ")
        assert len(draft["text"]["ja"]) <= 40


@pytest.mark.parametrize("facts", FACTS["indicators"], ids=lambda row: row["source"])
def test_indicator_figures_equal_facts(facts: dict[str, Any]) -> None:
    ours = next(
        row for row in INDICATORS["indicators"] if row["title"]["zh-Hant"] == facts["zh-Hant"]
    )
    assert {
        "belongs_to": ours["belongs_to"],
        "unit": ours["unit"]["zh-Hant"],
        "baseline": ours["baseline"],
        "targets": ours["targets"],
        "calendar": ours["year_basis"] == "calendar",
        "mark": ours["mark"],
        "source": ours["sources"][0],
    } == {
        "belongs_to": PLACES[facts["measure"]],
        "unit": facts["unit"],
        "baseline": facts["baseline"],
        "targets": facts["targets"],
        "calendar": facts["calendar_year"],
        "mark": facts["mark"],
        "source": facts["source"],
    }
    assert (facts["ja"] is not None) == ours["ja_official"]
    if facts["ja"]:
        assert ours["title"]["ja"] == facts["ja"]


def test_there_are_ten_indicators_and_six_without_a_2027_target() -> None:
    rows = INDICATORS["indicators"]
    assert len(by_slug(rows)) == len(FACTS["indicators"]) == 10
    assert sum(row["targets"][2027] is None for row in rows) == 6


def test_the_draft_baseline_is_kept_as_history() -> None:
    kept = {
        row["slug"]: row["superseded_baselines"][0]
        for row in INDICATORS["indicators"]
        if "superseded_baselines" in row
    }
    draft = next(row for row in FACTS["indicators"] if isinstance(row["draft_baseline"], dict))
    assert kept == {
        "foreign-overnight-guests": {
            "value": draft["draft_baseline"]["value"],
            "year": int(draft["draft_baseline"]["year"].removesuffix("年度")),
            "year_basis": "fiscal",
            "source": "seed-ja L398",
        }
    }


def test_measures_one_and_two_have_a_heading_without_a_table() -> None:
    ours = [
        {"measure": row["measure"], "line": row["source"].split()[1]}
        for row in INDICATORS["not_in_source"]
    ]
    facts = [{**row, "measure": PLACES[row["measure"]]} for row in FACTS["not_in_source"]]
    assert ours == facts
    measured = {row["belongs_to"] for row in INDICATORS["indicators"]}
    assert measured.isdisjoint({row["measure"] for row in ours})


def test_only_youth_participation_accumulates() -> None:
    assert [row["slug"] for row in INDICATORS["indicators"] if row["accumulates"]] == [
        "youth-participation"
    ]
