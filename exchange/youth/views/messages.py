"""Threads with schools: the division's list, one thread, a new message to several schools."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.forms.messages import AnswerForm, WriteForm
from exchange.youth.queries.messages import (
    schools_of_edition,
    schools_to_write_to,
    thread_page,
    threads_of,
    unread_of,
)
from exchange.youth.queries.programmes import edition_for, running_editions
from exchange.youth.queries.schools import school_by_id, schools_page
from exchange.youth.services.messages import answer_school, mark_thread_read, write_to_schools
from exchange.youth.views.room import blueprint


@blueprint.get("/messages/")
@requires("messages:write")
def messages() -> Response:
    """List the schools with their threads."""
    page = schools_page(session(), cursor=request.args.get("cursor"))
    threads = threads_of(session(), [school.id for school in page.rows])
    return render("youth/messages.html", page=page, threads=threads)


@blueprint.get("/messages/new")
@requires("messages:write")
def new_message() -> Response:
    """Show the form to write to schools; an edition's schools may be ticked already."""
    return _form_page(WriteForm(data=_chosen(request.args.get("edition", type=UUID))))


@blueprint.post("/messages/new")
@requires("messages:write")
def write_message() -> Response:
    """Write to the ticked schools; sent twice it is one message each."""
    form = _offered(WriteForm())
    if status := refused(form, lambda: _write(form)):
        return _form_page(form, status=status)
    flash(message("youth.message.flash.written", count=len(form.school_ids)))
    return redirect(url_for("youth.messages"))


@blueprint.get("/messages/<uuid:key>/")
@requires("messages:write")
def thread(key: UUID) -> Response:
    """Show the thread of one school."""
    return _thread_page(key, AnswerForm())


@blueprint.post("/messages/<uuid:key>/")
@requires("messages:write")
def write_to_one(key: UUID) -> Response:
    """Write into the thread of one school."""
    form = AnswerForm()
    if status := refused(form, lambda: _answer(form, key)):
        return _thread_page(key, form, status=status)
    flash(message("youth.message.flash.written", count=1))
    return redirect(url_for("youth.thread", key=key))


@blueprint.post("/messages/<uuid:key>/read")
@requires("messages:write")
def read_thread(key: UUID) -> Response:
    """Mark what a school wrote as read."""
    ActionForm.checked()
    school = school_by_id(session(), key)
    mark_thread_read(session(), actor=signed_in(), school_id=school.id)
    flash(message("youth.message.flash.read"))
    return redirect(url_for("youth.thread", key=key))


def _write(form: WriteForm) -> None:
    write_to_schools(session(), actor=signed_in(), school_ids=form.school_ids, note=form.note)


def _answer(form: AnswerForm, school_id: UUID) -> None:
    answer_school(session(), actor=signed_in(), school_id=school_id, note=form.note)


def _chosen(edition_id: UUID | None) -> dict[str, object]:
    if edition_id is None:
        return {}
    edition = edition_for(session(), signed_in(), edition_id)
    keys = [str(key) for key in schools_of_edition(session(), edition)]
    return {"edition_id": str(edition.id), "schools": keys}


def _offered(form: WriteForm) -> WriteForm:
    editions = running_editions(session(), signed_in(), clock.today())
    return form.offer(schools_to_write_to(session()), editions)


def _form_page(form: WriteForm, *, status: int = 200) -> Response:
    form = _offered(form)
    editions = running_editions(session(), signed_in(), clock.today())
    return render("youth/message_form.html", status=status, form=form, editions=editions)


def _thread_page(key: UUID, form: AnswerForm, *, status: int = 200) -> Response:
    school = school_by_id(session(), key)
    return render(
        "youth/thread.html",
        status=status,
        school=school,
        page=thread_page(session(), school.id, cursor=request.args.get("cursor")),
        unread=len(unread_of(session(), school.id, from_school=True)),
        form=form,
    )
