"""Strategies for what nobody sends on purpose, bounded so that a test takes seconds."""

from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

#: The same examples on every machine, and few enough.
BOUNDED: Final = settings(
    max_examples=60,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

#: What programs take for a number, a day or an end, and what breaks those that do.
TRAPS: Final = (
    *("", " ", "0", "-0", "-1", "²", "１２", "٣", "1" * 5000, "9" * 400, "1e400", "1e9999", "NaN"),
    *("Infinity", "2026-02-30", "0000-00-00", "9999-12-31", "10000-1-1", "H0.1.1", "R元.13.40"),
    *(
        "令和99年99月99日",
        "99:99",
        "24:00",
        "25:61~",
        "0日目",
        "99日目",
        "~",
        "→",
        "\x00",
        "\ufeff",
    ),
    *(
        "\r\n",
        "\t",
        '"',
        "'",
        "=1+1",
        "[" * 3000,
        "{" * 3000,
        "null",
        "true",
        "\U0001f984",
        "\u202e",
    ),
    *("a" * 3000, "長" * 1200, "00000000-0000-0000-0000-000000000000", "/", "//", "%00", "../"),
)
TEXTS: Final = st.one_of(st.sampled_from(TRAPS), st.text(st.characters(codec="utf-8"), max_size=30))


def grids(*headings: str) -> st.SearchStrategy[list[list[str]]]:
    """Draw rows of cells; the words of real headings and cells stand among them."""
    cells = st.one_of(TEXTS, st.sampled_from(headings))
    return st.lists(st.lists(cells, max_size=8), max_size=8)


def forms(*names: str) -> st.SearchStrategy[dict[str, str]]:
    """Draw the fields of a sent form, with its own names among others."""
    return st.dictionaries(st.one_of(st.sampled_from(names), TEXTS), TEXTS, max_size=12)
