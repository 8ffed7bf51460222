"""States, terms, parties and lineages, computed for a day."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from exchange.agreements.enums import (
    AgreementFactKind,
    AgreementKind,
    AgreementState,
    LineageLink,
)
from exchange.agreements.lineage import Gap, LineageStep, lineage, stations
from exchange.agreements.models import Agreement, AgreementFact, AgreementParty
from exchange.agreements.rules import parties_on, public_story, state, term_end
from exchange.core.dates import PartialDate
from exchange.partners.models import Source
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


def drawn(partner: str, *, today: date = TODAY) -> list[tuple[str, str | None, str]]:
    """Return the points of a partner's line: kind, date, and what the line is like from there."""
    points = stations(list(line_of(partner, today=today).values()))
    return [
        (point.kind.value, str(point.date) if point.date else None, point.onward.value)
        for point in points
    ]


def test_aix_s_line_leads_from_the_letter_of_intent_to_the_agreement_and_on() -> None:
    assert drawn("aix-en-provence") == [
        ("agreement", "2012-09-26", "solid"),
        ("agreement", "2013-02-16", "solid"),
        ("today", None, "none"),
    ]
    assert line_of("aix-en-provence")["aix-en-provence-2013"].link is LineageLink.FORMALISED


def test_kaohsiung_s_line_has_its_gap() -> None:
    assert drawn("kaohsiung") == [
        ("agreement", "2013-09-09", "solid"),
        ("end", "2016-09", "gap"),
        ("agreement", "2017-01-11", "solid"),
        ("today", None, "none"),
    ]
    assert line_of("kaohsiung")["kaohsiung-2017"].link is LineageLink.AFTER_GAP


def test_heidelberg_s_line_is_signed_twice() -> None:
    assert drawn("heidelberg") == [
        ("agreement", "1992-05-19", "solid"),
        ("agreement", "1992-09", "solid"),
        ("today", None, "none"),
    ]
    steps = line_of("heidelberg")
    assert steps["heidelberg-1992-countersigning"].link is LineageLink.CONFIRMED


def test_rome_s_line_passes_from_ueki_to_the_city_and_the_waiting_pledge_is_not_on_it() -> None:
    assert drawn("rome-ga") == [
        ("agreement", "1995-05-29", "solid"),
        ("handover", "2010-03-22", "solid"),
        ("agreement", "2015-06", "solid"),
        ("today", None, "none"),
    ]
    steps = line_of("rome-ga")
    assert steps["rome-ga-takeover"].link is LineageLink.TAKEN_OVER
    assert steps["rome-ga-2025"].link is LineageLink.RENEWED
    assert [str(day) for day in steps["rome-ga-takeover"].rivals] == ["2015-06", "2010-03-23"]
    handover = stations(list(steps.values()))[1]
    assert handover.party is not None
    assert handover.heir is not None
    assert (handover.party.names["ja"], handover.heir.names["ja"]) == ("植木町", "熊本市")


def ended(text: str, until: str, **said: Any) -> Agreement:  # noqa: ANN401 - as in `agreement`
    one = agreement(claim(text, adopted=True), **said)
    one.ended_on, one.end_reason = PartialDate.parse(until), "合意による終了"
    return one


def points(*agreements: Agreement) -> list[tuple[str, str]]:
    found = stations(lineage(agreements, today=TODAY))
    return [(point.kind.value, point.onward.value) for point in found]


def test_an_agreement_that_was_ended_is_over_the_day_after() -> None:
    one = ended("2000-04-01", "2010-03-31")
    days = (date(2010, 3, 31), date(2010, 4, 1))
    assert [state(one, [one], today=day) for day in days] == [
        AgreementState.IN_FORCE,
        AgreementState.ENDED,
    ]
    assert points(one) == [("agreement", "solid"), ("end", "none")]


def test_an_agreement_without_an_adopted_date_can_be_over() -> None:
    one = agreement(claim("2022"))
    one.ended_on = PartialDate(2025, 3)
    assert state(one, [one], today=TODAY) is AgreementState.ENDED


def test_the_day_after_an_end_is_no_gap() -> None:
    one = ended("2000-04-01", "2010-03-31")
    after = agreement(claim("2010-04-01", adopted=True), after=one)
    (first, second) = lineage([one, after], today=TODAY)
    assert (second.gap, second.link) == (None, LineageLink.REPLACED)
    assert first.state is AgreementState.ENDED
    later = agreement(claim("2010-04-02", adopted=True), after=one)
    assert lineage([one, later], today=TODAY)[1].link is LineageLink.AFTER_GAP


def test_a_line_has_no_gap_while_another_agreement_is_in_force() -> None:
    whole = agreement(claim("1990", adopted=True))
    memorandum = agreement(claim("2000-04", adopted=True), term_years=2)
    further = agreement(claim("2010-04", adopted=True))
    assert points(whole, memorandum, further) == [
        ("agreement", "solid"),
        ("agreement", "solid"),
        ("end", "solid"),
        ("agreement", "solid"),
        ("today", "none"),
    ]


def test_an_event_does_not_close_a_gap() -> None:
    memorandum = agreement(claim("2000-04", adopted=True), term_years=2)
    event = agreement(
        claim("2001-04", adopted=True), kind=AgreementKind.COUNTERSIGNING, after=memorandum
    )
    later = agreement(claim("2010-04", adopted=True), after=memorandum)
    assert ("end", "gap") in points(memorandum, event, later)


def test_nothing_dated_is_no_line() -> None:
    assert points(agreement(claim("2025-10"))) == []


def test_a_party_that_joined_later_is_not_there_before() -> None:
    one = agreement(claim("2000-04-01", adopted=True))
    late = AgreementParty(id=uuid4(), position=1, since=PartialDate(2010, 4))
    assert parties_on([late], date(2010, 3, 31)) == []
    assert parties_on([late], date(2010, 4, 1)) == [late]
    assert one.parties == []


def test_how_it_came_about_is_told_where_anyone_can_read_the_source() -> None:
    one = agreement(claim("1992-05-19", adopted=True))
    public, printed = Source(slug="A", url="https://example.org"), Source(slug="B")
    for kind, source in (
        (AgreementFactKind.SIGNING, public),
        (AgreementFactKind.BACKGROUND, printed),
        (AgreementFactKind.BACKGROUND, public),
    ):
        assert public_story(one) is None
        one.facts.append(AgreementFact(kind=kind, source=source))
    (step,) = lineage([one], today=TODAY)
    assert step.story is one.facts[-1]
