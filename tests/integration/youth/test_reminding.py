"""Reminders as a job and as a command; on a closed network none leaves."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from config import Settings
from exchange.cli import main
from exchange.core import clock
from exchange.core.database import Database, unit_of_work
from exchange.jobs.models import Job
from exchange.jobs.worker import Work
from exchange.outbox.models import Mail
from exchange.youth.services.consent_links import REMIND, plan_reminders
from exchange.youth.services.reminding import remind
from tests.factories.consents import make_consent_request
from tests.factories.youth import make_registration

DAY_3 = datetime(2026, 6, 18, 3, 0, tzinfo=UTC)


def ask(database: Database) -> None:
    with unit_of_work(database) as session:
        row = make_registration(session, consented=False, guardian_mail="parent@example.jp")
        make_consent_request(session, row)


def recipients(database: Database) -> list[str]:
    with unit_of_work(database) as session:
        return list(session.scalars(select(Mail.recipient)))


def test_the_job_reminds_once_and_not_on_a_closed_network(
    fresh_database: Database, settings: Settings
) -> None:
    ask(fresh_database)
    clock.fix(DAY_3)
    written = []
    for public in (False, True, True):
        work = Work(
            fresh_database,
            replace(settings, public=public),
            arguments={},
            is_last_attempt=False,
            report=lambda _percent: None,
        )
        remind(work)
        written.append(len(recipients(fresh_database)))
    assert written == [0, 1, 1]


def test_two_looks_are_planned_when_somebody_is_asked(fresh_database: Database) -> None:
    with unit_of_work(fresh_database) as session:
        plan_reminders(session)
        kinds = session.scalars(select(Job.kind)).all()
    assert kinds == [REMIND, REMIND]


def test_the_command_reminds_and_refuses_without_links(
    fresh_database: Database,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ask(fresh_database)
    url = fresh_database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("EXCHANGE_INSTANCE_DIR", str(tmp_path))
    monkeypatch.setenv("EXCHANGE_DATABASE_URL", url)
    monkeypatch.setenv("EXCHANGE_NOW", DAY_3.isoformat())
    monkeypatch.delenv("EXCHANGE_SECRET_KEY", raising=False)
    assert main(["remind"]) == 1
    monkeypatch.setenv("EXCHANGE_SECRET_KEY", "s" * 48)
    assert [main(["remind"]), main(["remind"])] == [0, 0]
    begin = (
        "0 offers ended\n0 mails about tasks written\n"
        "0 reminders of figures written\n0 reminders of offers written\n"
    )
    end = "0 reminders of health and passport written\n"
    assert capsys.readouterr().out == (
        f"{begin}{begin}1 reminders of consent written\n{end}"
        f"{begin}0 reminders of consent written\n{end}"
    )
    monkeypatch.setenv("EXCHANGE_PUBLIC", "off")
    assert main(["remind"]) == 1
    assert "on paper" in capsys.readouterr().err
    assert recipients(fresh_database) == ["parent@example.jp"]
