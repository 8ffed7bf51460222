"""The demo's tasks: one late, one for today, two that can wait."""

from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from exchange.core.permissions import Actor
from exchange.tasks.services import TaskDetails, add_task

#: (title, days from today, whether it is the coordinator's)
_TASKS: Final = (
    ("（見本）高雄市へ礼状を送る", -3, True),
    ("（見本）蔚山広域市の送迎車両を確認する", 0, True),
    ("（見本）ハイデルベルク訪問団の予算要求書を書く", 30, True),
    ("（見本）記念品の在庫を数える", 45, False),
)


def load_tasks(session: Session, *, actor: Actor, today: date) -> None:
    """Make the tasks; due days count from today."""
    for title, days, own in _TASKS:
        details = TaskDetails(
            title=title,
            due=today + timedelta(days=days),
            assignee_id=actor.user_id if own else None,
        )
        add_task(session, actor=actor, details=details, is_demo=True)
