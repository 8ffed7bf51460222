"""A list beside the record: + − ~ by field, and what is refused."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest

from exchange.core.database import Localized, Name
from exchange.delegations.enums import Direction, MemberFate, MemberField, MemberRole, Paper
from exchange.delegations.memberlist.diff import MemberDiff, compare
from exchange.delegations.memberlist.facts import Facts, KnownMember, KnownPerson
from exchange.delegations.memberlist.rows import Entry, ReadRow
from exchange.delegations.memberlist.titles import Asked

_F, _R = MemberField, MemberRole
DEPUTY = Localized({"ja": "副市長", "en": "Deputy Mayor"})


def guest(native: str = "", passport: str = "", kana: str = "") -> Name:
    return Name("", family_kana=kana, native=native, passport=passport)


def member(number: int, name: Name | str, **values: object) -> KnownMember:
    known = guest(name) if isinstance(name, str) else name
    return KnownMember(UUID(int=number), UUID(int=100 + number), known, **values)  # type: ignore[arg-type]


def entry(name: Name | str, **values: object) -> Entry:
    return Entry(guest(name) if isinstance(name, str) else name, **values)  # type: ignore[arg-type]


def rows(*entries: Entry) -> Sequence[ReadRow]:
    return [ReadRow(number, each) for number, each in enumerate(entries, 2)]


def fates(diff: MemberDiff) -> str:
    signs = {
        MemberFate.ADDED: "+",
        MemberFate.CHANGED: "~",
        MemberFate.SAME: "=",
        MemberFate.REFUSED: "!",
    }
    return "".join(signs[row.fate] for row in diff.rows) + "-" * len(diff.gone)


def why(diff: MemberDiff) -> list[tuple[MemberField | None, str]]:
    return [
        (problem.field, problem.sentence.id.rpartition(".")[2])
        for row in diff.rows
        for problem in row.problems
    ]


def test_the_second_version_swaps_two_and_changes_one_title() -> None:
    known = [member(n, name, title_as_sent="局長") for n, name in enumerate("甲乙丙丁", 1)]
    sent = rows(
        entry("甲", title="局長"),
        entry("丙", title="副局長"),
        entry("戊", title="局長"),
        entry("己", title="局長"),
    )
    diff = compare(sent, Facts(known))
    assert fates(diff) == "=~++--"
    assert [each.name.native for each in diff.gone] == ["乙", "丁"]
    assert diff.rows[1].changes == {_F.TITLE: ("局長", "副局長")}
    assert [row.number for row in diff.added] == [4, 5]
    assert diff.counts == {
        MemberFate.ADDED: 2,
        MemberFate.GONE: 2,
        MemberFate.CHANGED: 1,
        MemberFate.SAME: 1,
        MemberFate.REFUSED: 0,
    }


def test_an_incomplete_list_sends_nobody_away() -> None:
    diff = compare(rows(entry("乙")), Facts([member(1, "甲")], complete=False))
    assert (fates(diff), diff.gone) == ("+", [])


def test_every_field_is_compared_and_what_a_list_does_not_say_stays() -> None:
    known = member(
        1,
        guest("甲", "CHEN CHIA", "コウ"),
        affiliation="市府",
        role=_R.LEADER,
        title=DEPUTY,
        title_as_sent="副市長",
        diet="素食",
        mobility="輪椅",
    )
    assert fates(compare(rows(entry("甲")), Facts([known]))) == "="
    full = Entry(
        guest("甲", "CHEN CHIA-I", "キノエ"),
        affiliation="議会",
        title="議長",
        role=_R.MEMBER,
        diet="",
        mobility="",
    )
    [row] = compare(rows(full), Facts([known])).rows
    assert row.changes == {
        _F.FULL_KANA: ("コウ", "キノエ"),
        _F.PASSPORT_NAME: ("CHEN CHIA", "CHEN CHIA-I"),
        _F.AFFILIATION: ("市府", "議会"),
        _F.DIET: ("素食", ""),
        _F.MOBILITY: ("輪椅", ""),
        _F.TITLE: (DEPUTY, "議長"),
        _F.ROLE: (_R.LEADER, _R.MEMBER),
    }


def test_a_passport_spelling_finds_who_is_written_otherwise_now() -> None:
    known = member(1, guest("陳其迈", "CHEN CHI-MAI"))
    [row] = compare(rows(entry(guest("陳其邁", "CHEN CHIMAI"))), Facts([known])).rows
    assert row.changes == {
        _F.FULL_NAME: ("陳其迈", "陳其邁"),
        _F.PASSPORT_NAME: ("CHEN CHI-MAI", "CHEN CHIMAI"),
    }


def test_a_name_once_divided_is_not_joined_again() -> None:
    known = member(1, Name("髙見本", "花子"))
    assert fates(compare(rows(entry("高見本 花子")), Facts([known]))) == "="


def test_namesakes_are_told_apart_by_their_passports() -> None:
    known = [member(1, guest("陳怡君", "CHEN YI-CHUN")), member(2, guest("陳怡君", "CHEN I-JUN"))]
    sent = rows(entry(guest("陳怡君", "CHEN I-JUN")), entry(guest("陳怡君", "CHEN YI-CHUN")))
    diff = compare(sent, Facts(known))
    assert fates(diff) == "=="
    assert [row.member and row.member.id.int for row in diff.rows] == [2, 1]
    assert why(compare(rows(entry("陳怡君")), Facts(known))) == [(None, "several")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (guest("甲"), guest("甲")),
        (guest("甲", "KO"), guest("甲")),
        (guest("甲", "KO"), guest("乙", "KO")),
    ],
)
def test_a_member_twice_is_refused_by_row(one: Name, other: Name) -> None:
    diff = compare(rows(entry(one), entry(other)), Facts())
    assert (fates(diff), why(diff)) == ("+!", [(None, "twice")])
    assert diff.rows[1].problems[0].sentence.params == {"row": 2}


def test_two_heads_are_both_refused() -> None:
    sent = rows(entry("甲", role=_R.LEADER), entry("乙", role=_R.LEADER), entry("丙"))
    diff = compare(sent, Facts())
    assert (fates(diff), why(diff)) == ("!!+", [(_F.ROLE, "two_heads")] * 2)
    assert diff.rows[0].problems[0].sentence.params == {"rows": "2, 3"}


def test_a_new_head_takes_the_place_of_the_old_one_as_announced() -> None:
    known = [member(1, "甲", role=_R.LEADER), member(2, "乙")]
    diff = compare(rows(entry("甲"), entry("乙", role=_R.LEADER)), Facts(known))
    assert [dict(row.changes) for row in diff.rows] == [
        {_F.ROLE: (_R.LEADER, _R.MEMBER)},
        {_F.ROLE: (_R.MEMBER, _R.LEADER)},
    ]
    partly = Facts(known, complete=False)
    assert why(compare(rows(entry("乙", role=_R.LEADER)), partly)) == [(_F.ROLE, "other_head")]
    assert fates(compare(rows(entry("乙", role=_R.LEADER)), Facts(known))) == "~-"


def test_titles_are_asked_about_once_and_never_guessed() -> None:
    sent = rows(
        entry("甲", title="副市長"),
        entry("乙", title="局長", title_ja="局長級", title_en="Director General"),
        entry("丙", title="局長"),
        entry("丁", title=""),
        entry("戊", title_ja="課長"),
    )
    diff = compare(sent, Facts(titles={"副市長": DEPUTY}))
    assert diff.asked == [Asked("局長", "局長級", "Director General"), Asked("課長", "課長")]
    assert [row.title.shown for row in diff.rows] == [DEPUTY, "局長", "局長", "", "課長"]


def test_an_approved_title_on_record_is_no_change_and_a_new_one_is() -> None:
    more = Localized({**DEPUTY, "zh-Hant": "副市長"})
    facts = Facts([member(1, "甲", title=more)], titles={"副市長": DEPUTY})
    assert fates(compare(rows(entry("甲", title="副市長")), facts)) == "="
    assert fates(compare(rows(entry("甲", title="")), facts)) == "~"
    bare = replace(facts, members=[member(1, "甲", title_as_sent="副市長")])
    [row] = compare(rows(entry("甲", title="副市長")), bare).rows
    assert row.changes == {_F.TITLE: ("副市長", DEPUTY)}


def test_our_own_titles_need_no_approval() -> None:
    ours = Facts(titles=None)
    sent = rows(entry("甲", title="局長", title_en="Director"), entry("乙", title=""), entry("丙"))
    diff = compare(sent, ours)
    assert diff.asked == []
    shown = Localized({"ja": "局長", "en": "Director"})
    assert [row.title.shown for row in diff.rows] == [shown, "", ""]


def test_a_companion_is_found_in_the_list_or_on_record() -> None:
    known = [member(1, "甲"), member(2, "乙", companion_of=UUID(int=1)), member(3, "丙")]
    part = Facts(known, complete=False)
    same = rows(entry("甲"), entry("乙", companion="甲"))
    assert fates(compare(same, part)) == "=="
    [other] = compare(rows(entry("乙", companion="丙")), part).rows
    assert (other.companion, other.changes) == (UUID(int=3), {_F.COMPANION: ("甲", "丙")})
    [alone] = compare(rows(entry("乙", companion="")), part).rows
    assert alone.changes == {_F.COMPANION: ("甲", "")}
    new = compare(rows(entry("丁"), entry("乙", companion="丁")), part)
    assert (new.rows[1].companion, new.rows[1].changes) == (2, {_F.COMPANION: ("甲", "丁")})
    assert fates(compare(rows(entry("丙", companion="")), part)) == "="
    [first] = compare(rows(entry("丙", companion="甲")), part).rows
    assert first.changes == {_F.COMPANION: ("", "甲")}


def test_who_accompanied_somebody_gone_accompanies_nobody() -> None:
    known = [member(1, "甲"), member(2, "乙", companion_of=UUID(int=1)), member(3, "丙")]
    alone = compare(rows(entry("乙"), entry("丙")), Facts(known))
    assert [dict(row.changes) for row in alone.rows] == [{_F.COMPANION: ("甲", "")}, {}]
    assert fates(compare(rows(entry("甲"), entry("乙")), Facts(known))) == "==-"
    assert fates(compare(rows(entry("乙")), Facts(known, complete=False))) == "="


@pytest.mark.parametrize(
    "sent",
    [
        [entry("丁", companion="誰")],
        [entry("丁", companion="丁")],
        [entry("丁", companion="甲")],
        [entry(guest("戊", "A")), entry(guest("戊", "B")), entry("丁", companion="戊")],
    ],
)
def test_a_companion_of_nobody_who_comes_is_refused(sent: list[Entry]) -> None:
    diff = compare(rows(*sent), Facts([member(1, "甲")]))
    assert why(diff) == [(_F.COMPANION, "companion")]


def test_somebody_of_an_earlier_visit_is_known_by_two_signs() -> None:
    person = KnownPerson(UUID(int=9), guest("甲", "KO CHIA"), "市府")
    facts = Facts(people=[person])
    for sent, known in (
        (entry(guest("甲", "KO CHIA")), True),
        (entry("甲", affiliation="市府"), True),
        (entry("甲", affiliation="議会"), False),
        (entry("甲"), False),
        (entry(guest("甲", "KO OTSU"), affiliation="市府"), False),
    ):
        [row] = compare(rows(sent), facts).rows
        assert (row.person is person) is known
    twice = Facts(people=[person, replace(person, id=UUID(int=8))])
    assert compare(rows(entry(guest("甲", "KO CHIA"))), twice).rows[0].person is None


def test_only_the_papers_that_name_what_changes_are_touched() -> None:
    known = [member(1, "甲", diet="")]
    printed = [paper.value for paper in Paper]
    diff = compare(rows(entry("甲", diet="素食")), Facts(known))
    assert diff.papers(Direction.IN, printed) == [Paper.MEAL_LIST, Paper.BRIEFING]
    assert diff.papers(Direction.IN, ["roster", "meal_list"]) == [Paper.MEAL_LIST]
    assert compare(rows(entry("甲")), Facts(known)).papers(Direction.IN, printed) == []
    joined = compare(rows(entry("甲"), entry("乙")), Facts(known))
    assert joined.papers(Direction.IN, printed) == list(Paper)
    assert joined.papers(Direction.IN, []) == []
    assert compare([], Facts(known)).papers(Direction.IN, printed) == list(Paper)


def test_the_digest_follows_what_confirming_would_do() -> None:
    facts = Facts([member(1, "甲")])
    one = compare(rows(entry("甲", diet="素食")), facts)
    assert one.digest == compare(rows(entry("甲", diet="素食")), facts).digest
    assert one.digest != compare(rows(entry("甲", diet="葷")), facts).digest
    assert one.digest != compare(rows(entry("甲", diet="素食")), Facts()).digest
    assert one.digest != compare([], facts).digest
