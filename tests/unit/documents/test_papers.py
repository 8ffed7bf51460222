"""Papers, opened again: pages, size, words, languages, and the same bytes each time."""

import io
import re
from datetime import date

import pytest
import typst
from pypdf import PdfReader

from exchange.core.database import Localized
from exchange.core.dates import PartialDate
from exchange.core.messages import message
from exchange.documents.papers import render_paper

MILLIMETRE = 72 / 25.4


def sheet(*texts: object) -> dict[str, object]:
    """Return one month of one day for the calendar paper, with the texts as its entries."""
    entries = [{"mark": "★", "text": text, "strong": True} for text in texts]
    day = {"number": 1, "weekday": "木", "shade": "closed", "entries": entries, "abroad": "①"}
    return {"name": "4月", "year": "2027", "notes": entries[:0], "days": [day]}


def paper(*texts: object, language: str = "ja", size: str = "a4", demo: bool = False) -> PdfReader:
    return PdfReader(io.BytesIO(written(*texts, language=language, size=size, demo=demo)))


def written(
    *texts: object, language: str = "ja", size: str = "a4", demo: bool = False, title: str = "年間"
) -> bytes:
    data = {
        "size": size,
        "subtitle": "",
        "sheets": [[sheet(*texts)]],
        "legend": [],
        "partners": [],
        "closures": [],
    }
    return render_paper("fiscal_year", data, title=title, language=language, contains_demo=demo)


def words(reader: PdfReader) -> str:
    """Return all text without the spaces that layout puts between scripts."""
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def languages(reader: PdfReader) -> set[bytes]:
    """Return the languages that the runs of the first page name."""
    contents = reader.pages[0].get_contents()
    assert contents is not None
    return set(re.findall(rb"/Lang\((.+?)\)", contents.get_data()))


@pytest.mark.parametrize(("size", "width", "height"), [("a4", 297, 210), ("a3", 420, 297)])
def test_a_paper_has_the_size_that_was_asked_for(size: str, width: int, height: int) -> None:
    reader = paper("桂林市 50周年", size=size)
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert [round(float(side) / MILLIMETRE) for side in (box.width, box.height)] == [width, height]


def test_a_paper_prints_its_title_and_texts_and_embeds_its_fonts() -> None:
    reader = paper("髙﨑 Łódź 高雄市 울산 辻󠄀")
    assert "年間" in words(reader)
    for text in ("髙﨑", "Łódź", "高雄市", "울산", "辻"):
        assert text in words(reader)
    assert reader.metadata is not None
    assert reader.metadata.title == "年間"
    assert reader.metadata.creation_date is None
    fonts = {
        name
        for page in reader.pages
        for name in page["/Resources"]["/Font"]  # type: ignore[index]
    }
    assert fonts
    assert reader.get_fields() is None


def test_the_same_data_gives_the_same_bytes() -> None:
    assert written("桂林市 50周年") == written("桂林市 50周年")


def test_values_are_printed_in_the_paper_s_language() -> None:
    reader = paper(
        message("documents.paper.demo"), date(2027, 5, 19), PartialDate(1995, 5), language="en"
    )
    assert "Containsdemodata." in words(reader)
    assert "19May2027" in words(reader)
    assert "May1995" in words(reader)


def test_a_foreign_run_carries_its_language() -> None:
    reader = paper(Localized({"ja": "直"}), Localized({"ja": "直", "en": "x"}), language="en")
    assert languages(reader) == {b"en", b"ja"}
    assert str(reader.root_object["/Lang"]) == "en"
    taiwan = paper(Localized({"ja": "骨", "zh-Hant": "骨"}), language="zh-Hant")
    assert languages(taiwan) == {b"zh-TW"}
    mainland = paper({"text": "骨", "lang": "zh-Hans-CN"}, {"text": "뼈", "lang": "ko"})
    assert languages(mainland) == {b"ja", b"ko", b"zh-CN"}


def test_data_is_never_markup() -> None:
    assert "#panic()*x*$1$@y" in words(paper('#panic() *x* $1$ @y"\\'))


def test_a_character_without_glyph_is_said_and_not_dropped() -> None:
    reader = paper("祝😀35周年", {"text": "👨‍👩‍👧", "lang": "en"}, "\x01")
    said = words(reader)
    assert "祝〓35周年" in said
    assert "〓はこの書体にない文字です" in said
    assert "U+1F600" in said
    assert "U+1F468" in said
    assert "U+0001" in said


def test_a_title_without_glyph_is_said_too() -> None:
    reader = PdfReader(io.BytesIO(written("桂林市", title="年間😀")))
    assert "年間〓" in words(reader)


def test_demo_data_is_marked_where_it_is_contained() -> None:
    assert "見本データを含みます" in words(paper("桂林市", demo=True))
    assert "見本データを含みます" not in words(paper("桂林市"))


def test_a_fault_of_a_template_is_no_missing_glyph() -> None:
    with pytest.raises(typst.TypstError, match="dictionary does not contain key"):
        render_paper("fiscal_year", {"size": "a4"}, title="x", language="ja")
