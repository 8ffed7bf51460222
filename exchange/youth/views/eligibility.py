"""Who may take part: an edition's rules, and what a person found about a pupil."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums.eligibility import Requirement
from exchange.youth.forms.eligibility import CheckForm, EligibilityForm, eligibility_values
from exchange.youth.queries.eligibility import atoms_of, eligibility_of
from exchange.youth.queries.programmes import edition_for
from exchange.youth.queries.registrations import registration_for
from exchange.youth.rules.eligibility import rule_text
from exchange.youth.services.eligibility import note_check, set_rules
from exchange.youth.views.room import blueprint


@blueprint.get("/editions/<uuid:key>/eligibility")
@requires("editions:edit")
def eligibility(key: UUID) -> Response:
    """Show an edition's rules as a form."""
    edition = edition_for(session(), signed_in(), key)
    values = eligibility_values(edition, atoms_of(session(), edition.id))
    return _rules_page(key, EligibilityForm(data=values))


@blueprint.post("/editions/<uuid:key>/eligibility")
@requires("editions:edit")
def save_eligibility(key: UUID) -> Response:
    """Say who may take part."""
    form = EligibilityForm()
    status = refused(
        form,
        lambda: set_rules(
            session(),
            actor=signed_in(),
            edition_id=key,
            atoms=form.atoms,
            reference_day=form.reference_day.data,
            version=form.row_version,
        ),
    )
    if status:
        return _rules_page(key, form, status=status)
    flash(message("youth.eligibility.flash.saved"))
    return redirect(url_for("youth.edition", key=key))


@blueprint.get("/registrations/<uuid:key>/eligibility")
@requires("registrations:decide")
@shows(Purpose.SELECTION, "registration")
def check(key: UUID) -> Response:
    """Show how each rule is answered for a pupil, and the form for what a person found."""
    return _check_page(key, CheckForm())


@blueprint.post("/registrations/<uuid:key>/eligibility")
@requires("registrations:decide")
def note_finding(key: UUID) -> Response:
    """Keep what a person found."""
    who = signed_in()
    row = registration_for(session(), who, key)
    form = CheckForm().offer(atoms_of(session(), row.edition_id))
    status = refused(
        form,
        lambda: note_check(
            session(),
            actor=who,
            registration_id=key,
            kind=Requirement(form.kind.data),
            check=form.check,
        ),
    )
    if status:
        return _check_page(key, form, status=status)
    flash(message("youth.eligibility.flash.noted"))
    return redirect(url_for("youth.check", key=key))


def _rules_page(key: UUID, form: EligibilityForm, *, status: int = 200) -> Response:
    edition = edition_for(session(), signed_in(), key)
    texts = [rule_text(atom, edition.eligible_on) for atom in atoms_of(session(), edition.id)]
    page = {"edition": edition, "form": form, "texts": texts}
    return render("youth/eligibility.html", status=status, **page)


def _check_page(key: UUID, form: CheckForm, *, status: int = 200) -> Response:
    row = registration_for(session(), signed_in(), key)
    findings = eligibility_of(session(), row.edition, [row]).get(row.id, ())
    form.offer(atoms_of(session(), row.edition_id))
    page = {"registration": row, "form": form, "findings": findings}
    return render("youth/check.html", status=status, **page)
