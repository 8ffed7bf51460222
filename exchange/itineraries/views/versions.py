"""Versions of a programme: publish the next one, see what changed since an earlier one."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.messages import message
from exchange.delegations.queries import visit_by_id
from exchange.itineraries.clocks import cities_of
from exchange.itineraries.forms.acts import VersionForm
from exchange.itineraries.queries import (
    items_of,
    latest_version,
    people_for,
    version_of,
    versions_page,
)
from exchange.itineraries.services.versions import publish_version, snapshot
from exchange.itineraries.telling import Teller
from exchange.itineraries.versions import compare
from exchange.itineraries.views.room import blueprint
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/itinerary/versions")
@requires("members:read")
@shows(Purpose.PREPARATION, "visit")
def versions(key: UUID) -> Response:
    """Show the versions and what changed since one, the latest unless another is asked for."""
    return _versions(key, VersionForm(formdata=None))


@blueprint.post("/<uuid:key>/itinerary/versions")
@requires("visits:edit")
def publish(key: UUID) -> Response:
    """Publish the programme of now as the next version."""
    form = VersionForm()

    def save() -> None:
        publish_version(session(), actor=signed_in(), visit_id=key, note=form.note.data or "")

    if status := refused(form, save):
        return _versions(key, form, status=status)
    flash(message("itineraries.flash.published"))
    return redirect(url_for("itineraries.versions", key=key))


def _versions(key: UUID, form: VersionForm, *, status: int = 200) -> Response:
    visit = visit_by_id(session(), key)
    asked = request.args.get("since", type=int)
    latest = latest_version(session(), key)
    since = (version_of(session(), key, asked) if asked else None) or latest
    names = {str(person.id): person.name.written for person in people_for(session(), key)}
    now = snapshot(items_of(session(), key))
    teller = Teller(cities_of(visit.partners), names, languages.current())
    return render(
        "itineraries/versions.html",
        status=status,
        visit=visit,
        form=form,
        page=versions_page(session(), key, cursor=request.args.get("cursor")),
        latest=latest,
        since=since,
        told=teller.told(compare(since.plan, now)) if since else None,
        may_publish=signed_in().may("visits:edit"),
    )
