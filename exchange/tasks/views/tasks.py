"""The list of tasks, adding, changing and finishing them."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.accounts.models import User
from exchange.accounts.queries import users_who_may
from exchange.core import clock
from exchange.core.errors import BadRequestError, DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.tasks.enums import NEXT, TaskState
from exchange.tasks.forms import TaskForm
from exchange.tasks.models import Task
from exchange.tasks.queries import TaskFilter, list_tasks, task_for
from exchange.tasks.rules import is_overdue, subject_path
from exchange.tasks.services import add_task, change_task, move_task
from exchange.tasks.views.page import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render
from exchange.web.questions import one_asked
from exchange.web.transactions import session


@blueprint.get("/")
@requires("tasks:edit")
def index() -> Response:
    """List tasks: mine unless `who=all`, open unless another state, overdue if asked for."""
    today, state = clock.today(), one_asked("state", {each.value: each for each in TaskState})
    mine, overdue = request.args.get("who") != "all", "overdue" in request.args
    waiting = "waiting" in request.args
    wanted = TaskFilter(
        signed_in(),
        state=state or TaskState.OPEN,
        assignee=signed_in().user_id if mine else None,
        before=today if overdue else None,
        waiting=waiting,
    )
    page = list_tasks(session(), wanted, cursor=request.args.get("cursor"))
    return render(
        "tasks/index.html",
        page=page,
        wanted=wanted,
        mine=mine,
        states=list(TaskState),
        overdue={task.id for task in page.rows if is_overdue(task, today)},
        subject_path=subject_path,
        filters={
            "who": None if mine else "all",
            "state": wanted.state.value,
            "overdue": "1" if overdue else None,
            "waiting": "1" if waiting else None,
        },
    )


@blueprint.get("/new")
@requires("tasks:edit")
def new() -> Response:
    """Show the form of a new task, given to who asks."""
    return _page(_form(assignee=signed_in().user_id), subject=_subject())


@blueprint.post("/new")
@requires("tasks:edit")
def add() -> Response:
    """Add a task; one about a subject leads back to it."""
    form, subject = _form(), _subject()
    if not form.validate():
        return _page(form, subject=subject, status=422)
    try:
        task = add_task(
            session(),
            actor=signed_in(),
            details=form.details,
            subject=subject,
            key=form.row_key,
        )
    except DomainError as error:
        form.show(error)
        return _page(form, subject=subject, status=error.status)
    flash(message("tasks.flash.added", title=task.title))
    return redirect(subject_path(task.subject_kind, task.subject_id) or url_for("tasks.index"))


@blueprint.get("/<uuid:key>/edit")
@requires("tasks:edit")
def edit(key: UUID) -> Response:
    """Show a task's form."""
    task = task_for(session(), signed_in(), key)
    return _page(_form(task), task=task)


@blueprint.post("/<uuid:key>/edit")
@requires("tasks:edit")
def change(key: UUID) -> Response:
    """Change a task."""
    task = task_for(session(), signed_in(), key)
    form = _form(task)
    if not form.validate():
        return _page(form, task=task, status=422)
    try:
        change_task(
            session(), actor=signed_in(), task=task, version=form.row_version, details=form.details
        )
    except DomainError as error:
        form.show(error)
        return _page(form, task=task_for(session(), signed_in(), key), status=error.status)
    flash(message("tasks.flash.changed", title=task.title))
    return redirect(url_for("tasks.index"))


@blueprint.post("/<uuid:key>/<any(open, done, dropped):target>")
@requires("tasks:edit")
def move(key: UUID, target: str) -> Response:
    """Bring a task to a state; the line that says so offers the way back."""
    form = ActionForm.checked()
    task, state = task_for(session(), signed_in(), key), TaskState(target)
    move_task(session(), actor=signed_in(), task=task, version=form.row_version, target=state)
    flash(message("tasks.flash.moved", title=task.title, state=state))
    return redirect(subject_path(task.subject_kind, task.subject_id) or url_for("tasks.index"))


def _form(task: Task | None = None, assignee: UUID | None = None) -> TaskForm:
    """Make the form: of a task, or empty and given to `assignee`; what was typed goes first."""
    key = task.assignee_id if task else assignee
    form = TaskForm(obj=task, assignee_id=key or "", waiting_for=(task and task.waiting_for) or "")
    form.offer(_people(task))
    return form


def _people(task: Task | None) -> list[User]:
    """Return whom a task can be given to; who has it stays, even with an ended account."""
    people = list(users_who_may(session(), "tasks:edit"))
    if task is not None and task.assignee is not None and task.assignee not in people:
        people.append(task.assignee)
    return people


def _page(
    form: TaskForm, *, task: Task | None = None, subject: Subject | None = None, status: int = 200
) -> Response:
    following = sorted(NEXT.following(task.state)) if task else []
    return render(
        "tasks/form.html", status=status, form=form, task=task, subject=subject, following=following
    )


def _subject() -> Subject | None:
    """Read what a new task is about from the address; raises BadRequestError."""
    kind, key = request.args.get("kind"), request.args.get("subject")
    if not kind and not key:
        return None
    try:
        return Subject(kind or "", UUID(key or ""))
    except ValueError as error:
        raise BadRequestError(message("tasks.error.subject")) from error
