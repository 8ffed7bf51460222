"""The page of a visit's papers: what there is, what is missing for it, what to print anew."""

from collections.abc import Sequence
from uuid import UUID

from flask import request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.languages import OWN_NAMES
from exchange.core.messages import Message, label, message
from exchange.delegations.enums import Paper
from exchange.delegations.queries import visit_by_id
from exchange.delegations.queries.orders import orders_of
from exchange.delegations.queries.purging import needs_purged_on
from exchange.delegations.rules import PUBLISHABLE
from exchange.itineraries.queries import items_of, people_for, track_names, versions_of
from exchange.itineraries.services.versions import snapshot
from exchange.itineraries.versions import compare
from exchange.papers.cards import CARDS
from exchange.papers.enums import Side
from exchange.papers.programme import without_words
from exchange.papers.queries import (
    acts_since,
    came_since,
    ceremonies_of,
    corrected_since,
    last_prints,
    listed_members,
    press_release_of,
    speeches_of,
    thanked_since,
)
from exchange.papers.reprinting import PROGRAMMES, to_reprint
from exchange.papers.roster import lacking, second_language
from exchange.papers.rules import ROSTERS, is_gone
from exchange.papers.tables import JA
from exchange.papers.views.approval import approval_offer
from exchange.papers.views.occasions import ceremony_offers, speech_offers
from exchange.papers.views.offers import Look, Offer, asked_since, outdated
from exchange.papers.views.press import press_offer
from exchange.papers.views.report import report_offers
from exchange.papers.views.room import blueprint
from exchange.papers.views.thanks import thanks_offer
from exchange.papers.views.visa import visa_offers
from exchange.web.access import requires, signed_in
from exchange.web.pages import render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/papers/")
@requires("members:read")
@shows(Purpose.PREPARATION, "visit")
def index(key: UUID) -> Response:
    """Show every paper of a visit, and those to print anew after changes since a day."""
    look = _look(key)
    visit, since = look.visit, asked_since(request.args.get("since", ""), look.prints)
    offers = [
        approval_offer(look),
        *_programmes(look),
        *_rosters(look),
        *visa_offers(look),
        *report_offers(look),
        thanks_offer(look),
    ]
    press = press_release_of(session(), key)
    if press is not None and visit.state in PUBLISHABLE:
        offers.append(press_offer(look))
    ceremonies, speeches = ceremonies_of(session(), key), speeches_of(session(), key)
    written = {**ceremony_offers(look, ceremonies), **speech_offers(look, speeches)}
    return render(
        "papers/index.html",
        visit=visit,
        offers=offers,
        since=since,
        outdated=outdated([*offers, *written.values()], since),
        people=people_for(session(), key),
        tracks=track_names(session(), key),
        versions=versions_of(session(), key),
        tongues=[(tag, name) for tag, name in OWN_NAMES.items() if tag != JA],
        usual=second_language(visit),
        sides=list(Side),
        items=look.items,
        ceremonies=ceremonies,
        speeches=speeches,
        written=written,
        press=press,
        may_tell_press=visit.state in PUBLISHABLE,
        may_edit=signed_in().may("visits:edit"),
        lists=[kind for kind in ROSTERS if not is_gone(kind, purged=look.purged_on is not None)],
    )


def _look(key: UUID) -> Look:
    prints = last_prints(session(), key)
    printed = {name: at for name, (at, _) in prints.items()}
    first = min(printed.values(), default=None)
    deeds = [
        deed
        for since in (acts_since, corrected_since, thanked_since, came_since)
        for deed in (since(session(), key, first) if first else ())
    ]
    visit, members = visit_by_id(session(), key), listed_members(session(), key)
    return Look(
        visit=visit,
        members=members,
        purged_on=needs_purged_on(session(), visit, members, clock.today()),
        prints=prints,
        items=items_of(session(), key),
        anew=to_reprint(printed, deeds),
    )


def _programmes(look: Look) -> Sequence[Offer]:
    visit = look.visit
    items, versions = look.items, versions_of(session(), visit.id)
    language = second_language(visit)
    missing: list[Message] = []
    if not items:
        missing.append(message("papers.missing.items"))
    elif not versions:
        missing.append(message("papers.missing.version"))
    elif compare(versions[0].plan, snapshot(items)):
        missing.append(message("papers.missing.unpublished", number=versions[0].number))
    lack = without_words(items, language)
    words = message("papers.missing.words", items=lack, language=OWN_NAMES[language])
    return [
        look.offer(
            PROGRAMMES[side],
            label(side),
            url_for("papers.programme", key=visit.id, side=side.value),
            url_for("papers.programme_workbook", key=visit.id, side=side.value),
            missing=[*missing, words] if side is Side.PARTNER and lack else missing,
        )
        for side in Side
    ]


def _rosters(look: Look) -> Sequence[Offer]:
    visit = look.visit

    def offer(kind: Paper, title: Message, pdf: str, xlsx: str = "") -> Offer:
        return look.offer(kind.value, title, pdf, xlsx, missing=_missing(look, kind))

    found = [
        look.gone(label(kind))
        if is_gone(kind, purged=look.purged_on is not None)
        else offer(
            kind,
            label(kind),
            url_for("papers.roster", key=visit.id, list=kind.value),
            url_for("papers.roster_workbook", key=visit.id, list=kind.value),
        )
        for kind in ROSTERS
    ]
    for kind in CARDS:
        found.append(
            offer(kind, label(kind), url_for("papers.cards", key=visit.id, list=kind.value))
        )
    seats, whole = Paper.SEATING, url_for("papers.seating", key=visit.id)
    found.append(offer(seats, label(seats), whole))
    for order in orders_of(session(), visit.id):
        said = message("papers.seating.of", event=order.name)
        path = url_for("papers.seating", key=visit.id, order=order.id)
        found.append(offer(seats, said, path))
    note = url_for("papers.briefing", key=visit.id)
    found.append(offer(Paper.BRIEFING, label(Paper.BRIEFING), note))
    return found


def _missing(look: Look, kind: Paper) -> Sequence[Message]:
    columns = lacking(look.members, kind).items()
    return [
        *(
            message("papers.missing.column", column=label(it), people=count)
            for it, count in columns
        ),
        *look.nobody(),
    ]
