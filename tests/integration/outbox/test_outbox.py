"""Mail: written with what wants it, sent by the worker, retried, visible."""

import email
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import Settings
from exchange.audit.models import AuditLine
from exchange.core import clock
from exchange.core.database import Database, unit_of_work
from exchange.core.permissions import Role
from exchange.jobs.enums import JobState
from exchange.jobs.models import Job
from exchange.jobs.rules import ATTEMPTS
from exchange.jobs.worker import Worker
from exchange.outbox.enums import MailState
from exchange.outbox.models import Mail
from exchange.outbox.services import write_mail
from exchange.rooms.keeping import JOB_ENDINGS, JOB_HANDLERS
from tests.servers.visitor import Visitor


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mail"


@pytest.fixture
def worker(database: Database, settings: Settings, folder: Path) -> Worker:
    mailing = replace(settings, mail_url=f"file://{folder}")
    return Worker(database, mailing, JOB_HANDLERS, JOB_ENDINGS)


def write(session: Session) -> Mail:
    return write_mail(
        session, to="hanako@city.example", subject="件名\r\nBcc: x", body="本文\n", language="ja"
    )


def the_mail(session: Session) -> Mail:
    session.expire_all()
    return session.scalars(select(Mail)).one()


def make_due(session: Session) -> None:
    """Let the pause of every waiting job be over."""
    for job in session.scalars(select(Job)):
        job.run_at = clock.machine_now()
    session.flush()


def test_a_mail_goes_with_the_transaction_that_wrote_it(
    database: Database, worker: Worker, folder: Path
) -> None:
    with database.writing() as session:
        write(session)
        session.rollback()
    assert worker.work_off() == 0
    with unit_of_work(database) as session:
        key = write(session).id
    assert worker.work_off() == 1
    assert [path.name for path in folder.iterdir()] == [f"{key}.eml"]


def test_a_sent_mail_keeps_no_text(session: Session, worker: Worker, folder: Path) -> None:
    write(session)
    worker.work_off()
    mail = the_mail(session)
    assert (mail.state, mail.body, mail.error) == (MailState.SENT, None, None)
    assert mail.sent_at is not None
    read = email.message_from_bytes(next(folder.iterdir()).read_bytes(), policy=default)
    assert (read["Subject"], read.get_content()) == ("件名  Bcc: x", "本文\r\n")


def test_without_a_mail_server_a_mail_waits_and_leaves_once_there_is_one(
    session: Session, database: Database, settings: Settings, worker: Worker
) -> None:
    write(session)
    Worker(database, settings, JOB_HANDLERS).work_off()
    assert the_mail(session).state is MailState.WAITING
    assert session.scalars(select(Job.attempts)).one() == 0
    make_due(session)
    worker.work_off()
    assert the_mail(session).state is MailState.SENT


def test_a_mail_that_is_never_taken_fails_and_can_be_sent_again(
    session: Session, folder: Path, worker: Worker, client_as: Callable[..., Visitor]
) -> None:
    write(session)
    folder.write_text("no folder")
    for _ in range(ATTEMPTS):
        assert the_mail(session).state is MailState.WAITING
        make_due(session)
        worker.work_off()
    mail = the_mail(session)
    assert mail.state is MailState.FAILED
    assert mail.error is not None
    assert "File exists" in mail.error or "NotADirectory" in mail.error
    folder.unlink()
    admin = client_as(Role.ADMINISTRATOR)
    failed = admin.get("/outbox/").text
    assert (f"{ATTEMPTS}回試みました。" in failed, "次は" in failed) == (True, False)
    assert admin.submit(f"/outbox/{mail.id}/retry").location == "/outbox/"
    assert "回試みました" not in admin.get("/outbox/").text
    worker.work_off()
    assert the_mail(session).state is MailState.SENT
    assert admin.submit(f"/outbox/{mail.id}/retry").status_code == 409


@pytest.mark.parametrize(
    ("mail_url", "recipient", "attempts", "error"),
    [
        ("nonsense", "hanako@city.example", ATTEMPTS, "EXCHANGE_MAIL_URL must look like smtp://"),
        ("file:///nowhere", "a@b.example\nBcc: c@d.example", 1, "the letter cannot be written"),
    ],
)
def test_a_fault_of_any_kind_ends_in_a_failed_mail_that_can_be_sent_again(
    database: Database,
    settings: Settings,
    session: Session,
    mail_url: str,
    recipient: str,
    attempts: int,
    error: str,
) -> None:
    write(session).recipient = recipient
    session.flush()
    worker = Worker(database, replace(settings, mail_url=mail_url), JOB_HANDLERS, JOB_ENDINGS)
    for _ in range(attempts):
        make_due(session)
        assert worker.work_off() == 1
    mail = the_mail(session)
    assert mail.state is MailState.FAILED
    assert (mail.error or "").startswith(error)
    assert session.scalars(select(Job.state)).all() == [JobState.FAILED]


def test_a_mail_whose_job_was_abandoned_at_last_is_a_failed_one(
    session: Session, worker: Worker
) -> None:
    write(session)
    job = session.scalars(select(Job)).one()
    job.state, job.attempts = JobState.RUNNING, ATTEMPTS
    job.lease_until = clock.machine_now() - timedelta(minutes=1)
    session.flush()
    assert worker.work_off() == 0
    mail = the_mail(session)
    assert (mail.state, mail.error) == (MailState.FAILED, "abandoned by its worker")


def test_a_mail_is_sent_once_even_when_its_job_comes_twice(
    session: Session, worker: Worker, folder: Path
) -> None:
    mail = write(session)
    worker.work_off()
    next(folder.iterdir()).unlink()
    session.add(Job(kind="outbox.send", arguments={"mail": str(mail.id)}))
    session.flush()
    worker.work_off()
    assert list(folder.iterdir()) == []
    assert set(session.scalars(select(Job.state))) == {JobState.DONE}


def test_the_page_says_what_waits_and_why(
    session: Session, client_as: Callable[..., Visitor]
) -> None:
    write(session)
    page = client_as(Role.ADMINISTRATOR).get("/outbox/?lang=en").text
    assert "No mail server is set, so 1 mail waits here." in page
    assert "hanako@city.example" in page
    assert "本文" not in page


@pytest.mark.parametrize(("role", "acts"), [(Role.ADMINISTRATOR, True), (Role.COORDINATOR, False)])
def test_the_page_says_how_often_it_was_tried_and_when_next(
    session: Session,
    folder: Path,
    worker: Worker,
    client_as: Callable[..., Visitor],
    role: Role,
    acts: bool,
) -> None:
    write(session)
    folder.write_text("no folder")
    worker.work_off()
    session.expire_all()
    page = client_as(role).get("/outbox/").text
    assert ("1回試みました。 次は" in page, "操作</th>" in page) == (True, acts)


def test_the_list_is_filtered_by_state(session: Session, client_as: Callable[..., Visitor]) -> None:
    write(session)
    admin = client_as(Role.ADMINISTRATOR)
    assert "hanako@city.example" in admin.get("/outbox/?state=waiting").text
    assert "hanako@city.example" not in admin.get("/outbox/?state=sent").text


def test_an_unknown_mail_is_not_found(client_as: Callable[..., Visitor]) -> None:
    path = "/outbox/0190c7c0-0000-7000-8000-000000000000/retry"
    assert client_as(Role.ADMINISTRATOR).submit(path).status_code == 404


@pytest.mark.parametrize(("is_configured", "mails"), [(True, 1), (False, 0)])
def test_an_invitation_is_mailed_where_mail_is_set_up_and_always_shown(
    app: Flask,
    session: Session,
    client_as: Callable[..., Visitor],
    is_configured: bool,
    mails: int,
) -> None:
    mail_url = "file:///nowhere" if is_configured else None
    app.extensions["settings"] = replace(app.extensions["settings"], mail_url=mail_url)
    answer = client_as(Role.ADMINISTRATOR).submit(
        "/accounts/users/new?lang=en",
        {"email": "taro@city.example", "name": "見本 太郎", "role": "viewer"},
    )
    shown = re.search(r"http://localhost/accounts/invitation/[\w-]+", answer.text)
    assert shown
    assert session.scalar(select(func.count()).select_from(Mail)) == mails
    if is_configured:
        mail = the_mail(session)
        assert (mail.recipient, mail.language) == ("taro@city.example", "en")
        assert shown[0] in (mail.body or "")


def test_the_administrator_reads_what_would_go_and_that_is_logged(
    session: Session, client_as: Callable[..., Visitor]
) -> None:
    mail = write_mail(
        session, to="hanako@city.example", subject="件名", body="一行目\n<b>二行目", language="ja"
    )
    admin = client_as(Role.ADMINISTRATOR)
    assert f'href="/outbox/{mail.id}/"' in admin.get("/outbox/").text
    page = admin.get(f"/outbox/{mail.id}/").text
    assert "一行目<br>&lt;b&gt;二行目" in page
    lines = session.scalars(select(AuditLine).where(AuditLine.act == "outbox.read")).all()
    assert [line.subject_id for line in lines] == [mail.id]
    mail.state, mail.body = MailState.SENT, None
    session.flush()
    assert "本文は残っていません" in admin.get(f"/outbox/{mail.id}/").text
    assert admin.get("/outbox/0190c7c0-0000-7000-8000-000000000000/").status_code == 404


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MANAGER])
def test_the_division_sees_that_a_mail_failed_and_why_but_not_what_it_says(
    session: Session, client_as: Callable[..., Visitor], role: Role
) -> None:
    mail = write(session)
    mail.state, mail.error = MailState.FAILED, "550 no such mailbox"
    session.commit()
    staff = client_as(role)
    page = staff.get("/outbox/?state=failed").text
    for shown in ("hanako@city.example", "550 no such mailbox", "件名"):
        assert shown in page
    for hidden in (f"/outbox/{mail.id}/", "本文\n"):
        assert hidden not in page
    assert 'href="/outbox/"' in staff.get("/home/").text
    assert staff.get(f"/outbox/{mail.id}/").status_code == 403
    assert staff.submit(f"/outbox/{mail.id}/retry").status_code == 403
    assert the_mail(session).state is MailState.FAILED


@pytest.mark.parametrize("role", [Role.SECTION, Role.VIEWER, Role.SCHOOL])
def test_nobody_else_sees_who_was_written_to(
    session: Session, client_as: Callable[..., Visitor], role: Role
) -> None:
    write(session)
    session.commit()
    page = client_as(role).get("/outbox/")
    assert (page.status_code, "hanako@city.example" in page.text) == (403, False)
