"""Every pair that a search takes for one character is a variant that a published table knows."""

import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Final

import pytest

from exchange.core.text import _VARIANTS, fold

#: form, what it is a variant of, and the table that says so: OpenCC (Apache-2.0), joyokanji 1.1.0
#: (Apache-2.0, the old forms of 常用漢字表) and ja-itaiji 1.0.2 (MIT).
ATTESTED: Final = Path(__file__).with_name("variants.tsv")
#: Two characters, of which people write one for the other: no table joins them.
CONFUSED: Final = {frozenset("斎斉")}
GROUPS: Final = _VARIANTS.split()
COMPATIBILITY: Final = [
    chr(code)
    for code in (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
    if unicodedata.decomposition(chr(code))
]


def neighbours() -> dict[str, set[str]]:
    lines = [line.split("\t") for line in ATTESTED.read_text(encoding="utf-8").splitlines()]
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in [(line[0], line[1]) for line in lines] + [tuple(pair) for pair in CONFUSED]:
        found[one].add(other)
        found[other].add(one)
    return found


def unattested(group: str, known: dict[str, set[str]]) -> set[str]:
    """Return the characters of a group that no chain of known pairs leads to."""
    reached, last = {group[0]}, {group[0]}
    while last:
        last = {other for one in last for other in known[one] if other in group} - reached
        reached |= last
    return set(group) - reached


@pytest.mark.parametrize("group", GROUPS)
def test_the_characters_of_a_group_are_known_variants(group: str) -> None:
    assert unattested(group, neighbours()) == set()


def test_a_stranger_in_a_group_is_found() -> None:
    assert unattested("高髙橋", neighbours()) == {"橋"}


def test_a_character_stands_in_one_group_and_survives_normalisation() -> None:
    characters = "".join(GROUPS)
    assert len(set(characters)) == len(characters)
    assert unicodedata.normalize("NFKC", characters) == characters


def test_a_compatibility_character_folds_as_what_it_stands_for() -> None:
    assert len(COMPATIBILITY) > 1000
    assert [
        char for char in COMPATIBILITY if fold(char) != fold(unicodedata.normalize("NFKC", char))
    ] == []


@pytest.mark.parametrize("selector", ["\ufe00", "\U000e0100", "\U000e01ef"])
def test_a_variation_sequence_folds_as_its_base(selector: str) -> None:
    characters = "".join(GROUPS)
    assert fold("".join(char + selector for char in characters)) == fold(characters)
