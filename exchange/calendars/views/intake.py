"""Take dates in from elsewhere: what came, what would be saved, and only then saving."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.calendars.enums import Intake
from exchange.calendars.foreign import LARGEST_FILE, lines_of_file
from exchange.calendars.forms import ConfirmIntakeForm, IntakeForm
from exchange.calendars.intake import Proposal, chosen, proposals
from exchange.calendars.services import take_in
from exchange.calendars.views.room import blueprint
from exchange.closures.queries import closed_days
from exchange.core import clock
from exchange.core.errors import BadRequestError, DomainError
from exchange.core.messages import message
from exchange.partners.queries import all_partners
from exchange.web.access import requires, signed_in
from exchange.web.pages import flash, render
from exchange.web.transactions import session

Form = TypeVar("Form", bound=IntakeForm)


@blueprint.get("/calendar/import")
@requires("partners:edit")
def intake() -> Response:
    """Ask for a file or pasted lines."""
    return render("calendars/intake.html", form=_offered(IntakeForm()))


@blueprint.post("/calendar/import")
@requires("partners:edit")
def preview_intake() -> Response:
    """Show what would be saved; nothing is."""
    form = _offered(IntakeForm())
    if not form.validate():
        return render("calendars/intake.html", status=422, form=form)
    try:
        text = _text_of(form)
        kind = Intake(form.intake.data)
        on_file = _on_file(form.partner.data) if kind is Intake.HOLIDAYS else frozenset()
        found = proposals(text, kind, today=clock.today(), on_file=on_file)
    except DomainError as error:
        form.show(error)
        return render("calendars/intake.html", status=error.status, form=form)
    confirming = ConfirmIntakeForm(
        formdata=None,
        partner=form.partner.data,
        intake=form.intake.data,
        source=form.source.data,
        text=text,
    )
    return _preview(confirming, found)


@blueprint.post("/calendar/import/confirm")
@requires("partners:edit")
def confirm_intake() -> Response:
    """Save what was ticked."""
    form = _offered(ConfirmIntakeForm())
    if not form.validate():  # what it carries along was changed on the way
        raise BadRequestError(message("calendars.error.nothing_to_import"))
    kind = Intake(form.intake.data)
    found = proposals(form.text.data, kind, today=clock.today())
    try:
        take_in(
            session(),
            actor=signed_in(),
            key=form.row_key,
            slug=form.partner.data,
            intake=kind,
            source=form.source.data,
            taken=(taken := chosen(found, request.form.getlist("take"))),
        )
    except DomainError as error:
        form.show(error)
        return _preview(form, found, status=error.status)
    flash(message("calendars.flash.imported", count=len(taken)))
    if kind is not Intake.HISTORY:
        return redirect(url_for("closures.index", place=form.partner.data))
    return redirect(url_for("partners.show", slug=form.partner.data))


def _preview(form: ConfirmIntakeForm, found: Sequence[Proposal], *, status: int = 200) -> Response:
    names = {partner.slug: partner.names for partner in all_partners(session())}
    return render(
        "calendars/intake_preview.html",
        status=status,
        form=form,
        found=found,
        intake=Intake(form.intake.data),
        name=names[form.partner.data],
    )


def _on_file(slug: str) -> frozenset[date]:
    """Return the days on which a place is closed as far as is known."""
    found = closed_days(session(), slug, date.min, date.max)
    return frozenset(closed.day for closed in found if not closed.caution)


def _text_of(form: IntakeForm) -> str:
    """Return what came as lines; no more of a file is read than may come."""
    if form.file.data:
        return lines_of_file(form.file.data.read(LARGEST_FILE + 1))
    return str(form.text.data or "")


def _offered(form: Form) -> Form:
    form.offer(all_partners(session()))
    return form
