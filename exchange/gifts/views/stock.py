"""The stock: what is kept ready, how many there are, and what moved them."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.gifts.enums import MovementKind
from exchange.gifts.forms.stock import MovementForm, StockForm, stock_form
from exchange.gifts.models import StockItem
from exchange.gifts.queries import (
    movements_page,
    on_hand,
    on_hand_of,
    stock_item_by_id,
    stock_page,
)
from exchange.gifts.services import (
    add_stock_item,
    change_stock_item,
    end_stock_item,
    move_stock,
)
from exchange.gifts.views.page import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/stock/")
@requires("gifts:read")
def stock() -> Response:
    """List what the city keeps ready, and how many there are."""
    page = stock_page(session(), cursor=request.args.get("cursor"))
    return render(
        "gifts/stock.html",
        page=page,
        on_hand=on_hand_of(session(), [item.id for item in page.rows]),
    )


@blueprint.get("/stock/new")
@requires("gifts:edit")
def new_stock() -> Response:
    """Show the form of a gift to keep ready."""
    return _form_page(StockForm())


@blueprint.post("/stock/new")
@requires("gifts:edit")
def create_stock() -> Response:
    """Put a gift on the list of the stock."""
    form = StockForm()
    status = refused(
        form,
        lambda: add_stock_item(session(), actor=signed_in(), plan=form.plan(), key=form.row_key),
    )
    if status:
        return _form_page(form, status=status)
    flash(message("gifts.flash.stock_added"))
    return redirect(url_for("gifts.stock_item", key=form.row_key))


@blueprint.get("/stock/<uuid:key>/")
@requires("gifts:read")
@shows(Purpose.PREPARATION, "gift_stock_item")
def stock_item(key: UUID) -> Response:
    """Show a gift in stock and what moved it."""
    return _item_page(key, MovementForm(data={"day": clock.today()}))


@blueprint.get("/stock/<uuid:key>/edit")
@requires("gifts:edit")
def edit_stock(key: UUID) -> Response:
    """Show the form of a gift in stock."""
    item = stock_item_by_id(session(), key)
    return _form_page(stock_form(item), item)


@blueprint.post("/stock/<uuid:key>/edit")
@requires("gifts:edit")
def revise_stock(key: UUID) -> Response:
    """Change what is stated about a gift in stock."""
    form = StockForm()
    status = refused(
        form,
        lambda: change_stock_item(
            session(),
            actor=signed_in(),
            key=key,
            version=form.row_version,
            plan=form.plan(),
        ),
    )
    if status:
        return _form_page(form, stock_item_by_id(session(), key), status=status)
    flash(message("gifts.flash.stock_changed"))
    return redirect(url_for("gifts.stock_item", key=key))


@blueprint.post("/stock/<uuid:key>/end")
@requires("gifts:edit")
def end_stock(key: UUID) -> Response:
    """Take a gift off the list of the stock."""
    version = ActionForm.checked().row_version
    try:
        end_stock_item(session(), actor=signed_in(), key=key, version=version)
    except DomainError as error:
        form = MovementForm(formdata=None, data={"day": clock.today()})
        form.show(error)
        return _item_page(key, form, status=error.status)
    flash(message("gifts.flash.stock_ended"))
    return redirect(url_for("gifts.stock"))


@blueprint.post("/stock/<uuid:key>/move")
@requires("gifts:edit")
def move(key: UUID) -> Response:
    """Buy, use or count a gift in stock."""
    form = MovementForm()
    status = refused(
        form,
        lambda: move_stock(
            session(),
            actor=signed_in(),
            key=key,
            kind=MovementKind(form.kind.data),
            number=form.number.data,
            day=form.day.data,
            note=form.movement_note.data or "",
            movement=form.row_key,
        ),
    )
    if status:
        return _item_page(key, form, status=status)
    flash(message("gifts.flash.moved"))
    return redirect(url_for("gifts.stock_item", key=key))


def _item_page(key: UUID, form: MovementForm, *, status: int = 200) -> Response:
    return render(
        "gifts/stock_item.html",
        status=status,
        item=stock_item_by_id(session(), key),
        count=on_hand(session(), key),
        movements=movements_page(session(), key, cursor=request.args.get("cursor")),
        form=form,
    )


def _form_page(form: StockForm, item: StockItem | None = None, *, status: int = 200) -> Response:
    return render("gifts/stock_form.html", status=status, form=form, item=item)
