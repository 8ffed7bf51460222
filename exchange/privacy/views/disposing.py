"""Official records whose time is over, what is decided about each, and that it was done."""

from typing import Final
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.database import cut
from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import Message, label, message
from exchange.core.offers import Subject
from exchange.core.translate import translate
from exchange.documents.xlsx_files import xlsx_bytes
from exchange.privacy.enums import Disposal, Standing
from exchange.privacy.forms import CandidatesForm, DisposalForm, DisposedForm
from exchange.privacy.models import DisposalDecision, DisposalDone
from exchange.privacy.services import (
    Candidate,
    Verdict,
    candidate_of,
    candidates_of,
    decide_disposal,
    note_disposed,
    note_register_taken,
    place_of,
)
from exchange.privacy.views.room import blueprint
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.downloads import name_file
from exchange.web.forms import refused
from exchange.web.offers import offers
from exchange.web.pages import flash, render
from exchange.web.transactions import aside_repeated, session

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS: Final[tuple[Message, ...]] = (
    message("privacy.column.record"),
    message("privacy.column.kind"),
    message("privacy.column.last_day"),
    message("privacy.field.reason"),
    message("privacy.column.decided_at"),
    message("privacy.column.decided_by"),
    message("privacy.field.disposed_on"),
    message("privacy.field.means"),
    message("privacy.field.remark"),
    message("privacy.column.noted_at"),
    message("privacy.column.noted_by"),
)


@blueprint.get("/disposal/")
@requires("pupils:erase")
def disposal() -> Response:
    """List the official records to decide about, those decided about, or those that are gone."""
    form = CandidatesForm(request.args)
    if not form.validate():
        return render("privacy/disposal.html", status=422, form=form, page=None)
    page = cut(_listed(form.wanted()), place_of, cursor=request.args.get("cursor"))
    return render("privacy/disposal.html", form=form, page=page, standing=form.wanted())


@blueprint.get("/disposal.xlsx")
@requires("pupils:erase")
def disposal_register() -> Response:
    """Give what was disposed of as a workbook; that it was taken is logged first."""
    language, who = languages.current(), signed_in()
    heads = [translate(column, language) for column in _COLUMNS]
    rows = [
        dict(zip(heads, _cells(row, row.since, row.done, language), strict=True))
        for row in _listed(Standing.DISPOSED)
        if row.since and row.done
    ]
    title = translate(message("privacy.disposal.register"), language)
    answer = Response(xlsx_bytes(title, heads, rows), mimetype=_XLSX)
    aside_repeated(lambda short: note_register_taken(short, actor=who, count=len(rows)))
    name_file(answer, "attachment", "disposals.xlsx", f"{title}.xlsx")
    return answer


@blueprint.get("/disposal/<any(visit, letter, agreement):kind>/<uuid:key>/")
@requires("pupils:erase")
def verdict(kind: str, key: UUID) -> Response:
    """Show the form for one record."""
    candidate = _candidate(kind, key)
    return _page(candidate, DisposalForm(data={"version": candidate.version}))


@blueprint.post("/disposal/<any(visit, letter, agreement):kind>/<uuid:key>/")
@requires("pupils:erase")
def decide(kind: str, key: UUID) -> Response:
    """Keep what was decided, and why."""
    candidate, form = _candidate(kind, key), DisposalForm()

    def save() -> None:
        said = Verdict(Disposal(form.decision.data), form.reason.data)
        decide_disposal(
            session(),
            actor=signed_in(),
            candidate=candidate,
            verdict=said,
            version=form.row_version,
        )

    if status := refused(form, save):
        return _page(_candidate(kind, key), form, status=status)
    flash(message("privacy.flash.decided"))
    return redirect(url_for("privacy.disposal"))


@blueprint.get("/disposal/<any(visit, letter, agreement):kind>/<uuid:key>/done")
@requires("pupils:erase")
def disposed(kind: str, key: UUID) -> Response:
    """Ask when and how a record was disposed of; of no other one."""
    candidate = _candidate(kind, key)
    if not candidate.is_to_be_disposed:
        return redirect(url_for("privacy.verdict", kind=kind, key=key))
    return _asking(candidate, DisposedForm(data={"version": candidate.version}))


@blueprint.post("/disposal/<any(visit, letter, agreement):kind>/<uuid:key>/done")
@requires("pupils:erase")
def note_done(kind: str, key: UUID) -> Response:
    """Keep that a record was disposed of."""
    candidate, form, today = _candidate(kind, key), DisposedForm(), clock.today()

    def save() -> None:
        note_disposed(
            session(),
            actor=signed_in(),
            candidate=candidate,
            deed=form.said(),
            version=form.row_version,
            today=today,
        )

    if status := refused(form, save):
        return _asking(_candidate(kind, key), form, status=status)
    flash(message("privacy.flash.disposed"))
    return redirect(url_for("privacy.disposal", standing=Standing.DECIDED.value))


def _listed(standing: Standing) -> list[Candidate]:
    found = candidates_of(session(), today=clock.today(), sources=offers().official)
    return [row for row in found if row.standing is standing]


def _cells(
    row: Candidate, since: DisposalDecision, done: DisposalDone, language: str
) -> tuple[object, ...]:
    return (
        row.official.title.in_language(language),
        translate(label(row.kind), language),
        row.official.last_day.isoformat(),
        since.reason,
        f"{since.at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}",
        since.by_name,
        done.disposed_on.isoformat(),
        translate(label(done.means), language),
        done.remark or None,
        f"{done.at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}",
        done.by_name,
    )


def _candidate(kind: str, key: UUID) -> Candidate:
    return candidate_of(
        session(), Subject(kind, key), today=clock.today(), sources=offers().official
    )


def _page(candidate: Candidate, form: DisposalForm, *, status: int = 200) -> Response:
    return render("privacy/verdict.html", status=status, candidate=candidate, form=form)


def _asking(candidate: Candidate, form: DisposedForm, *, status: int = 200) -> Response:
    return render("privacy/disposed.html", status=status, candidate=candidate, form=form)
