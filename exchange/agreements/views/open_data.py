"""Open data: partners and anniversaries as CSV and JSON, and a page that explains them."""

import json
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from werkzeug.wrappers import Response

from exchange.agreements.opendata import (
    ANNIVERSARY_COLUMNS,
    CITY_CODE,
    PARTNER_COLUMNS,
    Column,
    DataRow,
    anniversary_rows,
    column_names,
    data_file,
    partner_rows,
    schema,
)
from exchange.agreements.queries import bases
from exchange.agreements.views.blueprints import open_data_blueprint as blueprint
from exchange.core import clock
from exchange.core.offers import Subject
from exchange.documents.csv_files import csv_bytes
from exchange.partners.profile import public_profile
from exchange.partners.queries import all_partners
from exchange.web.access import public
from exchange.web.offers import panels_for
from exchange.web.pages import render, settings
from exchange.web.transactions import session

#: The page of open data, for rooms with files of their own.
PAGE: Final = Subject("open_data", UUID(int=0))
_FILES: Final[Mapping[str, Sequence[Column]]] = {
    "partners": PARTNER_COLUMNS,
    "anniversaries": ANNIVERSARY_COLUMNS,
}
_YEARS_BACK: Final = 1
_YEARS_AHEAD: Final = 10


@blueprint.get("/")
@public
def index() -> Response:
    """Explain the files and their columns."""
    return render(
        "agreements/open_data.html",
        files=_FILES,
        city_code=CITY_CODE,
        licence=settings().data_licence,
        panels=panels_for(PAGE),
    )


@blueprint.get("/partners.<any(csv, json):form>")
@public
def partners(form: str) -> Response:
    """Give the partners as a file."""
    profiles = [public_profile(partner) for partner in all_partners(session())]
    rows = partner_rows(profiles, bases(session(), public_only=True))
    return _file("partners", form, PARTNER_COLUMNS, rows)


@blueprint.get("/anniversaries.<any(csv, json):form>")
@public
def anniversaries(form: str) -> Response:
    """Give the anniversaries from last year to ten years on as a file."""
    year = clock.today().year
    found = bases(session(), public_only=True)
    rows = anniversary_rows(found, first_year=year - _YEARS_BACK, last_year=year + _YEARS_AHEAD)
    return _file("anniversaries", form, ANNIVERSARY_COLUMNS, rows)


@blueprint.get("/<any(partners, anniversaries):name>.schema.json")
@public
def schema_file(name: str) -> Response:
    """Give the JSON Schema of a file, for programs that read it."""
    text = json.dumps(schema(name, _FILES[name]), ensure_ascii=False, indent=1)
    return Response(text, content_type="application/schema+json; charset=utf-8")


def _file(name: str, form: str, columns: Sequence[Column], rows: Sequence[DataRow]) -> Response:
    if form == "csv":
        body = csv_bytes(column_names(columns), rows)
        answer = Response(body, content_type="text/csv; charset=utf-8")
    else:
        licence = settings().data_licence
        data = data_file(columns, rows, as_of=clock.today(), licence=licence)
        text = json.dumps(data, ensure_ascii=False, indent=1)
        answer = Response(text, content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
