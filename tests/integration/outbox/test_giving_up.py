"""A job that is given up marks its mail; tried anew, it takes the mail along."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import Settings
from exchange.audit.models import AuditLine
from exchange.core import clock
from exchange.core.database import Database, uuid7
from exchange.core.permissions import Role, system_actor
from exchange.jobs.models import Job
from exchange.jobs.rules import ATTEMPTS
from exchange.jobs.services import retry
from exchange.jobs.worker import Worker
from exchange.outbox.enums import MailState
from exchange.outbox.models import Mail
from exchange.outbox.services import give_up, revive, write_mail
from exchange.rooms.keeping import JOB_ENDINGS, JOB_HANDLERS, JOB_REVIVALS
from tests.servers.visitor import Visitor


def test_a_mail_that_is_gone_is_nobody_s_failure(session: Session) -> None:
    give_up(session, {"mail": str(uuid7())}, "the server said no")
    assert session.scalar(select(func.count()).select_from(Mail)) == 0


@pytest.fixture
def failed(database: Database, settings: Settings, session: Session) -> Mail:
    """Give a mail whose job failed for good: there was a file where its folder should be."""
    (settings.instance_dir / "mail").write_text("no folder")
    mail = write_mail(session, to="a@city.example", subject="件名", body="本文", language="ja")
    for _ in range(ATTEMPTS):
        session.scalars(select(Job)).one().run_at = clock.machine_now()
        session.flush()
        worker(database, settings).work_off()
        session.expire_all()
    assert mail.state is MailState.FAILED
    (settings.instance_dir / "mail").unlink()
    return mail


def worker(database: Database, settings: Settings) -> Worker:
    """Return a worker that hands mail to a folder of the instance."""
    mailing = replace(settings, mail_url=f"file://{settings.instance_dir}/mail")
    return Worker(database, mailing, JOB_HANDLERS, JOB_ENDINGS)


def test_a_failed_mail_is_sent_when_its_job_is_tried_again(
    database: Database,
    settings: Settings,
    session: Session,
    failed: Mail,
    client_as: Callable[..., Visitor],
) -> None:
    job = session.scalars(select(Job)).one()
    assert client_as(Role.ADMINISTRATOR).submit(f"/jobs/{job.id}/retry").location == "/jobs/"
    session.expire_all()
    assert failed.state is MailState.WAITING
    assert worker(database, settings).work_off() == 1
    session.expire_all()
    assert (failed.state, failed.body, failed.error) == (MailState.SENT, None, None)
    folder: Path = settings.instance_dir / "mail"
    assert [path.stem for path in folder.iterdir()] == [str(failed.id)]
    acts = session.scalars(select(AuditLine.act).where(AuditLine.subject_kind.in_(["job", "mail"])))
    assert sorted(acts) == ["jobs.retry", "outbox.retry"]


def test_a_job_tried_again_changes_no_mail_that_was_sent_since(
    database: Database, settings: Settings, session: Session, failed: Mail
) -> None:
    job = session.scalars(select(Job)).one()
    failed.state, failed.body = MailState.SENT, None
    session.flush()
    retry(session, actor=system_actor("test"), job=job, revivals=JOB_REVIVALS)
    assert worker(database, settings).work_off() == 1
    session.expire_all()
    assert failed.state is MailState.SENT
    assert not (settings.instance_dir / "mail").exists()


def test_a_mail_that_is_gone_is_not_revived(session: Session) -> None:
    revive(session, system_actor("test"), {"mail": str(uuid7())})
    assert session.scalar(select(func.count()).select_from(Mail)) == 0
