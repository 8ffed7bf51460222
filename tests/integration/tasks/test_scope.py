"""Which tasks a section officer sees, everywhere tasks are shown; and a form sent twice at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date
from threading import Event
from typing import cast
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.core.database import Database, unit_of_work, uuid7
from exchange.core.entries import Audience, EntryQuery
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role, system_actor
from exchange.tasks.entries import task_entries
from exchange.tasks.models import Task
from exchange.tasks.panels import find_panels
from exchange.tasks.services import TaskDetails, add_task
from tests.factories.accounts import make_user
from tests.factories.delegations import make_visit
from tests.factories.partners import make_partner
from tests.factories.tasks import make_task
from tests.servers.visitor import Visitor

DUE = date(2027, 5, 19)


@pytest.fixture
def visitor(client_as: Callable[..., Visitor]) -> Visitor:
    return client_as(Role.SECTION)


@pytest.fixture
def officer(session: Session, visitor: Visitor) -> User:
    return session.scalars(select(User).where(User.role == Role.SECTION)).one()


@pytest.fixture
def tasks(session: Session, officer: User) -> dict[str, Task]:
    """Give a task to do, one made for somebody else, and one that is another's affair."""
    make_partner(session)
    subject = {"subject_kind": "visit", "subject_id": make_visit(session).id}
    other = make_user(session)
    return {
        "given": make_task(session, title="given", assignee_id=officer.id, **subject),
        "made": make_task(
            session, title="made", author_id=officer.id, assignee_id=other.id, **subject
        ),
        "foreign": make_task(session, title="foreign", author_id=other.id, **subject),
    }


def seen(page: str) -> set[str]:
    return {name for name in ("given", "made", "foreign") if f">{name}<" in page}


def test_a_section_officer_lists_and_finds_their_own_tasks_only(
    visitor: Visitor, tasks: dict[str, Task]
) -> None:
    assert len(tasks) == 3
    assert seen(visitor.get("/tasks/?who=all").text) == {"given", "made"}
    assert seen(visitor.get("/search/?q=foreign").text) == set()
    assert seen(visitor.get("/search/?q=made").text) == {"made"}


def test_a_section_officer_reaches_no_other_task_by_its_address(
    visitor: Visitor, tasks: dict[str, Task], session: Session
) -> None:
    foreign, made = tasks["foreign"].id, tasks["made"].id
    assert visitor.get(f"/tasks/{made}/edit").status_code == 200
    assert visitor.get(f"/tasks/{foreign}/edit").status_code == 404
    for step in ("edit", "done"):
        fields = {"title": "x", "version": "1"}
        assert visitor.submit(f"/tasks/{foreign}/{step}", fields).status_code == 404
    session.expire_all()
    assert tasks["foreign"].title == "foreign"


@pytest.mark.parametrize(
    ("role", "titles"),
    [(Role.SECTION, {"given", "made"}), (Role.COORDINATOR, {"given", "made", "foreign"})],
)
def test_panels_and_entries_show_what_the_list_shows(
    session: Session, officer: User, tasks: dict[str, Task], role: Role, titles: set[str]
) -> None:
    actor = Actor(officer.id, role, "見本")
    subject_id = tasks["given"].subject_id
    assert subject_id is not None
    (panel,) = find_panels(session, subject=Subject("visit", subject_id), actor=actor)
    shown = cast("list[Task]", panel.context["tasks"])
    assert {task.title for task in shown} == titles
    query = EntryQuery(first=DUE, last=DUE, language="en", audience=Audience.STAFF, actor=actor)
    assert {entry.title for entry in task_entries(session, query)} == {
        f"Due: {title}" for title in titles
    }


def test_a_task_remembers_who_added_it(visitor: Visitor, session: Session, officer: User) -> None:
    assert visitor.submit("/tasks/new", {"title": "名札"}).status_code == 302
    assert session.scalars(select(Task.author_id)).one() == officer.id
    assert "名札" in visitor.get("/tasks/?who=all").text


def test_two_submits_of_one_form_at_once_make_one_task(fresh_database: Database) -> None:
    key, written = uuid7(), Event()

    def add(session: Session) -> UUID:
        actor = system_actor("test")
        return add_task(session, actor=actor, details=TaskDetails("名札"), key=key).id

    def later() -> UUID:
        assert written.wait(60)
        with unit_of_work(fresh_database) as session:
            return add(session)

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(later)
        with unit_of_work(fresh_database) as session:
            add(session)
            written.set()
            assert wait([waiting], timeout=0.5).done == set()
        assert waiting.result(timeout=60) == key
    with fresh_database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Task)) == 1
