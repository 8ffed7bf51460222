"""A task is handed to somebody who can do it."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from exchange.accounts.queries import users_who_may
from exchange.core.errors import DomainError
from exchange.core.permissions import Role, system_actor
from exchange.tasks.services import TaskDetails, change_task
from tests.factories.accounts import make_user
from tests.factories.tasks import make_task

ACTOR = system_actor("test")


def test_a_task_goes_to_another_person(session: Session) -> None:
    task, person = make_task(session), make_user(session)
    details = TaskDetails(title=task.title, due=task.due, assignee_id=person.id)
    change_task(session, actor=ACTOR, task=task, version=task.version, details=details)
    assert task.assignee_id == person.id


@pytest.mark.parametrize("who", [{"active": False}, {"role": Role.VIEWER}])
def test_a_task_goes_to_nobody_who_has_left_or_cannot_open_it(
    session: Session, who: dict[str, Any]
) -> None:
    task, gone = make_task(session), make_user(session, **who)
    assert gone not in users_who_may(session, "tasks:edit")
    details = TaskDetails(title=task.title, due=task.due, assignee_id=gone.id)
    with pytest.raises(DomainError):
        change_task(session, actor=ACTOR, task=task, version=task.version, details=details)
    assert task.assignee_id is None
