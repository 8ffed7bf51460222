"""Pages of documents, offered to the rooms whose things they belong to.

A room opens them below its own address, with its own permissions:
`offer_documents(blueprint, "visit", find_holder)`.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, redirect, request, send_file, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from exchange.attachments.forms import (
    DocumentForm,
    LabelForm,
    VersionForm,
    label_form,
    sent,
)
from exchange.attachments.models import Document, DocumentVersion
from exchange.attachments.queries import (
    document_by_id,
    documents_page,
    public_photo,
    version_with_body,
)
from exchange.attachments.rules import PLACES, Place
from exchange.attachments.services import (
    add_document,
    add_version,
    end_document,
    note_read,
    revise_document,
)
from exchange.audit.enums.purposes import Purpose
from exchange.core.database import Localized
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.web.access import public, requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render
from exchange.web.transactions import aside_repeated, session

#: Whatever is in a file, it does nothing in a browser.
_LOCKED: Final = "sandbox; default-src 'none'"
#: Seconds for which a public photograph may be kept.
_KEPT: Final = 3600


@dataclass(frozen=True, slots=True)
class Holder:
    """The thing documents belong to: what its page is called and where it is."""

    subject: Subject
    title: Localized
    path: str


#: Finds the thing by its key; raises NotFoundError.
Find = Callable[[Session, UUID], Holder]


@dataclass(frozen=True, slots=True)
class _Desk:
    """The documents of one kind of subject: whose, found how, and who may."""

    kind: str
    place: Place
    find: Find

    def document(self, key: UUID) -> Document:
        """Return a document of this kind of subject; an ended one is gone."""
        document = document_by_id(session(), self.kind, key)
        if document.ended_at is not None:
            raise NotFoundError
        return document

    def address(self, name: str, **values: object) -> str:
        """Return the address of one of these pages."""
        return url_for(f"{self.place.room}.{name}", **values)  # type: ignore[arg-type]


def offer_documents(blueprint: Blueprint, kind: str, find: Find) -> None:
    """Open the pages of the documents of one kind of subject in the room that owns it."""
    desk = _Desk(kind, PLACES[kind], find)
    read, edit = requires(desk.place.read), requires(desk.place.edit)
    one, new = "/documents/<uuid:document>/", "/<uuid:key>/documents/new"
    pages: tuple[tuple[str, str, str, Callable[..., Any]], ...] = (
        ("documents", "/<uuid:key>/documents/", "GET", read(partial(_list, desk))),
        ("new_document", new, "GET", edit(partial(_new, desk))),
        ("add_document", new, "POST", edit(partial(_add, desk))),
        ("document", one, "GET", read(partial(_show, desk))),
        ("edit_document", f"{one}edit", "GET", edit(partial(_edit, desk))),
        ("revise_document", f"{one}edit", "POST", edit(partial(_revise, desk))),
        ("add_version", f"{one}versions", "POST", edit(partial(_add_version, desk))),
        ("end_document", f"{one}end", "POST", edit(partial(_end, desk))),
        ("document_file", f"{one}<int:number>", "GET", read(partial(_file, desk))),
        ("photo", "/photos/<uuid:document>", "GET", public(partial(_photo, desk))),
    )
    for name, rule, method, view in pages:
        blueprint.add_url_rule(rule, name, view, methods=[method])


def _list(desk: _Desk, key: UUID) -> Response:
    holder = desk.find(session(), key)
    return render(
        "attachments/index.html",
        holder=holder,
        room=desk.place.room,
        page=documents_page(session(), holder.subject, cursor=request.args.get("cursor")),
        may_edit=signed_in().may(desk.place.edit),
    )


def _new(desk: _Desk, key: UUID) -> Response:
    return _new_page(desk, key, DocumentForm())


def _add(desk: _Desk, key: UUID) -> Response:
    form = DocumentForm()
    if not form.validate():
        return _new_page(desk, key, form, status=422)
    try:
        contents = sent(form)  # before the transaction takes its lock
        holder = desk.find(session(), key)
        document = add_document(
            session(),
            actor=signed_in(),
            subject=holder.subject,
            label=form.typed(),
            contents=contents,
            key=form.row_key,
        )
    except DomainError as error:
        form.show(error)
        return _new_page(desk, key, form, status=error.status)
    flash(message("attachments.flash.added"))
    return redirect(desk.address("document", document=document.id))


def _new_page(desk: _Desk, key: UUID, form: DocumentForm, *, status: int = 200) -> Response:
    holder = desk.find(session(), key)
    return render("attachments/new.html", status=status, form=form, holder=holder)


def _show(desk: _Desk, document: UUID) -> Response:
    return _page(desk, document, VersionForm())


def _add_version(desk: _Desk, document: UUID) -> Response:
    form = VersionForm()
    if not form.validate():
        return _page(desk, document, form, status=422)
    try:
        contents = sent(form)
        add_version(session(), actor=signed_in(), key=desk.document(document).id, contents=contents)
    except DomainError as error:
        form.show(error)
        return _page(desk, document, form, status=error.status)
    flash(message("attachments.flash.version"))
    return redirect(desk.address("document", document=document))


def _edit(desk: _Desk, document: UUID) -> Response:
    return _edit_page(desk, document, label_form(desk.document(document)))


def _revise(desk: _Desk, document: UUID) -> Response:
    form = LabelForm()
    if not form.validate():
        return _edit_page(desk, document, form, status=422)
    try:
        revise_document(
            session(),
            actor=signed_in(),
            key=desk.document(document).id,
            version=form.row_version,
            label=form.typed(),
        )
    except DomainError as error:
        form.show(error)
        return _edit_page(desk, document, form, status=error.status)
    flash(message("attachments.flash.revised"))
    return redirect(desk.address("document", document=document))


def _end(desk: _Desk, document: UUID) -> Response:
    version = ActionForm.checked().row_version
    found = desk.document(document)
    end_document(session(), actor=signed_in(), key=found.id, version=version)
    flash(message("attachments.flash.ended"))
    return redirect(desk.find(session(), found.subject_id).path)


def _page(desk: _Desk, key: UUID, form: VersionForm, *, status: int = 200) -> Response:
    document = desk.document(key)
    return render(
        "attachments/document.html",
        status=status,
        document=document,
        holder=desk.find(session(), document.subject_id),
        room=desk.place.room,
        may_edit=signed_in().may(desk.place.edit),
        form=form,
    )


def _edit_page(desk: _Desk, key: UUID, form: LabelForm, *, status: int = 200) -> Response:
    document = desk.document(key)
    return render(
        "attachments/edit.html",
        status=status,
        document=document,
        holder=desk.find(session(), document.subject_id),
        back=desk.address("document", document=key),
        form=form,
    )


def _file(desk: _Desk, document: UUID, number: int) -> Response:
    row = desk.document(document)
    found = version_with_body(session(), row, number)
    if not desk.place.notes(row.kind):
        return file_answer(found, as_attachment=True)
    return read_answer(found, desk.place.purpose)


def _photo(desk: _Desk, document: UUID) -> Response:
    answer = file_answer(public_photo(session(), desk.kind, document), as_attachment=False)
    answer.headers["Cache-Control"] = f"public, max-age={_KEPT}"
    return answer


def read_answer(found: DocumentVersion, purpose: Purpose = Purpose.APPLICATIONS) -> Response:
    """Send a file about people, once it is written down who read it: no line, no file."""
    who, key = signed_in(), found.document_id
    aside_repeated(lambda short: note_read(short, actor=who, document_id=key, purpose=purpose))
    return file_answer(found, as_attachment=True)


def file_answer(version: DocumentVersion, *, as_attachment: bool) -> Response:
    """Send a file's bytes: private, kept nowhere, and doing nothing in a browser."""
    answer = send_file(
        io.BytesIO(version.body),
        mimetype=version.media_type.content_type,
        as_attachment=as_attachment,
        download_name=version.file_name,
        etag=version.sha256,
    )
    answer.headers["Content-Security-Policy"] = _LOCKED
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
