"""Selecting, confirming, attendance, closing and cancelling."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import uuid7
from exchange.core.errors import DomainError, NotFoundError, TransitionError
from exchange.core.keys import LedgerKey
from exchange.core.revisions import revisions
from exchange.youth.enums import EditionState, RegistrationState, Selection
from exchange.youth.models import Participation, Registration
from exchange.youth.queries.registrations import registration_for
from exchange.youth.services import (
    cancel_edition,
    close_edition,
    confirm_pupils,
    mark_absent,
    mark_completed,
    reject_pupils,
    return_registration,
    select_pupils,
)
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_pupil,
    make_registration,
    make_school,
)
from tests.integration.youth.conftest import AFTER_IT

_S = RegistrationState
Clock = Callable[[datetime], None]
Verb = Callable[..., Sequence[Registration]]

VERBS: list[tuple[Verb, RegistrationState, RegistrationState]] = [
    (select_pupils, _S.SUBMITTED, _S.SELECTED),
    (reject_pupils, _S.SUBMITTED, _S.NOT_SELECTED),
    (confirm_pupils, _S.SELECTED, _S.CONFIRMED),
    (mark_completed, _S.CONFIRMED, _S.COMPLETED),
    (mark_absent, _S.CONFIRMED, _S.ABSENT),
    (mark_absent, _S.COMPLETED, _S.ABSENT),
    (return_registration, _S.SUBMITTED, _S.RETURNED),
]


@pytest.mark.parametrize(("verb", "before", "after"), VERBS)
def test_a_verb_moves_everyone_chosen_and_nobody_else(
    session: Session, at: Clock, verb: Verb, before: RegistrationState, after: RegistrationState
) -> None:
    edition = make_edition(session)
    chosen = [make_registration(session, edition=edition, state=before) for _ in range(2)]
    other = make_registration(session, edition=edition, state=before)
    at(AFTER_IT)
    keys = [row.id for row in chosen]
    verb(session, actor=COORDINATOR, edition_id=edition.id, keys=keys, reason="会議の結果")
    assert [row.state for row in (*chosen, other)] == [after, after, before]
    [step] = registration_for(session, COORDINATOR, keys[0]).steps
    assert (step.previous, step.state, step.reason) == (before, after, "会議の結果")
    assert step.actor_name == COORDINATOR.name


def test_a_decision_is_for_all_or_for_none(session: Session) -> None:
    edition = make_edition(session)
    fine = make_registration(session, edition=edition)
    gone = make_registration(session, edition=edition, state=_S.WITHDRAWN)
    with pytest.raises(TransitionError):
        select_pupils(session, actor=COORDINATOR, edition_id=edition.id, keys=[fine.id, gone.id])
    session.expire_all()
    assert (fine.state, gone.state) == (_S.SUBMITTED, _S.WITHDRAWN)


def test_nobody_chosen_and_somebody_elses_are_refused(session: Session) -> None:
    edition, other = make_edition(session), make_registration(session)
    with pytest.raises(DomainError, match="nobody_chosen"):
        select_pupils(session, actor=COORDINATOR, edition_id=edition.id, keys=[])
    for key in (other.id, uuid7()):
        with pytest.raises(NotFoundError):
            select_pupils(session, actor=COORDINATOR, edition_id=edition.id, keys=[key])


def test_of_several_the_one_without_a_seat_is_named(session: Session) -> None:
    edition = make_edition(session, quota=1, selection=Selection.SCREENING)
    rows = [make_registration(session, edition=edition) for _ in range(2)]
    keys = [row.id for row in rows]
    with pytest.raises(DomainError) as caught:
        select_pupils(session, actor=COORDINATOR, edition_id=edition.id, keys=keys)
    assert caught.value.sentence.id == "youth.error.about_pupil"
    assert {row.state for row in rows} == {_S.SUBMITTED}
    select_pupils(session, actor=COORDINATOR, edition_id=edition.id, keys=keys[:1])
    with pytest.raises(DomainError, match=r"youth\.error\.full"):
        select_pupils(session, actor=COORDINATOR, edition_id=edition.id, keys=keys[1:])


def test_whoever_was_not_selected_needs_a_free_seat_to_come_back(session: Session) -> None:
    edition = make_edition(session, quota=2, school_quota=1)
    school = make_school(session)
    first = make_registration(session, edition=edition, pupil=make_pupil(session, school=school))
    second = make_registration(
        session,
        edition=edition,
        pupil=make_pupil(session, school=school),
        state=_S.NOT_SELECTED,
    )
    with pytest.raises(DomainError, match="school_full"):
        select_pupils(session, actor=COORDINATOR, edition_id=edition.id, keys=[second.id])
    reject_pupils(session, actor=COORDINATOR, edition_id=edition.id, keys=[first.id])
    select_pupils(session, actor=COORDINATOR, edition_id=edition.id, keys=[second.id])
    assert second.state is _S.SELECTED


@pytest.mark.parametrize("verb", [mark_completed, mark_absent])
def test_attendance_waits_for_the_first_day(session: Session, at: Clock, verb: Verb) -> None:
    edition = make_edition(session)
    row = make_registration(session, edition=edition, state=_S.CONFIRMED)
    at(datetime(2026, 7, 31, 14, 59, tzinfo=UTC))
    with pytest.raises(DomainError, match="not_begun"):
        verb(session, actor=COORDINATOR, edition_id=edition.id, keys=[row.id])
    at(datetime(2026, 7, 31, 15, 0, tzinfo=UTC))
    verb(session, actor=COORDINATOR, edition_id=edition.id, keys=[row.id])


@pytest.mark.parametrize("state", [EditionState.CLOSED, EditionState.CANCELLED])
def test_an_ended_edition_decides_nothing_more(session: Session, state: EditionState) -> None:
    edition = make_edition(session, state=state)
    row = make_registration(session, edition=edition)
    with pytest.raises(DomainError, match=f"edition_{state.value}"):
        select_pupils(session, actor=COORDINATOR, edition_id=edition.id, keys=[row.id])


def test_closing_waits_for_the_last_day_and_for_every_decision(
    session: Session, at: Clock, ledger_key: LedgerKey
) -> None:
    edition = make_edition(session)
    row = make_registration(session, edition=edition, state=_S.CONFIRMED)
    arguments = {"actor": COORDINATOR, "edition_id": edition.id, "ledger_key": ledger_key}
    at(datetime(2026, 8, 9, tzinfo=UTC))
    with pytest.raises(DomainError, match="not_over"):
        close_edition(session, **arguments)  # type: ignore[arg-type]
    at(AFTER_IT)
    with pytest.raises(DomainError, match="undecided") as refused:
        close_edition(session, **arguments)  # type: ignore[arg-type]
    assert refused.value.sentence.params == {"count": 1}
    mark_completed(session, actor=COORDINATOR, edition_id=edition.id, keys=[row.id])
    before = revisions(session, ["youth", "participations"])
    close_edition(session, **arguments)  # type: ignore[arg-type]
    after = revisions(session, ["youth", "participations"])
    assert [after[topic] - before[topic] for topic in after] == [1, 1]
    with pytest.raises(TransitionError):
        close_edition(session, **arguments)  # type: ignore[arg-type]


def test_cancelling_takes_everyone_along_and_nothing_counts(session: Session) -> None:
    edition = make_edition(session)
    states = [_S.SUBMITTED, _S.CONFIRMED, _S.COMPLETED, _S.WITHDRAWN, _S.DECLINED]
    rows = [make_registration(session, edition=edition, state=state) for state in states]
    with pytest.raises(DomainError, match="reason_missing"):
        cancel_edition(session, actor=COORDINATOR, edition_id=edition.id, reason="")
    cancel_edition(session, actor=COORDINATOR, edition_id=edition.id, reason="台風のため")
    session.expire_all()
    cancelled = _S.CANCELLED_BY_PROGRAMME
    assert [row.state for row in rows] == [cancelled] * 3 + [_S.WITHDRAWN, _S.DECLINED]
    assert (edition.state, edition.state_reason) == (EditionState.CANCELLED, "台風のため")
    assert session.scalars(select(Participation)).all() == []
    with pytest.raises(TransitionError):
        cancel_edition(session, actor=COORDINATOR, edition_id=edition.id, reason="再び")
