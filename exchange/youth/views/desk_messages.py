"""The school's thread with the division: reading, marking as read, answering."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.forms.messages import AnswerForm
from exchange.youth.queries.messages import thread_page, unread_of
from exchange.youth.services.messages import answer_division, mark_thread_read
from exchange.youth.views.desk import blueprint, own_school_id


@blueprint.get("/messages/")
@requires("desk:read")
def messages() -> Response:
    """Show the school's thread."""
    return _page(AnswerForm())


@blueprint.post("/messages/")
@requires("desk:register")
def answer() -> Response:
    """Write to the division."""
    form = AnswerForm()
    if status := refused(form, lambda: _answer(form)):
        return _page(form, status=status)
    flash(message("youth.message.flash.answered"))
    return redirect(url_for("desk.messages"))


@blueprint.post("/messages/read")
@requires("desk:register")
def read() -> Response:
    """Mark what the division wrote as read."""
    ActionForm.checked()
    mark_thread_read(session(), actor=signed_in(), school_id=own_school_id())
    flash(message("youth.message.flash.read"))
    return redirect(url_for("desk.messages"))


def _answer(form: AnswerForm) -> None:
    answer_division(session(), actor=signed_in(), note=form.note)


def _page(form: AnswerForm, *, status: int = 200) -> Response:
    school_id: UUID = own_school_id()
    return render(
        "desk/messages.html",
        status=status,
        page=thread_page(session(), school_id, cursor=request.args.get("cursor")),
        unread=len(unread_of(session(), school_id, from_school=False)),
        form=form,
    )
