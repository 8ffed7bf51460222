"""Ninety days after a mail was written nothing of it is left but when it went."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.errors import GoneError
from exchange.core.permissions import Role, system_actor
from exchange.jobs.enums import JobState
from exchange.jobs.models import Job
from exchange.jobs.services import drop_old
from exchange.outbox.enums import MailState
from exchange.outbox.models import Mail
from exchange.outbox.queries import failed_count
from exchange.outbox.rules import KEPT
from exchange.outbox.services import (
    empty_old,
    forget_addresses,
    hand_over,
    retry_mail,
    revive,
    write_mail,
)
from tests.servers.visitor import Visitor

ACTOR = system_actor("tests")
#: Midday in Kumamoto.
WRITTEN = datetime(2026, 6, 10, 3, 0, tzinfo=UTC)
REFUSED = "550 parent@example.jp: no such user"


def written(session: Session, state: MailState) -> Mail:
    """Write a mail that came so far, with what its job said of it."""
    mail = write_mail(session, to="parent@example.jp", subject="件名", body="本文", language="ja")
    mail.created_at, mail.state = WRITTEN, state
    if state in {MailState.SENT, MailState.PRINTED}:
        mail.body = None
    if state is MailState.FAILED:
        job = session.scalars(select(Job)).one()
        mail.error = job.error = REFUSED
        job.state, job.finished_at = JobState.FAILED, WRITTEN
    session.flush()
    return mail


@pytest.mark.parametrize("state", MailState)
def test_a_mail_is_emptied_after_ninety_days(session: Session, state: MailState) -> None:
    mail = written(session, state)
    last = WRITTEN.date() + KEPT
    assert empty_old(session, actor=ACTOR, today=last, limit=50) == []
    assert empty_old(session, actor=ACTOR, today=last + timedelta(days=1), limit=50) == [mail]
    assert (mail.recipient, mail.subject, mail.body, mail.error) == ("", "", None, None)
    assert mail.state is (MailState.FAILED if state is MailState.WAITING else state)
    assert session.scalars(select(Job.error)).all() == [None]
    assert failed_count(session) == 0
    assert empty_old(session, actor=ACTOR, today=last + timedelta(days=1), limit=50) == []


def test_what_was_emptied_is_neither_sent_again_nor_handed_over(
    session: Session, client_as: Callable[..., Visitor]
) -> None:
    mail = written(session, MailState.FAILED)
    empty_old(session, actor=ACTOR, today=WRITTEN.date() + 2 * KEPT, limit=50)
    for again in (retry_mail, hand_over):
        with pytest.raises(GoneError):
            again(session, actor=ACTOR, mail=mail)
    revive(session, ACTOR, {"mail": str(mail.id)})
    assert mail.state is MailState.FAILED
    administrator = client_as(Role.ADMINISTRATOR)
    page = administrator.get("/outbox/?lang=ja").text
    assert ("（保存期間が過ぎました）" in page, "もう一度送る" in page) == (True, False)
    assert "宛先と本文は残っていません" in administrator.get(f"/outbox/{mail.id}/?lang=ja").text


def test_what_went_to_an_address_kept_for_nobody_is_emptied_and_what_waits_still_goes(
    session: Session,
) -> None:
    gone, waiting = written(session, MailState.SENT), written(session, MailState.WAITING)
    forget_addresses(session, ())
    assert gone.recipient == "parent@example.jp"
    gone.recipient = "Parent@example.jp"
    session.flush()
    forget_addresses(session, {"parent@example.jp"})
    assert (gone.recipient, waiting.recipient) == ("", "parent@example.jp")


def test_what_a_failed_job_said_is_dropped_after_ninety_days(session: Session) -> None:
    now = clock.machine_now()
    for days in (91, 89):
        ended = now - timedelta(days=days)
        job = Job(kind="test", arguments={}, state=JobState.FAILED, error=REFUSED)
        job.finished_at = ended
        session.add(job)
    drop_old(session)
    found = session.execute(select(Job.state, Job.error).order_by(Job.finished_at)).all()
    assert found == [(JobState.FAILED, None), (JobState.FAILED, REFUSED)]
