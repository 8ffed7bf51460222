"""The public home page and the staff's."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from exchange.agreements.entries import anniversary_entries
from exchange.calendars.subscriptions import subscribing
from exchange.celebrations.models import RunwayStep
from exchange.celebrations.queries import steps_between
from exchange.core import clock
from exchange.core.dates import FiscalYear
from exchange.core.entries import Audience, CalendarEntry, EntryKind, EntryQuery
from exchange.core.errors import NotFoundError
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.delegations.queries.lists import lists_handed_in
from exchange.home.rules import (
    by_day,
    days_until,
    shown_date,
    under_way,
    upcoming,
)
from exchange.indicators.queries.closing import waiting_corrections
from exchange.indicators.queries.youth import YouthReading, youth_reading
from exchange.inquiries.queries import counts_of
from exchange.jobs.enums import JobState
from exchange.jobs.queries import counts as job_counts
from exchange.outbox.queries import failed_count as failed_mail_count
from exchange.outbox.queries import waiting_count
from exchange.partners.profile import PublicProfile, public_profile
from exchange.partners.queries import present_partners
from exchange.partners.worldmap import arrange
from exchange.tasks.queries import TaskFilter, first_tasks
from exchange.web import languages
from exchange.web.access import actor, public, requires, signed_in
from exchange.web.offers import entries_for, panels_for
from exchange.web.pages import can_mail, render, settings
from exchange.web.transactions import session
from exchange.youth.enums import DuplicateState
from exchange.youth.queries.board import lacks_of_all
from exchange.youth.queries.changes import waiting_changes
from exchange.youth.queries.duplicates import duplicate_counts
from exchange.youth.queries.overview import undecided_editions
from exchange.youth.queries.partner_requests import waiting_requests
from exchange.youth.rules.board import Turn, groups, turns

blueprint = Blueprint("home", __name__)

#: The public home page, for rooms that show something on it.
PAGE: Final = Subject("home", UUID(int=0))
_ANNIVERSARIES: Final = 6
_YEAR_AND_A_MONTH: Final = timedelta(days=396)
_FORTNIGHT: Final = timedelta(days=14)
_TASKS: Final = 10
#: How far ahead steps towards celebrations are shown, and how far back those that wait.
_RUNWAY: Final = timedelta(days=91)
_LONG_AGO: Final = timedelta(days=4 * 365)


@blueprint.get("/")
@public
def index() -> Response:
    """Show the partners on the map, the next anniversaries and how to subscribe to them."""
    today = clock.today()
    profiles = [public_profile(partner) for partner in present_partners(session())]
    coming = anniversary_entries(
        session(),
        EntryQuery(
            # A month-only anniversary of this month stands on its 1st and is still to come.
            first=today.replace(day=1),
            last=today + _YEAR_AND_A_MONTH,
            language=languages.current(),
        ),
    )
    return render(
        "home/index.html",
        profiles=profiles,
        markers=_markers(profiles),
        next_entries=[
            (entry, shown_date(entry), days_until(entry, today))
            for entry in upcoming(coming, today, limit=_ANNIVERSARIES)
        ],
        reading=_reading(),
        subscription=subscribing(settings().base_url, {"lang": languages.current()}),
        panels=panels_for(PAGE),
    )


@blueprint.get("/home/")
@requires("home:read")
def staff() -> Response:
    """Show what to do today, what comes next, and what is stuck."""
    today, who = clock.today(), signed_in()
    entries = _staff_entries()
    mine = TaskFilter(who, assignee=who.user_id, before=today + timedelta(days=1))
    works = who.may("tasks:edit")
    due = first_tasks(session(), mine, limit=_TASKS) if works else ()
    late = first_tasks(session(), TaskFilter(who, before=today), limit=_TASKS) if works else ()
    return render(
        "home/staff.html",
        today=today,
        fiscal_year=FiscalYear.of(today),
        mine=due,
        late=[task for task in late if task not in due],
        late_ids={task.id for task in late},
        under_way=under_way(entries, today),
        stuck=_stuck(who, today),
        days=by_day([entry for entry in entries if entry.kind is not EntryKind.TASK], today),
        works=works,
        asked=_asked(who, today),
        steps=_steps(who, today),
    )


def _steps(who: Actor, today: date) -> Sequence[RunwayStep]:
    """Return the steps towards celebrations that are late or come up, as far as one may see."""
    if not who.may("celebrations:read"):
        return ()
    return steps_between(session(), first=today - _LONG_AGO, last=today + _RUNWAY)


def _stuck(who: Actor, today: date) -> Mapping[str, object]:
    """Return what waits for a person, each for those who can do something about it."""
    decides, keeps = who.may("registrations:decide"), who.may("jobs:read")
    answers, compares = who.may("changes:answer"), who.may("duplicates:decide")
    return {
        "changes": waiting_changes(session()) if answers else 0,
        "lists": lists_handed_in(session()) if who.may("visits:edit") else (),
        "duplicates": duplicate_counts(session()).get(DuplicateState.OPEN, 0) if compares else 0,
        "turns": _turns(who, today) if decides else (),
        "undecided": undecided_editions(session(), who, today) if decides else (),
        "inquiries": _inquiries(who, today),
        "corrections": waiting_corrections(session()) if who.may("corrections:approve") else {},
        "failed_jobs": job_counts(session())[JobState.FAILED] if keeps else 0,
        "failed_mails": failed_mail_count(session()) if keeps else 0,
        "waiting_mails": waiting_count(session()) if keeps and not can_mail() else 0,
    }


def _inquiries(who: Actor, today: date) -> Mapping[str, int]:
    """Return how many answers the division has to check, and how many are late, by state."""
    if not who.may("inquiries:ask"):
        return {}
    counts = counts_of(session(), who, today=today)
    found = {"answered": counts.answered, "overdue": counts.overdue}
    return {state: count for state, count in found.items() if count}


def _asked(who: Actor, today: date) -> int:
    """Return how many values a section has to give; the division asks and is asked for none."""
    if who.may("inquiries:ask") or not who.may("inquiries:read"):
        return 0
    return counts_of(session(), who, today=today).open


def _turns(who: Actor, today: date) -> Sequence[Turn]:
    """Return whom the board waits for, summed up."""
    columns = groups(lacks_of_all(session(), who, today))
    return turns(columns, waiting_requests(session(), who), today)


def _reading() -> YouthReading | None:
    """Return the youth indicator's readings; None before the strategy is loaded."""
    who = actor()
    try:
        return youth_reading(
            session(), with_demo=who is not None and who.may("indicators:read"), today=clock.today()
        )
    except NotFoundError:
        return None


def _staff_entries() -> Sequence[CalendarEntry]:
    """Return the entries of the next two weeks from every room."""
    today = clock.today()
    query = EntryQuery(
        first=today,
        last=today + _FORTNIGHT,
        language=languages.current(),
        audience=Audience.STAFF,
        actor=signed_in(),
    )
    return list(entries_for(query))


def _markers(profiles: Sequence[PublicProfile]) -> list[dict[str, object]]:
    spots = arrange([(profile.latitude, profile.longitude) for profile in profiles])
    return [
        {
            "number": profile.number,
            "label": profile.names.in_language(languages.current()),
            "href": url_for("partners.show", slug=profile.slug),
            "spot": spot,
        }
        for profile, spot in zip(profiles, spots, strict=True)
    ]
