"""The press release of a visit: typed beside its facts, printed, and as text to copy."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.errors import NotFoundError
from exchange.core.messages import label, message
from exchange.core.translate import translate
from exchange.delegations.enums import Paper
from exchange.delegations.models import Visit
from exchange.delegations.queries import visit_by_id
from exchange.delegations.rules import PUBLISHABLE
from exchange.itineraries.queries import items_of
from exchange.papers.forms import PressForm
from exchange.papers.press import PressFacts, press_data, press_text
from exchange.papers.queries import last_contact, listed_members, press_release_of
from exchange.papers.services import write_press_release
from exchange.papers.tables import JA
from exchange.papers.views.offers import Look, Offer
from exchange.papers.views.room import Sheet, blueprint, sheet_answer
from exchange.web.access import requires, signed_in
from exchange.web.fields import opened
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/press")
@requires("visits:edit")
@shows(Purpose.PREPARATION, "visit")
def press(key: UUID) -> Response:
    """Show what is typed of the press release, and the whole of it as text."""
    release = press_release_of(session(), key)
    if release is not None:
        return _page(key, PressForm(data=opened(release)))
    known = {"day": clock.today(), "contact": last_contact(session())}
    return _page(key, PressForm(data=known))


@blueprint.post("/<uuid:key>/press")
@requires("visits:edit")
def keep_press(key: UUID) -> Response:
    """Keep what is typed of the press release."""
    form = PressForm()
    status = refused(
        form,
        lambda: write_press_release(
            session(),
            actor=signed_in(),
            visit_id=key,
            plan=form.plan(),
            version=form.row_version,
            key=form.row_key,
        ),
    )
    if status:
        return _page(key, form, status)
    flash(message("papers.flash.saved"))
    return redirect(url_for("papers.press", key=key, _anchor="text"))


@blueprint.get("/<uuid:key>/press.pdf")
@requires("members:read")
def press_paper(key: UUID) -> Response:
    """Print the press release of a confirmed visit."""
    visit, release = visit_by_id(session(), key), press_release_of(session(), key)
    if release is None or visit.state not in PUBLISHABLE:
        raise NotFoundError
    facts = _facts(visit)
    paper = Paper.PRESS_RELEASE
    title = message("papers.roster.title", visit=visit.title[JA], list=label(paper))
    members = any(each.is_demo or each.person.is_demo for each in facts.members)
    sheet = Sheet(
        "visit_press",
        press_data(release, facts),
        translate(title, JA),
        len(facts.members),
        visit.is_demo or release.is_demo or members,
        message("papers.stamp.version", number=release.version),
    )
    return sheet_answer(sheet, key, paper.value)


def press_offer(look: Look) -> Offer:
    """Return the line of a press release that is written."""
    paper, key = Paper.PRESS_RELEASE, look.visit.id
    pdf, form = (url_for(name, key=key) for name in ("papers.press_paper", "papers.press"))
    return look.offer(paper.value, label(paper), pdf, form=form)


def _page(key: UUID, form: PressForm, status: int = 200) -> Response:
    visit, release = visit_by_id(session(), key), press_release_of(session(), key)
    facts = _facts(visit)
    return render(
        "papers/press_form.html",
        status=status,
        visit=visit,
        form=form,
        may_print=visit.state in PUBLISHABLE,
        release=release,
        facts=facts,
        text=press_text(release, facts) if release else "",
    )


def _facts(visit: Visit) -> PressFacts:
    items = [item for item in items_of(session(), visit.id) if item.open_to_press]
    return PressFacts(visit, listed_members(session(), visit.id), items)
