"""The administrator's list of jobs."""

from uuid import UUID

from flask import Blueprint, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core.errors import NotFoundError
from exchange.core.messages import message
from exchange.jobs.enums import JobState
from exchange.jobs.kinds import WORDS
from exchange.jobs.models import Job
from exchange.jobs.queries import Standing, counts, list_jobs, standings
from exchange.jobs.services import retry
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render
from exchange.web.questions import one_asked
from exchange.web.transactions import session

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")


@blueprint.get("/")
@requires("jobs:read")
def index() -> Response:
    """List jobs, newest first, of one state or of all."""
    state = one_asked("state", {each.value: each for each in JobState})
    cursor = request.args.get("cursor")
    is_whole = state is None and cursor is None
    return render(
        "jobs/index.html",
        page=list_jobs(session(), state=state, cursor=cursor),
        state=state,
        counts=counts(session()),
        words=WORDS,
        standings=standings(session()) if is_whole else None,
        daily=current_app.extensions["daily_jobs"],
        nothing=Standing(),
    )


@blueprint.post("/<uuid:key>/retry")
@requires("jobs:edit")
def try_again(key: UUID) -> Response:
    """Let a failed job be tried anew."""
    ActionForm.checked()
    job = session().get(Job, key, with_for_update=True)
    if job is None:
        raise NotFoundError
    revivals = current_app.extensions["job_revivals"]
    retry(session(), actor=signed_in(), job=job, revivals=revivals)
    flash(message("jobs.flash.retried"))
    return redirect(url_for("jobs.index"))
