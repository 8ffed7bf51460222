"""The strategy and its indicators as load-reference brings them in."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.core.database import Localized, reference_uuid
from exchange.core.permissions import system_actor
from exchange.core.translate import translate
from exchange.indicators.models import MissingTable
from exchange.indicators.queries.definitions import (
    all_indicators,
    indicator_by_slug,
    missing_tables,
    rules_of,
)
from exchange.reference.files import DataFileError
from exchange.reference.loader import Kept, LoadReport, load_reference
from exchange.reference.queries import KUMAMOTO
from exchange.strategy.queries import current_strategy
from exchange.youth.queries.counting import counting_rule
from exchange.youth.rules.counting import FIRST_RULE
from tests.servers.visitor import Visitor

ACTOR = system_actor("test")


@pytest.fixture
def loaded(session: Session) -> LoadReport:
    return load_reference(session, actor=ACTOR)


@pytest.mark.usefixtures("loaded")
def test_the_tree_has_two_policies_five_measures_and_eleven_projects(session: Session) -> None:
    strategy = current_strategy(session)
    assert strategy is not None
    measures = [measure for policy in strategy.policies for measure in policy.measures]
    assert [len(policy.measures) for policy in strategy.policies] == [3, 2]
    assert [len(measure.sub_measures) for measure in measures] == [3, 4, 3, 4, 3]
    assert len(strategy.projects) == 11
    assert len(strategy.regions) == 5
    assert measures[0].id == reference_uuid("measure", "measure-1")


@pytest.mark.usefixtures("loaded")
def test_ten_indicators_stand_on_two_policies_and_three_measures(session: Session) -> None:
    found = [
        (row.policy or row.measure, row.baseline, row.target_in(2027), row.target_in(2031))
        for row in all_indicators(session)
    ]
    assert [(place and place.slug, *figures) for place, *figures in found] == [
        ("policy-1", Decimal(342649), Decimal(600000), Decimal(800000)),
        ("policy-2", Decimal("24.5"), Decimal(50), Decimal(70)),
        ("measure-3", Decimal("34.3"), Decimal(50), Decimal(70)),
        ("measure-3", Decimal(33), Decimal(45), Decimal(60)),
        ("measure-4", Decimal("73.3"), None, Decimal(90)),
        ("measure-4", Decimal(752), None, Decimal(1500)),
        ("measure-4", Decimal(3459), None, Decimal(7000)),
        ("measure-4", Decimal(2512), None, Decimal(5000)),
        ("measure-5", Decimal(69), None, Decimal(100)),
        ("measure-5", Decimal(14), None, Decimal(30)),
    ]
    assert [row.measure.slug for row in missing_tables(session)] == ["measure-1", "measure-2"]


@pytest.mark.usefixtures("loaded")
def test_the_first_counting_rule_is_loaded_unlocked(session: Session) -> None:
    [rule] = rules_of(session, indicator_by_slug(session, "youth-participation"))
    assert (rule.number, rule.first_year, rule.locked) == (1, 2024, False)


def test_loading_twice_changes_nothing(session: Session, loaded: LoadReport) -> None:
    again = load_reference(session, actor=ACTOR)
    assert again == LoadReport(created=0, updated=0, unchanged=loaded.created, kept=())


@pytest.mark.usefixtures("loaded")
def test_a_title_the_division_typed_stays_and_is_reported(session: Session) -> None:
    indicator = indicator_by_slug(session, "volunteers")
    official = Localized({**indicator.title, "ja": "国際関係ボランティアの活動延べ人数"})
    indicator.title, indicator.ja_official = official, True
    session.flush()
    again = load_reference(session, actor=ACTOR)
    assert again.kept == (Kept("indicator", "volunteers", ("ja_official", "title")),)
    assert (indicator.title, indicator.ja_official) == (official, True)


@pytest.mark.parametrize(
    ("file", "before", "after", "sentence"),
    [
        ("strategy.yaml", "policy: policy-2", "policy: policy-9", "strategy.yaml"),
        ("indicators.yaml", "year_basis: survey", "year_basis: moon", "indicators.yaml"),
        ("indicators.yaml", "belongs_to: measure-5", "belongs_to: measure-6", "indicators.yaml"),
        ("indicators.yaml", "2031: 800000", "2032: 800000", "indicators.yaml"),
    ],
)
def test_a_broken_file_is_named_and_nothing_is_loaded(
    session: Session, tmp_path: Path, file: str, before: str, after: str, sentence: str
) -> None:
    folder = tmp_path / "kumamoto"
    shutil.copytree(KUMAMOTO, folder)
    text = (folder / file).read_text("utf-8")
    (folder / file).write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(DataFileError) as refused:
        load_reference(session, actor=ACTOR, folder=folder)
    assert sentence in translate(refused.value.sentence, "en")
    assert session.scalar(select(func.count()).select_from(MissingTable)) == 0


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("language", ["ja", "en", "zh-Hant"])
def test_the_real_pages_hold_every_title(client: Visitor, session: Session, language: str) -> None:
    strategy = client.get(f"/strategy/?lang={language}").text
    indicators = client.get(f"/indicators/?lang={language}").text
    titles = [row.title.in_language(language) for row in all_indicators(session)]
    assert [title for title in titles if title not in strategy] == []
    assert [title for title in titles if title not in indicators] == []


@pytest.mark.usefixtures("loaded")
def test_the_ledger_counts_by_the_loaded_rule(session: Session) -> None:
    assert counting_rule(session, 2026) == FIRST_RULE
