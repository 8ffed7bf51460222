"""The application factory: extensions, the rooms' blueprints, error pages; nothing else."""

from datetime import timedelta
from pathlib import Path
from typing import Final

from flask import Flask, redirect, url_for
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from config import ROOT, Settings
from exchange.accounts.keeping import register_keeping
from exchange.accounts.login import register_login
from exchange.audit.reading import note_handed_back
from exchange.core import clock
from exchange.core.database import Database
from exchange.core.database.replica import Replica
from exchange.operations.views import blueprint as operations
from exchange.outbox.telling import tell_of_waiting
from exchange.rooms.keeping import (
    DAILY_JOBS,
    ERASURE_HINDRANCES,
    ERASURE_PARTS,
    JOB_REVIVALS,
    OFFICIAL_SOURCES,
    RETENTIONS,
)
from exchange.rooms.naming import KINDS
from exchange.rooms.offers import (
    BLUEPRINTS,
    COPIERS,
    END_SOURCE,
    ENTRY_SOURCES,
    EVENT_SOURCES,
    FOLLOW_SOURCES,
    HIT_SOURCES,
    LINK_SOURCES,
    LOOSE_END_SOURCES,
    ORIGINS,
    PANEL_SOURCES,
    PRINT_SOURCES,
    REMAINDER_SOURCES,
)
from exchange.web import languages
from exchange.web.access import gate, public
from exchange.web.addresses import CONVERTERS, refuse_nul
from exchange.web.errors import UPLOAD_MEGABYTES, register_error_pages
from exchange.web.forms import check_token
from exchange.web.headers import add_headers
from exchange.web.offers import Offers
from exchange.web.recording import measure_routes, register_recording
from exchange.web.scanning import scan_uploads
from exchange.web.sessions import cookie_name
from exchange.web.statics import register_statics
from exchange.web.templating import register_templating
from exchange.web.transactions import TransactionalFlask, close

_SESSION_LIFETIME: Final = timedelta(hours=12)
_BYTES_IN_A_MEGABYTE: Final = 1024 * 1024
#: Seconds PostgreSQL has for one statement of a request; then people are told that it is away.
_PATIENCE: Final = 20.0


class SecretMissingError(RuntimeError):
    """The server has no key to sign cookies with."""


def create_app(  # long: one visible list of what an application is made of
    settings: Settings, database: Database | None = None
) -> Flask:
    """Build the application; `database` is given by tests, otherwise made from the settings.

    Raises SecretMissingError without EXCHANGE_SECRET_KEY.
    """
    if not settings.secret_key:
        raise SecretMissingError("EXCHANGE_SECRET_KEY is not set")
    clock.fix(settings.fixed_now)
    app = TransactionalFlask(
        "exchange",
        root_path=str(Path(__file__).parent),
        template_folder=str(ROOT / "templates"),
        static_folder=None,
    )
    _configure(app, settings)
    app.url_map.converters.update(CONVERTERS)
    app.extensions["settings"] = settings
    app.extensions["database"] = found = database or Database(
        settings.database_url, patience=_PATIENCE
    )
    app.extensions["replica"] = _replica(settings, found)
    app.extensions["offers"] = Offers(
        ENTRY_SOURCES,
        PANEL_SOURCES,
        HIT_SOURCES,
        LINK_SOURCES,
        EVENT_SOURCES,
        FOLLOW_SOURCES,
        LOOSE_END_SOURCES,
        REMAINDER_SOURCES,
        ERASURE_PARTS,
        ERASURE_HINDRANCES,
        RETENTIONS,
        OFFICIAL_SOURCES,
        COPIERS,
        PRINT_SOURCES,
        ORIGINS,
        END_SOURCE,
        KINDS,
    )
    app.extensions["job_revivals"] = JOB_REVIVALS
    app.extensions["daily_jobs"] = DAILY_JOBS
    register_recording(app, behind_proxy=_is_behind_proxy(settings))
    app.before_request(refuse_nul)
    app.before_request(check_token)
    register_login(app)
    app.before_request(gate)
    app.before_request(scan_uploads)
    register_keeping(app)
    register_templating(app)
    register_error_pages(app)
    for blueprint in (operations, *BLUEPRINTS):
        app.register_blueprint(blueprint)
    register_statics(app, ROOT / "static")
    app.add_url_rule("/favicon.ico", "favicon", _favicon)
    measure_routes(app)
    app.after_request(languages.remember)
    app.after_request(note_handed_back)
    app.after_request(tell_of_waiting)
    app.after_request(add_headers)
    app.teardown_request(close)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    secure = _is_behind_proxy(settings)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        PROPAGATE_EXCEPTIONS=settings.testing,
        PERMANENT_SESSION_LIFETIME=_SESSION_LIFETIME,
        SESSION_COOKIE_NAME=cookie_name("exchange", secure=secure),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=UPLOAD_MEGABYTES * _BYTES_IN_A_MEGABYTE,
    )
    if secure:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]


def _replica(settings: Settings, database: Database) -> Replica | None:
    url = settings.read_database_url
    return Replica(url, database.engine) if url else None


def _is_behind_proxy(settings: Settings) -> bool:
    """Say whether the office's reverse proxy ends TLS in front; its headers are believed then."""
    return settings.base_url.startswith("https://")


@public
def _favicon() -> Response:
    """Send whoever asks for the old place of the icon, whatever the page says, to the icon."""
    return redirect(url_for("static", filename="img/icon.svg"))
