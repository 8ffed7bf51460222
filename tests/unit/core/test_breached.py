"""A sorted list of SHA-1 hashes, asked by bisection."""

from hashlib import sha1
from pathlib import Path

import pytest

from exchange.core.breached import BreachedListError, ensure_list, is_breached

LEAKED = [f"leaked-{number}" for number in range(1000)]


def hashed(password: str) -> str:
    return sha1(password.encode()).hexdigest().upper()


def written(path: Path, passwords: list[str], *, ending: str, counted: bool, last: str) -> Path:
    """Write a list as one is published; `last` ends its last line."""
    counts = (f":{len(password) ** 7}" if counted else "" for password in passwords)
    lines = [f"{hashed(word)}{count}" for word, count in zip(passwords, counts, strict=True)]
    path.write_bytes((ending.join(sorted(lines)) + last).encode())
    return path


@pytest.mark.parametrize("counted", [True, False])
@pytest.mark.parametrize(("ending", "last"), [("\n", "\n"), ("\r\n", "\r\n"), ("\r\n", "")])
@pytest.mark.parametrize("many", [1, 2, 3, 1000])
def test_every_line_is_found_and_nothing_else(
    tmp_path: Path, many: int, ending: str, last: str, counted: bool
) -> None:
    kept = LEAKED[:many]
    path = written(tmp_path / "list", kept, ending=ending, counted=counted, last=last)
    ensure_list(path)
    assert all(is_breached(path, password) for password in kept)
    assert not any(is_breached(path, f"{password}!") for password in kept)


def test_letters_of_either_case_and_an_empty_line_at_the_end_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text("\n".join(sorted(map(hashed, LEAKED))).lower() + "\n\n")
    ensure_list(path)
    assert all(is_breached(path, password) for password in LEAKED)
    assert not is_breached(path, "kept")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file or directory"),
        ("", "is empty"),
        ("\n", "is empty"),
        ("password\n123456\n", "holds a line that is no SHA-1 hash"),
        ("é" * 40, "holds a line that is no SHA-1 hash"),
        ("0" * 5000, "holds a line that is no SHA-1 hash"),
        ("\ufeff" + "0" * 40, "holds a line that is no SHA-1 hash"),
        ("\n".join(f"{hashed(word)}:1" for word in LEAKED), "is not sorted by hash"),
    ],
    ids=["none", "empty", "blank", "words", "letters", "one line", "marked", "by count"],
)
def test_what_is_no_sorted_list_is_refused(tmp_path: Path, content: str | None, said: str) -> None:
    path = tmp_path / "list"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(BreachedListError) as caught:
        ensure_list(path)
    assert str(caught.value) == said


@pytest.mark.parametrize("many", [1, 2, 1000])
@pytest.mark.parametrize("left", [1, 39])
def test_a_list_that_is_cut_off_in_its_last_line_is_refused(
    tmp_path: Path, many: int, left: int
) -> None:
    path = written(tmp_path / "list", LEAKED[:many], ending="\n", counted=False, last="")
    path.write_bytes(path.read_bytes()[: left - 40])
    with pytest.raises(BreachedListError, match="holds a line that is no SHA-1 hash"):
        ensure_list(path)


def test_an_empty_line_between_others_is_no_end(tmp_path: Path) -> None:
    path = tmp_path / "list"
    hashes = sorted(map(hashed, LEAKED))
    path.write_text("\n".join([*hashes[:500], "", *hashes[500:]]))
    with pytest.raises(BreachedListError, match="holds an empty line before its end"):
        [is_breached(path, password) for password in LEAKED]


def test_a_list_that_was_taken_away_is_no_answer(tmp_path: Path) -> None:
    with pytest.raises(BreachedListError):
        is_breached(tmp_path / "list", "kept")
