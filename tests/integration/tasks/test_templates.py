"""Templates and steps: sent twice they are one, and what is not changed leaves no line."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Localized, uuid7
from exchange.tasks.enums import StepAnchor, TemplateUse
from exchange.tasks.models import TaskStep, TaskTemplate
from exchange.tasks.services import (
    StepPlan,
    TemplatePlan,
    add_step,
    add_template,
    change_step,
    change_template,
)
from tests.factories.delegations import ACTOR

PLAN = TemplatePlan(title=Localized({"ja": "受入"}), use=TemplateUse.RECEIVING)
STEP = StepPlan(title=Localized({"ja": "礼状"}), anchor=StepAnchor.LAST_DAY, days=7)


def lines(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AuditLine)) or 0


def test_a_template_sent_twice_is_one(session: Session) -> None:
    key = uuid7()
    first = add_template(session, actor=ACTOR, plan=PLAN, key=key)
    assert add_template(session, actor=ACTOR, plan=PLAN, key=key) is first
    assert session.scalars(select(TaskTemplate)).all() == [first]
    assert lines(session) == 1


def test_a_step_sent_twice_is_one(session: Session) -> None:
    template, key = add_template(session, actor=ACTOR, plan=PLAN), uuid7()
    said = {"template_id": template.id, "key": key}
    first = add_step(session, actor=ACTOR, plan=STEP, **said)
    assert add_step(session, actor=ACTOR, plan=STEP, **said) is first
    assert session.scalars(select(TaskStep)).all() == [first]
    assert lines(session) == 2


def test_what_is_not_changed_leaves_no_line(session: Session) -> None:
    template = add_template(session, actor=ACTOR, plan=PLAN)
    step = add_step(session, actor=ACTOR, template_id=template.id, plan=STEP)
    before = lines(session)
    change_template(session, actor=ACTOR, key=template.id, version=1, plan=PLAN)
    change_step(session, actor=ACTOR, template_id=template.id, key=step.id, version=1, plan=STEP)
    assert lines(session) == before
    assert (template.version, step.version) == (1, 1)
