"""Message ids with parameters, turned into each language."""

from datetime import date
from enum import StrEnum

import pytest

from exchange.core.dates import FiscalYear, PartialDate
from exchange.core.messages import Message, label, message
from exchange.core.permissions import Role
from exchange.core.translate import UnknownMessageError, show, translate

ALL = ("ja", "en", "zh-Hant")


@pytest.mark.parametrize(
    ("language", "text"), [("ja", "いいえ"), ("en", "No"), ("zh-Hant", "否"), ("de", "No")]
)
def test_a_message_is_said_in_a_language_and_otherwise_in_japanese(
    language: str, text: str
) -> None:
    assert translate(message("core.no"), language) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 results"), (1, "1 result"), (2, "2 results"), (1234, "1,234 results")],
)
def test_english_has_two_forms_of_a_count(count: int, text: str) -> None:
    assert translate(message("web.table.count", count=count), "en") == text


@pytest.mark.parametrize("language", ["ja", "zh-Hant"])
def test_japanese_and_chinese_have_one(language: str) -> None:
    texts = {translate(message("web.table.count", count=n), language) for n in (1, 2)}
    assert len({text.strip("12") for text in texts}) == 1


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (1234567, ("1,234,567", "1,234,567", "1,234,567")),
        (True, ("はい", "Yes", "是")),
        (Role.SCHOOL, ("学校窓口", "School desk", "學校窗口")),
        (date(2027, 5, 19), ("令和9年(2027年)5月19日", "19 May 2027", "2027年5月19日")),
        (PartialDate.parse("2010-04"), ("2010年4月", "April 2010", "2010年4月")),
        (FiscalYear(2031), ("令和13年度(2031年度)", "FY2031", "令和13年度（2031年度）")),
        ("{x}", ("{x}", "{x}", "{x}")),
    ],
)
def test_a_parameter_is_printed_as_the_language_prints_it(
    value: object, texts: tuple[str, str, str]
) -> None:
    assert tuple(show(value, language) for language in ALL) == texts


def test_a_parameter_may_be_a_message_and_braces_in_it_mean_nothing() -> None:
    inner = message("tasks.edit.title", title="{title} {x}")
    assert translate(message("tasks.edit.title", title=inner), "en") == "Task: Task: {title} {x}"


def test_an_unknown_message_is_a_fault_of_the_program() -> None:
    with pytest.raises(UnknownMessageError, match=r"core\.no_such_text"):
        translate(Message("core.no_such_text"), "ja")


def test_a_label_is_named_after_its_room_enum_and_value() -> None:
    class Sample(StrEnum):
        OPEN = "open"

    Sample.__module__ = "exchange.youth.enums"
    assert label(Sample.OPEN) == Message("youth.Sample.open")
    assert label(Role.VIEWER) == Message("core.Role.viewer")
