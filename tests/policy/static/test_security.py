"""The page on security: what it names exists, and every chapter is there."""

import re

from tests.policy import sources
from tests.policy.sources import ROOT, Source

#: A file or folder in code marks, without a colon or a word of a command.
NAMED = re.compile(
    r"`((?:exchange|tests|docs|templates|config)[\w./-]*|[A-Za-z][\w.-]*\.(?:toml|lock)|Makefile)`"
)
CHAPTER = re.compile(r"^## V(\d+) ", re.MULTILINE)
ROW = re.compile(r"^\| (\d+\.[^|]*) \| (.*) \|$", re.MULTILINE)

#: How many requirements of level 1 and 2 each section of ASVS 5.0.0 begins with; those of level 3
#: follow them.
ASKED: dict[str, int] = {
    **{"1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1},
    **{"3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4},
    **{"5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5},
    **{"6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2},
    **{"8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4},
    **{"10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4},
    **{"11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2},
    **{"13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1},
    **{"16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3},
}
#: A number in the first column, or from one to another of its section.
NUMBERS = re.compile(r"(\d+\.\d+)(?:\.(\d+))?(?: to \d+\.\d+\.(\d+))?")

#: A row that names no file says one of these.
REASONS = ("does not apply", "**open**", "the directory's part", "one application", "no request")


def page() -> Source:
    (found,) = sources.read("docs/security.md")
    return found


def missing(source: Source) -> list[str]:
    return [name for name in NAMED.findall(source.text) if not (ROOT / name).exists()]


def bare(source: Source) -> list[str]:
    """Name rows that neither show anything nor say why not."""
    return [
        number
        for number, shown in ROW.findall(source.text)
        if not NAMED.search(shown) and not any(reason in shown for reason in REASONS)
    ]


def unnamed(source: Source) -> list[str]:
    """Name requirements that stand in no row, by themselves or with their section."""
    named: set[str] = set()
    for number, _shown in ROW.findall(source.text):
        for section, first, last in NUMBERS.findall(number):
            ends = range(int(first), int(last or first) + 1) if first else range(1, 100)
            named |= {f"{section}.{end}" for end in ends}
    asked = (f"{section}.{end}" for section, many in ASKED.items() for end in range(1, many + 1))
    return [number for number in asked if number not in named]


def test_every_requirement_of_level_1_and_2_stands_in_it() -> None:
    assert sum(ASKED.values()) > 200
    assert unnamed(page()) == []


def test_everything_it_names_exists() -> None:
    assert len(NAMED.findall(page().text)) > 100
    assert missing(page()) == []


def test_every_chapter_stands_in_order() -> None:
    assert [int(number) for number in CHAPTER.findall(page().text)] == list(range(1, 18))


def test_every_row_shows_something_or_says_why_not() -> None:
    assert len(ROW.findall(page().text)) > 80
    assert bare(page()) == []


def test_faulty_pages_are_refused() -> None:
    text = "| 1.2 x | `tests/none.py` |\n| 1.3 y | trust us |\n| 1.4 z | does not apply: none |\n"
    sample = Source("docs/security.md", text)
    assert missing(sample) == ["tests/none.py"]
    assert bare(sample) == ["1.3 y"]
    assert unnamed(sample)[:3] == ["1.1.1", "1.1.2", "1.5.1"]
