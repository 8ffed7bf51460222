"""Each rule passes, fails or needs a person, and says why; next year's edition; pairs."""

from datetime import date

import pytest

from exchange.core.errors import DomainError
from exchange.youth.enums import YouthDirection
from exchange.youth.enums.eligibility import Requirement, Verdict
from exchange.youth.models import Edition
from exchange.youth.rules.copying import a_year_on, titles_of_next_year
from exchange.youth.rules.eligibility import (
    Atom,
    Check,
    Facts,
    ensure_atoms,
    failed,
    findings_of,
    rule_text,
)
from exchange.youth.rules.pairs import ensure_pair

R, V = Requirement, Verdict
DAY = date(2026, 4, 1)
BORN = date(2012, 4, 2)


@pytest.mark.parametrize(
    ("atom", "facts", "verdict", "reason"),
    [
        (Atom(R.GRADE, 1, 3), Facts(2, BORN), V.PASS, "is_grade"),
        (Atom(R.GRADE, 3, 3), Facts(2, BORN), V.FAIL, "is_grade"),
        (Atom(R.AGE, 13, 14), Facts(2, BORN), V.PASS, "is_age"),
        (Atom(R.AGE, 14, 15), Facts(2, BORN), V.FAIL, "is_age"),
        (Atom(R.FIRST_TIME), Facts(2, BORN), V.PASS, "no_record"),
        (Atom(R.FIRST_TIME), Facts(2, BORN, earlier=1), V.FAIL, "took_part"),
        (Atom(R.FIRST_TIME), Facts(2, BORN, namesakes=1), V.PERSON, "namesake"),
        (Atom(R.PUPIL_RESIDES), Facts(2, BORN), V.PERSON, "unknown"),
        (Atom(R.GUARDIAN_RESIDES), Facts(2, BORN), V.PERSON, "unknown"),
        (Atom(R.ALL_TRAINING), Facts(2, BORN), V.PERSON, "unknown"),
        (Atom(R.HOSTS_IN_RETURN), Facts(2, BORN), V.PERSON, "unknown"),
        (Atom(R.PASSPORT), Facts(2, BORN), V.PERSON, "unknown"),
        (Atom(R.PASSPORT), Facts(2, BORN, passport_valid=True, ends=DAY), V.PASS, "passport_valid"),
        (
            Atom(R.PASSPORT),
            Facts(2, BORN, passport_valid=False, ends=DAY),
            V.FAIL,
            "passport_short",
        ),
    ],
)
def test_a_rule_is_answered_with_its_reason(
    atom: Atom, facts: Facts, verdict: Verdict, reason: str
) -> None:
    [found] = findings_of([atom], facts, DAY)
    assert (found.verdict, found.reason.id) == (verdict, f"youth.eligibility.{reason}")
    assert (failed([found]) == [found]) is (verdict is V.FAIL)


@pytest.mark.parametrize(("passed", "verdict"), [(True, V.PASS), (False, V.FAIL)])
def test_what_a_person_found_stands_above_what_is_computed(passed: bool, verdict: Verdict) -> None:
    checks = {R.GRADE: Check(passed, "学校に確認")}
    [found] = findings_of([Atom(R.GRADE, 3, 3)], Facts(2, BORN, checks=checks), DAY)
    assert (found.verdict, found.reason.params) == (verdict, {"text": "学校に確認"})


@pytest.mark.parametrize("limits", [(None, 3), (1, None), (3, 1), (0, 3)])
def test_limits_that_cannot_be_are_refused_on_their_field(
    limits: tuple[int | None, int | None],
) -> None:
    with pytest.raises(DomainError) as refused:
        ensure_atoms([Atom(R.PASSPORT), Atom(R.AGE, *limits)])
    assert refused.value.field == "age_lowest"
    ensure_atoms([Atom(R.AGE, 13, 15), Atom(R.PASSPORT)])


@pytest.mark.parametrize("kind", Requirement)
def test_every_rule_has_its_words(kind: Requirement) -> None:
    assert rule_text(Atom(kind, 1, 3), DAY).id == f"youth.eligibility.rule.{kind.value}"


@pytest.mark.parametrize(
    ("day", "following"),
    [(date(2026, 8, 1), date(2027, 8, 1)), (date(2028, 2, 29), date(2029, 2, 28))],
)
def test_a_year_on_is_the_same_day(day: date, following: date) -> None:
    assert a_year_on(day) == following


def test_titles_name_the_next_year() -> None:
    titles = {"ja": "令和8年度 派遣（2026年）", "en": "Visit 2026", "zh-Hant": "派遣"}
    assert titles_of_next_year(titles, 2026) == {
        "ja": "令和9年度 派遣（2027年）",
        "en": "Visit 2027",
        "zh-Hant": "派遣",
    }


def test_a_pair_is_two_editions_of_one_programme_both_ways() -> None:
    first = Edition(starts=date(2025, 8, 1), direction=YouthDirection.RECEIVE)
    second = Edition(starts=date(2026, 8, 1), direction=YouthDirection.SEND)
    ensure_pair(second, first)
    for one, other in ((first, second), (second, second)):
        with pytest.raises(DomainError) as refused:
            ensure_pair(one, other)
        assert refused.value.field == "follows_id"
