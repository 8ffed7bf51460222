"""Where on a paper stands what no font can show."""

import pytest

from exchange.core.database import Localized
from exchange.papers.glyphs import Standing, code_points, standings
from exchange.papers.tables import Heading, Line, Section, TablePaper, one, typst_data

ROW = [[Line("1")], [Line("見〓 花子", "ja", "strong")], [Line("〓市", "zh-Hant")]]
TABLE = TablePaper("", one("〓の訪問"), [Heading(one("氏名"))], [Section([ROW])])
LONG = f"{'あ' * 20}〓{'い' * 20}"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("見本", []),
        ("〓", [("〓", "")]),
        (None, []),
        (7, []),
        (Localized({"ja": "〓", "en": "〓〓"}), [("〓", "")]),
        ({"text": ["見本", "〓"]}, [("〓", "")]),
        ({"rows": [["〓", "x"]]}, [("〓", "")]),
        (LONG, [(f"…{'あ' * 12}〓{'い' * 12}…", "")]),
        (
            typst_data(TABLE),
            [("〓の訪問", ""), ("見〓 花子", "見〓 花子"), ("〓市", "見〓 花子")],
        ),
        (
            {"cards": [[{"value": {"text": "〓", "lang": "ja"}, "style": "strong"}]]},
            [("〓", "〓")],
        ),
    ],
)
def test_each_text_is_found_with_what_its_row_is_about(
    value: object, found: list[tuple[str, str]]
) -> None:
    assert list(standings(value, ["〓"])) == [Standing(["〓"], *each) for each in found]


def test_characters_are_named_once_with_their_numbers() -> None:
    assert code_points(["見", "本見"]) == [("見", "U+898B"), ("本", "U+672C")]
