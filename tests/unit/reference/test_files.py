"""A mistake in a data file is pointed at: file, line and what is wrong."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from exchange.core.dates import PartialDate
from exchange.core.translate import translate
from exchange.partners.enums import FactKind
from exchange.reference.files import DataFileError, Section, read_file
from exchange.reference.loader import read_reference
from exchange.reference.queries import KUMAMOTO
from exchange.reference.rows import Reading


def section(tmp_path: Path, text: str) -> Section:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    return read_file(tmp_path, "x.yaml")


def sentence(error: pytest.ExceptionInfo[DataFileError]) -> str:
    return translate(error.value.sentence, "en")


#: file → (what stands there, what is written instead, the sentence)
BROKEN = [
    ("partners.yaml", "number: 3\n", "number: three\n", "{line}: number must be a number."),
    ("partners.yaml", "kind: district\n", "kind: village\n", "{line}: kind has the unknown value"),
    ("partners.yaml", "latitude: 49.40768", "latitude: north", "{line}: latitude must be a number"),
    ("partners.yaml", "    kana: たかおし\n", "", "data file partners.yaml"),
    ("partners.yaml", "kana: たかおし\n", "kana: たかおし\n    kanna: x\n", "kanna is not a name"),
    ("partners.yaml", 'date: "1989"', 'date: "1989年"', "{line}: write date as 1995"),
    ("partners.yaml", "fields: [youth, tourism]", "fields: [yoga]", "unknown value yoga"),
    ("partners.yaml", "slug: ulsan", "slug: guilin", "guilin stands here twice"),
    ("agreements.yaml", "source: CLAIR-G", "source: CLAIR", "{line}: source has the unknown value"),
    ("agreements.yaml", "partner: heidelberg", "partner: bonn", "partner has the unknown value"),
    ("agreements.yaml", "predecessor: kaohsiung-2013", "predecessor: x", "predecessor has the"),
    ("agreements.yaml", "successor: kumamoto-city", "successor: x", "successor has the unknown"),
    ("agreements.yaml", "party: ueki-town", "party: ueki", "party has the unknown value ueki"),
    ("agreements.yaml", "public: false", "public: no", "{line}: public must be true or false"),
    (
        "agreements.yaml",
        '{date: "1979-10", source: seed-ja L233}',
        '{date: "1979-10", source: seed-ja L233, adopted: true}',
        "guilin-1979 has two adopted dates",
    ),
    ("sources.yaml", "kind: official", "kind: oficial", "kind has the unknown value oficial"),
    ("sources.yaml", "sources:\n", "sources: [\n", "it cannot be read as YAML"),
]


@pytest.mark.parametrize(("name", "there", "instead", "expected"), BROKEN)
def test_a_broken_data_file_is_named_with_its_line(
    tmp_path: Path, name: str, there: str, instead: str, expected: str
) -> None:
    folder = tmp_path / "kumamoto"
    shutil.copytree(KUMAMOTO, folder)
    text = (folder / name).read_text("utf-8")
    assert there in text
    (folder / name).write_text(text.replace(there, instead, 1), "utf-8")
    line = text[: text.index(there)].count("\n") + 1
    with pytest.raises(DataFileError) as error:
        read_reference(folder)
    assert expected.format(line=f"line {line}") in sentence(error)
    assert sentence(error).startswith(f"data file {name}, line ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "line 1: it is empty."),
        ("- 1\n", "line 1: names and values are expected here."),
        ("a: 1\na: 2\n", "line 2: a stands here twice."),
    ],
)
def test_a_file_that_is_no_section_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(DataFileError) as error:
        section(tmp_path, text)
    assert sentence(error) == f"data file x.yaml, {expected}"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError) as error:
        read_file(tmp_path, "none.yaml")
    assert sentence(error) == "data file none.yaml, line 1: the file cannot be read."


@pytest.mark.parametrize(
    ("text", "take", "expected"),
    [
        ("a: [1]", lambda s: s.text("a"), "line 1: a must be a text."),
        ("a: x", lambda s: s.texts("a"), "line 1: a must be a list."),
        ("a: x", lambda s: s.sections("a"), "line 1: a must be a list."),
        ("a: {en: x}", lambda s: s.localized("a"), "line 1: a has no Japanese (ja)."),
        ("a: x", lambda s: s.text("b"), "line 1: b is missing."),
        ("a: x", lambda s: s.decimal("a"), "line 1: a must be a number."),
        ("a: x", lambda s: s.truth("a"), "line 1: a must be true or false."),
        ("a: [x]", lambda s: s.choices("a", FactKind), "line 1: a has the unknown value x."),
    ],
)
def test_a_value_of_another_shape_is_refused(
    tmp_path: Path, text: str, take: object, expected: str
) -> None:
    with pytest.raises(DataFileError) as error:
        take(section(tmp_path, text))  # type: ignore[operator]
    assert sentence(error) == f"data file x.yaml, {expected}"


def test_values_are_taken_as_written_and_nulls_are_nothing(tmp_path: Path) -> None:
    top = section(tmp_path, 'a: 1.50\nb: null\nc: "1979"\nd: null\ne: null\nf: null\ng: null\n')
    assert top.decimal("a") == Decimal("1.50")
    assert top.optional_text("b") is None
    assert top.date("c") == PartialDate(1979)
    assert (top.texts("d"), top.sections("e")) == ([], [])
    assert (top.optional_localized("f"), top.truth("g", default=True)) == (None, True)
    top.finish()


def test_a_fact_without_anything_to_say_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "kumamoto"
    shutil.copytree(KUMAMOTO, folder)
    path = folder / "partners.yaml"
    said = "{kind: population, number: 4940000, source: CLAIR-G}"
    text = path.read_text("utf-8")
    assert said in text
    path.write_text(text.replace(said, "{kind: population, source: CLAIR-G}"), "utf-8")
    with pytest.raises(DataFileError) as error:
        read_reference(folder)
    assert "one of text, number and fields is needed" in sentence(error)


def test_a_kind_has_a_slug_once(tmp_path: Path) -> None:
    top, reading = section(tmp_path, "slug: a\n"), Reading()
    reading.add(top, "source", "a", {})
    with pytest.raises(DataFileError):
        reading.add(top, "source", "a", {})
