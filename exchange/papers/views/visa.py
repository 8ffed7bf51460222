"""The papers for guests' visas, and the emergency cards."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import request, url_for
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.errors import BadRequestError
from exchange.core.messages import label, message
from exchange.core.translate import translate
from exchange.delegations.enums import Direction, Paper
from exchange.delegations.models import Visit, VisitMember
from exchange.delegations.queries import visit_by_id
from exchange.itineraries.queries import items_of
from exchange.papers.emergency import emergency_data, missing_of_card
from exchange.papers.models import EmergencyContacts, VisaParticulars
from exchange.papers.particulars import particulars_of
from exchange.papers.queries import listed_members
from exchange.papers.stay import missing_of_stay, stay_paper
from exchange.papers.tables import JA, TablePaper
from exchange.papers.views.offers import Look, Offer
from exchange.papers.views.particulars import received
from exchange.papers.views.room import Sheet, blueprint, pdf_answer, sheet_answer, xlsx_answer
from exchange.papers.visa import LETTERS, letter_data, missing_of_letter
from exchange.web.access import requires
from exchange.web.transactions import session

_LETTERS = {each.value: each for each in LETTERS}


@blueprint.get("/<uuid:key>/stay.pdf")
@requires("members:read")
def stay(key: UUID) -> Response:
    """Print the schedule of the guests' stay."""
    return pdf_answer(_stay(key), key, Paper.STAY_SCHEDULE.value)


@blueprint.get("/<uuid:key>/stay.xlsx")
@requires("members:read")
def stay_workbook(key: UUID) -> Response:
    """Give the same schedule as a workbook."""
    name = translate(label(Paper.STAY_SCHEDULE), JA)
    return xlsx_answer(_stay(key), key, Paper.STAY_SCHEDULE.value, name)


@blueprint.get("/<uuid:key>/visa-letter.pdf")
@requires("members:read")
def visa_letter(key: UUID) -> Response:
    """Print the letter of invitation or of guarantee."""
    kind = _LETTERS.get(request.args.get("letter", Paper.INVITATION.value))
    if kind is None:
        raise BadRequestError(message("papers.error.choice"))
    visit, members = received(key), listed_members(session(), key)
    stated = particulars_of(session(), VisaParticulars, key)
    data = letter_data(visit, members, stated, kind)
    sheet = _sheet(visit, members, kind, template="visa_letter", data=data)
    return sheet_answer(sheet, key, kind.value)


@blueprint.get("/<uuid:key>/emergency-cards.pdf")
@requires("members:read")
def emergency_cards(key: UUID) -> Response:
    """Print the members' emergency cards, several on a page to cut out."""
    visit, members = visit_by_id(session(), key), listed_members(session(), key)
    stated = particulars_of(session(), EmergencyContacts, key)
    data = emergency_data(visit, members, stated)
    kind = Paper.EMERGENCY_CARD
    sheet = _sheet(visit, members, kind, template="emergency_cards", data=data)
    return sheet_answer(sheet, key, kind.value)


def visa_offers(look: Look) -> Sequence[Offer]:
    """Return the lines of the visa papers, for guests alone, and of the emergency cards."""
    visit, key = look.visit, look.visit.id
    contacts = particulars_of(session(), EmergencyContacts, key)
    cards = look.offer(
        Paper.EMERGENCY_CARD.value,
        label(Paper.EMERGENCY_CARD),
        url_for("papers.emergency_cards", key=key),
        missing=[*([] if look.members else look.nobody()), *missing_of_card(contacts)],
        form=url_for("papers.edit_emergency", key=key),
    )
    if visit.direction is not Direction.IN:
        return [cards]
    stated = particulars_of(session(), VisaParticulars, key)
    form = url_for("papers.edit_visa", key=key)
    schedule = look.offer(
        Paper.STAY_SCHEDULE.value,
        label(Paper.STAY_SCHEDULE),
        url_for("papers.stay", key=key),
        url_for("papers.stay_workbook", key=key),
        missing=[*look.nobody(), *missing_of_stay(visit, look.items, stated)],
        form=form,
    )
    letters = [
        look.offer(
            kind.value,
            label(kind),
            url_for("papers.visa_letter", key=key, letter=kind.value),
            missing=[*look.nobody(), *missing_of_letter(visit, look.members, stated, kind)],
            form=form,
        )
        for kind in LETTERS
    ]
    return [schedule, *letters, cards]


def _stay(key: UUID) -> TablePaper:
    visit, members = received(key), listed_members(session(), key)
    items, stated = items_of(session(), key), particulars_of(session(), VisaParticulars, key)
    return stay_paper(visit, members, items, stated, today=clock.today())


def _sheet(
    visit: Visit,
    members: Sequence[VisitMember],
    kind: Paper,
    *,
    template: str,
    data: Mapping[str, object],
) -> Sheet:
    said = message("papers.roster.title", visit=visit.title[JA], list=label(kind))
    is_demo = visit.is_demo or any(each.is_demo or each.person.is_demo for each in members)
    return Sheet(template, data, translate(said, JA), len(members), is_demo)
