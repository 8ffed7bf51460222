"""The application factory: extensions, one visible list of rooms, error pages; nothing else."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

from flask import Blueprint, Flask, redirect, url_for
from sqlalchemy import text
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

import exchange.reference.models  # noqa: F401 - declares its tables
from config import ROOT, Settings
from exchange.accounts.login import register_login
from exchange.accounts.views import blueprint as accounts
from exchange.agreements.entries import ANNIVERSARIES, TERMS
from exchange.agreements.panels import find_panels as agreement_panels
from exchange.agreements.search import find_hits as agreement_hits
from exchange.agreements.views import blueprint as agreements
from exchange.agreements.views import open_data_blueprint as open_data
from exchange.attachments.panels import find_panels as document_panels
from exchange.audit.views import blueprint as audit
from exchange.budgets.panels import find_panels as budget_panels
from exchange.budgets.views import blueprint as budgets
from exchange.calendars.views import blueprint as calendars
from exchange.celebrations.entries import SOURCE as CELEBRATIONS
from exchange.celebrations.panels import find_panels as celebration_panels
from exchange.celebrations.search import find_hits as celebration_hits
from exchange.celebrations.services.notices import TELL as TELL_OF_CELEBRATION
from exchange.celebrations.services.notices import tell as tell_of_celebration
from exchange.celebrations.views import blueprint as celebrations
from exchange.closures.views import blueprint as closures
from exchange.core import clock
from exchange.core.database import Database
from exchange.core.entries import EntrySource
from exchange.core.offers import (
    EventFinder,
    FollowSource,
    HitSource,
    LinkSource,
    PanelSource,
    Purge,
)
from exchange.delegations.entries import SOURCE as VISITS
from exchange.delegations.offers import VISITS_TO_LINK
from exchange.delegations.panels import find_panels as visit_panels
from exchange.delegations.search import find_hits as visit_hits
from exchange.delegations.services.lists import DROP as DROP_LIST
from exchange.delegations.services.lists import drop_list
from exchange.delegations.views import blueprint as delegations
from exchange.delegations.views.partner_lists import blueprint as partner_list
from exchange.gifts.panels import find_panels as gift_panels
from exchange.gifts.search import find_hits as gift_hits
from exchange.gifts.views import blueprint as gifts
from exchange.home.views import blueprint as home
from exchange.hosting.panels import find_panels as hosting_panels
from exchange.hosting.services import PURGE as PURGE_HOSTING
from exchange.hosting.services import purge as purge_hosting
from exchange.hosting.services import purge_due as purge_hosting_due
from exchange.hosting.views import blueprint as hosting
from exchange.indicators.panels import find_panels as indicator_panels
from exchange.indicators.search import find_hits as indicator_hits
from exchange.indicators.views import blueprint as indicators
from exchange.itineraries.entries import SOURCE as ITINERARIES
from exchange.itineraries.offers import find_events as itinerary_events
from exchange.itineraries.panels import find_panels as itinerary_panels
from exchange.itineraries.services.following import FOLLOWS as ITEMS_FOLLOW
from exchange.itineraries.views import blueprint as itineraries
from exchange.jobs.services import Revival
from exchange.jobs.views import blueprint as jobs
from exchange.jobs.worker import Ending, Handler
from exchange.letters.panels import find_panels as letter_panels
from exchange.letters.views import blueprint as letters
from exchange.outbox import services as mails
from exchange.outbox.views import blueprint as outbox
from exchange.papers.panels import find_panels as paper_panels
from exchange.papers.views import blueprint as papers
from exchange.partners.panels import find_panels as partner_panels
from exchange.partners.search import find_hits as partner_hits
from exchange.partners.views import blueprint as partners
from exchange.people.search import find_hits as person_hits
from exchange.people.views import blueprint as people
from exchange.promises.entries import SOURCE as PROMISES
from exchange.promises.panels import find_panels as promise_panels
from exchange.promises.views import blueprint as promises
from exchange.reports.panels import find_panels as report_panels
from exchange.reports.views import blueprint as reports
from exchange.search.views import blueprint as search
from exchange.strategy.search import find_hits as strategy_hits
from exchange.strategy.views import blueprint as strategy
from exchange.tasks.entries import TASKS
from exchange.tasks.panels import find_panels as task_panels
from exchange.tasks.search import find_hits as task_hits
from exchange.tasks.views import blueprint as tasks
from exchange.web import languages
from exchange.web.access import gate, public
from exchange.web.errors import UPLOAD_MEGABYTES, register_error_pages
from exchange.web.forms import check_token
from exchange.web.headers import add_headers
from exchange.web.offers import Offers
from exchange.web.templating import register_templating
from exchange.web.transactions import TransactionalFlask, close, session
from exchange.youth.entries import YOUTH
from exchange.youth.offers import EDITIONS_TO_LINK
from exchange.youth.panels import find_panels as youth_panels
from exchange.youth.search import find_hits as youth_hits
from exchange.youth.services import emptying
from exchange.youth.services.jobs import YOUTH_HANDLERS
from exchange.youth.views import blueprint as youth
from exchange.youth.views import consent, desk, scoring

#: Every room that answers requests.
BLUEPRINTS: Final[tuple[Blueprint, ...]] = (
    accounts,
    audit,
    people,
    partners,
    agreements,
    strategy,
    celebrations,
    delegations,
    partner_list,
    itineraries,
    gifts,
    budgets,
    promises,
    letters,
    papers,
    youth,
    desk,
    hosting,
    consent,
    scoring,
    home,
    indicators,
    jobs,
    open_data,
    outbox,
    reports,
    search,
    tasks,
    closures,
    calendars,
)

#: What rooms offer to the calendar, to other rooms' pages and to the search box.
ENTRY_SOURCES: Final[tuple[EntrySource, ...]] = (
    ANNIVERSARIES,
    CELEBRATIONS,
    TERMS,
    VISITS,
    ITINERARIES,
    YOUTH,
    TASKS,
    PROMISES,
)
PANEL_SOURCES: Final[tuple[PanelSource, ...]] = (
    partner_panels,
    agreement_panels,
    celebration_panels,
    visit_panels,
    itinerary_panels,
    paper_panels,
    gift_panels,
    budget_panels,
    promise_panels,
    letter_panels,
    youth_panels,
    hosting_panels,
    indicator_panels,
    task_panels,
    document_panels,
    report_panels,
)
HIT_SOURCES: Final[tuple[HitSource, ...]] = (
    partner_hits,
    agreement_hits,
    person_hits,
    strategy_hits,
    celebration_hits,
    visit_hits,
    gift_hits,
    youth_hits,
    indicator_hits,
    task_hits,
)

#: What higher rooms let a celebration be linked with.
LINK_SOURCES: Final[tuple[LinkSource, ...]] = (VISITS_TO_LINK, EDITIONS_TO_LINK)

#: What is on a visit's programme, and what moves when a visit moves.
EVENT_SOURCES: Final[tuple[EventFinder, ...]] = (itinerary_events,)
FOLLOW_SOURCES: Final[tuple[FollowSource, ...]] = (ITEMS_FOLLOW,)

#: Who does which kind of job.
JOB_HANDLERS: Final[Mapping[str, Handler]] = {
    mails.SEND: mails.send,
    TELL_OF_CELEBRATION: tell_of_celebration,
    PURGE_HOSTING: purge_hosting,
    DROP_LIST: drop_list,
    **YOUTH_HANDLERS,
}

#: What a kind of job leaves behind when it fails for good.
JOB_ENDINGS: Final[Mapping[str, Ending]] = {mails.SEND: mails.give_up}

#: What is put back when a job that failed for good is tried anew.
JOB_REVIVALS: Final[Mapping[str, Revival]] = {mails.SEND: mails.revive}

#: What `exchange purge` asks, by room; each deletes what is kept past its day.
PURGES: Final[Mapping[str, Purge]] = {
    "hosting": purge_hosting_due,
    "youth": emptying.empty_ended,
}

_SESSION_LIFETIME: Final = timedelta(hours=12)
_BYTES_IN_A_MEGABYTE: Final = 1024 * 1024


class SecretMissingError(RuntimeError):
    """The server has no key to sign cookies with."""


def create_app(settings: Settings, database: Database | None = None) -> Flask:
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
        static_folder=str(ROOT / "static"),
    )
    _configure(app, settings)
    app.extensions["settings"] = settings
    app.extensions["database"] = database or Database(settings.database_url)
    app.extensions["offers"] = Offers(
        ENTRY_SOURCES, PANEL_SOURCES, HIT_SOURCES, LINK_SOURCES, EVENT_SOURCES, FOLLOW_SOURCES
    )
    app.extensions["job_revivals"] = JOB_REVIVALS
    app.before_request(check_token)
    app.before_request(gate)
    register_login(app)
    register_templating(app)
    register_error_pages(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.add_url_rule("/healthz", "healthz", _healthz)
    app.add_url_rule("/favicon.ico", "favicon", _favicon)
    app.after_request(languages.remember)
    app.after_request(add_headers)
    app.teardown_request(close)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    secure = settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        PROPAGATE_EXCEPTIONS=settings.testing,
        PERMANENT_SESSION_LIFETIME=_SESSION_LIFETIME,
        SESSION_COOKIE_NAME="exchange",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=UPLOAD_MEGABYTES * _BYTES_IN_A_MEGABYTE,
    )
    if secure:  # behind the office's reverse proxy
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]


@public
def _favicon() -> Response:
    """Send whoever asks for the old place of the icon, whatever the page says, to the icon."""
    return redirect(url_for("static", filename="img/icon.svg"), 301)


@public
def _healthz() -> tuple[str, int, dict[str, str]]:
    """Answer 200 when the database answers."""
    session().execute(text("SELECT 1"))
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
