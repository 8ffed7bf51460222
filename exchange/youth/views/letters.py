"""Result letters: printed a school at a time, and told by mail, once."""

from collections import Counter
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.database import cut
from exchange.core.errors import NotFoundError
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.translate import translate
from exchange.documents.papers import render_paper
from exchange.web.access import requires, signed_in
from exchange.web.downloads import name_file
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import aside_repeated, session
from exchange.youth.enums.waiting import NoticeWay
from exchange.youth.papers import letters_paper
from exchange.youth.queries.letters import decided_of, notices_of
from exchange.youth.queries.programmes import edition_for
from exchange.youth.rules.care import is_open_to
from exchange.youth.rules.letters import RESULTS
from exchange.youth.services.letters import note_letters, tell_results, to_tell
from exchange.youth.views.desk import blueprint as desk
from exchange.youth.views.desk import own_school_id
from exchange.youth.views.room import blueprint
from exchange.youth.views.secrets import link_printer


@blueprint.get("/editions/<uuid:key>/letters")
@requires("registrations:decide")
def letters(key: UUID) -> Response:
    """Show the schools for which there are letters, and how many pupils are still to be told of."""
    edition = edition_for(session(), signed_in(), key)
    rows = decided_of(session(), signed_in(), edition.id)
    counts = Counter(row.pupil.school for row in rows)
    return render(
        "youth/letters.html",
        edition=edition,
        page=cut(
            list(counts.items()),
            lambda row: (row[0].sort_key, str(row[0].id)),
            cursor=request.args.get("cursor"),
        ),
        due=len(to_tell(rows, notices_of(session(), [row.id for row in rows], NoticeWay.MAILED))),
    )


@blueprint.get("/editions/<uuid:key>/letters/<uuid:school_id>.pdf")
@requires("registrations:decide")
def letters_of_school(key: UUID, school_id: UUID) -> Response:
    """Print the letters for the guardians of one school."""
    edition_for(session(), signed_in(), key)
    return _paper(key, school_id)


@desk.get("/editions/<uuid:key>/letters.pdf")
@requires("desk:read")
def letters_own(key: UUID) -> Response:
    """Print the letters for the guardians of the school's own pupils, or the one asked for."""
    if "pupil" not in request.args:
        return _paper(key, own_school_id())
    wanted = request.args.get("pupil", type=UUID)
    if wanted is None:
        raise NotFoundError
    return _paper(key, own_school_id(), wanted)


@blueprint.post("/editions/<uuid:key>/letters/tell")
@requires("registrations:decide")
def tell(key: UUID) -> Response:
    """Write to guardians and schools."""
    ActionForm.checked()
    printer = link_printer() if settings().public else None
    count = tell_results(session(), actor=signed_in(), edition_id=key, printer=printer)
    flash(message("youth.letter.flash.told", count=count))
    return redirect(url_for("youth.letters", key=key))


def _paper(key: UUID, school_id: UUID, wanted: UUID | None = None) -> Response:
    """Print the letters of a school's pupils, or of the one registration wanted."""
    who = signed_in()
    found = decided_of(session(), who, key, school_id=school_id)
    rows = [
        row for row in found if is_open_to(row.pupil.needs_care, who) and wanted in {None, row.id}
    ]
    if not rows:
        raise NotFoundError
    title = translate(message("youth.letter.title"), Language.JA)
    body = render_paper(
        "letters",
        letters_paper(rows, today=clock.today()),
        title=title,
        language=Language.JA,
        contains_demo=any(row.is_demo or row.pupil.is_demo for row in rows),
    )
    results = {row.id: RESULTS[row.state] for row in rows}
    aside_repeated(lambda short: note_letters(short, actor=who, edition_id=key, results=results))
    answer = Response(body, content_type="application/pdf")
    name_file(answer, "attachment", "letters.pdf", f"{title}.pdf")
    return answer
