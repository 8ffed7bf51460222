"""Every word exists in three languages, with the same parameters, and is used."""

import re
from functools import cache
from itertools import pairwise

import pytest

from tests.policy import sources
from tests.policy.catalogues import (
    Entry,
    Use,
    Uses,
    entries,
    enum_labels,
    language_and_room,
    uses_in_python,
    uses_in_template,
)
from tests.policy.sources import Source

LANGUAGES = ("ja", "en", "zh_Hant")

#: やさしい日本語 says only what consent pages and open editions say, the rest is Japanese.
EASY = "ja_easy"

#: Words of other places that Taiwan's usage replaces (the glossary's bracketed words).
FOREIGN_WORDS = (
    "订阅",
    "購讀",
    "日曆",
    "登錄",
    "賬號",
    "打印",
    "保存",
    "默認",
    "搜索",
    "鏈接",
    "信息",
    "二維碼",
    "延べ",
    "未設定",
)

#: Enums that never meet a person's eyes, as `<room>.<EnumName>`.
UNLABELLED: set[str] = {"youth.NoticeWay"}

#: Enums outside enums.py that do.
LABELLED = {
    "exchange/core/permissions.py": {"Role"},
    "exchange/documents/delimited.py": {"Encoding"},
}

HALF_WIDTH = re.compile("[()]")

PLACEHOLDER = re.compile(r"[a-z_][a-z0-9_]*")


@cache
def catalogues() -> dict[tuple[str, str], list[Entry]]:
    """Read every catalogue by language and room."""
    files = sources.read("exchange/translations/*/*.po")
    return {language_and_room(file.path): entries(file) for file in files}


def texts(language: str) -> dict[str, Entry]:
    return {
        entry.id: entry
        for (found, _), room in catalogues().items()
        if found == language
        for entry in room
    }


@cache
def uses() -> Uses:
    found = [uses_in_python(file) for file in sources.application()]
    found += [uses_in_template(file) for file in sources.templates()]
    return Uses(
        literal=[use for part in found for use in part.literal],
        made=[where for part in found for where in part.made],
        strings={text for part in found for text in part.strings},
    )


@cache
def labels() -> set[str]:
    """Return the label ids that must exist."""
    needed: set[str] = set()
    for file in sources.read("exchange/*/enums.py", "exchange/*/enums/**/*.py", *LABELLED):
        listed = LABELLED.get(file.path)
        for name, ids in enum_labels(file).items():
            if (listed is None or name in listed) and f"{file.parts[1]}.{name}" not in UNLABELLED:
                needed.update(ids)
    return needed


def known_labels() -> set[str]:
    """Return the label ids that may exist: those of every enum."""
    return {
        label
        for file in sources.read("exchange/**/*.py")
        if len(file.parts) > 2
        for ids in enum_labels(file).values()
        for label in ids
    }


def faults(room: str, found: list[Entry]) -> list[str]:
    """Name what is wrong inside one catalogue."""
    ids = [entry.id for entry in found]
    wrong = [f"{name}: not in {room}.po's room" for name in ids if name.split(".")[0] != room]
    wrong += [f"{a} after {b}" for b, a in pairwise(ids) if a <= b]
    for entry in found:
        if entry.fuzzy or not all(form.strip() for form in entry.forms):
            wrong.append(f"{entry.id}: empty or fuzzy")
        wrong += [
            f"{entry.id}: parameter {name!r}"
            for name in sorted(entry.parameters)
            if not PLACEHOLDER.fullmatch(name)
        ]
    return wrong


def disagreements(language: str, theirs: dict[str, Entry], ours: dict[str, Entry]) -> list[str]:
    """Name what a language lacks, has too much or says with other parameters than Japanese."""
    wrong = [f"{language}: {name} is missing" for name in sorted(ours.keys() - theirs.keys())]
    wrong += [f"{language}: {name} is not in ja" for name in sorted(theirs.keys() - ours.keys())]
    # A language with plurals may leave the count out of its forms.
    wrong += [
        f"{language}: {name} has other parameters"
        for name in sorted(ours.keys() & theirs.keys())
        if (ours[name].parameters ^ theirs[name].parameters) - {"count"}
    ]
    return wrong


def unanswered(found: list[Use], known: dict[str, Entry]) -> list[str]:
    """Name uses of an id that does not exist or needs a parameter that is not given."""
    wrong = []
    for use in found:
        if use.id not in known:
            wrong.append(f"{use.where} {use.id}: no such message")
        elif use.parameters is not None and known[use.id].parameters - use.parameters:
            lacking = sorted(known[use.id].parameters - use.parameters)
            wrong.append(f"{use.where} {use.id}: without {', '.join(lacking)}")
    return wrong


def foreign_words(found: dict[str, Entry]) -> list[str]:
    return [
        f"{entry.id}: {word}"
        for entry in found.values()
        for word in FOREIGN_WORDS
        if any(word in form for form in entry.forms)
    ]


def half_width_brackets(found: dict[str, Entry]) -> list[str]:
    return [e.id for e in found.values() if any(HALF_WIDTH.search(form) for form in e.forms)]


def test_each_catalogue_is_sorted_complete_and_holds_its_own_room() -> None:
    assert [
        f"{language}: {fault}"
        for (language, room), found in catalogues().items()
        for fault in faults(room, found)
    ] == []


@pytest.mark.parametrize("language", ["en", "zh_Hant"])
def test_a_language_has_the_same_messages_and_parameters_as_japanese(language: str) -> None:
    assert disagreements(language, texts(language), texts("ja")) == []


def test_there_are_catalogues_in_the_three_languages_and_easy_japanese_only() -> None:
    assert {language for language, _ in catalogues()} == {*LANGUAGES, EASY}


def test_easy_japanese_rewords_what_japanese_says_with_the_same_parameters() -> None:
    ours = {name: entry for name, entry in texts("ja").items() if name in texts(EASY)}
    assert disagreements(EASY, texts(EASY), ours) == []


def test_every_message_used_exists_and_gets_its_parameters() -> None:
    assert unanswered(uses().literal, texts("ja")) == []


def test_every_message_id_is_written_out_where_it_is_used() -> None:
    assert uses().made == []


def test_every_enum_that_people_see_has_its_labels() -> None:
    assert sorted(labels() - texts("ja").keys()) == []


def test_no_message_is_left_over() -> None:
    used = {use.id for use in uses().literal} | uses().strings | known_labels()
    assert sorted(texts("ja").keys() - used) == []


def test_traditional_chinese_uses_the_words_of_taiwan() -> None:
    assert foreign_words(texts("zh_Hant")) == []


@pytest.mark.parametrize("language", ["ja", "zh_Hant", EASY])
def test_japanese_and_chinese_words_stand_in_full_width_brackets(language: str) -> None:
    assert half_width_brackets(texts(language)) == []


def test_half_width_brackets_are_found() -> None:
    found = [
        Entry("a.b", ("熊本縣 (共同當事者)",), fuzzy=False),
        Entry("a.c", ("（熊本）",), False),
    ]
    assert half_width_brackets({entry.id: entry for entry in found}) == ["a.b"]


def test_faulty_catalogues_are_refused() -> None:
    text = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "youth.b"\nmsgstr "保存 {name}"\n\nmsgid "youth.a"\nmsgstr ""\n\n'
        'msgid "tasks.z"\nmsgstr "{0} {"\n'
    )
    found = entries(Source("exchange/translations/zh_Hant/youth.po", text))
    wrong = faults("youth", found)
    assert "youth.a after youth.b" in wrong
    assert "youth.a: empty or fuzzy" in wrong
    assert "tasks.z: not in youth.po's room" in wrong
    assert any(fault.startswith("tasks.z: parameter") for fault in wrong)
    known = {entry.id: entry for entry in found}
    assert foreign_words(known) == ["youth.b: 保存"]
    japanese = {"youth.b": Entry("youth.b", ("{city}",), False), "youth.c": found[1]}
    assert disagreements("zh_Hant", known, japanese) == [
        "zh_Hant: youth.c is missing",
        "zh_Hant: tasks.z is not in ja",
        "zh_Hant: youth.a is not in ja",
        "zh_Hant: youth.b has other parameters",
    ]


def test_faulty_uses_are_refused() -> None:
    code = 'message("a.b")\nmessage("a.c" if x else "a.d", n=1)\nmessage(f"a.{x}")\nmessage(y)\n'
    python = uses_in_python(Source("exchange/a/views.py", code))
    assert [use.id for use in python.literal] == ["a.b", "a.c", "a.d"]
    assert python.made == ["exchange/a/views.py:3", "exchange/a/views.py:4"]
    markup = '{{ t("a.b", n=1) }}{{ t("a." ~ x) }}{{ t(place.message) }}{{ t("a.c") }}'
    template = uses_in_template(Source("templates/a/index.html", markup))
    assert template.made == ["templates/a/index.html:1"]
    known = {"a.b": Entry("a.b", ("{n} {m}",), False)}
    assert unanswered(template.literal, known) == [
        "templates/a/index.html:1 a.b: without m",
        "templates/a/index.html:1 a.c: no such message",
    ]


def test_the_labels_of_an_enum_are_read_from_its_members() -> None:
    code = 'class State(StrEnum):\n    OPEN = "open"\n    OVER = auto()\n'
    assert enum_labels(Source("exchange/youth/enums.py", code)) == {
        "State": ["youth.State.open", "youth.State.over"]
    }
