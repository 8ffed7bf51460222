"""Rosters at the school desk: send a file, look at what would become of it, confirm."""

import io
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

from flask import redirect, request, send_file, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.errors import BadRequestError, DomainError, NotFoundError
from exchange.core.keys import Keyring
from exchange.core.messages import message
from exchange.core.reading import whole
from exchange.core.translate import translate
from exchange.documents.xlsx_files import xlsx_bytes
from exchange.documents.xlsx_forms import form_bytes
from exchange.sheets.forms import ReadAsForm
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import session
from exchange.youth.enums.rosters import Fate, RosterField
from exchange.youth.forms.rosters import (
    ConfirmForm,
    RosterForm,
)
from exchange.youth.models import Roster
from exchange.youth.queries.programmes import announced_edition
from exchange.youth.queries.roster_runs import roster_run
from exchange.youth.queries.rosters import lately_sent, roster_for
from exchange.youth.queries.schools import school_by_id
from exchange.youth.queries.seats import seats_of
from exchange.youth.roster.dryrun import DryRun
from exchange.youth.roster.fates import FateRow
from exchange.youth.roster.sheets import refused_table, roster_form
from exchange.youth.rules.applying import ensure_desk_open, is_desk_open
from exchange.youth.rules.seats import asks_gender
from exchange.youth.services.rosters import (
    confirm_roster,
    discard_roster,
    receive_roster,
    reread_roster,
)
from exchange.youth.views.desk import blueprint

#: Rows on one page, and lines of the file shown beside the columns.
_SHOWN: Final = 50
_PREVIEW: Final = 3
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/editions/<uuid:key>/roster")
@requires("desk:register")
def new_roster(key: UUID) -> Response:
    """Ask for a file or pasted cells; name what was sent before."""
    return _new_page(key, RosterForm())


@blueprint.post("/editions/<uuid:key>/roster")
@requires("desk:register")
def send_roster(key: UUID) -> Response:
    """Keep what was sent until it is confirmed; no pupil is touched. Sent twice it is one."""
    form = RosterForm()
    if not form.validate():
        return _new_page(key, form, status=422)
    try:
        sent = form.sent()  # read before the transaction takes its lock
        roster = receive_roster(
            session(),
            actor=signed_in(),
            edition_id=announced_edition(session(), key).id,
            sent=sent,
            ring=_ring(),
            key=form.row_key,
        )
    except DomainError as error:
        form.show(error)
        return _new_page(key, form, status=error.status)
    return redirect(url_for("desk.roster", key=roster.id))


@blueprint.get("/editions/<uuid:key>/roster.xlsx")
@requires("desk:register")
def roster_template(key: UUID) -> Response:
    """Give the sheet to fill in, with the years of the school's own kind."""
    edition = announced_edition(session(), key)
    school = school_by_id(session(), signed_in().school_id)
    form = roster_form(
        school.level,
        partial(translate, language=languages.current()),
        partial(translate, language="ja"),
        asks_gender=asks_gender(edition),
    )
    return _download(form_bytes(form), "roster-template.xlsx")


@blueprint.get("/rosters/<uuid:key>/")
@requires("desk:register")
@shows(Purpose.APPLICATIONS, "roster")
def roster(key: UUID) -> Response:
    """Show what would become of each row now, or what became of it."""
    return _page(key, ConfirmForm())


@blueprint.post("/rosters/<uuid:key>/reading")
@requires("desk:register")
def read_roster_as(key: UUID) -> Response:
    """Read the file in another way, and remember what the school's headings mean."""
    found = _shown(key)
    form = ReadAsForm()
    form.offer(found.run.reading)
    if not form.validate():
        return _page(key, ConfirmForm(formdata=None), status=422, reading_form=form)
    said = found.run.reading.said(request.form, RosterField, row=form.header_row.data)
    reread_roster(
        session(),
        actor=signed_in(),
        key=key,
        choices=form.choices(found.run.reading, said),
        ring=_ring(),
        version=form.row_version,
    )
    flash(message("youth.roster.flash.read"))
    return redirect(url_for("desk.roster", key=key))


@blueprint.post("/rosters/<uuid:key>/confirm")
@requires("desk:register")
def confirm(key: UUID) -> Response:
    """Take over what was announced, as a whole."""
    form = ConfirmForm()
    if not form.validate():
        return _page(key, form, status=422)
    try:
        confirm_roster(
            session(),
            actor=signed_in(),
            key=key,
            confirmation=form.confirmation,
            ring=_ring(),
        )
    except DomainError as error:
        form.show(error)
        return _page(key, form, status=error.status)
    return redirect(url_for("desk.roster", key=key))


@blueprint.post("/rosters/<uuid:key>/discard")
@requires("desk:register")
def discard(key: UUID) -> Response:
    """Drop a roster at once."""
    form = ActionForm.checked()
    row = discard_roster(session(), actor=signed_in(), key=key, version=form.row_version)
    flash(message("youth.roster.flash.discarded"))
    return redirect(url_for("desk.new_roster", key=row.edition_id))


@blueprint.get("/rosters/<uuid:key>/refused.xlsx")
@requires("desk:register")
@shows(Purpose.APPLICATIONS, "roster")
def refused_rows(key: UUID) -> Response:
    """Give only the refused rows as they were sent, with what to put right, to be sent again."""
    found = _shown(key)
    rows = [
        row
        for row in found.run.announcement.rows
        if row.fate is Fate.REFUSED or found.row.confirmed_at is not None
    ]
    say = partial(translate, language=languages.current())
    columns, cells = refused_table(found.run, rows, say)
    return _download(xlsx_bytes("名簿", columns, cells), "roster-refused.xlsx")


@dataclass(frozen=True, slots=True)
class _Shown:
    """A roster and its dry run as it is now."""

    row: Roster
    run: DryRun


def _shown(key: UUID) -> _Shown:
    """Return a roster of the school with its dry run; NotFoundError once it was dropped."""
    row = roster_for(session(), signed_in(), key)
    if row.kept is None:
        raise NotFoundError
    return _Shown(row, roster_run(session(), (row.edition, row.school), row, _ring()))


def _ring() -> Keyring:
    return Keyring.parse(settings().present_data_key())


def _new_page(key: UUID, form: RosterForm, *, status: int = 200) -> Response:
    edition, school_id = announced_edition(session(), key), signed_in().school_id
    school = school_by_id(session(), school_id)
    refusal = None
    try:
        ensure_desk_open(edition, clock.now())
    except DomainError as error:
        refusal = error.sentence
    return render(
        "desk/roster_new.html",
        status=status,
        form=form,
        edition=edition,
        refusal=refusal,
        sent=lately_sent(session(), school.id, edition.id),
    )


def _page(
    key: UUID, form: ConfirmForm, *, status: int = 200, reading_form: ReadAsForm | None = None
) -> Response:
    row = roster_for(session(), signed_in(), key)
    if row.kept is None:
        return _done_page(row, status=status)
    run = roster_run(session(), (row.edition, row.school), row, _ring())
    fate = _chosen_fate(request.args.get("fate"))
    page = _rows_page(run, fate)
    if row.confirmed_at is not None:
        return _done_page(row, status=status, run=run, page=page)
    form.digest.data = run.announcement.digest
    return render(
        "desk/roster.html",
        status=status,
        roster=row,
        run=run,
        page=page,
        fate=fate,
        form=form,
        reading_form=reading_form or ReadAsForm.opened(run.reading, version=row.version),
        preview=run.reading.table.sheet.rows[run.reading.table.head.row :][:_PREVIEW],
        fields=tuple(RosterField),
    )


def _done_page(row: Roster, *, status: int, **left_over: object) -> Response:
    """Draw a roster that was confirmed or dropped, with the rows left over."""
    seats = seats_of(session(), [row.edition], school_id=row.school_id)[row.edition_id]
    return render(
        "desk/roster_done.html",
        status=status,
        roster=row,
        left=seats.left_for_school,
        can_go_back=bool(row.made) and is_desk_open(row.edition, clock.now()),
        **{"run": None, **left_over},
    )


@dataclass(frozen=True, slots=True)
class _RowsPage:
    """Some of the rows, by the row of the file they begin with."""

    rows: list[FateRow]
    count: int
    #: Where the pages beside this one begin; None at the ends.
    previous: int | None
    next: int | None


def _rows_page(run: DryRun, fate: Fate | None) -> _RowsPage:
    rows = [row for row in run.announcement.rows if fate is None or row.fate is fate]
    start = whole(request.args.get("from", "0"))
    if start is None:
        raise BadRequestError(message("core.error.cursor"))
    at = next((at for at, row in enumerate(rows) if row.number >= start), len(rows))
    following = rows[at + _SHOWN : at + _SHOWN + 1]
    return _RowsPage(
        rows=rows[at : at + _SHOWN],
        count=len(rows),
        previous=rows[max(0, at - _SHOWN)].number if at else None,
        next=following[0].number if following else None,
    )


def _chosen_fate(value: str | None) -> Fate | None:
    if not value:
        return None
    if value not in set(Fate):
        raise BadRequestError(message("youth.error.unknown_state"))
    return Fate(value)


def _download(body: bytes, name: str) -> Response:
    answer = send_file(io.BytesIO(body), mimetype=_XLSX, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
