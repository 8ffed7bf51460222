"""Addresses for machines: alive, ready, counted. None tells a secret or names a person."""

from dataclasses import asdict
from hmac import compare_digest
from typing import Final

from flask import Blueprint, abort, current_app, jsonify, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.database.revision import newest_revision
from exchange.core.scanner import is_there
from exchange.operations.exposition import CONTENT_TYPE, exposition
from exchange.operations.queries import Backlog, ages, backlog, revision
from exchange.operations.rules import AWAY, readiness
from exchange.web.access import public
from exchange.web.pages import settings
from exchange.web.transactions import session

blueprint = Blueprint("operations", __name__)

#: What asking a database that is away, or has no connection left, raises.
_DATABASE_AWAY: Final = (DBAPIError, PoolTimeoutError)


@blueprint.get("/healthz")
@public
def alive() -> Response:
    """Answer as long as this process can; the database is not asked, a restart mends none."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    """Say whether people may be sent here, and how long the oldest job and mail have waited.

    Where there is a virus scanner, whether it answers; without it everything but uploads goes on.
    """
    stands_at, waited, answers, newest = None, None, True, newest_revision()
    try:
        stands_at = revision(session())
        waited = ages(session(), clock.machine_now()) if stands_at == newest else None
    except _DATABASE_AWAY:
        answers = False
    found = readiness(settings(), answers=answers, revision=stands_at, newest=newest)
    scanner = settings().scanner_url
    body = jsonify(
        status="ready" if found.is_ready else "not ready",
        **asdict(found),
        oldest_job_seconds=waited.job if waited else None,
        oldest_mail_seconds=waited.mail if waited else None,
        **({"scanner": "ok" if is_there(scanner) else AWAY} if scanner else {}),
    )
    return body, 200 if found.is_ready else 503


@blueprint.get("/metrics")
@public
def metrics() -> Response:
    """Tell the counts to whoever has the token; without one set there is no such page."""
    token = settings().metrics_token
    if token is None:
        abort(404)
    sent = request.headers.get("Authorization", "")
    if not compare_digest(sent.encode(), f"Bearer {token}".encode()):
        return Response("", 401, {"WWW-Authenticate": "Bearer"})
    measures = current_app.extensions["measures"]
    return Response(exposition(measures.read(), _backlog()), content_type=CONTENT_TYPE)


def _backlog() -> Backlog | None:
    try:
        return backlog(session(), clock.machine_now())
    except _DATABASE_AWAY:
        return None
