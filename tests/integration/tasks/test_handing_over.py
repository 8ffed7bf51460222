"""A task is handed to somebody who can do it."""

import pytest
from sqlalchemy.orm import Session

from exchange.core.errors import DomainError
from exchange.core.permissions import system_actor
from exchange.tasks.services import TaskDetails, change_task
from tests.factories.accounts import make_user
from tests.factories.tasks import make_task

ACTOR = system_actor("test")


def test_a_task_goes_to_another_person(session: Session) -> None:
    task, person = make_task(session), make_user(session)
    details = TaskDetails(title=task.title, due=task.due, assignee_id=person.id)
    change_task(session, actor=ACTOR, task=task, version=task.version, details=details)
    assert task.assignee_id == person.id


def test_a_task_goes_to_nobody_who_has_left(session: Session) -> None:
    task, gone = make_task(session), make_user(session, active=False)
    details = TaskDetails(title=task.title, due=task.due, assignee_id=gone.id)
    with pytest.raises(DomainError):
        change_task(session, actor=ACTOR, task=task, version=task.version, details=details)
    assert task.assignee_id is None
