"""States, terms, parties and lineages, computed for a day."""

from datetime import date

import pytest

from exchange.agreements.enums import AgreementKind, AgreementState
from exchange.agreements.models import Agreement
from exchange.agreements.rules import Gap, LineageStep, lineage, parties_on, state, term_end
from exchange.core.dates import PartialDate
from tests.factories.agreements import agreement, claim, reference_agreements, reference_rows

TODAY = date(2026, 11, 21)


def line_of(partner: str, *, today: date = TODAY) -> dict[str, LineageStep]:
    """Return a partner's lineage by the agreements' slugs, in its order."""
    key = next(row.id for row in reference_rows()["partner"] if row.slug == partner)
    own = [one for one in reference_agreements().values() if one.partner_id == key]
    return {step.agreement.slug: step for step in lineage(own, today=today)}


def memorandum() -> Agreement:
    return agreement(claim("2013-09-09", adopted=True), kind=AgreementKind.MEMORANDUM, term_years=3)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2016, 9, 8), AgreementState.IN_FORCE),
        (date(2016, 9, 9), AgreementState.LAPSED),
        (date(2030, 1, 1), AgreementState.LAPSED),
    ],
)
def test_a_fixed_term_runs_out(today: date, expected: AgreementState) -> None:
    one = memorandum()
    assert state(one, [one], today=today) is expected


def test_a_term_ends_as_precisely_as_it_began() -> None:
    month = agreement(claim("2013-09", adopted=True), term_years=3)
    assert [str(term_end(one)) for one in (memorandum(), month)] == ["2016-09-09", "2016-09"]
    assert term_end(agreement(claim("2013-09", adopted=True))) is None
    assert term_end(agreement(claim("2013-09"), term_years=3)) is None


def test_a_later_agreement_supersedes_from_its_day_on() -> None:
    intent = agreement(claim("2012-09-26", adopted=True), kind=AgreementKind.LETTER_OF_INTENT)
    full = agreement(claim("2013-02-16", adopted=True), after=intent)
    found = [
        state(intent, [intent, full], today=day) for day in (date(2013, 2, 15), date(2013, 2, 16))
    ]
    assert found == [AgreementState.IN_FORCE, AgreementState.SUPERSEDED]


@pytest.mark.parametrize("kind", [kind for kind in AgreementKind if kind.is_event])
def test_events_carry_an_agreement_on(kind: AgreementKind) -> None:
    pledge = agreement(claim("1995-05-29", adopted=True))
    event = agreement(claim("2015-06", adopted=True), kind=kind, after=pledge)
    assert state(pledge, [pledge, event], today=TODAY) is AgreementState.IN_FORCE


def test_an_unconfirmed_successor_changes_nothing() -> None:
    first = agreement(claim("1995-05-29", adopted=True))
    second = agreement(claim("2025-10"), after=first)
    assert [state(one, [first, second], today=TODAY) for one in (first, second)] == [
        AgreementState.IN_FORCE,
        AgreementState.UNCONFIRMED,
    ]


def test_kaohsiung_s_memorandum_ran_out_and_a_gap_follows() -> None:
    steps = line_of("kaohsiung")
    assert list(steps) == ["kaohsiung-2013", "kaohsiung-2017"]
    first, second = steps.values()
    assert (first.state, first.ended, first.gap) == (
        AgreementState.LAPSED,
        PartialDate(2016, 9),
        None,
    )
    assert second.state is AgreementState.IN_FORCE
    assert second.gap == Gap(after=PartialDate(2016, 9), before=PartialDate(2017, 1, 11))


def test_aix_s_letter_of_intent_ended_in_the_agreement_without_a_gap() -> None:
    first, second = line_of("aix-en-provence").values()
    assert (first.state, first.ended) == (AgreementState.SUPERSEDED, PartialDate(2013, 2, 16))
    assert (second.state, second.gap) == (AgreementState.IN_FORCE, None)


def test_rome_is_one_line_without_a_gap_and_the_takeover_disputed() -> None:
    steps = line_of("rome-ga")
    assert list(steps) == ["rome-ga-1995", "rome-ga-takeover", "rome-ga-2025"]
    assert {step.gap for step in steps.values()} == {None}
    assert [step.disagreement for step in steps.values()] == [False, True, False]
    assert steps["rome-ga-1995"].state is AgreementState.IN_FORCE
    assert steps["rome-ga-2025"].state is AgreementState.UNCONFIRMED


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(1995, 5, 29), ["植木町", "ローム市（米国ジョージア州）"]),
        (date(2010, 3, 22), ["植木町", "ローム市（米国ジョージア州）"]),
        (date(2010, 3, 23), ["熊本市", "ローム市（米国ジョージア州）"]),
        (date(2025, 5, 29), ["熊本市", "ローム市（米国ジョージア州）"]),
    ],
)
def test_the_parties_of_the_pledge_are_those_of_the_day(day: date, expected: list[str]) -> None:
    pledge = reference_agreements()["rome-ga-1995"]
    assert [party.names["ja"] for party in parties_on(pledge.parties, day)] == expected


def test_kaohsiung_has_three_parties() -> None:
    parties = parties_on(reference_agreements()["kaohsiung-2017"].parties, TODAY)
    assert [party.names["ja"] for party in parties] == ["熊本県", "熊本市", "高雄市"]
