"""The register: list, files, and an agreement from its first entry to its end."""

import io
from collections.abc import Mapping, Sequence
from typing import Final

from flask import redirect, request, send_file, url_for
from werkzeug.wrappers import Response

from exchange.agreements.enums import AgreementKind, AgreementState
from exchange.agreements.forms.register import (
    AgreementForm,
    EndForm,
    agreement_form,
    new_agreement_form,
)
from exchange.agreements.lineage import LineageStep, lineage
from exchange.agreements.models import Agreement
from exchange.agreements.queries import agreement_by_slug, agreements_of, register
from exchange.agreements.rules import Wanted, chosen
from exchange.agreements.services import create_agreement, end_agreement, revise_agreement
from exchange.agreements.survey import CLAIR, REGISTER, FileColumn, activities, file_rows
from exchange.agreements.views.blueprints import blueprint
from exchange.agreements.views.page import (
    Group,
    Groups,
    agreement_page,
    back_to,
    form_page,
)
from exchange.core import clock
from exchange.core.dates import FiscalYear
from exchange.core.entries import Audience, EntryQuery
from exchange.core.errors import BadRequestError, DomainError
from exchange.core.messages import Message, message
from exchange.core.translate import translate
from exchange.documents.csv_files import csv_bytes
from exchange.documents.xlsx_files import xlsx_bytes
from exchange.partners.enums import ExchangeField
from exchange.partners.profile import public_profile
from exchange.partners.queries import all_partners, partner_by_slug
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.offers import entries_for
from exchange.web.pages import flash, render
from exchange.web.transactions import session

_FILES: Final[Mapping[str, tuple[Sequence[FileColumn], Message]]] = {
    "register": (REGISTER, message("agreements.file.register_name")),
    "clair": (CLAIR, message("agreements.file.clair_name")),
}
_TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
_TEXTS: Final = ("", "_en", "_zh_hant")
_GROUPS: Final[Groups] = (
    Group(None, ("kind", *(f"title{tag}" for tag in _TEXTS), "predecessor_id")),
    Group(
        message("agreements.form.signed"),
        (
            *(f"place{tag}" for tag in _TEXTS),
            "signing",
            "ceremony_on",
            "text_languages",
            "document_number",
        ),
    ),
    Group(message("agreements.form.term"), ("term_kind", "term_years")),
    Group(message("agreements.form.fields"), ("fields",)),
    Group(
        message("agreements.form.clair"),
        ("clair_heads_sign", "clair_not_one_field", "clair_council"),
    ),
)
_END_GROUPS: Final[Groups] = (Group(None, ("ended_on", "reason")),)


@blueprint.get("/")
@requires("claims:read")
def index() -> Response:
    """List the agreements by partner, filtered as the address says."""
    wanted = _wanted()
    steps = _steps()
    return render(
        "agreements/index.html",
        steps=chosen(steps, wanted),
        wanted=wanted,
        partners=[step.agreement.partner for step in steps],
        kinds=list(AgreementKind),
        states=list(AgreementState),
        fields=list(ExchangeField),
        filters=_arguments(wanted),
    )


@blueprint.get("/<any(register, clair):name>.<any(xlsx, csv):form>")
@requires("claims:read")
def file(name: str, form: str) -> Response:
    """Give the chosen agreements as a file, in the language of the page."""
    columns, title = _FILES[name]
    language = languages.current()
    profiles = {partner.slug: public_profile(partner) for partner in all_partners(session())}
    if name == "clair":
        columns = (*columns, *map(_activities, _surveyed()))
    names, rows = file_rows(columns, chosen(_steps(), _wanted()), profiles, language)
    said = translate(title, language)
    body = csv_bytes(names, rows) if form == "csv" else xlsx_bytes(said, names, rows)
    return send_file(
        io.BytesIO(body),
        mimetype=_TYPES[form],
        as_attachment=True,
        download_name=f"{said}.{form}",
        etag=False,
    )


def _surveyed() -> Sequence[FiscalYear]:
    """Return the years CLAIR asks about: the one that is over, and the present one."""
    this = FiscalYear.of(clock.today())
    return this.previous, this


def _activities(year: FiscalYear) -> FileColumn:
    query = EntryQuery(
        first=year.first_day,
        last=year.last_day,
        language=languages.current(),
        audience=Audience.STAFF,
        actor=signed_in(),
    )
    return activities(year, entries_for(query))


@blueprint.get("/new")
@requires("partners:edit")
def new() -> Response:
    """Show the form of a new agreement with a `partner`, which a link or a choice names."""
    slug = request.args.get("partner", "")
    if not slug:
        return render("agreements/partner.html", partners=all_partners(session()))
    return _new_page(slug, new_agreement_form(_others(slug)))


@blueprint.post("/new")
@requires("partners:edit")
def create() -> Response:
    """Put an agreement on the register."""
    slug = request.args.get("partner", "")
    form = AgreementForm().offer(_others(slug))
    if not form.validate():
        return _new_page(slug, form, status=422)
    try:
        agreement = create_agreement(
            session(),
            actor=signed_in(),
            partner=partner_by_slug(session(), slug),
            details=form.details(),
            key=form.row_key,
        )
    except DomainError as error:
        form.show(error)
        return _new_page(slug, form, status=error.status)
    flash(message("agreements.flash.created"))
    return redirect(url_for("agreements.show", slug=agreement.slug))


@blueprint.get("/<slug>/")
@requires("claims:read")
def show(slug: str) -> Response:
    """Show an agreement."""
    return agreement_page(slug)


@blueprint.get("/<slug>/edit")
@requires("partners:edit")
def edit(slug: str) -> Response:
    """Show the form of an agreement as it is."""
    agreement = agreement_by_slug(session(), slug)
    form = agreement_form(agreement, _others(agreement.partner.slug, but=agreement))
    return form_page(agreement, form, message("agreements.edit.title"), groups=_GROUPS)


@blueprint.post("/<slug>/edit")
@requires("partners:edit")
def revise(slug: str) -> Response:
    """Change what is stated of an agreement."""
    agreement = agreement_by_slug(session(), slug)
    key = agreement.id
    form = AgreementForm().offer(_others(agreement.partner.slug, but=agreement))
    status = refused(
        form,
        lambda: revise_agreement(
            session(), actor=signed_in(), key=key, version=form.row_version, details=form.details()
        ),
    )
    if status:
        agreement = agreement_by_slug(session(), slug)
        title = message("agreements.edit.title")
        return form_page(agreement, form, title, groups=_GROUPS, status=status)
    return back_to(slug, message("agreements.flash.revised"))


@blueprint.get("/<slug>/end")
@requires("partners:edit")
def confirm_end(slug: str) -> Response:
    """Show the form of an agreement's end."""
    agreement = agreement_by_slug(session(), slug)
    form = EndForm(data={"version": agreement.version, "ended_on": agreement.ended_on})
    return form_page(agreement, form, message("agreements.end.title"), groups=_END_GROUPS)


@blueprint.post("/<slug>/end")
@requires("partners:edit")
def end(slug: str) -> Response:
    """Bring an agreement to its end."""
    key = agreement_by_slug(session(), slug).id
    form = EndForm()
    status = refused(
        form,
        lambda: end_agreement(
            session(),
            actor=signed_in(),
            key=key,
            version=form.row_version,
            ended_on=form.ended_on.data,
            reason=form.reason.data,
        ),
    )
    if status:
        agreement = agreement_by_slug(session(), slug)
        title = message("agreements.end.title")
        return form_page(agreement, form, title, groups=_END_GROUPS, status=status)
    return back_to(slug, message("agreements.flash.ended"))


def _new_page(slug: str, form: AgreementForm, *, status: int = 200) -> Response:
    partner = partner_by_slug(session(), slug)
    return render("agreements/new.html", status=status, partner=partner, form=form, groups=_GROUPS)


def _others(slug: str, *, but: Agreement | None = None) -> list[Agreement]:
    """Return the partner's agreements another one may follow."""
    found = agreements_of(session(), partner_by_slug(session(), slug).id)
    return [one for one in found if but is None or one.id != but.id]


def _steps() -> list[LineageStep]:
    """Return every agreement with its state and place in its partner's line, in their order."""
    by_partner: dict[str, list[Agreement]] = {}
    for agreement in register(session()):
        by_partner.setdefault(agreement.partner.slug, []).append(agreement)
    today = clock.today()
    return [step for line in by_partner.values() for step in lineage(line, today=today)]


def _wanted() -> Wanted:
    """Read the filters of the address; raises BadRequestError for an unknown value."""
    given = {name: request.args.get(name) or None for name in ("kind", "state", "field")}
    try:
        return Wanted(
            partner=request.args.get("partner") or None,
            kind=AgreementKind(given["kind"]) if given["kind"] else None,
            state=AgreementState(given["state"]) if given["state"] else None,
            field=ExchangeField(given["field"]) if given["field"] else None,
        )
    except ValueError as error:
        raise BadRequestError(message("agreements.error.filter")) from error


def _arguments(wanted: Wanted) -> Mapping[str, str]:
    """Return the filters as an address carries them."""
    given = {
        "partner": wanted.partner,
        "kind": wanted.kind,
        "state": wanted.state,
        "field": wanted.field,
    }
    return {name: str(value) for name, value in given.items() if value}
