"""Which printed papers no longer say what is so, and why."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from exchange.delegations.enums import Paper
from exchange.papers.enums import Cause
from exchange.papers.reprinting import (
    OF_WHAT_CAME,
    PROGRAMMES,
    kind_of,
    later,
    name_of,
    papers_after,
    to_reprint,
)

PRINTED = datetime(2026, 11, 1, tzinfo=UTC)
LATER = PRINTED + timedelta(days=1)
LAST = LATER + timedelta(hours=1)
PLANS = set(PROGRAMMES.values())
MEMBERS = set(map(str, Paper))
_P = Paper


@pytest.mark.parametrize(
    ("deed", "fields", "cause", "papers"),
    [
        ("visits.correct_member", ["diet"], Cause.MEMBER, {_P.MEAL_LIST, _P.BRIEFING}),
        ("visits.correct_member", ["unknown"], Cause.MEMBER, set()),
        ("visits.add_member", ["member"], Cause.MEMBERS, MEMBERS),
        ("visits.end_member", ["member"], Cause.MEMBERS, MEMBERS),
        (
            "people.correct",
            ["family_romaji"],
            Cause.PERSON,
            {
                *(_P.PARTNER_ROSTER, _P.AIRLINE_LIST, _P.ROOMING_LIST, _P.VISA_LIST),
                *(_P.STAY_SCHEDULE, _P.INVITATION, _P.GUARANTEE, _P.SEATING),
                *(_P.NAME_PLATES, _P.BADGES, _P.BRIEFING, _P.EMERGENCY_CARD),
            },
        ),
        ("people.correct", ["honorifics"], Cause.PERSON, set()),
        (
            "visits.add_item",
            ["title"],
            Cause.PROGRAMME,
            PLANS | {_P.STAY_SCHEDULE, _P.THANKS_LIST, _P.PRESS_RELEASE, _P.REPORT},
        ),
        ("papers.write", ["text", "press_release"], Cause.PARTICULARS, {_P.PRESS_RELEASE}),
        ("papers.write", ["text", "speech"], Cause.PARTICULARS, set()),
        (
            "visits.revise",
            ["purpose"],
            Cause.VISIT,
            {_P.APPROVAL_SHEET, _P.BRIEFING, _P.INVITATION, _P.REPORT},
        ),
        ("visits.revise", ["level", "parties"], Cause.VISIT, {_P.APPROVAL_SHEET, _P.THANKS_LIST}),
        ("visits.approve", ["state"], Cause.VISIT, {_P.APPROVAL_SHEET, _P.REPORT}),
        ("visits.record_draft", ["drafted_on"], Cause.VISIT, {_P.APPROVAL_SHEET, _P.REPORT}),
        ("gifts.correct", ["giver"], Cause.GIFTS, {_P.THANKS_LIST}),
        ("letters.log", ["title"], Cause.LETTERS, {_P.THANKS_LIST}),
        ("visits.hand_over", ["owner_id"], Cause.VISIT, {_P.APPROVAL_SHEET, _P.REPORT}),
        ("visits.outcome", ["outcome"], Cause.VISIT, {_P.REPORT}),
        (OF_WHAT_CAME, ["spent"], Cause.REPORTED, {_P.REPORT}),
        ("visits.state_legs", ["legs"], Cause.VISIT, {_P.APPROVAL_SHEET, _P.REPORT, *PLANS}),
        ("visits.move", ["ends", "starts"], Cause.VISIT, MEMBERS | PLANS),
        ("visits.publish_version", ["number"], Cause.VISIT, set()),
    ],
)
def test_an_act_touches_the_papers_that_say_what_it_changed(
    deed: str, fields: list[str], cause: Cause, papers: set[str]
) -> None:
    found, touched = papers_after(deed, fields)
    assert (found, set(touched)) == (cause, papers)


def test_a_new_head_touches_what_names_roles_and_an_order_what_shows_it() -> None:
    head, order = (
        papers_after(deed, ["member"])[1] for deed in ("visits.flag_head", "visits.move_member")
    )
    assert _P.BADGES in head
    assert _P.MEAL_LIST not in head
    assert _P.SEATING in order
    assert _P.BADGES not in order


def test_only_what_was_printed_before_is_printed_anew_for_each_cause_at_its_last() -> None:
    printed = {"meal_list": PRINTED, "airline_list": PRINTED, "roster": LAST}
    diet = (LATER, "visits.correct_member", ["diet"])
    again = (LAST, "visits.correct_member", ["diet"])
    joined = (LATER, "visits.add_member", ["member"])
    early = (PRINTED, "visits.add_member", ["member"])
    assert to_reprint(printed, [early]) == {}
    assert to_reprint(printed, [diet, again]) == {"meal_list": {Cause.MEMBER: LAST}}
    assert to_reprint(printed, [again, diet, joined]) == {
        "meal_list": {Cause.MEMBER: LAST, Cause.MEMBERS: LATER},
        "airline_list": {Cause.MEMBERS: LATER},
    }


def test_each_speech_is_printed_by_itself_and_flagged_with_all_of_its_kind() -> None:
    first, second = (name_of(_P.GREETING, UUID(int=number)) for number in (1, 2))
    assert (kind_of(first), kind_of("roster")) == ("greeting", "roster")
    joined = (LATER, "visits.add_member", ["member"])
    printed = {first: PRINTED, second: LAST}
    assert to_reprint(printed, [joined]) == {first: {Cause.MEMBERS: LATER}}


@pytest.mark.parametrize(
    ("printed", "found"),
    [(None, {}), (PRINTED, {Cause.PARTICULARS: LATER}), (LATER, {}), (LAST, {})],
)
def test_a_text_is_old_on_paper_once_it_was_changed_after_printing(
    printed: datetime | None, found: dict[Cause, datetime]
) -> None:
    assert later({Cause.PARTICULARS: LATER}, printed) == found
