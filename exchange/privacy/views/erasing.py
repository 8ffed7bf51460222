"""Pages of erasing a pupil, and the certificates of what went."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.keys import Keyring
from exchange.core.messages import Message, message
from exchange.core.offers import Retention
from exchange.core.translate import translate
from exchange.documents.papers import render_paper
from exchange.privacy.certificates import paper_of, rows_of, who_of
from exchange.privacy.enums import Retained
from exchange.privacy.forms import ErasureForm
from exchange.privacy.queries import record_by_id, records_page
from exchange.privacy.services import (
    Offered,
    due_of,
    erase_pupil,
    expect_rest,
    look,
    purge_kind,
    retentions_of,
)
from exchange.privacy.views.room import blueprint
from exchange.privacy.views.searching import pupils_sought
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.downloads import name_file
from exchange.web.forms import ActionForm, refused
from exchange.web.offers import offers
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import session
from exchange.youth.queries.erasing import person_of, pupil_kept

#: Under which rule each kind goes.
RULES: Final[Mapping[Retained, Message]] = {
    Retained.HOSTING: message("privacy.rule.hosting"),
    Retained.FOLLOW_UPS: message("privacy.rule.youth"),
    Retained.APPLICATIONS: message("privacy.rule.applications"),
    Retained.MAILS: message("privacy.rule.mails"),
    Retained.MEMBERS: message("privacy.rule.members"),
    Retained.PUPILS: message("privacy.rule.pupils"),
}


@blueprint.get("/")
@requires("pupils:erase")
@shows(Purpose.KEEPING)
def index() -> Response:
    """Look for a pupil by name, and list what went."""
    page = records_page(session(), cursor=request.args.get("cursor"))
    return render(
        "privacy/index.html",
        **pupils_sought(Purpose.KEEPING),
        page=page,
        doers={row.id: who_of(row) for row in page.rows},
    )


@blueprint.get("/pupils/<uuid:key>/")
@requires("pupils:erase")
@shows(Purpose.KEEPING, "pupil")
def pupil(key: UUID) -> Response:
    """Say what is kept about a pupil, by kind, and what erasing does."""
    return _page(key, _form(key))


@blueprint.post("/pupils/<uuid:key>/")
@requires("pupils:erase")
def erase(key: UUID) -> Response:
    """Erase a pupil, and show the record of it."""
    form = _form(key)
    kept: list[UUID] = []

    def save() -> None:
        record = erase_pupil(
            session(),
            actor=signed_in(),
            pupil_id=key,
            typed=form.typed.data,
            reason=form.reason.data,
            offered=_offered(),
        )
        kept.append(record.id)

    if status := refused(form, save):
        return _page(key, form, status=status)
    flash(message("privacy.flash.erased"))
    return redirect(url_for("privacy.record", key=kept[0]))


@blueprint.get("/records/<uuid:key>/")
@requires("pupils:erase")
def record(key: UUID) -> Response:
    """Show what went, by kind and number."""
    row = record_by_id(session(), key)
    return render("privacy/record.html", record=row, rows=rows_of(row), who=who_of(row))


@blueprint.get("/records/<uuid:key>.pdf")
@requires("pupils:erase")
def certificate(key: UUID) -> Response:
    """Give the certificate of what went as a paper."""
    row = record_by_id(session(), key)
    language = languages.current()
    title = translate(message("privacy.paper.title"), language)
    body = render_paper(
        "erasure", paper_of(row), title=title, language=language, contains_demo=row.is_demo
    )
    answer = Response(body, mimetype="application/pdf")
    answer.headers["Cache-Control"] = "no-store"
    name_file(answer, "inline", "certificate.pdf", f"{title} {row.at:%Y-%m-%d}.pdf")
    return answer


@blueprint.get("/retention/")
@requires("pupils:erase")
def retention() -> Response:
    """Say what would go by itself or by hand, when, and under which rule."""
    return render(
        "privacy/retention.html",
        due=due_of(session(), today=clock.today(), retentions=_retentions()),
        rules=RULES,
    )


@blueprint.get("/retention/<any(hosting, youth, applications, mails, members, pupils):name>")
@requires("pupils:erase")
def confirm_purge(name: str) -> Response:
    """Say how many of a kind would go, and that they do not come back."""
    kind = Retained(name)
    [due] = due_of(session(), today=clock.today(), retentions={kind: _retentions()[kind]})
    return render("privacy/purge.html", due=due, rule=RULES[kind], form=ActionForm())


@blueprint.post("/retention/<any(hosting, youth, applications, mails, members, pupils):name>")
@requires("pupils:erase")
def purge(name: str) -> Response:
    """Delete what is due of a kind, and show the record; a job deletes more than fifty."""
    ActionForm.checked()
    kind = Retained(name)
    kept = purge_kind(
        session(),
        actor=signed_in(),
        today=clock.today(),
        kind=kind,
        retention=_retentions()[kind],
    )
    if kept is None:
        flash(message("privacy.flash.nothing_due"))
        return redirect(url_for("privacy.retention"))
    if rest := len(_retentions()[kind].find(session(), clock.today())):
        expect_rest(session(), kind)
        flash(message("privacy.flash.purging", count=rest))
    else:
        flash(message("privacy.flash.purged"))
    return redirect(url_for("privacy.record", key=kept.id))


def _retentions() -> Mapping[Retained, Retention]:
    return retentions_of(offers().retentions, _offered())


def _form(key: UUID) -> ErasureForm:
    found = pupil_kept(session(), key)
    return ErasureForm.about(found, person_of(session(), found))


def _page(key: UUID, form: ErasureForm, *, status: int = 200) -> Response:
    holding = look(session(), pupil_id=key, offered=_offered())
    return render(
        "privacy/pupil.html",
        status=status,
        pupil=pupil_kept(session(), key),
        holding=holding,
        total=sum(holding.counts.values()),
        form=form,
    )


def _offered() -> Offered:
    found = offers()
    ring = Keyring.parse(settings().present_data_key())
    return Offered(found.parts, found.hindrances, ring, languages.current())
