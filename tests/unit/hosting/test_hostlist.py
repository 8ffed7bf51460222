"""A host list as offices paste it: columns, cells, and the fate of each line."""

from datetime import date

import pytest

from exchange.core.errors import DomainError
from exchange.core.messages import label
from exchange.documents.pasted import read_pasted
from exchange.hosting.enums import AgeBand, Animal, Column, Fate, Preference, Smoking
from exchange.hosting.hostlist import (
    FamilyDetails,
    HostList,
    MemberDetails,
    guess,
    match_key,
    read_list,
)
from exchange.hosting.hostlist.cells import (
    animals_of,
    free_of,
    members_of,
    phone_of,
    places_of,
    preference_of,
    smoking_of,
)
from exchange.hosting.rules.languages import language_name, languages_of

NEAR = date(2026, 8, 1)
PASTED = (
    "2026年度　ホストファミリー名簿\t\t\t\n"
    "No\t氏名\tフリガナ\t住所\t電話番号\t家族構成\t使用言語\tペット\t喫煙\t受入可能期間\n"
    '1\t見本 太郎\tﾐﾎﾝ ﾀﾛｳ\t中央区見本1-1\t0961234567\t"父 太郎（45）\n母 花子（43）"\t'
    "日本語、英語\t犬1匹\tなし\t8/1～8/10\n"
)


def read(text: str, known: dict[str, FamilyDetails] | None = None) -> HostList:
    return read_list(read_pasted(text), known or {}, near=NEAR)


def test_a_pasted_list_is_read_under_its_title_with_its_lines_in_a_cell() -> None:
    [line] = read(PASTED).lines
    assert (line.number, line.fate, line.problem) == (3, Fate.NEW, None)
    assert line.details == FamilyDetails(
        name="見本 太郎",
        kana="ミホン タロウ",
        address="中央区見本1-1",
        phone="0961234567",
        members=(
            MemberDetails("太郎", "父", AgeBand.MIDDLE),
            MemberDetails("花子", "母", AgeBand.MIDDLE),
        ),
        languages=("ja", "en"),
        pets="犬1匹",
        animals=(Animal.DOG,),
        smoking=Smoking.NONE,
        available=(date(2026, 8, 1), date(2026, 8, 10)),
    )


def test_the_same_list_again_changes_nothing_and_a_changed_cell_is_named() -> None:
    [line] = read(PASTED).lines
    assert line.details is not None
    known = {match_key(line.details): line.details}
    again = read(PASTED, known)
    assert ([each.fate for each in again.lines], again.taken) == ([Fate.SAME], [])
    [changed] = read(PASTED.replace("犬1匹", "犬1匹、猫"), known).lines
    assert (changed.fate, changed.changed) == (Fate.CHANGED, (Column.PETS,))
    assert changed.details is not None
    assert changed.details.animals == (Animal.DOG, Animal.CAT)


def test_a_column_the_list_leaves_out_leaves_what_is_known() -> None:
    [line] = read(PASTED).lines
    assert line.details is not None
    known = {match_key(line.details): line.details}
    short = "氏名\t家族構成\t電話\n見本 太郎\t父 太郎（45）、母 花子（43）\t0961111111\n"
    [changed] = read(short, known).lines
    assert changed.changed == (Column.PHONE,)
    assert changed.details is not None
    assert (changed.details.phone, changed.details.address) == ("0961111111", "中央区見本1-1")


HEAD = "氏名,電話,メール,受入日程,備考\n"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (",0961234567,,,", "hosting.error.no_name"),
        ("見本 太郎,,見本,,", "hosting.error.mail"),
        ("見本 太郎,,,盆の前後,", "hosting.error.free_unreadable"),
        ("見本 太郎,,,8/10～8/1,", "hosting.error.free_unreadable"),
        ("見本 太郎,,,2月30日,", "hosting.error.free_unreadable"),
        ("見本 太郎,,,13月1日,", "hosting.error.free_unreadable"),
        (f"見本 太郎,,,,{'長' * 1001}", "hosting.error.cell_long"),
    ],
)
def test_a_line_that_cannot_be_taken_says_why(line: str, problem: str) -> None:
    found = read(HEAD + line + "\n見本 花子,,,,\n")
    assert [each.fate for each in found.lines] == [Fate.REFUSED, Fate.NEW]
    assert found.lines[0].problem is not None
    assert found.lines[0].problem.id == problem
    assert found.refused == 1
    assert [each.name for each in found.taken] == ["見本 花子"]


def test_members_in_one_breath_and_a_family_twice_are_refused() -> None:
    found = read(f"氏名\t家族構成\n見本 太郎\t{'花' * 101}\n見本 次郎\t父\n見本 次郎\t父\n")
    assert [each.problem.id if each.problem else None for each in found.lines] == [
        "hosting.error.member_long",
        None,
        "hosting.error.twice",
    ]


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("", "hosting.error.no_header"),
        ("見本 太郎\t0961234567\n", "hosting.error.no_header"),
        ("氏名\t電話\n\n", "hosting.error.list_empty"),
        ("氏名\t電話\n" + "見本 太郎\t1\n" * 301, "hosting.error.list_long"),
    ],
)
def test_what_is_no_list_is_refused_as_a_whole(text: str, refused: str) -> None:
    with pytest.raises(DomainError, match=refused):
        read(text)


def test_columns_as_a_person_corrects_them_stand() -> None:
    rows = read_pasted("氏名\t電話\tその他\n見本 太郎\t0961234567\t花の栽培\n")
    [line] = read_list(rows, {}, near=NEAR, columns={0: Column.NAME, 2: Column.HOBBIES}).lines
    assert line.details is not None
    assert (line.details.phone, line.details.hobbies) == ("", ("花の栽培",))
    with pytest.raises(DomainError, match="no_name_column"):
        read_list(rows, {}, near=NEAR, columns={1: Column.PHONE})


def test_columns_are_guessed_by_their_headings_each_once() -> None:
    heads = [
        "氏名（カナ）",
        "氏名",
        "家族",
        "緊急連絡先",
        "携帯電話",
        "性別の希望",
        "受入可能人数",
        "",
        "血液型",
    ]
    assert guess(heads) == {
        0: Column.KANA,
        1: Column.NAME,
        2: Column.MEMBERS,
        3: Column.PHONE,
        5: Column.PREFERENCE,
        6: Column.PLACES,
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("父 太郎（45）、長女 花子(14)", [("太郎", "父", "middle"), ("花子", "長女", "teen")]),
        (
            "見本太郎（父・40代）／祖母：はな70歳",
            [("見本太郎", "父", "middle"), ("はな", "祖母", "senior")],
        ),
        (
            "父、母、長男6",
            [("父", "父", "adult"), ("母", "母", "adult"), ("長男", "長男", "small")],
        ),
        ("花子、 、次郎 65歳以上", [("花子", "", "minor"), ("次郎", "", "senior")]),
        ("父 見本 太郎（30～64歳）", [("見本 太郎", "父", "middle")]),
    ],
)
def test_members_are_read_in_any_usual_order(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert [(each.name, each.relation, each.age.value) for each in members_of(text)] == expected


def test_who_the_family_is_named_by_stands_first_where_the_members_leave_that_person_out() -> None:
    [line] = read("氏名\t家族構成\n見本 太郎\t妻 花子（40）\n").lines
    assert line.details is not None
    assert line.details.members[0] == MemberDetails("見本 太郎", "代表者", AgeBand.ADULT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("なし", ()),
        ("室内犬1匹、金魚", (Animal.DOG, Animal.OTHER)),
        ("ﾈｺ", (Animal.CAT,)),
    ],
)
def test_animals_are_none_or_some_or_not_asked(
    text: str, expected: tuple[Animal, ...] | None
) -> None:
    assert animals_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Smoking.UNKNOWN),
        ("無", Smoking.NONE),
        ("ベランダのみ", Smoking.OUTSIDE),
        ("あり", Smoking.INSIDE),
    ],
)
def test_smoking_is_somewhere_or_nowhere_or_not_asked(text: str, expected: Smoking) -> None:
    assert smoking_of(text) is expected


def test_preferences_places_and_phones_are_read() -> None:
    assert [preference_of(each) for each in ("女子", "男", "男女どちらでも", "")] == [
        Preference.FEMALE,
        Preference.MALE,
        Preference.ANY,
        Preference.ANY,
    ]
    assert [places_of(each) for each in ("２名", "", "0", "1～3")] == [2, 1, 1, 1]
    assert [phone_of(each) for each in ("9012345678", "090-1234-5678")] == [
        "09012345678",
        "090-1234-5678",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("いつでも", None),
        ("8/3", ("2026-08-03", "2026-08-03")),
        ("8月1日～10日", ("2026-08-01", "2026-08-10")),
        ("12/28〜1/3", ("2026-12-28", "2027-01-03")),
        ("2026-08-01~2026/8/9", ("2026-08-01", "2026-08-09")),
    ],
)
def test_days_are_read_near_the_edition(text: str, expected: tuple[str, str] | None) -> None:
    found = free_of(text, near=NEAR)
    assert (found and tuple(day.isoformat() for day in found)) == expected


def test_languages_mean_the_same_however_a_list_writes_them() -> None:
    written = "日本語、英語（少し）／German 華語、熊本弁"
    assert languages_of(written) == ["ja", "en", "de", "zh", "熊本弁"]
    assert [language_name(code, "zh-Hant") for code in ("de", "熊本弁")] == ["德文", "熊本弁"]


def test_columns_have_the_names_of_what_is_stated() -> None:
    fields = FamilyDetails("見本")
    assert [column for column in Column if not hasattr(fields, column.value)] == []
    assert label(Column.NAME).id == "hosting.Column.name"
