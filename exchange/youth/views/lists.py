"""Lists and certificates of an edition: what there is, and the files."""

from functools import partial
from typing import Final
from uuid import UUID

from flask import current_app, request
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.errors import DomainError
from exchange.core.keys import Keyring
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.translate import translate
from exchange.documents.papers import render_paper
from exchange.documents.xlsx_files import xlsx_bytes
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.downloads import LateFile, name_file
from exchange.web.pages import render
from exchange.web.transactions import session
from exchange.youth.enums import ConsentPurpose
from exchange.youth.enums.journeys import ListKind
from exchange.youth.forms.lists import CertificateForm, ListForm
from exchange.youth.papers import (
    certificate_paper,
    list_columns,
    list_paper,
    list_rows,
    list_title,
    sheet_name,
)
from exchange.youth.queries.consents import agreed_of
from exchange.youth.queries.lists import completed_page, purged_parts, roster_of
from exchange.youth.queries.programmes import edition_for
from exchange.youth.rules.lists import COLUMNS, may_make, purged_of, purged_sentence, shares
from exchange.youth.services.listing import Sheet, certify, make_list
from exchange.youth.views.room import blueprint

#: What decides who stands on a list.
_ASKED: Final = (ConsentPurpose.JOIN, ConsentPurpose.TRANSFER)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/editions/<uuid:key>/lists")
@requires("registrations:read")
@shows(Purpose.RESULTS, "edition")
def lists(key: UUID) -> Response:
    """Show which lists there are, what each says and who is on it."""
    return _page(key, _list_form(), _certificate_form())


@blueprint.post("/editions/<uuid:key>/lists")
@requires("registrations:read")
def export_list(key: UUID) -> Response:
    """Give a list as a file; the export is logged with its purpose."""
    who = signed_in()
    form = ListForm().offer(who)
    if not form.validate():
        return _page(key, form, _certificate_form(), status=422)
    ring = Keyring.parse(current_app.extensions["settings"].present_data_key())
    try:
        sheet = make_list(
            session(),
            actor=who,
            edition_id=key,
            kind=ListKind(form.kind.data),
            task=Purpose(form.task.data),
            purpose=form.purpose.data,
            ring=ring,
        )
    except DomainError as error:
        form.show(error)
        return _page(key, form, _certificate_form(), status=error.status)
    return _file(sheet, Language(form.language.data), form.file.data)


@blueprint.post("/editions/<uuid:key>/certificates")
@requires("registrations:read")
def certificates(key: UUID) -> Response:
    """Print certificates: the chosen pupils', or everyone's, a page each."""
    form = CertificateForm()
    if not form.validate():
        return _page(key, _list_form(), form, status=422)
    try:
        edition, rows = certify(
            session(),
            actor=signed_in(),
            edition_id=key,
            keys=form.chosen.data or (),
            task=Purpose(form.task.data),
            purpose=form.purpose.data,
        )
    except DomainError as error:
        form.show(error)
        return _page(key, _list_form(), form, status=error.status)
    title = translate(
        message("youth.certificate.title_of", edition=edition.title.in_language(Language.JA)),
        Language.JA,
    )
    draw = partial(
        render_paper,
        "certificates",
        certificate_paper(edition, rows, today=clock.today()),
        title=title,
        language=Language.JA,
        contains_demo=edition.is_demo or any(row.pupil.is_demo for row in rows),
    )
    answer = LateFile(draw, "application/pdf")
    name_file(answer, "attachment", "certificates.pdf", f"{title}.pdf")
    return answer


def _list_form() -> ListForm:
    return ListForm(formdata=None, data={"language": languages.current()})


def _certificate_form() -> CertificateForm:
    usual = translate(message("youth.certificate.purpose"), languages.current())
    return CertificateForm(formdata=None, data={"task": Purpose.RESULTS, "purpose": usual})


def _file(sheet: Sheet, language: Language, kind: str) -> Response:
    title = list_title(sheet, language)
    if kind == "pdf":
        make = partial(
            render_paper,
            "list",
            list_paper(sheet, language, today=clock.today()),
            title=title,
            language=language,
            contains_demo=sheet.contains_demo,
        )
        answer = LateFile(make, "application/pdf")
    else:
        columns, rows = list_columns(sheet, language), list_rows(sheet, language)
        answer = LateFile(partial(xlsx_bytes, sheet_name(sheet, language), columns, rows), _XLSX)
    name_file(answer, "attachment", f"{sheet.kind.value}.{kind}", f"{title}.{kind}")
    return answer


def _page(
    key: UUID, form: ListForm, certificate: CertificateForm, *, status: int = 200
) -> Response:
    who = signed_in()
    edition = edition_for(session(), who, key)
    roster = roster_of(session(), key)
    consents = agreed_of(session(), [row.id for row in roster], _ASKED)
    kinds = [kind for kind in ListKind if may_make(who, kind)]
    purged = purged_parts(session(), edition, roster, clock.today())
    form.offer(who, purged)
    return render(
        "youth/lists.html",
        status=status,
        edition=edition,
        form=form,
        certificate=certificate,
        rows=[
            (
                kind,
                COLUMNS[kind],
                shares(roster, kind, consents, who),
                purged_sentence(gone) if (gone := purged_of(kind, purged)) else None,
            )
            for kind in kinds
        ],
        done=completed_page(session(), who, key, cursor=request.args.get("cursor")),
    )
