"""Verbs on celebrations and their steps: what they change, refuse and leave on record."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.celebrations.enums import CelebrationState, StepAnchor
from exchange.celebrations.models import Celebration, RunwayStep
from exchange.celebrations.queries import (
    anniversary_of,
    celebration_by_id,
    celebrations_matching,
    step_by_id,
    steps_of,
)
from exchange.celebrations.services.celebrations import (
    Occasion,
    create_celebration,
    link_celebration,
    revise_celebration,
)
from exchange.celebrations.services.moving import anchor_day, move_steps
from exchange.celebrations.services.states import (
    advance_celebration,
    cancel_celebration,
    postpone_celebration,
    publish_celebration,
    withdraw_celebration,
)
from exchange.celebrations.services.steps import (
    StepPlan,
    add_step,
    change_step,
    end_step,
    finish_step,
    hand_over_step,
    start_runway,
)
from exchange.core import clock
from exchange.core.errors import DomainError, NotFoundError, StaleRowError, TransitionError
from exchange.core.revisions import revisions
from exchange.tasks.enums import TaskState
from exchange.tasks.models import Task
from exchange.tasks.services import move_task
from tests.factories.celebrations import ACTOR, GUILIN, HEIDELBERG, make_celebration, plan
from tests.factories.delegations import make_visit
from tests.factories.youth import make_edition

NOW = datetime(2028, 11, 1, 3, tzinfo=UTC)
KEY = UUID("0190c7c0-0000-7000-8000-000000000000")


def moved(session: Session, celebration: Celebration, *targets: CelebrationState) -> Celebration:
    for target in targets:
        advance_celebration(
            session,
            actor=ACTOR,
            key=celebration.id,
            version=celebration.version,
            target=target,
        )
    return celebration


def with_runway(session: Session, celebration: Celebration | None = None) -> Celebration:
    celebration = celebration or make_celebration(session)
    with clock.held(NOW):
        return start_runway(session, actor=ACTOR, key=celebration.id, version=celebration.version)


def the_step(
    session: Session, celebration: Celebration, ending: str = "招請状を送付"
) -> RunwayStep:
    return next(s for s in steps_of(session, celebration.id) if s.title["ja"] == ending)


def acts(session: Session) -> list[str]:
    found = session.scalars(select(AuditLine.act).order_by(AuditLine.at, AuditLine.id)).all()
    return [act for act in found if not act.startswith("reference.")]


def refused(caught: pytest.ExceptionInfo[DomainError]) -> tuple[str, str | None]:
    return caught.value.sentence.id, caught.value.field


def test_the_same_form_sent_twice_makes_one_celebration(session: Session) -> None:
    once = create_celebration(session, actor=ACTOR, occasion=GUILIN, plan=plan(), key=KEY)
    again = create_celebration(session, actor=ACTOR, occasion=GUILIN, plan=plan(), key=KEY)
    assert once is again
    assert acts(session) == ["celebrations.create"]
    once = celebration_by_id(session, once.id)
    assert (once.state, once.ordinal, once.partner.slug) == (CelebrationState.IDEA, 50, "guilin")


@pytest.mark.parametrize("occasion", [Occasion("guilin-affiliation", 0), Occasion("atlantis", 5)])
def test_an_anniversary_that_is_none_is_refused(session: Session, occasion: Occasion) -> None:
    with pytest.raises(DomainError):
        create_celebration(session, actor=ACTOR, occasion=occasion, plan=plan())


def test_a_change_of_nothing_leaves_no_trace(session: Session) -> None:
    celebration = make_celebration(session)
    before = revisions(session, ["celebrations"])
    revise_celebration(session, actor=ACTOR, key=celebration.id, version=1, plan=plan())
    link_celebration(session, actor=ACTOR, key=celebration.id, version=1, visits=[], editions=[])
    withdraw_celebration(session, actor=ACTOR, key=celebration.id, version=1)
    assert revisions(session, ["celebrations"]) == before
    assert acts(session) == ["celebrations.create"]


def test_a_late_change_is_refused_with_what_stands_there(session: Session) -> None:
    celebration = make_celebration(session)
    with pytest.raises(StaleRowError) as caught:
        revise_celebration(session, actor=ACTOR, key=celebration.id, version=7, plan=plan())
    assert caught.value.theirs["title"] == "式典"
    for verb in (publish_celebration, withdraw_celebration):
        with pytest.raises(StaleRowError):
            verb(session, actor=ACTOR, key=celebration.id, version=7)
    with pytest.raises(StaleRowError):
        link_celebration(
            session, actor=ACTOR, key=celebration.id, version=7, visits=[], editions=[]
        )
    with pytest.raises(StaleRowError):
        start_runway(session, actor=ACTOR, key=celebration.id, version=7)
    with pytest.raises(NotFoundError):
        revise_celebration(session, actor=ACTOR, key=uuid4(), version=1, plan=plan())
    with pytest.raises(NotFoundError):
        celebration_by_id(session, uuid4())


def test_states_follow_the_table_and_published_ones_are_taken_back_by_replanning(
    session: Session,
) -> None:
    celebration = make_celebration(session)
    with pytest.raises(TransitionError):
        moved(session, celebration, CelebrationState.CONFIRMED)
    moved(session, celebration, CelebrationState.PLANNED)
    with pytest.raises(DomainError, match="not_publishable"):
        publish_celebration(session, actor=ACTOR, key=celebration.id, version=celebration.version)
    moved(session, celebration, CelebrationState.CONFIRMED)
    publish_celebration(session, actor=ACTOR, key=celebration.id, version=celebration.version)
    first = celebration.published_at
    publish_celebration(session, actor=ACTOR, key=celebration.id, version=celebration.version)
    assert celebration.published_at == first
    postpone_celebration(
        session,
        actor=ACTOR,
        key=celebration.id,
        version=celebration.version,
        reason="感染症のため",
    )
    assert celebration.published_at == first
    moved(session, celebration, CelebrationState.PLANNED)
    assert (celebration.published_at, celebration.reason) == (None, "")
    moved(session, celebration, CelebrationState.CONFIRMED)
    with clock.held(datetime(2029, 10, 1, tzinfo=UTC)):
        moved(session, celebration, CelebrationState.HELD)
    publish_celebration(session, actor=ACTOR, key=celebration.id, version=celebration.version)
    withdraw_celebration(session, actor=ACTOR, key=celebration.id, version=celebration.version)
    assert celebration.published_at is None


def test_a_celebration_that_is_cancelled_drops_the_open_tasks_of_its_steps(
    session: Session,
) -> None:
    celebration = with_runway(session)
    for ending in ("招請状を送付", "通訳を手配"):
        step = the_step(session, celebration, ending)
        hand_over_step(
            session, actor=ACTOR, key=celebration.id, step_key=step.id, version=step.version
        )
    done = session.get_one(Task, step.id)
    move_task(session, actor=ACTOR, task=done, version=done.version, target=TaskState.DONE)
    cancel_celebration(
        session,
        actor=ACTOR,
        key=celebration.id,
        version=celebration.version,
        reason="先方の都合",
    )
    states = {task.title: task.state for task in session.scalars(select(Task))}
    assert states == {
        "桂林市 50周年：招請状を送付": TaskState.DROPPED,
        "桂林市 50周年：通訳を手配": TaskState.DONE,
    }
    with pytest.raises(DomainError, match="over"):
        add_step(
            session,
            actor=ACTOR,
            key=celebration.id,
            plan=StepPlan(title="x", due=date(2029, 1, 4)),
        )


def test_links_to_what_is_not_there_are_refused(session: Session) -> None:
    celebration = make_celebration(session)
    for name in ("visits", "editions"):
        keys: dict[str, list[UUID]] = {"visits": [], "editions": []}
        keys[name] = [uuid4()]
        with pytest.raises(DomainError) as caught:
            link_celebration(session, actor=ACTOR, key=celebration.id, version=1, **keys)
        assert refused(caught) == ("celebrations.error.unknown_link", name)


def test_a_runway_starts_once_and_needs_a_day(session: Session) -> None:
    celebration = with_runway(session)
    with pytest.raises(DomainError, match="runway_started"):
        start_runway(session, actor=ACTOR, key=celebration.id, version=celebration.version)
    made = make_celebration(session, stated=plan("", "", fixed=False))
    undated = celebration_by_id(session, made.id)
    assert anchor_day(undated) == date(2029, 10, 1)
    for claim in undated.basis.agreement.claims:
        claim.adopted = False
    session.flush()
    assert anniversary_of(undated) is None
    assert anchor_day(undated) is None
    assert move_steps(session, actor=ACTOR, celebration=undated) == 0
    with pytest.raises(DomainError, match="no_date"):
        start_runway(session, actor=ACTOR, key=undated.id, version=undated.version)


def test_a_runway_without_days_is_planned_back_from_the_milestone(session: Session) -> None:
    undated = with_runway(session, make_celebration(session, stated=plan("", "", fixed=False)))
    # Counted, it would be New Year's Day.
    assert the_step(session, undated).due == date(2028, 12, 28)
    revise_celebration(
        session,
        actor=ACTOR,
        key=undated.id,
        version=undated.version,
        plan=plan("2030-04-16", "2030-04-19"),
    )
    assert the_step(session, undated).due == date(2029, 7, 13)  # the 16th is 海の日


def test_steps_are_added_changed_finished_and_taken_off(session: Session) -> None:
    celebration = make_celebration(session)
    wanted = StepPlan(title="ロゴの公募", due=date(2029, 2, 1))
    with pytest.raises(DomainError, match="no_runway"):
        add_step(session, actor=ACTOR, key=celebration.id, plan=wanted)
    with_runway(session, celebration)
    added = add_step(session, actor=ACTOR, key=celebration.id, plan=wanted, step_key=KEY)
    assert add_step(session, actor=ACTOR, key=celebration.id, plan=wanted, step_key=KEY) is added
    assert (added.anchor, added.due) == (StepAnchor.FIXED, date(2029, 2, 1))
    step = the_step(session, celebration)
    given = {"key": celebration.id, "step_key": step.id}
    unchanged = StepPlan(title=step.title["ja"], due=step.due)
    change_step(session, actor=ACTOR, **given, version=step.version, plan=unchanged)
    assert step.version == 1
    renamed = StepPlan(title="招待状を送る", due=step.due)
    change_step(session, actor=ACTOR, **given, version=step.version, plan=renamed)
    assert (dict(step.title), step.anchor) == ({"ja": "招待状を送る"}, StepAnchor.CELEBRATION)
    later = StepPlan(title="招待状を送る", due=date(2029, 3, 1))
    change_step(session, actor=ACTOR, **given, version=step.version, plan=later)
    assert (step.anchor, step.months_before) == (StepAnchor.FIXED, None)
    with clock.held(NOW):
        finish_step(session, actor=ACTOR, **given, version=step.version, done=True)
        assert str(step.done_on) == "2028-11-01"
        finish_step(session, actor=ACTOR, **given, version=step.version, done=True)
        with pytest.raises(DomainError, match="is_task"):
            hand_over_step(session, actor=ACTOR, **given, version=step.version)
        finish_step(session, actor=ACTOR, **given, version=step.version, done=False)
    assert step.done_on is None
    with pytest.raises(StaleRowError):
        end_step(session, actor=ACTOR, **given, version=99)
    end_step(session, actor=ACTOR, **given, version=step.version)
    with pytest.raises(NotFoundError):
        step_by_id(session, celebration.id, step.id)
    assert step not in steps_of(session, celebration.id)


def test_fixed_and_finished_steps_stay_when_the_celebration_moves(session: Session) -> None:
    celebration = with_runway(session)
    fixed = the_step(session, celebration, "通訳を手配")
    change_step(
        session,
        actor=ACTOR,
        key=celebration.id,
        step_key=fixed.id,
        version=1,
        plan=StepPlan(title="通訳を手配", due=date(2029, 5, 7)),
    )
    done = the_step(session, celebration)
    finish_step(session, actor=ACTOR, key=celebration.id, step_key=done.id, version=1, done=True)
    before = done.due
    revise_celebration(
        session,
        actor=ACTOR,
        key=celebration.id,
        version=celebration.version,
        plan=plan("2030-04-16", "2030-04-19"),
    )
    assert (fixed.due, done.due) == (date(2029, 5, 7), before)
    assert the_step(session, celebration, "最終確認とリハーサル").due == date(2030, 3, 15)


def test_a_step_that_is_a_task_keeps_its_key_and_is_finished_there(session: Session) -> None:
    celebration = with_runway(session)
    step = the_step(session, celebration)
    given = {"key": celebration.id, "step_key": step.id}
    hand_over_step(session, actor=ACTOR, **given, version=step.version)
    task = session.get_one(Task, step.id)
    assert (task.subject_kind, task.subject_id) == ("celebration", celebration.id)
    with pytest.raises(DomainError, match="is_task"):
        finish_step(session, actor=ACTOR, **given, version=step.version, done=True)
    with pytest.raises(DomainError, match="is_task"):
        hand_over_step(session, actor=ACTOR, **given, version=step.version)
    change_step(
        session,
        actor=ACTOR,
        **given,
        version=step.version,
        plan=StepPlan(title=step.title["ja"], due=date(2029, 1, 5)),
    )
    assert task.due == date(2029, 1, 5)


def test_titles_are_found_in_any_language(session: Session) -> None:
    celebration = make_celebration(session)
    assert celebrations_matching(session, "ceremony") == [celebration]
    assert celebrations_matching(session, "nothing") == []


def test_a_link_that_stands_is_kept_beside_a_new_one(session: Session) -> None:
    celebration = make_celebration(session, HEIDELBERG, plan())
    first, second = make_visit(session), make_visit(session)
    edition = make_edition(session)
    version, kept = celebration.version, list[int]()
    for visits in ([first.id], [first.id, second.id]):
        linked = link_celebration(
            session,
            actor=ACTOR,
            key=celebration.id,
            version=version,
            visits=visits,
            editions=[edition.id],
        )
        version = linked.version
        kept.append(id(linked.editions[0]))
        assert [link.visit_id for link in linked.visits] == visits
    assert kept[0] == kept[1]
