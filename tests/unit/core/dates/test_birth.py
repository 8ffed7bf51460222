from datetime import date

import pytest

from exchange.core.dates import Era, parse_birth_date
from exchange.core.errors import DomainError
from exchange.core.messages import Message, label, message

THIRD_OF_MAY = date(2012, 5, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2012-05-03",
        "2012-5-3",
        "2012/5/3",
        "2012.5.3",
        "2012年5月3日",
        "2012年 5月 3日",
        "H24.5.3",
        "h24/5/3",
        "H24-05-03",
        "H24年5月3日",
        "平成24年5月3日",
        "平成24.5.3",
        "㍻24年5月3日",
        "　２０１２／５／３　",
        "Ｈ２４．５．３",
        "2012−5−3",
        "20120503",
        "２０１２０５０３",
        "2012. 5. 3",
        "2012-05-03 00:00:00",
        "2012年5月3日生",
        "平成24年5月3日生まれ",
        "平24.5.3",
        "3 May 2012",
        "03 may 2012",
        "May 3, 2012",
        "3rd May, 2012",
        "3-May-2012",
        "03-MAY-2012",
    ],
)
def test_birth_date_is_read_however_it_is_written(text: str) -> None:
    assert parse_birth_date(text) == THIRD_OF_MAY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R元.5.1", date(2019, 5, 1)),
        ("R1.5.1", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("H1.1.8", date(1989, 1, 8)),
        ("S64.1.7", date(1989, 1, 7)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("T15.12.24", date(1926, 12, 24)),
        ("M6.1.1", date(1873, 1, 1)),
        ("H24.2.29", date(2012, 2, 29)),
        ("12 Jun. 2012", date(2012, 6, 12)),
        ("September 6th 2012", date(2012, 9, 6)),
        ("3 Sept 2012", date(2012, 9, 3)),
        ("Sept. 3, 2012", date(2012, 9, 3)),
        ("3-Sept-2012", date(2012, 9, 3)),
    ],
)
def test_birth_date_is_read_by_its_era(text: str, expected: date) -> None:
    assert parse_birth_date(text) == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", message("core.date.unreadable", text="")),
        (" tomorrow ", message("core.date.unreadable", text="tomorrow")),
        ("12.5.3", message("core.date.unreadable", text="12.5.3")),
        ("元年5月3日", message("core.date.unreadable", text="元年5月3日")),
        ("03/05/2012", message("core.date.unreadable", text="03/05/2012")),
        ("3 Mai 2012", message("core.date.unreadable", text="3 Mai 2012")),
        ("3-May 2012", message("core.date.unreadable", text="3-May 2012")),
        ("3-May-12", message("core.date.unreadable", text="3-May-12")),
        ("H24.5", message("core.date.unreadable", text="H24.5")),
        ("H0.5.3", message("core.date.unreadable", text="H0.5.3")),
        ("X24.5.3", message("core.date.unreadable", text="X24.5.3")),
        ("2012/5-3", message("core.date.unreadable", text="2012/5-3")),
        ("2012年5月3", message("core.date.unreadable", text="2012年5月3")),
        ("5/3/2012", message("core.date.unreadable", text="5/3/2012")),
        ("2013-02-29", message("core.date.no_such_day", text="2013-02-29")),
        ("H25.2.29", message("core.date.no_such_day", text="H25.2.29")),
        ("2012/13/1", message("core.date.no_such_day", text="2012/13/1")),
        ("0000/1/1", message("core.date.no_such_day", text="0000/1/1")),
        ("H9999.1.1", message("core.date.no_such_day", text="H9999.1.1")),
        (
            "R1.4.30",
            message("core.date.before_era", era=label(Era.REIWA), first=date(2019, 5, 1)),
        ),
        (
            "M5.12.31",
            message("core.date.before_era", era=label(Era.MEIJI), first=date(1873, 1, 1)),
        ),
        (
            "H31.5.1",
            message("core.date.after_era", era=label(Era.HEISEI), last=date(2019, 4, 30)),
        ),
        (
            "S64.1.8",
            message("core.date.after_era", era=label(Era.SHOWA), last=date(1989, 1, 7)),
        ),
    ],
)
def test_birth_date_that_cannot_be_says_what_is_wrong(text: str, sentence: Message) -> None:
    with pytest.raises(DomainError) as refusal:
        parse_birth_date(text, field="birth_date")
    assert (refusal.value.sentence, refusal.value.field) == (sentence, "birth_date")


def test_label_of_an_era_belongs_to_the_core_catalogue() -> None:
    assert label(Era.REIWA) == message("core.Era.reiwa")
