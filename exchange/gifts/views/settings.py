"""What is better not given, and how much a gift may be worth: lists that the division keeps."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.messages import message
from exchange.delegations.queries import partner_choices
from exchange.gifts.forms.settings import LimitForm, TabooForm, limit_form, taboo_form
from exchange.gifts.models import GiftLimit, Taboo
from exchange.gifts.queries import limit_by_id, limits, taboo_by_id, taboos
from exchange.gifts.services import (
    add_taboo,
    change_limit,
    change_taboo,
    end_limit,
    end_taboo,
    set_limit,
)
from exchange.gifts.views.page import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/settings/")
@requires("gifts:read")
def rules() -> Response:
    """List what is better not given, and the limits of the lines."""
    return render(
        "gifts/settings.html",
        taboos=taboos(session()),
        limits=limits(session()),
        partners={partner.slug: partner for partner in partner_choices(session())},
        today=clock.today(),
    )


@blueprint.get("/settings/taboos/new")
@requires("gifts:edit")
def new_taboo() -> Response:
    """Show the form of things better not given."""
    return _taboo_page(_offering(TabooForm()))


@blueprint.post("/settings/taboos/new")
@requires("gifts:edit")
def create_taboo() -> Response:
    """Put things on the list."""
    form = _offering(TabooForm())
    status = refused(
        form,
        lambda: add_taboo(session(), actor=signed_in(), plan=form.plan(), key=form.row_key),
    )
    return _taboo_page(form, status=status) if status else _saved()


@blueprint.get("/settings/taboos/<uuid:key>/edit")
@requires("gifts:edit")
def edit_taboo(key: UUID) -> Response:
    """Show the form of a line of the list."""
    row = taboo_by_id(session(), key)
    return _taboo_page(_offering(taboo_form(row)), row)


@blueprint.post("/settings/taboos/<uuid:key>/edit")
@requires("gifts:edit")
def revise_taboo(key: UUID) -> Response:
    """Change a line of the list."""
    form = _offering(TabooForm())
    status = refused(
        form,
        lambda: change_taboo(
            session(), actor=signed_in(), key=key, version=form.row_version, plan=form.plan()
        ),
    )
    if status:
        return _taboo_page(_offering(form), taboo_by_id(session(), key), status=status)
    return _saved()


@blueprint.post("/settings/taboos/<uuid:key>/end")
@requires("gifts:edit")
def remove_taboo(key: UUID) -> Response:
    """Take a line off the list."""
    end_taboo(session(), actor=signed_in(), key=key, version=ActionForm.checked().row_version)
    return _saved()


@blueprint.get("/settings/limits/new")
@requires("gifts:edit")
def new_limit() -> Response:
    """Show the form of a limit."""
    return _limit_page(LimitForm())


@blueprint.post("/settings/limits/new")
@requires("gifts:edit")
def create_limit() -> Response:
    """Set a limit from a day on."""
    form = LimitForm()
    status = refused(
        form,
        lambda: set_limit(session(), actor=signed_in(), plan=form.plan(), key=form.row_key),
    )
    return _limit_page(form, status=status) if status else _saved()


@blueprint.get("/settings/limits/<uuid:key>/edit")
@requires("gifts:edit")
def edit_limit(key: UUID) -> Response:
    """Show the form of a limit."""
    row = limit_by_id(session(), key)
    return _limit_page(limit_form(row), row)


@blueprint.post("/settings/limits/<uuid:key>/edit")
@requires("gifts:edit")
def revise_limit(key: UUID) -> Response:
    """Put a limit right."""
    form = LimitForm()
    status = refused(
        form,
        lambda: change_limit(
            session(), actor=signed_in(), key=key, version=form.row_version, plan=form.plan()
        ),
    )
    return _limit_page(form, limit_by_id(session(), key), status=status) if status else _saved()


@blueprint.post("/settings/limits/<uuid:key>/end")
@requires("gifts:edit")
def remove_limit(key: UUID) -> Response:
    """Take back a limit that was set by mistake."""
    end_limit(session(), actor=signed_in(), key=key, version=ActionForm.checked().row_version)
    return _saved()


def _offering(form: TabooForm) -> TabooForm:
    return form.offer(partner_choices(session()))


def _saved() -> Response:
    flash(message("gifts.flash.settings"))
    return redirect(url_for("gifts.rules"))


def _taboo_page(form: TabooForm, row: Taboo | None = None, *, status: int = 200) -> Response:
    return render("gifts/taboo_form.html", status=status, form=form, row=row)


def _limit_page(form: LimitForm, row: GiftLimit | None = None, *, status: int = 200) -> Response:
    return render("gifts/limit_form.html", status=status, form=form, row=row)
