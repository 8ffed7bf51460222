"""The room's first page, ordering a report, how far it is, and its files."""

from typing import Final
from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.attachments.enums import MediaType
from exchange.attachments.views import file_answer
from exchange.core import clock
from exchange.core.dates import FiscalYear
from exchange.core.errors import NotFoundError
from exchange.core.languages import OWN_NAMES, Language
from exchange.partners.queries import present_partners
from exchange.reports.forms import OrderForm
from exchange.reports.models import ReportOrder
from exchange.reports.queries.orders import file_of, latest_orders, order_by_id
from exchange.reports.rules import has_no_worker, is_open
from exchange.reports.services import order_report
from exchange.reports.views.room import blueprint
from exchange.strategy.queries import strategy_frame
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import render
from exchange.web.transactions import session

_FILES: Final = {"pdf": MediaType.PDF, "xlsx": MediaType.XLSX}


@blueprint.get("/reports/")
@requires("progress:read")
def index() -> Response:
    """Show every report there is, and the latest that were made; a section its progress sheet."""
    form = OrderForm(formdata=None)
    form.fiscal_year.data = FiscalYear.of(clock.today()).previous.start
    form.language.data = languages.current()
    return _index(form)


@blueprint.post("/reports/orders")
@requires("reports:read")
def order() -> Response:
    """Order a report and lead to where its progress is shown."""
    form, made = OrderForm(), list[ReportOrder]()
    status = refused(form, lambda: made.append(_ordered(form)))
    if status:
        return _index(form, status=status)
    return redirect(url_for("reports.show_order", key=made[0].id))


@blueprint.get("/reports/orders/<uuid:key>/")
@requires("reports:read")
def show_order(key: UUID) -> Response:
    """Show how far a report is; an open one asks again by itself."""
    found = order_by_id(session(), key)
    return render(
        "reports/order.html",
        order=found,
        year=FiscalYear(found.fiscal_year),
        open=is_open(found),
        own_name=OWN_NAMES[Language(found.language)],
        no_worker=has_no_worker(found, clock.machine_now()),
    )


@blueprint.get("/reports/orders/<uuid:key>/<kind>")
@requires("reports:read")
def order_file(key: UUID, kind: str) -> Response:
    """Give a report that is made, as a PDF or a workbook."""
    if kind not in _FILES:
        raise NotFoundError
    found = file_of(session(), order_by_id(session(), key), _FILES[kind])
    return file_answer(found, as_attachment=True)


def _ordered(form: OrderForm) -> ReportOrder:
    kind, year, language = form.wanted
    return order_report(
        session(), actor=signed_in(), kind=kind, fiscal_year=year, language=language
    )


def _index(form: OrderForm, *, status: int = 200) -> Response:
    strategy, all_of_them = strategy_frame(session()), signed_in().may("reports:read")
    orders = latest_orders(session()) if all_of_them else ()
    return render(
        "reports/index.html",
        all_of_them=all_of_them,
        status=status,
        form=form,
        orders=[(each, FiscalYear(each.fiscal_year)) for each in orders],
        partners=present_partners(session()) if all_of_them else (),
        review=strategy.review if strategy else None,
        own_names=OWN_NAMES,
        this=FiscalYear.of(clock.today()),
    )
