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
