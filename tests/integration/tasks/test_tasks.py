"""Tasks: listed, added, changed, finished; on the calendar and in the search box."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.audit.models import AuditLine
from exchange.core import clock
from exchange.core.database import flush
from exchange.core.entries import Audience, EntryQuery
from exchange.core.errors import DomainError
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role, system_actor
from exchange.core.revisions import revisions
from exchange.tasks.entries import task_entries
from exchange.tasks.enums import TaskState
from exchange.tasks.models import Task
from exchange.tasks.panels import find_panels
from exchange.tasks.services import TaskDetails, add_task
from tests.factories.accounts import make_user
from tests.factories.delegations import make_visit
from tests.factories.partners import make_partner
from tests.factories.tasks import make_task
from tests.factories.youth import make_school
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

KEY = UUID("0190c7c0-0000-7000-8000-000000000000")
ROW = re.compile(r'<th scope="row"[^>]*><a[^>]*>([^<]+)</a>')


@pytest.fixture
def coordinator(client_as: Callable[..., Visitor]) -> Visitor:
    visitor = client_as(Role.COORDINATOR)
    visitor.get("/tasks/?lang=en")
    return visitor


@pytest.fixture
def me(session: Session, coordinator: Visitor) -> User:
    return session.scalars(select(User).where(User.role == Role.COORDINATOR)).one()


def the_task(session: Session) -> Task:
    session.expire_all()
    return session.scalars(select(Task)).one()


def titles(page: str) -> list[str]:
    return ROW.findall(page)


def test_a_task_is_added_changed_done_and_opened_again(
    coordinator: Visitor, session: Session, me: User
) -> None:
    fields = {
        "title": " 通訳の依頼 ",
        "due": "2027-05-19",
        "assignee_id": str(me.id),
        "note": "a\nb",
    }
    assert coordinator.submit("/tasks/new", fields).location == "/tasks/"
    task = the_task(session)
    assert (task.title, task.due, task.assignee, task.note) == (
        "通訳の依頼",
        date(2027, 5, 19),
        me,
        "a\nb",
    )
    changed = fields | {"title": "通訳への依頼", "due": "", "waiting_for": "", "version": "1"}
    assert coordinator.submit(f"/tasks/{task.id}/edit", changed).status_code == 302
    task = the_task(session)
    assert (task.title, task.due, task.sort_day, task.version) == (
        "通訳への依頼",
        None,
        date.max,
        2,
    )
    for target, version in (("done", "2"), ("open", "3"), ("dropped", "4")):
        answer = coordinator.submit(f"/tasks/{task.id}/{target}", {"version": version})
        assert answer.status_code == 302
    assert the_task(session).state is TaskState.DROPPED
    acts = session.scalars(select(AuditLine.act).order_by(AuditLine.at, AuditLine.id)).all()
    assert acts == ["tasks.add", "tasks.change", "tasks.done", "tasks.open", "tasks.dropped"]
    assert revisions(session, ["tasks"]) == {"tasks": 5}


def test_a_task_sent_twice_is_one_task(coordinator: Visitor, session: Session) -> None:
    fields = {"title": "名札", "key": str(KEY)}
    for _ in range(2):
        assert coordinator.submit("/tasks/new", fields).status_code == 302
    assert the_task(session).id == KEY


@pytest.mark.parametrize("left_out", [{}, {"assignee_id": "", "waiting_for": ""}])
def test_a_task_saved_without_a_change_leaves_no_trace(
    coordinator: Visitor, session: Session, left_out: dict[str, str]
) -> None:
    task = make_task(session, title="名札", due=None)
    fields = {"title": "名札", "version": "1", **left_out}
    assert coordinator.submit(f"/tasks/{task.id}/edit", fields).status_code == 302
    assert the_task(session).version == 1
    assert session.scalars(select(AuditLine)).all() == []


def test_a_faulty_change_is_refused(coordinator: Visitor, session: Session) -> None:
    task = make_task(session)
    answer = coordinator.submit(f"/tasks/{task.id}/edit", {"title": "", "version": "1"})
    assert (answer.status_code, the_task(session).title) == (422, task.title)


def test_what_happened_is_said_in_one_line(coordinator: Visitor, session: Session) -> None:
    task = make_task(session, title="名札")
    answer = coordinator.submit(f"/tasks/{task.id}/done", {"version": "1"})
    assert "“名札” is now: Done." in coordinator.get(answer.location).text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "Please fill in “What to do”."),
        ({"title": "x" * 201}, "“What to do” must be 200 characters or fewer."),
        (
            {"title": "x", "due": "2027-02-30"},
            "please enter a day that exists, such as 2026-12-24.",
        ),
        ({"title": "x", "assignee_id": str(KEY)}, "Not a valid choice."),
    ],
)
def test_a_faulty_task_is_refused_and_what_was_typed_stays(
    coordinator: Visitor, session: Session, fields: dict[str, str], sentence: str
) -> None:
    answer = coordinator.submit("/tasks/new", fields | {"note": "覚え書き"})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "覚え書き" in answer.text
    assert session.scalars(select(Task)).all() == []


def test_a_task_changed_meanwhile_shows_both_versions(
    coordinator: Visitor, session: Session
) -> None:
    task = make_task(session, title="their words")
    task.note = "their note"
    flush(session)
    typed = {
        **{"title": "my words", "due": "2027-05-19", "assignee_id": ""},
        **{"waiting_for": "", "version": "1"},
    }
    answer = coordinator.submit(f"/tasks/{task.id}/edit", typed)
    assert answer.status_code == 409
    assert "Somebody else has changed this" in answer.text
    cells = re.findall(r"<td role=\"cell\" data-label=\"[^\"]+\">([^<]*)</td>", answer.text)
    assert cells[1:3] == ["their words", "my words"]
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert 'value="my words"' in answer.text


def test_a_step_from_a_page_that_is_out_of_date_is_refused(
    coordinator: Visitor, session: Session
) -> None:
    task = make_task(session)
    assert coordinator.submit(f"/tasks/{task.id}/done", {"version": "7"}).status_code == 409
    assert coordinator.submit(f"/tasks/{task.id}/open", {"version": "1"}).status_code == 409
    assert the_task(session).state is TaskState.OPEN


def test_the_list_shows_mine_or_everybody_s_by_due_day(
    coordinator: Visitor, session: Session, me: User
) -> None:
    make_task(session, title="no day", due=None, assignee_id=me.id)
    make_task(session, title="later", due=date(2099, 1, 1), assignee_id=me.id)
    make_task(session, title="other", due=date(2020, 1, 1))
    make_task(session, title="done", assignee_id=me.id, state=TaskState.DONE)
    assert titles(coordinator.get("/tasks/").text) == ["later", "no day"]
    assert titles(coordinator.get("/tasks/?who=all").text) == ["other", "later", "no day"]
    assert titles(coordinator.get("/tasks/?state=done").text) == ["done"]
    assert titles(coordinator.get("/tasks/?who=all&overdue=1").text) == ["other"]
    assert "Nothing is overdue." in coordinator.get("/tasks/?overdue=1").text


def test_a_long_list_is_paged_in_few_statements(coordinator: Visitor, session: Session) -> None:
    for _ in range(60):
        make_task(session, assignee_id=make_user(session).id)
    with count_statements() as statements:
        page = coordinator.get("/tasks/?who=all").text
    assert len(statements) <= 6, statements
    assert len(titles(page)) == 50
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following
    assert len(titles(coordinator.get(following[1].replace("&amp;", "&")).text)) == 10


def test_an_ended_account_keeps_its_task_but_gets_no_new_one(
    coordinator: Visitor, session: Session
) -> None:
    gone = make_user(session, name="前任者", active=False)
    task = make_task(session, assignee_id=gone.id)
    assert "前任者" in coordinator.get(f"/tasks/{task.id}/edit").text
    fields = {"title": "x", "assignee_id": str(gone.id), "waiting_for": "", "version": "1"}
    assert coordinator.submit(f"/tasks/{task.id}/edit", fields).status_code == 302
    assert coordinator.submit("/tasks/new", fields).status_code == 422


def test_a_school_s_account_gets_no_task(session: Session) -> None:
    school = make_school(session)
    user = make_user(session, role=Role.SCHOOL, school_id=school.id)
    with pytest.raises(DomainError) as caught:
        add_task(session, actor=system_actor("t"), details=TaskDetails("x", assignee_id=user.id))
    assert caught.value.field == "assignee_id"


def test_a_task_about_a_visit_leads_back_to_it_and_stands_on_its_page(
    coordinator: Visitor, session: Session
) -> None:
    make_partner(session)
    key = make_visit(session).id
    path = f"/tasks/new?kind=visit&subject={key}"
    assert "It is added to what you were looking at." in coordinator.get(path).text
    answer = coordinator.post(path, data={"title": "名簿", "csrf_token": coordinator.token()})
    assert answer.location == f"/delegations/{key}/"
    worker = Actor(None, Role.COORDINATOR, "c")
    viewer = Actor(None, Role.VIEWER, "v")
    panels = find_panels(session, subject=Subject("visit", key), actor=worker)
    assert [panel.context["tasks"] for panel in panels] == [[the_task(session)]]
    assert find_panels(session, subject=Subject("visit", key), actor=viewer) == ()
    assert find_panels(session, subject=Subject("visit", key), actor=None) == ()
    assert find_panels(session, subject=Subject("user", KEY), actor=worker) == ()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("kind=visit&subject=1", 400),
        (f"kind=user&subject={KEY}", 422),
        (f"kind=visit&subject={KEY}", 422),
        (f"kind=edition&subject={KEY}", 422),
    ],
)
def test_a_task_about_nothing_known_is_refused(
    coordinator: Visitor, query: str, status: int
) -> None:
    data = {"title": "x", "csrf_token": coordinator.token()}
    assert coordinator.post(f"/tasks/new?{query}", data=data).status_code == status


def test_an_unknown_task_is_not_found(coordinator: Visitor) -> None:
    assert coordinator.get(f"/tasks/{KEY}/edit").status_code == 404


def query(**changes: object) -> EntryQuery:
    values = {
        "first": date(2027, 5, 1),
        "last": date(2027, 5, 31),
        "language": "en",
        "audience": Audience.STAFF,
        "actor": Actor(None, Role.COORDINATOR, "c"),
    }
    return EntryQuery(**(values | changes))  # type: ignore[arg-type]


def test_open_tasks_are_staff_entries_on_their_due_day(session: Session) -> None:
    task = make_task(session, title="名札", due=date(2027, 5, 31), is_demo=True)
    make_task(session, due=date(2027, 6, 1))
    make_task(session, due=None)
    make_task(session, state=TaskState.DONE)
    entries = task_entries(session, query())
    assert [(e.title, e.starts, e.ends, e.uid, e.is_demo) for e in entries] == [
        (
            "Due: 名札",
            date(2027, 5, 31),
            date(2027, 5, 31),
            f"tasks-{task.id}@exchange.kumamoto-city",
            True,
        )
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"audience": Audience.PUBLIC},
        {"partners": frozenset({"guilin"})},
        {"actor": Actor(None, Role.VIEWER, "v")},
        {"actor": Actor(None, Role.SCHOOL, "s")},
    ],
)
def test_nobody_else_sees_tasks_on_a_calendar(session: Session, changes: dict[str, object]) -> None:
    make_task(session)
    assert task_entries(session, query(**changes)) == ()


def test_overdue_is_said_by_the_office_s_day(
    coordinator: Visitor, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_task(session, due=date(2027, 5, 19))
    evening = datetime(2027, 5, 19, 14, 59, tzinfo=UTC)  # 23:59 in Kumamoto
    for moment, late in ((evening, 0), (evening + timedelta(minutes=1), 1)):
        monkeypatch.setattr(clock, "_fixed", moment)
        assert coordinator.get("/tasks/?who=all").text.count("Overdue</span>") == late
