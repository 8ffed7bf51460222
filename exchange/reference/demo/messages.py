"""What the demo's division and schools write to each other."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.languages import OFFICE_ZONE
from exchange.core.permissions import Actor
from exchange.youth.models import School
from exchange.youth.queries.programmes import open_editions
from exchange.youth.services.messages import (
    Note,
    answer_division,
    mark_thread_read,
    write_to_schools,
)


def load_messages(
    session: Session,
    *,
    division: Actor,
    desk: Actor,
    schools: Mapping[str, School],
    today: date,
) -> None:
    """Let the division write twice, and one school read the first and answer it."""
    everyone = [school.id for school in schools.values()]
    with clock.held(_morning(today - timedelta(days=4))):
        first = Note("（見本）参加生徒の登録を受け付けています。保護者への説明もお願いします。")
        write_to_schools(session, actor=division, school_ids=everyone, note=first)
    with clock.held(_morning(today - timedelta(days=3))):
        mark_thread_read(session, actor=desk, school_id=schools["school-a"].id)
        answer_division(session, actor=desk, note=Note("（見本）承知しました。来週登録します。"))
    with clock.held(_morning(today - timedelta(days=1))):
        edition = open_editions(session, clock.now())[0]
        second = Note("（見本）説明会の資料をお送りしました。ご確認ください。", edition.id)
        write_to_schools(session, actor=division, school_ids=everyone, note=second)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), OFFICE_ZONE)
