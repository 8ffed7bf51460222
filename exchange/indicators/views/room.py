"""The room's blueprint, who asks, and how its files leave."""

import json
from collections.abc import Sequence

from flask import Blueprint
from werkzeug.wrappers import Response

from exchange.agreements.opendata import Column, DataRow, column_names
from exchange.documents.csv_files import csv_bytes
from exchange.web.access import actor

blueprint = Blueprint("indicators", __name__)


def is_staff() -> bool:
    """Say whether who asks may see what the public does not."""
    who = actor()
    return who is not None and who.may("indicators:read")


def csv_file(name: str, columns: Sequence[Column], rows: Sequence[DataRow]) -> Response:
    """Give rows as a CSV file."""
    answer = Response(
        csv_bytes(column_names(columns), rows), content_type="text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def json_file(value: object, *, kind: str = "json") -> Response:
    """Give a value as JSON, or as the `schema+json` of such a file."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return Response(f"{text}\n", content_type=f"application/{kind}; charset=utf-8")
