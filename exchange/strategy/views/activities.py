"""Pages of activities: the list and its file, an activity, its form, its withdrawal."""

from typing import Final
from uuid import UUID

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from exchange.attachments.views import Holder, offer_documents
from exchange.core.messages import Message, label, message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role
from exchange.core.translate import translate
from exchange.documents.xlsx_files import xlsx_bytes
from exchange.partners.queries import all_partners
from exchange.strategy.enums import ActivityKind
from exchange.strategy.forms import ActivityChoices, ActivityForm, WithdrawForm, activity_form
from exchange.strategy.models import Activity
from exchange.strategy.queries import (
    activities_page,
    activity_by_id,
    all_activities,
    own_activity,
    years_of_activities,
)
from exchange.strategy.rules import counted_in, year_name
from exchange.strategy.services import correct_activity, log_activity, withdraw_activity
from exchange.strategy.serving import strategy_choices
from exchange.strategy.views.room import address_of, blueprint, wanted_activities
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.downloads import name_file
from exchange.web.forms import refused
from exchange.web.offers import panels_for
from exchange.web.pages import flash, render
from exchange.web.transactions import session

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS: Final[tuple[Message, ...]] = (
    message("strategy.activity.field.held"),
    message("strategy.activity.field.kind"),
    message("strategy.activity.field.title"),
    message("strategy.activity.field.times"),
    message("strategy.activity.field.organiser"),
    message("strategy.activity.field.organiser_name"),
    message("strategy.activity.field.section"),
    message("strategy.activity.field.partners"),
    message("strategy.activity.field.audience"),
    message("strategy.activity.field.audience_number"),
    message("strategy.activity.field.evidence"),
    message("strategy.activity.field.link"),
    message("strategy.activity.field.measures"),
    message("strategy.activity.field.projects"),
    message("strategy.activity.field.note"),
    message("strategy.activity.field.withdrawn"),
)


@blueprint.get("/activities/")
@requires("indicators:read")
def activities() -> Response:
    """List activities, the latest first."""
    wanted = wanted_activities()
    years = years_of_activities(session(), calendar=wanted.calendar)
    asked = () if wanted.year is None or wanted.year in years else (wanted.year,)
    return render(
        "strategy/activities.html",
        page=activities_page(session(), wanted, cursor=request.args.get("cursor")),
        wanted=wanted,
        kept=address_of(wanted),
        kinds=list(ActivityKind),
        years={year: year_name(year, calendar=wanted.calendar) for year in (*asked, *years)},
        choices=_choices(),
    )


@blueprint.get("/activities.xlsx")
@requires("indicators:read")
def activities_workbook() -> Response:
    """Give the activities of a filter as a workbook."""
    language = languages.current()
    heads = [translate(column, language) for column in _COLUMNS]
    rows = [
        dict(zip(heads, _cells(row, language), strict=True))
        for row in all_activities(session(), wanted_activities())
    ]
    title = translate(message("strategy.activities.title"), language)
    answer = Response(xlsx_bytes(title, heads, rows), mimetype=_XLSX)
    name_file(answer, "attachment", "activities.xlsx", f"{title}.xlsx")
    return answer


@blueprint.get("/activities/new")
@requires("activities:edit")
def new_activity() -> Response:
    """Show the form of an activity, with what the address ties it to."""
    tied = {name: request.args.getlist(name[:-1]) for name in ("partners", "measures", "projects")}
    return _form_page(ActivityForm(data={**tied, "kind": request.args.get("kind", "")}))


@blueprint.post("/activities/new")
@requires("activities:edit")
def log() -> Response:
    """Write an activity down."""
    form, who = _offered(ActivityForm()), signed_in()
    status = refused(
        form,
        lambda: log_activity(
            session(), actor=who, plan=form.plan(), key=form.row_key, file=form.contents()
        ),
    )
    if status:
        return _form_page(form, status=status)
    flash(message("strategy.activity.flash.logged"))
    return redirect(url_for("strategy.activity", key=form.row_key))


@blueprint.get("/activities/<uuid:key>/")
@requires("indicators:read")
def activity(key: UUID) -> Response:
    """Show an activity, what counts it, and its documents."""
    return _page(key, WithdrawForm())


@blueprint.get("/activities/<uuid:key>/edit")
@requires("activities:edit")
def edit_activity(key: UUID) -> Response:
    """Show the form of an activity the actor may change."""
    found = own_activity(session(), signed_in(), key)
    return _form_page(activity_form(found), found)


@blueprint.post("/activities/<uuid:key>/edit")
@requires("activities:edit")
def correct(key: UUID) -> Response:
    """Put an activity right."""
    form, who = _offered(ActivityForm(), own_activity(session(), signed_in(), key)), signed_in()
    status = refused(
        form,
        lambda: correct_activity(
            session(),
            actor=who,
            key=key,
            version=form.row_version,
            plan=form.plan(),
            file=form.contents(),
        ),
    )
    if status:
        return _form_page(form, activity_by_id(session(), key), status=status)
    flash(message("strategy.activity.flash.corrected"))
    return redirect(url_for("strategy.activity", key=key))


@blueprint.post("/activities/<uuid:key>/withdraw")
@requires("activities:edit")
def withdraw(key: UUID) -> Response:
    """Take an activity out of the figures."""
    form, who = WithdrawForm(), signed_in()
    status = refused(
        form,
        lambda: withdraw_activity(
            session(), actor=who, key=key, version=form.row_version, reason=form.reason.data
        ),
    )
    if status:
        return _page(key, form, status=status)
    flash(message("strategy.activity.flash.withdrawn"))
    return redirect(url_for("strategy.activity", key=key))


def _holder(held: Session, key: UUID) -> Holder:
    found = activity_by_id(held, key)
    path = url_for("strategy.activity", key=key)
    return Holder(Subject("activity", key), found.title, path)


offer_documents(blueprint, "activity", _holder)


def _page(key: UUID, form: WithdrawForm, *, status: int = 200) -> Response:
    found, who = activity_by_id(session(), key), signed_in()
    if not form.version.data:
        form.version.data = str(found.version)
    return render(
        "strategy/activity.html",
        status=status,
        activity=found,
        counts=counted_in(found),
        form=form,
        may_edit=_may_edit(who, found),
        panels=panels_for(Subject("activity", key)),
    )


def _form_page(form: ActivityForm, found: Activity | None = None, *, status: int = 200) -> Response:
    return render(
        "strategy/activity_form.html",
        status=status,
        form=_offered(form, found),
        activity=found,
        own_section=_own_section(),
    )


def _offered(form: ActivityForm, found: Activity | None = None) -> ActivityForm:
    return form.offer(_choices(found), section=_own_section())


def _choices(found: Activity | None = None) -> ActivityChoices:
    """Offer partners and the present strategy; what an activity serves already stays."""
    measures, projects = strategy_choices(session(), found)
    return ActivityChoices(partners=all_partners(session()), measures=measures, projects=projects)


def _own_section() -> str | None:
    who = signed_in()
    return (who.section or "") if who.role is Role.SECTION else None


def _may_edit(who: Actor, found: Activity) -> bool:
    """Say whether the page offers to change it; the query that loads it for that decides."""
    own = who.role is not Role.SECTION or who.section == found.section
    return who.may("activities:edit") and own and found.withdrawn_at is None


def _cells(row: Activity, language: str) -> tuple[object, ...]:
    return (
        str(row.held),
        translate(label(row.kind), language),
        row.title.in_language(language),
        row.times,
        translate(label(row.organiser), language),
        row.organiser_name or None,
        row.section,
        "\n".join(each.names.in_language(language) for each in row.partners) or None,
        row.audience or None,
        row.audience_number,
        row.evidence,
        row.link or None,
        "\n".join(each.title.in_language(language) for each in row.measures) or None,
        "\n".join(each.title.in_language(language) for each in row.projects) or None,
        row.note or None,
        row.withdrawn_reason or None,
    )
