"""What names a pupil in a title somebody typed, and what is left of it then."""

from typing import Any

import pytest

from exchange.calendars.private import spelled, without_names
from exchange.core.database import Name
from exchange.core.entries import EntryKind
from tests.factories.calendars import make_entry

NAME = Name("見本", "菜々美", "ミホン", "ナナミ", "MIHON", "NANAMI")
SPELLINGS = spelled([(NAME.search_key, NAME.given, NAME.given_kana)])


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("見本菜々美の旅券", False),
        ("みほん　ななみ", False),
        ("ナナミさん送迎", False),
        ("Nanami Mihon", False),
        ("見本の訪問", True),
        ("菜々美術館", True),
        ("予算要求", True),
    ],
)
def test_a_typed_title_that_names_a_pupil_is_withheld(title: str, kept: bool) -> None:
    typed = make_entry(kind=EntryKind.TASK, title=title)
    [shown] = without_names([typed], SPELLINGS, "ja")
    assert (shown == typed) is kept
    assert shown.uid == typed.uid


@pytest.mark.parametrize(
    "field", [{"text": "見本 菜々美"}, {"place": "見本菜々美宅"}, {"categories": ("見本菜々美",)}]
)
def test_every_typed_field_counts_and_all_of_them_go(field: dict[str, Any]) -> None:
    typed = make_entry(kind=EntryKind.ITINERARY, **field)
    [shown] = without_names([typed], SPELLINGS, "en")
    assert (shown.title, shown.text, shown.place, shown.categories) == (
        "(See its page for the title)",
        "",
        "",
        (),
    )


def test_what_the_city_s_own_words_say_is_no_pupil() -> None:
    anniversary = make_entry(title="見本菜々美市 友好都市提携35周年")
    assert without_names([anniversary], SPELLINGS, "ja") == [anniversary]


def test_a_single_letter_names_nobody() -> None:
    assert "林" not in spelled([("林|はやし", "", "")])
