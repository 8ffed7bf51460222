"""Pupils who may be one child: the division's list, one pair, deciding, taking a merge back."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.errors import BadRequestError
from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import label, message
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums import DuplicateAnswer, DuplicateState
from exchange.youth.forms.duplicates import DuplicateForm
from exchange.youth.forms.registrations import ReasonForm
from exchange.youth.queries.duplicates import (
    duplicate_by_id,
    duplicate_counts,
    duplicates_page,
    evidence_of,
)
from exchange.youth.rules.duplicates import undo_until
from exchange.youth.services.duplicates import (
    Verdict,
    decide_duplicate,
    merge_of,
    merge_pupils,
    undo_merge,
)
from exchange.youth.views.room import blueprint, ledger_key


@blueprint.get("/duplicates/")
@requires("duplicates:decide")
@shows(Purpose.APPLICATIONS)
def duplicates() -> Response:
    """List the pairs of pupils who may be one child, those not decided at first."""
    text = request.args.get("state", DuplicateState.OPEN.value)
    if text and text not in set(DuplicateState):
        raise BadRequestError(message("youth.error.unknown_state"))
    state = DuplicateState(text) if text else None
    return render(
        "youth/duplicates.html",
        page=duplicates_page(session(), state=state, cursor=request.args.get("cursor")),
        state=state,
        counts=duplicate_counts(session()),
    )


@blueprint.get("/duplicates/<uuid:key>/")
@requires("duplicates:decide")
@shows(Purpose.APPLICATIONS, "duplicate")
def duplicate(key: UUID) -> Response:
    """Show two pupils side by side, with what each school has registered."""
    return _page(key)


@blueprint.post("/duplicates/<uuid:key>/decide")
@requires("duplicates:decide")
def decide_pair(key: UUID) -> Response:
    """Hold that the two are different or the same, or make them one."""
    form = DuplicateForm()
    if status := refused(form, lambda: _decide(key, form)):
        return _page(key, form, status=status)
    flash(message("youth.duplicate.flash.decided", state=label(form.verdict.state)))
    return redirect(url_for("youth.duplicate", key=key))


@blueprint.post("/duplicates/<uuid:key>/undo")
@requires("duplicates:decide")
def undo(key: UUID) -> Response:
    """Take a merge back within its time."""
    form = ReasonForm()
    if status := refused(form, lambda: _undo(key, form)):
        return _page(key, undo_form=form, status=status)
    flash(message("youth.duplicate.flash.undone"))
    return redirect(url_for("youth.duplicate", key=key))


def _decide(key: UUID, form: DuplicateForm) -> None:
    verdict = form.verdict
    if verdict.state is not DuplicateState.MERGED:
        decide_duplicate(session(), actor=signed_in(), duplicate_id=key, verdict=verdict)
        return
    merge_pupils(
        session(),
        actor=signed_in(),
        duplicate_id=key,
        keeps_first=form.answer.data == DuplicateAnswer.KEEP_FIRST.value,
        verdict=verdict,
        ledger_key=ledger_key(),
    )


def _undo(key: UUID, form: ReasonForm) -> None:
    undo_merge(
        session(),
        actor=signed_in(),
        duplicate_id=key,
        verdict=Verdict(DuplicateState.MERGED, form.reason.data, form.row_version),
        ledger_key=ledger_key(),
    )


def _page(
    key: UUID,
    form: DuplicateForm | None = None,
    undo_form: ReasonForm | None = None,
    *,
    status: int = 200,
) -> Response:
    row = duplicate_by_id(session(), key)
    merged = row.state is DuplicateState.MERGED
    last_day = undo_until(merge_of(row).at.astimezone(OFFICE_ZONE).date()) if merged else None
    pupils = (row.first, row.second)
    evidence = evidence_of(session(), [pupil.id for pupil in pupils])
    return render(
        "youth/duplicate.html",
        status=status,
        row=row,
        sides=[
            (pupil, [each for each in evidence if each.pupil_id == pupil.id]) for pupil in pupils
        ],
        form=form or DuplicateForm(data={"version": row.version}),
        undo_form=undo_form or ReasonForm(data={"version": row.version}),
        undo_until=last_day,
        undoable=last_day is not None and clock.today() <= last_day,
    )
