"""Texts side by side: lines of two languages, and the steps an order begins with."""

import pytest

from exchange.core.errors import DomainError
from exchange.core.languages import FEED_LANGUAGES
from exchange.papers.enums import Occasion
from exchange.papers.rules import ensure_paired, lines_of, side_by_side
from exchange.papers.steps import usual_steps

TEXTS = {"ja": "一\n\n 二 \n三", "de": "eins\nzwei"}


def test_only_lines_that_say_something_count() -> None:
    assert lines_of(TEXTS["ja"]) == ["一", "二", "三"]


@pytest.mark.parametrize(
    ("language", "other"),
    [("de", ["eins", "zwei", ""]), ("ja", ["", "", ""]), ("ko", ["", "", ""])],
)
def test_lines_stand_beside_their_counterparts(language: str, other: list[str]) -> None:
    assert side_by_side(TEXTS, language) == list(zip(["一", "二", "三"], other, strict=True))


@pytest.mark.parametrize("texts", [{"ja": "一\n二"}, {"ja": "一\n二", "de": "a\n\nb", "fr": ""}])
def test_languages_with_as_many_steps_are_paired(texts: dict[str, str]) -> None:
    ensure_paired(texts)


def test_a_language_with_other_steps_is_refused_on_its_field() -> None:
    with pytest.raises(DomainError) as refused:
        ensure_paired({"ja": "一\n二", "zh-Hant": "一"})
    assert refused.value.field == "steps_zh_hant"


@pytest.mark.parametrize("occasion", list(Occasion))
def test_the_usual_steps_are_paired_in_every_language(occasion: Occasion) -> None:
    steps = usual_steps(occasion)
    ensure_paired(steps)
    assert set(steps) == set(FEED_LANGUAGES)
