"""Whoever works on a celebration hears what moved: once, when it has come to rest."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from exchange.accounts.models import User
from exchange.celebrations.enums import CelebrationState
from exchange.celebrations.models import Celebration
from exchange.celebrations.queries import celebration_by_id, steps_of
from exchange.celebrations.services.celebrations import CelebrationPlan, revise_celebration
from exchange.celebrations.services.notices import QUIET, TELL, tell, write_notices
from exchange.celebrations.services.states import advance_celebration
from exchange.celebrations.services.steps import hand_over_step, start_runway
from exchange.core import clock
from exchange.core.database import Database, unit_of_work
from exchange.core.permissions import Actor
from exchange.jobs.models import Job
from exchange.jobs.worker import Work
from exchange.outbox.models import Mail
from tests.factories.accounts import make_user
from tests.factories.celebrations import ACTOR, make_celebration, plan

BASE = "https://exchange.example"


@pytest.fixture
def owner(session: Session) -> User:
    return make_user(session, email="owner@example.org", name="見本 担当")


@pytest.fixture
def celebration(session: Session, owner: User) -> Celebration:
    made = make_celebration(session)
    made.owner_id = owner.id
    session.flush()
    return made


def revised(session: Session, celebration: Celebration, actor: Actor, to: CelebrationPlan) -> None:
    version = celebration_by_id(session, celebration.id).version
    revise_celebration(session, actor=actor, key=celebration.id, version=version, plan=to)


def waiting(session: Session) -> list[Job]:
    return list(session.scalars(select(Job).where(Job.kind == TELL).order_by(Job.id)))


def mails(session: Session) -> list[tuple[str, str]]:
    found = session.scalars(select(Mail).order_by(Mail.recipient))
    return [(mail.recipient, mail.body or "") for mail in found]


def test_two_changes_in_a_row_make_one_mail_with_before_and_after(
    session: Session, celebration: Celebration
) -> None:
    actor = make_user(session, email="other@example.org").as_actor()
    start_runway(session, actor=ACTOR, key=celebration.id, version=celebration.version)
    revised(session, celebration, actor, plan("2029-09-26", "2029-09-29"))
    (job,) = waiting(session)
    first = job.run_at
    assert first - clock.machine_now() > QUIET - timedelta(minutes=1)
    advance_celebration(
        session,
        actor=actor,
        key=celebration.id,
        version=celebration.version,
        target=CelebrationState.PLANNED,
    )
    revised(session, celebration, actor, plan("2029-09-27", "2029-09-27"))
    assert waiting(session) == [job]
    assert job.run_at >= first
    assert write_notices(session, job.arguments, BASE) == 1
    ((to, body),) = mails(session)
    assert to == "owner@example.org"
    for line in (
        "日程：令和11年(2029年)9月25日(火) – 令和11年(2029年)9月28日(金)"
        " → 令和11年(2029年)9月27日(木)",
        "状態：構想 → 計画中",
        f"{BASE}/celebrations/{celebration.id}/",
    ):
        assert line in body


def test_who_moved_it_and_what_came_back_are_no_news(
    session: Session, celebration: Celebration, owner: User
) -> None:
    revised(session, celebration, ACTOR, plan("2029-09-26", "2029-09-29"))
    assert waiting(session) == []
    revised(session, celebration, owner.as_actor(), plan("2029-10-12", "2029-10-13"))
    (job,) = waiting(session)
    assert write_notices(session, job.arguments, BASE) == 0
    other = make_user(session, email="other@example.org").as_actor()
    revised(session, celebration, other, plan("", "", fixed=False))
    assert write_notices(session, job.arguments, BASE) == 1
    assert "→ 未定" in mails(session)[0][1]
    revised(session, celebration, other, plan("2029-09-26", "2029-09-29"))
    assert write_notices(session, job.arguments, BASE) == 0
    revised(session, celebration, other, plan("2029-09-26", "2029-09-29", title="別の題名"))
    assert waiting(session) == [job]


def test_a_job_writes_to_those_with_an_open_task_too(
    database: Database, settings: Settings
) -> None:
    with unit_of_work(database) as session:
        made = make_celebration(session)
        helper = make_user(session, email="helper@example.org")
        start_runway(session, actor=ACTOR, key=made.id, version=made.version)
        step = steps_of(session, made.id)[-1]
        hand_over_step(
            session, actor=helper.as_actor(), key=made.id, step_key=step.id, version=step.version
        )
        mover = make_user(session).as_actor()
        revised(session, made, mover, plan("2029-10-12", "2029-10-13"))
        arguments = waiting(session)[0].arguments
    tell(Work(database, settings, arguments, False, lambda _percent: None))
    with unit_of_work(database) as session:
        assert [to for to, _ in mails(session)] == ["helper@example.org"]
