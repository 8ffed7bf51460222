"""The administrator's page of jobs."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from exchange.core.permissions import Role
from exchange.jobs.enums import JobState
from exchange.jobs.kinds import WORDS
from exchange.jobs.services import claim, enqueue, fail
from exchange.rooms.keeping import DAILY_JOBS, JOB_HANDLERS
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor


@pytest.fixture
def admin(client_as: Callable[..., Visitor]) -> Visitor:
    visitor = client_as(Role.ADMINISTRATOR)
    visitor.get("/jobs/?lang=en")
    return visitor


def test_an_empty_list_says_why(admin: Visitor) -> None:
    assert "There are no jobs." in admin.get("/jobs/").text


def test_a_failed_job_shows_its_error_and_can_be_tried_again(
    admin: Visitor, session: Session
) -> None:
    job = enqueue(session, "test.kind")
    held = claim(session)
    assert held is not None
    fail(session, held=held, error="no route to <host>", is_final=True)
    assert "1 job has failed." in admin.get("/jobs/").text
    page = admin.get("/jobs/?state=failed").text
    assert "no route to &lt;host&gt;" in page
    answer = admin.submit(f"/jobs/{job.id}/retry")
    assert answer.location == "/jobs/"
    session.refresh(job)
    assert job.state is JobState.WAITING
    assert admin.submit(f"/jobs/{job.id}/retry").status_code == 409


def test_a_list_is_filtered_by_state(admin: Visitor, session: Session) -> None:
    enqueue(session, "test.kind")
    assert "test.kind" in admin.get("/jobs/?state=waiting").text
    assert "test.kind" not in admin.get("/jobs/?state=done").text


def test_a_long_list_is_paged_in_few_statements(admin: Visitor, session: Session) -> None:
    for _ in range(51):
        enqueue(session, "test.kind")
    with count_statements() as statements:
        page = admin.get("/jobs/").text
    assert len(statements) <= 7, statements
    assert page.count('<th scope="row"') == 50 + len(WORDS)
    assert 'rel="next"' in page
    assert 'rel="prev"' not in page


def test_every_kind_of_job_is_said_in_words() -> None:
    assert WORDS.keys() == JOB_HANDLERS.keys()
    assert set(DAILY_JOBS) <= WORDS.keys()


def test_each_kind_says_what_it_does_how_it_stands_and_when_it_runs_next(
    admin: Visitor, session: Session
) -> None:
    enqueue(session, "outbox.send")
    held = claim(session)
    assert held is not None
    fail(session, held=held, error="x", is_final=True)
    enqueue(session, "outbox.send", run_at=datetime(2031, 5, 4, 3, tzinfo=UTC))
    page = admin.get("/jobs/").text
    rows = {
        kind: page.partition(words)[2].partition("</tr>")[0]
        for kind, words in (("mail", "one by one."), ("pupils", "whose time has passed. No"))
    }
    for said in ("When needed", "1 failed", "1 waiting", "4 May 2031"):
        assert said in rows["mail"]
    for said in ("Every day", "None waiting", "Tomorrow"):
        assert said in rows["pupils"]
    assert "Every day" not in admin.get("/jobs/?state=failed").text


def test_an_unknown_job_is_not_found(admin: Visitor) -> None:
    assert admin.submit("/jobs/0190c7c0-0000-7000-8000-000000000000/retry").status_code == 404
