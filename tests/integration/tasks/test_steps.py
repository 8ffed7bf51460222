"""Usual steps are put on a visit's list once, follow its days, and somebody is reminded of them."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.audit.models import AuditLine
from exchange.closures.models import Holiday
from exchange.core import clock
from exchange.core.database import Localized
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.permissions import Role
from exchange.delegations.enums import Direction, VisitState
from exchange.delegations.models import Visit
from exchange.delegations.queries.wholes import whole_visit
from exchange.delegations.services.moving import look_at_dates, move_visit
from exchange.delegations.services.steps import apply_steps
from exchange.delegations.services.visits import revise_visit, span_of, subject_of
from exchange.outbox.models import Mail
from exchange.tasks.enums import StepAnchor, TaskState, TemplateUse, WaitingFor
from exchange.tasks.models import Task, TaskStep, TaskTemplate
from exchange.tasks.queries import templates
from exchange.tasks.rules import Span
from exchange.tasks.services import (
    StepPlan,
    TaskDetails,
    change_step,
    change_task,
    copy_steps,
    end_step,
    remind_of_tasks,
)
from tests.factories.accounts import make_user
from tests.factories.delegations import ACTOR, make_plan, make_visit
from tests.factories.partners import make_partner
from tests.factories.tasks import make_step, make_task, make_template
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

HOLIDAY = date(2027, 4, 29)


@pytest.fixture
def visit(session: Session) -> Visit:
    """Receive somebody from 17 to 22 May 2027, with a holiday in April."""
    make_partner(session, slug="heidelberg")
    names = Localized({"ja": "昭和の日", "en": "Showa Day", "zh-Hant": "昭和日"})
    days = [HOLIDAY.isoformat()]
    session.add(Holiday(slug="showa", places=["kumamoto"], names=names, days=days, caution=False))
    session.flush()
    return make_visit(session, direction=Direction.IN)


@pytest.fixture
def template(session: Session) -> TaskTemplate:
    made = make_template(session)
    make_step(session, made, title=Localized({"ja": "通訳"}), days=-18)
    make_step(session, made, title=Localized({"ja": "議会"}), days=-40, fixed=True)
    make_step(session, made, title=Localized({"ja": "礼状"}), anchor=StepAnchor.LAST_DAY, days=7)
    return made


@pytest.fixture
def fixed_today() -> Iterator[None]:
    clock.fix(datetime(2027, 4, 27, 3, tzinfo=UTC))
    yield
    clock.fix(None)


def days_of(session: Session, visit: Visit) -> dict[str, date | None]:
    session.expire_all()
    return {
        task.title: task.due
        for task in session.scalars(select(Task).where(Task.subject_id == visit.id))
    }


def put(session: Session, visit: Visit, template: TaskTemplate) -> int:
    return apply_steps(session, actor=ACTOR, key=visit.id, template_id=template.id)


def test_steps_are_put_on_working_days_and_each_once(
    session: Session, visit: Visit, template: TaskTemplate
) -> None:
    assert put(session, visit, template) == 3
    assert days_of(session, visit) == {
        "通訳": date(2027, 4, 28),
        "議会": date(2027, 4, 7),
        "礼状": date(2027, 5, 31),
    }
    assert put(session, visit, template) == 0
    make_step(session, template, title=Localized({"ja": "名札"}), days=-1)
    assert put(session, visit, template) == 1
    assert len(days_of(session, visit)) == 4


@pytest.mark.parametrize("state", [VisitState.CLOSED, VisitState.CANCELLED])
def test_a_visit_that_is_over_is_prepared_no_more(
    session: Session, template: TaskTemplate, state: VisitState
) -> None:
    make_partner(session)
    over = make_visit(session, state=state)
    with pytest.raises(DomainError):
        put(session, over, template)


def test_steps_follow_a_visit_that_moves_and_fixed_and_done_ones_stay(
    session: Session, visit: Visit, template: TaskTemplate
) -> None:
    put(session, visit, template)
    by_hand = make_task(session, title="手で", subject_kind="visit", subject_id=visit.id)
    thanks = session.scalars(select(Task).where(Task.title == "礼状")).one()
    thanks.state = TaskState.DONE
    session.flush()
    new = Span(date(2027, 5, 24), date(2027, 5, 29))
    _, seen = look_at_dates(session, visit=whole_visit(session, visit.id), new=new, sources=())
    move_visit(session, actor=ACTOR, key=visit.id, new=new, digest=seen, sources=())
    assert days_of(session, visit) == {
        "通訳": date(2027, 5, 6),
        "議会": date(2027, 4, 7),
        "礼状": date(2027, 5, 31),
        "手で": by_hand.due,
    }
    flagged = session.scalars(select(Task.title).where(Task.to_check)).all()
    assert flagged == ["議会"]
    acts = session.scalars(select(AuditLine.act).where(AuditLine.act == "tasks.follow")).all()
    assert len(acts) == 2


def test_who_has_looked_at_a_fixed_day_takes_the_flag_away(session: Session) -> None:
    task = make_task(session, fixed=True, to_check=True)
    details = TaskDetails(title=task.title, due=task.due, fixed=True)
    change_task(session, actor=ACTOR, task=task, version=task.version, details=details)
    assert task.to_check is False


def test_a_revised_visit_keeps_its_days_and_its_steps(
    session: Session, visit: Visit, template: TaskTemplate
) -> None:
    put(session, visit, template)
    before, span = days_of(session, visit), span_of(visit)
    plan = make_plan(direction=Direction.IN, purpose="別の目的", starts=date(2027, 5, 1))
    revise_visit(session, actor=ACTOR, key=visit.id, version=visit.version, plan=plan)
    assert (visit.purpose, span_of(visit)) == ("別の目的", span)
    assert days_of(session, visit) == before


def test_the_steps_of_an_earlier_visit_are_copied_without_what_was_dropped(
    session: Session, visit: Visit, template: TaskTemplate
) -> None:
    put(session, visit, template)
    make_task(session, title="手で", subject_kind="visit", subject_id=visit.id)
    session.scalars(select(Task).where(Task.title == "礼状")).one().state = TaskState.DROPPED
    session.flush()
    later = make_visit(session, starts=date(2028, 5, 15), ends=date(2028, 5, 20))
    source, subject = subject_of(visit), subject_of(later)
    copied = copy_steps(session, actor=ACTOR, source=source, subject=subject, span=span_of(later))
    assert copied == 2
    assert days_of(session, later) == {"通訳": date(2028, 4, 27), "議会": date(2028, 4, 5)}
    assert (
        copy_steps(session, actor=ACTOR, source=source, subject=subject, span=span_of(later)) == 0
    )


def test_the_templates_of_the_wanted_use_come_first(session: Session) -> None:
    receiving = make_template(session)
    sending = make_template(session, title=Localized({"ja": "派遣の標準"}), use=TemplateUse.SENDING)
    make_template(session, title=Localized({"ja": "古い"}), ended_at=clock.now())
    assert templates(session, TemplateUse.SENDING) == [sending, receiving]
    assert templates(session) == [receiving, sending]


def test_a_step_of_another_template_is_not_found(session: Session, template: TaskTemplate) -> None:
    step = make_step(session, make_template(session, title=Localized({"ja": "別"})))
    plan = StepPlan(title=Localized({"ja": "x"}), anchor=StepAnchor.FIRST_DAY, days=0)
    with pytest.raises(NotFoundError):
        change_step(
            session, actor=ACTOR, template_id=template.id, key=step.id, version=1, plan=plan
        )
    end_step(session, actor=ACTOR, template_id=step.template_id, key=step.id, version=1)
    with pytest.raises(NotFoundError):
        end_step(session, actor=ACTOR, template_id=step.template_id, key=step.id, version=2)


@pytest.mark.usefixtures("fixed_today")
def test_each_person_gets_one_mail_about_what_is_near_and_what_is_late(session: Session) -> None:
    mine, gone = make_user(session), make_user(session, active=False)
    make_task(session, title="近い", due=date(2027, 4, 30), assignee_id=mine.id)
    late = make_task(session, title="遅い", due=date(2027, 4, 20), assignee_id=mine.id)
    make_task(session, title="遠い", due=date(2027, 6, 1), assignee_id=mine.id)
    make_task(session, title="去った人", due=date(2027, 4, 20), assignee_id=gone.id)
    make_task(session, title="誰も", due=date(2027, 4, 20))
    assert remind_of_tasks(session, actor=ACTOR, base_url="https://exchange.example") == 1
    mail = session.scalars(select(Mail)).one()
    assert mail.recipient == mine.email
    assert [title in str(mail.body) for title in ("近い", "遅い", "遠い", "去った人", "誰も")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert remind_of_tasks(session, actor=ACTOR, base_url="https://exchange.example") == 0
    details = TaskDetails(title=late.title, due=date(2027, 4, 21), assignee_id=mine.id)
    change_task(session, actor=ACTOR, task=late, version=late.version, details=details)
    assert remind_of_tasks(session, actor=ACTOR, base_url="https://exchange.example") == 1


@pytest.fixture
def coordinator(client_as: Callable[..., Visitor]) -> Visitor:
    visitor = client_as(Role.COORDINATOR)
    visitor.get("/tasks/?lang=en")
    return visitor


def test_a_step_is_named_in_the_readers_language_or_in_the_one_there_is(
    coordinator: Visitor, session: Session
) -> None:
    template = make_template(session, title=Localized({"ja": "受入", "en": "Receiving"}))
    make_step(session, template, title=Localized({"ja": "お礼", "en": "Thanks"}))
    session.commit()
    path = f"/tasks/templates/{template.id}/"
    assert "Thanks" in coordinator.get(f"{path}?lang=en").text
    assert '<span lang="ja">お礼</span>' in coordinator.get(f"{path}?lang=zh-Hant").text
    assert "Receiving" in coordinator.get("/tasks/templates/?lang=en").text


def test_the_division_keeps_its_templates(coordinator: Visitor, session: Session) -> None:
    coordinator.submit(
        "/tasks/templates/new", {"title": "受入", "use": "receiving", "note": "めやす"}
    )
    template = session.scalars(select(TaskTemplate)).one()
    path = f"/tasks/templates/{template.id}/"
    refused = coordinator.submit(
        f"{path}steps/new", {"title": "礼状", "anchor": "last_day", "days": "999"}
    )
    assert refused.status_code == 422
    coordinator.submit(f"{path}steps/new", {"title": "礼状", "anchor": "last_day", "days": "7"})
    step = session.scalars(select(TaskStep)).one()
    assert "7 days after" in coordinator.get(path).text
    edit = f"{path}steps/{step.id}/edit"
    fields = {"anchor": "last_day", "days": "5", "fixed": "y", "version": "1"}
    coordinator.submit(edit, {"title": "お礼", **fields})
    stale = coordinator.submit(
        edit, {"title": "礼", "anchor": "last_day", "days": "6", "version": "1"}
    )
    assert stale.status_code == 409
    session.expire_all()
    assert (step.title["ja"], step.days, step.fixed) == ("お礼", 5, True)
    coordinator.submit(f"{path}edit", {"title": "受入（標準）", "use": "receiving", "version": "1"})
    session.expire_all()
    assert template.title["ja"] == "受入（標準）"
    assert (
        coordinator.submit(f"{path}edit", {"title": "", "use": "", "version": "2"}).status_code
        == 422
    )
    coordinator.submit(f"{path}steps/{step.id}/end", {"version": str(step.version)})
    assert "There are no steps yet" in coordinator.get(path).text
    coordinator.submit(f"{path}end", {"version": str(template.version)})
    assert coordinator.get(path).status_code == 404
    assert coordinator.submit("/tasks/templates/new", {"title": "", "use": ""}).status_code == 422


def test_a_visits_page_leads_to_its_steps_and_shows_them_before(
    coordinator: Visitor, session: Session, visit: Visit, template: TaskTemplate
) -> None:
    path = f"/delegations/{visit.id}/steps"
    assert path in coordinator.get(f"/delegations/{visit.id}/").text
    make_template(session, title=Localized({"ja": "別のひな形"}), use=TemplateUse.SENDING)
    page = coordinator.get(path).text
    assert "28 April 2027" in page
    assert "Add 3 from “受入の標準”" in page
    coordinator.submit(path, {"template": str(template.id)})
    assert set(days_of(session, visit)) == {"通訳", "議会", "礼状"}
    me = session.scalars(select(User).where(User.role == Role.COORDINATOR)).one()
    given = session.scalars(select(Task.assignee_id)).all()
    assert given == [me.id] * 3
    assert coordinator.get(path).text.count("Already there") == 3
    assert coordinator.submit(path, {"template": ""}).status_code == 422


def test_without_a_template_the_page_says_what_to_do(coordinator: Visitor, visit: Visit) -> None:
    page = coordinator.get(f"/delegations/{visit.id}/steps").text
    assert "/tasks/templates/new" in page


def test_who_waits_for_whom_is_kept_and_listed(coordinator: Visitor, session: Session) -> None:
    me = session.scalars(select(User).where(User.role == Role.COORDINATOR)).one()
    task = make_task(session, assignee_id=me.id)
    make_task(session, assignee_id=me.id, title="待たない")
    today = clock.today().isoformat()
    refused = coordinator.submit(
        f"/tasks/{task.id}/edit",
        {"title": task.title, "waiting_for": "school", "version": "1"},
    )
    assert refused.status_code == 422
    coordinator.submit(
        f"/tasks/{task.id}/edit",
        {
            "title": "返事",
            "due": "2027-05-19",
            "waiting_for": "school",
            "waiting_name": "桜山中学校",
            "waiting_since": today,
            "version": "1",
        },
    )
    session.expire_all()
    assert (task.waiting_for, task.waiting_name) == (WaitingFor.SCHOOL, "桜山中学校")
    page = coordinator.get("/tasks/?waiting=1").text
    assert "Waiting for 桜山中学校" in page
    assert "待たない" not in page
    assert 'value="school"' in coordinator.get(f"/tasks/{task.id}/edit").text


def test_a_long_list_of_steps_takes_a_few_statements(
    session: Session, visit: Visit, template: TaskTemplate, coordinator: Visitor
) -> None:
    path = f"/delegations/{visit.id}/steps"
    with count_statements() as few:
        coordinator.get(path)
    for _ in range(40):
        make_step(session, template)
    with count_statements() as many:
        coordinator.get(path)
    assert session.scalar(select(func.count()).select_from(TaskStep)) == 43
    assert len(many) == len(few)
