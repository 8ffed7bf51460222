"""A mail that no server takes is printed, handed over and then no longer sent."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from exchange.audit.models import AuditLine
from exchange.core.database import Database
from exchange.core.permissions import Role
from exchange.jobs.enums import JobState
from exchange.jobs.models import Job
from exchange.jobs.worker import Worker
from exchange.outbox.enums import MailState
from exchange.outbox.models import Mail
from exchange.outbox.services import write_mail
from exchange.rooms.keeping import JOB_ENDINGS, JOB_HANDLERS
from tests.servers.visitor import Visitor


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A closed network without a mail server."""
    return replace(settings, public=False, mail_url=None)


def write(session: Session) -> Mail:
    mail = write_mail(session, to="a@city.example", subject="件名", body="本文\n", language="ja")
    session.commit()
    return mail


def test_it_is_printed_handed_over_and_its_job_ends(
    client_as: Callable[..., Visitor], session: Session, database: Database, settings: Settings
) -> None:
    key = write(session).id
    administrator = client_as(Role.ADMINISTRATOR)
    assert "紙で渡したと記録する" in administrator.get(f"/outbox/{key}/").text
    paper = administrator.get(f"/outbox/{key}/mail.pdf")
    assert paper.data.startswith(b"%PDF-")
    assert paper.headers["Content-Disposition"].startswith("attachment; ")
    assert administrator.submit(f"/outbox/{key}/hand-over").status_code == 302
    worker = Worker(database, settings, JOB_HANDLERS, JOB_ENDINGS)
    assert worker.do_next()
    session.expire_all()
    mail = session.get_one(Mail, key)
    assert (mail.state, mail.body, mail.sent_at) == (MailState.PRINTED, None, None)
    assert [job.state for job in session.scalars(select(Job))] == [JobState.DONE]
    acts = session.scalars(select(AuditLine.act).where(AuditLine.subject_id == key))
    assert sorted(acts) == ["outbox.hand_over", "outbox.read", "outbox.read"]
    assert administrator.get(f"/outbox/{key}/mail.pdf").status_code == 404
    assert "紙で渡した" in administrator.get("/outbox/?state=printed").text


@pytest.mark.parametrize("state", [MailState.SENT, MailState.PRINTED])
def test_what_has_left_is_not_handed_over(
    client_as: Callable[..., Visitor], session: Session, state: MailState
) -> None:
    mail = write(session)
    mail.state = state
    session.commit()
    answer = client_as(Role.ADMINISTRATOR).submit(f"/outbox/{mail.id}/hand-over")
    assert answer.status_code == 409
    session.expire_all()
    assert session.get_one(Mail, mail.id).state is state


def test_only_who_may_read_mails_prints_one(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    key = write(session).id
    coordinator = client_as(Role.COORDINATOR)
    assert coordinator.get(f"/outbox/{key}/mail.pdf").status_code == 403
    assert coordinator.submit(f"/outbox/{key}/hand-over").status_code == 403
