"""Two demo handovers: one of last spring that is done, one that is planned for the next."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.accounts.services import NewUser, create_user, deactivate
from exchange.core.permissions import Actor, Role
from exchange.handover.enums import HandoverState
from exchange.handover.models import Handover
from exchange.handover.rules import end_of, usual_last_day
from exchange.handover.services import HandoverPlan, plan_handover
from exchange.reference.demo.cast import MAIL_DOMAIN
from exchange.tasks.services import TaskDetails, add_task

_TASKS: Final = (
    ("（見本）桂林市への照会の回答を待つ", 20),
    ("（見本）通訳名簿を更新する", 60),
)
_WORDS: Final = "桂林市の窓口は返信に二週間ほどかかります。周年の招請状は早めに相談してください。"


def load_handovers(
    session: Session, *, manager: Actor, users: Mapping[str, User], today: date
) -> None:
    """Let a former colleague have left, and another leave at the end of the fiscal year."""
    heir = users["coordinator"]
    former = _colleague(session, manager, "former", "（見本）前任 一郎")
    deactivate(session, actor=manager, user=former, version=former.version)
    left = end_of(usual_last_day(today - timedelta(days=365)), date.min)
    session.add(
        Handover(
            leaver_id=former.id,
            successor_id=heir.id,
            ends_at=left,
            finished_at=left,
            state=HandoverState.DONE,
            planned_by=manager.name,
            planned_by_id=manager.user_id,
            counts={"visit": 2, "letter": 1, "task": 6, "feeds": 1},
            is_demo=True,
        )
    )
    leaving = _colleague(session, manager, "leaving", "（見本）異動 二葉")
    for title, days in _TASKS:
        due = today + timedelta(days=days)
        details = TaskDetails(title=title, due=due, assignee_id=leaving.id)
        add_task(session, actor=manager, details=details, is_demo=True)
    plan = HandoverPlan(
        successor_id=heir.id, ends_at=end_of(usual_last_day(today), today), words=_WORDS
    )
    plan_handover(session, actor=manager, leaver_id=leaving.id, plan=plan, is_demo=True)


def _colleague(session: Session, manager: Actor, account: str, name: str) -> User:
    new = NewUser(email=f"{account}@{MAIL_DOMAIN}", name=name, role=Role.COORDINATOR, is_demo=True)
    return create_user(session, actor=manager, new=new)
