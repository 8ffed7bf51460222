"""A guardian takes the consent to taking part back: the seat goes on, nobody is completed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.errors import DomainError
from exchange.core.keys import Keyring, decode_key, new_key
from exchange.core.permissions import Role
from exchange.outbox.models import Mail
from exchange.youth.enums import (
    ConsentAnswer,
    ConsentGiver,
    ConsentPurpose,
    EditionState,
    GapKind,
    RegistrationState,
    Relationship,
    WaitsFor,
)
from exchange.youth.models import Registration
from exchange.youth.queries.consents import answers_of
from exchange.youth.queries.followups import filled_of
from exchange.youth.queries.missing import missing_for
from exchange.youth.queries.registrations import registration_for
from exchange.youth.rules.followups import FollowUp, HealthDetails, Needs, PassportDetails
from exchange.youth.services import (
    Answers,
    PaperList,
    answer_consent,
    confirm_pupils,
    fill_follow_up,
    mark_completed,
    record_papers,
    withdraw_consent,
)
from exchange.youth.services.returning import note_early_return
from tests.factories.accounts import make_user
from tests.factories.consents import make_consent, make_consent_request, make_consent_text
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.integration.youth.conftest import AFTER_IT

JOIN, HEALTH, TRANSFER, PHOTO = ConsentPurpose
GUARDIAN, PUPIL = ConsentGiver
Clock = Callable[[datetime], None]
_S = RegistrationState
ON_THE_WAY = datetime(2026, 8, 4, 3, 0, tzinfo=UTC)
REASON = "保護者が参加の同意を取り消したため"


@pytest.fixture
def ring() -> Keyring:
    return Keyring({"k1": decode_key(new_key())})


def registered(session: Session, state: RegistrationState, **changes: object) -> Registration:
    make_consent_text(session)
    row = make_registration(session, state=state, **changes)
    make_consent(session, row, HEALTH)
    return row


def take_back(session: Session, row: Registration, ring: Keyring) -> None:
    request = make_consent_request(session, row)
    withdraw_consent(session, request_id=request.id, purpose=JOIN, ring=ring)


def fill(session: Session, row: Registration, ring: Keyring) -> None:
    typed = FollowUp(
        HealthDetails("なし", "なし", "そば", "なし", "父 090-0000-0000"),
        PassportDetails("MIHON HANAKO", "TK0000000", date(2031, 1, 9)),
    )
    fill_follow_up(session, actor=COORDINATOR, registration=row, typed=typed, ring=ring)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (_S.SUBMITTED, _S.WITHDRAWN),
        (_S.RETURNED, _S.WITHDRAWN),
        (_S.WAITLISTED, _S.WITHDRAWN),
        (_S.OFFERED, _S.DECLINED),
        (_S.SELECTED, _S.DECLINED),
        (_S.CONFIRMED, _S.DECLINED),
    ],
)
def test_before_the_journey_the_registration_ends_at_once_with_actor_and_reason(
    session: Session, ring: Keyring, before: RegistrationState, after: RegistrationState
) -> None:
    rank = 1 if before is _S.WAITLISTED else None
    until = date(2026, 6, 20) if before is _S.OFFERED else None
    row = registered(session, before, waitlist_rank=rank, offer_until=until)
    take_back(session, row, ring)
    step = registration_for(session, COORDINATOR, row.id).steps[-1]
    assert (step.previous, step.state, step.reason) == (before, after, REASON)
    assert (row.state, step.actor_name) == (after, "guardian")


def test_the_seat_goes_to_the_next_at_once_and_school_and_division_are_told_without_a_name(
    session: Session, ring: Keyring
) -> None:
    edition = make_edition(session, quota=1)
    pupil = make_pupil(session)
    row = registered(session, _S.CONFIRMED, edition=edition, pupil=pupil)
    waiting = registered(session, _S.WAITLISTED, edition=edition, waitlist_rank=1)
    make_user(session, role=Role.SCHOOL, school_id=row.school_id, email="school@example.jp")
    for role, section, email in (
        (Role.COORDINATOR, None, "cir@example.jp"),
        (Role.SECTION, "国際課", "own@example.jp"),
        (Role.SECTION, "教育委員会", "other@example.jp"),
        (Role.VIEWER, None, "viewer@example.jp"),
    ):
        make_user(session, role=role, section=section, email=email)
    take_back(session, row, ring)
    assert (row.state, waiting.state) == (_S.DECLINED, _S.OFFERED)
    mails = session.scalars(select(Mail).where(Mail.subject.contains("参加の同意の取消し"))).all()
    told = sorted(mail.recipient for mail in mails)
    assert told == ["cir@example.jp", "own@example.jp", "school@example.jp"]
    assert all("辞退" in (mail.body or "") for mail in mails)
    assert not any(pupil.given_name in (mail.body or "") for mail in mails)


def test_answered_with_no_after_yes_it_is_the_same_withdrawal(
    session: Session, ring: Keyring
) -> None:
    row = registered(session, _S.SELECTED)
    request = make_consent_request(session, row)
    no = Answers(
        text_id=make_consent_text(session).id,
        purposes={JOIN: False, HEALTH: False},
        pupil_agrees=True,
        relation=Relationship.MOTHER,
        signer="見本 母",
        language="ja",
    )
    answer_consent(session, request_id=request.id, answers=no, ring=ring)
    assert (row.state, row.guardian_language) == (_S.DECLINED, "ja")


def test_the_pupils_own_no_alone_takes_nobody_out(session: Session, ring: Keyring) -> None:
    row = registered(session, _S.SELECTED)
    fill(session, row, ring)
    request = make_consent_request(session, row)
    own_no = Answers(
        text_id=make_consent_text(session).id,
        purposes={JOIN: True},
        pupil_agrees=False,
        relation=Relationship.MOTHER,
        signer="見本 母",
        language="ja",
    )
    answer_consent(session, request_id=request.id, answers=own_no, ring=ring)
    assert row.state is _S.SELECTED
    assert filled_of(session, [row.id])[row.id] == Needs(True, True)
    with pytest.raises(DomainError):
        confirm_pupils(session, actor=COORDINATOR, edition_id=row.edition_id, keys=[row.id])


def test_a_tick_taken_away_on_paper_is_the_same_withdrawal(session: Session) -> None:
    school = make_school(session)
    row = registered(session, _S.SUBMITTED, pupil=make_pupil(session, school=school))
    boxes = {(GUARDIAN, JOIN): False, (GUARDIAN, HEALTH): True, (PUPIL, JOIN): True}
    papers = PaperList(
        school_id=row.school_id,
        received_on=date(2026, 6, 12),
        ticks={row.id: boxes},
        seen={row.id: answers_of(session, row.id)[-1].number},
    )
    actor = school_actor(school)
    with pytest.raises(DomainError, match="untick") as caught:
        record_papers(session, actor=actor, edition_id=row.edition_id, papers=papers)
    assert caught.value.field == "sure"
    papers = replace(papers, sure=True)
    record_papers(session, actor=actor, edition_id=row.edition_id, papers=papers)
    step = registration_for(session, COORDINATOR, row.id).steps[-1]
    assert (step.state, step.actor_name) == (_S.WITHDRAWN, actor.name)


def test_during_the_journey_it_is_the_divisions_to_settle(
    session: Session, ring: Keyring, at: Clock
) -> None:
    row = registered(session, _S.CONFIRMED)
    fill(session, row, ring)
    at(ON_THE_WAY)
    take_back(session, row, ring)
    assert row.state is _S.CONFIRMED
    gaps = missing_for(session, [row], ON_THE_WAY.date())[row.id]
    assert (GapKind.WITHDRAWAL, WaitsFor.DIVISION) in [(gap.kind, gap.waits_for) for gap in gaps]
    assert filled_of(session, [row.id])[row.id] == Needs(True, True)
    at(AFTER_IT)
    with pytest.raises(DomainError) as refused:
        mark_completed(session, actor=COORDINATOR, edition_id=row.edition_id, keys=[row.id])
    assert refused.value.sentence.params["sentence"].id == "youth.consent.error.not_completable"  # type: ignore[attr-defined]
    note_early_return(
        session, actor=COORDINATOR, registration_id=row.id, day=date(2026, 8, 5), reason="撤回"
    )
    assert (row.state, row.left_early_on) == (_S.COMPLETED, date(2026, 8, 5))
    assert filled_of(session, [row.id])[row.id] == Needs()
    with pytest.raises(DomainError, match="not_completable"):
        note_early_return(session, actor=COORDINATOR, registration_id=row.id, day=None, reason="")


def test_taking_back_what_was_never_noted_leaves_a_confirmed_pupil_as_is(
    session: Session, at: Clock
) -> None:
    row = registered(session, _S.CONFIRMED)
    at(AFTER_IT)
    note_early_return(session, actor=COORDINATOR, registration_id=row.id, day=None, reason="")
    assert (row.state, row.left_early_on) == (_S.CONFIRMED, None)


def test_whoever_never_left_with_consent_did_not_return_early(session: Session, at: Clock) -> None:
    row = make_registration(session, state=_S.CONFIRMED, consented=False)
    at(AFTER_IT)
    with pytest.raises(DomainError, match="never_left"):
        note_early_return(
            session, actor=COORDINATOR, registration_id=row.id, day=date(2026, 8, 5), reason="不明"
        )


def test_taken_back_after_the_last_day_the_pupil_has_been_there(
    session: Session, ring: Keyring, at: Clock
) -> None:
    row = registered(session, _S.CONFIRMED)
    at(AFTER_IT)
    take_back(session, row, ring)
    mark_completed(session, actor=COORDINATOR, edition_id=row.edition_id, keys=[row.id])
    assert row.state is _S.COMPLETED


def test_in_an_ended_edition_only_the_data_goes(session: Session, ring: Keyring, at: Clock) -> None:
    edition = make_edition(session)
    row = registered(session, _S.CONFIRMED, edition=edition)
    fill(session, row, ring)
    row.state, edition.state = _S.COMPLETED, EditionState.CLOSED
    session.flush()
    at(AFTER_IT)
    take_back(session, row, ring)
    assert row.state is _S.COMPLETED
    assert filled_of(session, [row.id])[row.id] == Needs()


@pytest.mark.parametrize("answer", [ConsentAnswer.REFUSED, ConsentAnswer.WITHDRAWN])
def test_without_a_standing_consent_nobody_is_completed(
    session: Session, at: Clock, answer: ConsentAnswer
) -> None:
    row = make_registration(session, state=_S.ABSENT, edition=make_edition(session))
    make_consent(session, row, JOIN, answer=answer)
    at(AFTER_IT)
    with pytest.raises(DomainError):
        mark_completed(session, actor=COORDINATOR, edition_id=row.edition_id, keys=[row.id])
    assert row.state is _S.ABSENT


def test_a_pupil_who_moved_is_told_of_at_the_school_of_now(session: Session, ring: Keyring) -> None:
    pupil, now = make_pupil(session), make_school(session)
    row = registered(session, _S.SUBMITTED, pupil=pupil)
    pupil.school_id = now.id
    make_user(session, role=Role.SCHOOL, school_id=now.id, email="now@example.jp")
    take_back(session, row, ring)
    assert session.scalars(select(Mail.recipient)).all() == ["now@example.jp"]
