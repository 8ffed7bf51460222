from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from exchange.core.dates import FiscalYear, PartialDate
from exchange.core.languages import FEED_LANGUAGES
from exchange.core.printing import (
    anniversary_ordinal,
    day_of_year_text,
    day_text,
    fiscal_year_text,
    moment_text,
    month_text,
    ordinal,
    partial_text,
    printed,
    range_text,
    weekday_text,
)

HEIDELBERG = date(2027, 5, 19)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ja", "令和9年(2027年)5月19日(水)"),
        ("en", "19 May 2027 (Wed)"),
        ("zh-Hant", "2027年5月19日（三）"),
        ("zh-Hans", "2027年5月19日（三）"),
        ("ko", "2027년 5월 19일(수)"),
        ("de", "19. Mai 2027 (Mi)"),
        ("fr", "19 mai 2027 (mer.)"),
    ],
)
def test_day_is_printed_in_the_form_of_each_language(language: str, expected: str) -> None:
    assert day_text(HEIDELBERG, language) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(1872, 12, 31), "1872年12月31日(火)"),
        (date(1989, 1, 7), "昭和64年(1989年)1月7日(土)"),
        (date(2019, 4, 30), "平成31年(2019年)4月30日(火)"),
        (date(2019, 5, 1), "令和元年(2019年)5月1日(水)"),
    ],
)
def test_japanese_day_bears_the_era_of_that_day(day: date, expected: str) -> None:
    assert day_text(day, "ja") == expected


def test_weekday_and_era_can_be_left_out() -> None:
    assert day_text(HEIDELBERG, "ja", weekday=False) == "令和9年(2027年)5月19日"
    assert day_text(HEIDELBERG, "ja", era=False) == "2027年5月19日(水)"
    assert day_text(HEIDELBERG, "en", weekday=False) == "19 May 2027"


def test_french_writes_the_first_of_a_month_as_an_ordinal() -> None:
    assert day_text(date(1979, 10, 1), "fr", weekday=False) == "1er octobre 1979"
    assert day_text(date(1979, 10, 11), "fr", weekday=False) == "11 octobre 1979"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("1995-05", "ja", "1995年5月"),
        ("1995-05", "en", "May 1995"),
        ("1995-05", "zh-Hant", "1995年5月"),
        ("1995-05", "zh-Hans", "1995年5月"),
        ("1995-05", "ko", "1995년 5월"),
        ("1995-05", "de", "Mai 1995"),
        ("1995-05", "fr", "mai 1995"),
        ("1995", "ja", "1995年"),
        ("1995", "en", "1995"),
        ("1995", "zh-Hant", "1995年"),
        ("1995", "zh-Hans", "1995年"),
        ("1995", "ko", "1995년"),
        ("1995", "de", "1995"),
        ("1995", "fr", "1995"),
        ("1995-05-29", "ja", "平成7年(1995年)5月29日"),
        ("1995-05-29", "en", "29 May 1995"),
        ("1995-05-29", "zh-Hant", "1995年5月29日"),
    ],
)
def test_partial_date_prints_what_is_known_and_no_more(
    text: str, language: str, expected: str
) -> None:
    assert partial_text(PartialDate.parse(text), language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1995-05", "平成7年(1995年)5月"),
        ("1995", "平成7年(1995年)"),
        ("2019-04", "平成31年(2019年)4月"),
        ("2019-05", "令和元年(2019年)5月"),
        ("2019", "平成31/令和元年(2019年)"),
        ("1989-01", "昭和64/平成元年(1989年)1月"),
        ("1872", "1872年"),
        ("1995-05-29", "平成7年(1995年)5月29日"),
    ],
)
def test_partial_date_prints_its_era_where_a_page_wants_it(text: str, expected: str) -> None:
    assert partial_text(PartialDate.parse(text), "ja", era=True) == expected


def test_era_of_a_partial_date_is_for_japanese_only() -> None:
    assert partial_text(PartialDate(1995, 5), "zh-Hant", era=True) == "1995年5月"


def test_full_partial_date_leaves_era_out_and_weekday_in_when_told() -> None:
    day = PartialDate(1995, 5, 29)
    assert partial_text(day, "ja", era=False, weekday=True) == "1995年5月29日(月)"


@pytest.mark.parametrize(
    ("start", "ja", "en", "zh_hant"),
    [
        (2027, "令和9年度(2027年度)", "FY2027", "令和9年度（2027年度）"),
        (2031, "令和13年度(2031年度)", "FY2031", "令和13年度（2031年度）"),
        (2020, "令和2年度(2020年度)", "FY2020", "令和2年度（2020年度）"),
        (2019, "令和元年度(2019年度)", "FY2019", "令和元年度（2019年度）"),
        (2018, "平成30年度(2018年度)", "FY2018", "平成30年度（2018年度）"),
        (1989, "平成元年度(1989年度)", "FY1989", "平成元年度（1989年度）"),
        (1988, "昭和63年度(1988年度)", "FY1988", "昭和63年度（1988年度）"),
        (1872, "1872年度", "FY1872", "1872年度"),
    ],
)
def test_fiscal_year_bears_the_era_in_which_it_starts(
    start: int, ja: str, en: str, zh_hant: str
) -> None:
    year = FiscalYear(start)
    texts = tuple(fiscal_year_text(year, language) for language in ("ja", "en", "zh-Hant"))
    assert texts == (ja, en, zh_hant)


SAME_DAY = (date(2027, 5, 19), date(2027, 5, 19))
SAME_MONTH = (date(2027, 5, 19), date(2027, 5, 23))
SAME_YEAR = (date(2027, 5, 30), date(2027, 6, 2))
OVER_NEW_YEAR = (date(2027, 12, 30), date(2028, 1, 3))
OVER_A_NEW_ERA = (date(2019, 4, 27), date(2019, 5, 6))


@pytest.mark.parametrize(
    ("days", "ja", "en", "zh_hant"),
    [
        (SAME_DAY, "令和9年(2027年)5月19日", "19 May 2027", "2027年5月19日"),
        (SAME_MONTH, "令和9年(2027年)5月19日～23日", "19–23 May 2027", "2027年5月19日至23日"),
        (
            SAME_YEAR,
            "令和9年(2027年)5月30日～6月2日",
            "30 May – 2 June 2027",
            "2027年5月30日至6月2日",
        ),
        (
            OVER_NEW_YEAR,
            "令和9年(2027年)12月30日～令和10年(2028年)1月3日",
            "30 December 2027 – 3 January 2028",
            "2027年12月30日至2028年1月3日",
        ),
        (
            OVER_A_NEW_ERA,
            "平成31年(2019年)4月27日～令和元年(2019年)5月6日",
            "27 April – 6 May 2019",
            "2019年4月27日至5月6日",
        ),
    ],
)
def test_range_says_a_shared_month_or_year_once(
    days: tuple[date, date], ja: str, en: str, zh_hant: str
) -> None:
    texts = tuple(range_text(*days, language) for language in ("ja", "en", "zh-Hant"))
    assert texts == (ja, en, zh_hant)


@pytest.mark.parametrize(
    ("days", "ja", "en", "zh_hant"),
    [
        (
            SAME_MONTH,
            "令和9年(2027年)5月19日(水)～23日(日)",
            "19 May (Wed) – 23 May 2027 (Sun)",
            "2027年5月19日（三）至23日（日）",
        ),
        (
            OVER_NEW_YEAR,
            "令和9年(2027年)12月30日(木)～令和10年(2028年)1月3日(月)",
            "30 December 2027 (Thu) – 3 January 2028 (Mon)",
            "2027年12月30日（四）至2028年1月3日（一）",
        ),
    ],
)
def test_range_prints_weekdays_on_both_ends(
    days: tuple[date, date], ja: str, en: str, zh_hant: str
) -> None:
    texts = tuple(range_text(*days, lang, weekday=True) for lang in ("ja", "en", "zh-Hant"))
    assert texts == (ja, en, zh_hant)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ja", "令和9年(2027年)5月20日(木) 00:05"),
        ("en", "20 May 2027 (Thu) 00:05"),
        ("zh-Hant", "2027年5月20日（四）00:05"),
    ],
)
def test_instant_is_printed_in_the_office_zone(language: str, expected: str) -> None:
    assert moment_text(datetime(2027, 5, 19, 15, 5, tzinfo=UTC), language) == expected


def test_instant_is_printed_in_another_zone_when_asked() -> None:
    instant = datetime(2027, 5, 19, 15, 5, tzinfo=UTC)
    berlin = ZoneInfo("Europe/Berlin")
    assert moment_text(instant, "en", zone=berlin) == "19 May 2027 (Wed) 17:05"


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (10, "10th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (22, "22nd"),
        (23, "23rd"),
        (35, "35th"),
        (101, "101st"),
        (111, "111th"),
        (112, "112th"),
    ],
)
def test_english_ordinal_bears_the_right_suffix(n: int, expected: str) -> None:
    assert ordinal(n, "en") == expected


def test_ordinal_is_printed_in_every_language_of_the_feeds() -> None:
    assert {language: ordinal(35, language) for language in FEED_LANGUAGES} == {
        "ja": "第35",
        "en": "35th",
        "zh-Hant": "第35",
        "zh-Hans": "第35",
        "ko": "제35",
        "de": "35.",
        "fr": "35e",
    }


def test_anniversary_is_counted_in_every_language_of_the_feeds() -> None:
    assert {language: anniversary_ordinal(35, language) for language in FEED_LANGUAGES} == {
        "ja": "35周年",
        "en": "35th anniversary",
        "zh-Hant": "35週年",
        "zh-Hans": "35周年",
        "ko": "35주년",
        "de": "35. Jahrestag",
        "fr": "35e anniversaire",
    }


def test_first_anniversary_in_french_has_its_own_ordinal() -> None:
    assert anniversary_ordinal(1, "fr") == "1er anniversaire"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime(2027, 5, 19, 5, 0, tzinfo=UTC), "令和9年(2027年)5月19日(水) 14:00"),
        (HEIDELBERG, "令和9年(2027年)5月19日"),
        (PartialDate(1995, 5), "1995年5月"),
        (FiscalYear(2027), "令和9年度(2027年度)"),
        (30, "30"),
        ("熊本", "熊本"),
    ],
)
def test_parameters_of_messages_are_printed_by_what_they_are(value: object, expected: str) -> None:
    assert printed(value, "ja") == expected


def test_a_month_by_itself_in_each_feed_language() -> None:
    assert {language: month_text(5, language) for language in FEED_LANGUAGES} == {
        "ja": "5月",
        "en": "May",
        "zh-Hant": "5月",
        "zh-Hans": "5月",
        "ko": "5월",
        "de": "Mai",
        "fr": "mai",
    }


@pytest.mark.parametrize(
    ("language", "day", "weekday"),
    [
        ("ja", "5月19日(水)", "水"),
        ("en", "19 May (Wed)", "Wed"),
        ("zh-Hant", "5月19日（三）", "三"),
    ],
)
def test_a_day_beside_its_year_and_the_head_of_its_column(
    language: str, day: str, weekday: str
) -> None:
    assert day_of_year_text(date(2027, 5, 19), language) == day
    assert weekday_text(date(2027, 5, 19), language) == weekday
