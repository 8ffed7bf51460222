"""Who is asked for consent, until when, and what an answer changes."""

from datetime import date
from types import SimpleNamespace
from typing import cast

import pytest

from exchange.core.errors import DomainError
from exchange.core.permissions import Actor, Role, system_actor
from exchange.youth.enums import (
    ConsentAnswer,
    ConsentGiver,
    ConsentPurpose,
    ParticipantKind,
    RegistrationState,
    YouthDirection,
)
from exchange.youth.models import Consent
from exchange.youth.rules.care import ensure_may_flag, is_open_to
from exchange.youth.rules.consents import (
    ASKED,
    NO_ANSWERS,
    Consents,
    changed,
    default_deadline,
    due_reminder,
    ensure_asked,
    ensure_confirmable,
    ensure_deadline,
    ensure_names_known,
    ensure_open,
    ensure_tries_left,
    is_asked,
    purposes_of,
    ticked,
)

_S = RegistrationState
JOIN, HEALTH, TRANSFER, PHOTO = ConsentPurpose
GUARDIAN, PUPIL = ConsentGiver
GIVEN, REFUSED, WITHDRAWN = ConsentAnswer
TODAY = date(2026, 6, 15)
STARTS = date(2026, 8, 1)


def said(**answers: ConsentAnswer) -> Consents:
    """Answers by `<giver>_<purpose>`."""
    found = {}
    for number, (name, answer) in enumerate(answers.items(), start=1):
        giver, _, purpose = name.partition("_")
        row = SimpleNamespace(answer=answer, number=number)
        found[ConsentGiver(giver), ConsentPurpose(purpose)] = cast(Consent, row)
    return Consents(found)


@pytest.mark.parametrize(
    ("direction", "has_partner", "purposes"),
    [
        (YouthDirection.SEND, True, (JOIN, HEALTH, TRANSFER, PHOTO)),
        (YouthDirection.RECEIVE, True, (JOIN, HEALTH, TRANSFER, PHOTO)),
        (YouthDirection.CONFERENCE, False, (JOIN, HEALTH, PHOTO)),
        (YouthDirection.ONLINE, True, (JOIN, TRANSFER, PHOTO)),
    ],
)
def test_only_what_an_edition_needs_is_asked(
    direction: YouthDirection, has_partner: bool, purposes: tuple[ConsentPurpose, ...]
) -> None:
    assert purposes_of(direction, has_partner=has_partner) == purposes


@pytest.mark.parametrize("state", list(_S))
def test_guardians_are_asked_from_submitting_until_the_pupil_was_there(
    state: RegistrationState,
) -> None:
    asked = {_S.SUBMITTED, _S.RETURNED, _S.WAITLISTED, _S.OFFERED, _S.SELECTED, _S.CONFIRMED}
    assert is_asked(ParticipantKind.OWN_YOUTH, state) is (state in asked)
    assert is_asked(ParticipantKind.GUEST, state) is False


def test_an_answer_to_what_is_no_longer_asked_is_refused() -> None:
    ensure_asked(ParticipantKind.OWN_YOUTH, _S.SUBMITTED)
    with pytest.raises(DomainError, match="not_asked"):
        ensure_asked(ParticipantKind.OWN_YOUTH, _S.DECLINED)
    assert _S.DECLINED not in ASKED


@pytest.mark.parametrize(
    ("starts", "deadline"),
    [
        (date(2026, 8, 1), date(2026, 6, 29)),
        (date(2026, 6, 20), date(2026, 6, 19)),
        (date(2026, 6, 15), date(2026, 6, 15)),
    ],
)
def test_a_guardian_gets_two_weeks_but_no_longer_than_until_the_edition(
    starts: date, deadline: date
) -> None:
    assert default_deadline(TODAY, starts=starts) == deadline


@pytest.mark.parametrize(
    ("deadline", "refusal"),
    [
        (date(2026, 6, 14), "deadline_past"),
        (TODAY, None),
        (STARTS, None),
        (date(2026, 8, 2), "deadline_late"),
    ],
)
def test_a_deadline_lies_between_today_and_the_first_day(
    deadline: date, refusal: str | None
) -> None:
    if refusal is None:
        return ensure_deadline(deadline, today=TODAY, starts=STARTS)
    with pytest.raises(DomainError, match=refusal) as caught:
        ensure_deadline(deadline, today=TODAY, starts=STARTS)
    assert caught.value.field == "deadline"
    return None


def test_after_its_deadline_a_link_gives_no_consent() -> None:
    ensure_open(TODAY, TODAY)
    with pytest.raises(DomainError, match="after_deadline"):
        ensure_open(TODAY, date(2026, 6, 16))


def test_a_link_is_locked_after_five_wrong_birth_dates() -> None:
    ensure_tries_left(4)
    with pytest.raises(DomainError, match="locked"):
        ensure_tries_left(5)


@pytest.mark.parametrize(
    ("before", "yes", "answer"),
    [
        (None, True, GIVEN),
        (None, False, REFUSED),
        (GIVEN, True, None),
        (GIVEN, False, WITHDRAWN),
        (REFUSED, True, GIVEN),
        (REFUSED, False, None),
        (WITHDRAWN, True, GIVEN),
        (WITHDRAWN, False, None),
    ],
)
def test_only_what_differs_is_a_new_answer(
    before: ConsentAnswer | None, yes: bool, answer: ConsentAnswer | None
) -> None:
    consents = said(guardian_photo=before) if before else NO_ANSWERS
    expected = {} if answer is None else {PHOTO: answer}
    assert changed(consents, {PHOTO: yes}, GUARDIAN) == expected


@pytest.mark.parametrize(
    ("consents", "refusal"),
    [
        (NO_ANSWERS, "not_confirmable"),
        (said(guardian_health=GIVEN, pupil_join=GIVEN), "not_confirmable"),
        (said(guardian_join=REFUSED), "not_confirmable"),
        (said(guardian_join=WITHDRAWN), "not_confirmable"),
        (said(guardian_join=GIVEN), None),
        (said(guardian_join=GIVEN, guardian_photo=REFUSED, pupil_join=GIVEN), None),
        (said(guardian_join=GIVEN, pupil_join=REFUSED), "pupil_says_no"),
        (said(guardian_join=GIVEN, pupil_join=WITHDRAWN), "pupil_says_no"),
    ],
)
def test_nobody_is_confirmed_without_consent_or_against_the_own_will(
    consents: Consents, refusal: str | None
) -> None:
    ensure_confirmable(ParticipantKind.GUEST, consents)
    if refusal is None:
        return ensure_confirmable(ParticipantKind.OWN_YOUTH, consents)
    with pytest.raises(DomainError, match=refusal):
        ensure_confirmable(ParticipantKind.OWN_YOUTH, consents)
    return None


@pytest.mark.parametrize(
    ("today", "reminded", "due"),
    [
        (date(2026, 6, 15), 0, None),
        (date(2026, 6, 17), 0, None),
        (date(2026, 6, 18), 0, 3),
        (date(2026, 6, 18), 3, None),
        (date(2026, 6, 21), 3, None),
        (date(2026, 6, 22), 3, 7),
        (date(2026, 6, 30), 0, 7),
        (date(2026, 6, 30), 7, None),
    ],
)
def test_reminders_are_due_on_the_third_and_the_seventh_day_once(
    today: date, reminded: int, due: int | None
) -> None:
    assert due_reminder(asked_on=TODAY, reminded_day=reminded, today=today) == due


def test_a_paper_with_one_tick_answers_every_box_of_its_giver() -> None:
    boxes = {(GUARDIAN, JOIN): True, (GUARDIAN, PHOTO): False, (PUPIL, JOIN): False}
    assert ticked(NO_ANSWERS, boxes) == {GUARDIAN: {JOIN: True, PHOTO: False}}


def test_a_paper_without_a_tick_answers_only_what_was_answered_before() -> None:
    boxes = {(GUARDIAN, JOIN): False, (PUPIL, JOIN): False}
    assert ticked(NO_ANSWERS, boxes) == {}
    assert ticked(said(pupil_join=GIVEN), boxes) == {PUPIL: {JOIN: False}}


def test_a_text_names_only_the_partner_and_its_country_in_braces() -> None:
    ensure_names_known("use_text", ["{country}の{partner}", "なし"])
    for text in ("{name}", "{}", "{partner"):
        with pytest.raises(DomainError, match="braces") as caught:
            ensure_names_known("use_text", [text])
        assert caught.value.field == "use_text"


def actor(role: Role) -> Actor:
    return Actor(None, role, "見本")


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (actor(Role.SCHOOL), False),
        (actor(Role.COORDINATOR), False),
        (system_actor("exchange remind"), False),
        (actor(Role.MANAGER), True),
    ],
)
def test_only_a_manager_prints_a_pupil_handled_with_care(who: Actor, may: bool) -> None:
    assert is_open_to(True, who) is may
    assert is_open_to(False, who) is True


def test_only_a_manager_takes_the_care_flag_away() -> None:
    ensure_may_flag(actor(Role.COORDINATOR), needs_care=True)
    ensure_may_flag(actor(Role.MANAGER), needs_care=False)
    with pytest.raises(DomainError, match=r"error\.care"):
        ensure_may_flag(actor(Role.COORDINATOR), needs_care=False)
