"""A job that is given up marks its mail, where there is still one that waits."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.core.database import uuid7
from exchange.outbox.models import Mail
from exchange.outbox.services import give_up


def test_a_mail_that_is_gone_is_nobody_s_failure(session: Session) -> None:
    give_up(session, {"mail": str(uuid7())}, "the server said no")
    assert session.scalar(select(func.count()).select_from(Mail)) == 0
