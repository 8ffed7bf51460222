"""Letters logged, answered, corrected and taken off."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Localized, uuid7
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.permissions import Role
from exchange.letters.enums import LetterDirection, LetterKind, LetterState
from exchange.letters.models import Letter
from exchange.letters.queries import (
    answers_to,
    correspondents,
    last_sent,
    letter_by_id,
    letters_of_visit,
    letters_to_answer,
    locked_letter,
)
from exchange.letters.services import correct_letter, end_letter, log_letter
from tests.factories.accounts import make_user
from tests.factories.delegations import make_member, make_visit
from tests.factories.letters import ACTOR, DAY, letter_plan, make_letter
from tests.factories.partners import make_partner, make_san_antonio
from tests.factories.people import make_person

AWAITED: dict[str, Any] = {"state": LetterState.OPEN, "due": date(2026, 12, 1)}
BACK: dict[str, Any] = {"direction": LetterDirection.IN, "day": date(2026, 11, 20)}


@pytest.fixture(autouse=True)
def _partner(session: Session) -> None:
    make_partner(session)


def refusal(session: Session, **changes: Any) -> tuple[str | None, str]:  # noqa: ANN401 - fields of the plan
    with pytest.raises(DomainError) as caught:
        make_letter(session, **changes)
    return caught.value.field, caught.value.sentence.id


def acts(session: Session) -> list[str]:
    found = select(AuditLine.act).where(AuditLine.subject_kind == "letter")
    return list(session.scalars(found.order_by(AuditLine.at, AuditLine.id)))


def state(session: Session, letter: Letter) -> LetterState:
    session.expire_all()
    return letter_by_id(session, letter.id).state


def correct(session: Session, letter: Letter, **changes: Any) -> Letter:  # noqa: ANN401 - fields of the plan
    plan = letter_plan(**changes)
    return correct_letter(session, actor=ACTOR, key=letter.id, version=letter.version, plan=plan)


def test_a_reply_settles_what_it_answers_and_frees_it_when_it_goes(session: Session) -> None:
    first, second = make_letter(session, **AWAITED), make_letter(session, **AWAITED)
    reply = make_letter(session, **BACK, answers_id=first.id)
    assert state(session, first) is LetterState.ANSWERED
    assert answers_to(session, first.id) == [reply]
    correct(session, reply, **BACK, answers_id=second.id)
    assert (state(session, first), state(session, second)) == (
        LetterState.OPEN,
        LetterState.ANSWERED,
    )
    again = make_letter(session, **BACK, answers_id=second.id)
    end_letter(session, actor=ACTOR, key=reply.id, version=reply.version)
    assert state(session, second) is LetterState.ANSWERED
    end_letter(session, actor=ACTOR, key=again.id, version=again.version)
    assert state(session, second) is LetterState.OPEN
    assert acts(session).count("letters.settle") == 4
    with pytest.raises(NotFoundError):
        locked_letter(session, reply.id)


def test_a_letter_that_never_awaited_a_reply_is_not_opened_by_losing_one(session: Session) -> None:
    thanks = make_letter(session)
    reply = make_letter(session, **BACK, answers_id=thanks.id)
    end_letter(session, actor=ACTOR, key=reply.id, version=reply.version)
    assert state(session, thanks) is LetterState.NO_ANSWER
    assert "letters.settle" not in acts(session)


def test_a_reply_outlives_what_it_answered_on_the_log(session: Session) -> None:
    first = make_letter(session, **AWAITED)
    reply = make_letter(session, **BACK, answers_id=first.id)
    end_letter(session, actor=ACTOR, key=first.id, version=first.version)
    correct(session, reply, **BACK, answers_id=first.id, number="29-1")
    assert (reply.number, reply.answers_id) == ("29-1", first.id)
    with pytest.raises(NotFoundError):  # nothing new answers it
        make_letter(session, **BACK, answers_id=first.id)
    end_letter(session, actor=ACTOR, key=reply.id, version=reply.version)
    assert state(session, first) is LetterState.ANSWERED


def test_a_form_sent_twice_logs_one_and_no_change_leaves_no_line(session: Session) -> None:
    key = uuid7()
    first, second = (
        log_letter(session, actor=ACTOR, partner="heidelberg", plan=letter_plan(), key=key)
        for _ in range(2)
    )
    assert first is second
    correct(session, first)
    assert acts(session) == ["letters.log"]
    correct(session, first, number="国際発第1号", **AWAITED)
    assert (first.number, first.sort_day) == ("国際発第1号", date(2026, 12, 1))
    assert acts(session) == ["letters.log", "letters.correct"]


def test_who_saw_an_older_letter_is_told(session: Session) -> None:
    letter = make_letter(session)
    with pytest.raises(StaleRowError):
        correct_letter(session, actor=ACTOR, key=letter.id, version=7, plan=letter_plan())
    with pytest.raises(StaleRowError):
        end_letter(session, actor=ACTOR, key=letter.id, version=7)
    with pytest.raises(NotFoundError):
        letter_by_id(session, uuid7())


def test_what_cannot_be_is_refused_on_its_field(session: Session) -> None:
    make_san_antonio(session)
    visit = make_visit(session, partners=["san-antonio"])
    elsewhere = make_letter(session, "san-antonio")
    gone = make_user(session, active=False)
    assert refusal(session, counterpart="") == ("counterpart", "letters.error.nobody")
    assert refusal(session, person_id=uuid7()) == ("person_id", "letters.error.person")
    assert refusal(session, owner_id=gone.id) == ("owner_id", "letters.error.owner")
    assert refusal(session, owner_id=uuid7()) == ("owner_id", "letters.error.owner")
    viewer = make_user(session, role=Role.VIEWER)
    assert refusal(session, owner_id=viewer.id) == ("owner_id", "letters.error.owner")
    assert refusal(session, visit_id=visit.id) == ("visit_id", "letters.error.other_visit")
    assert refusal(session, **BACK, answers_id=elsewhere.id) == (
        "answers_id",
        "letters.error.answers_elsewhere",
    )
    assert refusal(session, day=date(2026, 12, 1)) == ("day", "letters.error.ahead")


def test_a_letter_names_who_is_on_either_side(session: Session) -> None:
    visit, user = make_visit(session), make_user(session)
    member = make_member(session, visit, family="団員")
    make_person(session)
    letter = make_letter(
        session, visit_id=visit.id, person_id=member.person_id, owner_id=user.id, counterpart=""
    )
    assert letter_by_id(session, letter.id).other_side == "団員 花子"
    assert letters_of_visit(session, visit.id) == [letter]
    user.active = False
    session.flush()
    correct(session, letter, owner_id=user.id, note="引き継ぎ前")
    partner_id = letter.partner_id
    assert [each.id for each in correspondents(session, partner_id, visit.id)] == [member.person_id]
    assert correspondents(session, partner_id, None) == []


def test_the_last_one_sent_of_a_kind_is_at_hand(session: Session) -> None:
    make_san_antonio(session)
    make_letter(session, day=date(2025, 11, 10))
    latest = make_letter(session)
    make_letter(session, text=None)
    make_letter(session, kind=LetterKind.NEW_YEAR)
    make_letter(session, "san-antonio")
    received = make_letter(session, direction=LetterDirection.IN)
    ended = make_letter(session)
    end_letter(session, actor=ACTOR, key=ended.id, version=1)
    partner_id = latest.partner_id
    assert last_sent(session, partner_id, LetterKind.THANKS) == latest
    assert last_sent(session, partner_id, LetterKind.CONDOLENCE) is None
    assert letters_to_answer(session, partner_id, LetterDirection.OUT) == [received]
    assert letter_by_id(session, latest.id).text == Localized(
        {"ja": "ありがとうございました。", "de": "Vielen Dank."}
    )
    assert latest.day == DAY
