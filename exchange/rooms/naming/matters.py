"""Partners, agreements, visits and what belongs to them, and the house itself."""

from operator import attrgetter
from typing import Final

from sqlalchemy.orm import joinedload

from exchange.agreements.models import (
    Agreement,
    AgreementFact,
    AgreementParty,
    Basis,
    DateClaim,
)
from exchange.attachments.models import Document
from exchange.budgets.models import BudgetHeading, BudgetLine, ParticipantShare
from exchange.calendars.models import PrivateFeed
from exchange.celebrations.models import Celebration
from exchange.closures.models import AvoidedDays, Holiday
from exchange.core.messages import Message, label, message
from exchange.delegations.models import TitleTerm, Visit, VisitCycle
from exchange.gifts.models import Gift, GiftLimit, StockItem, Taboo
from exchange.itineraries.models import ItineraryItem
from exchange.jobs.models import Job
from exchange.letters.models import LanguageRequest, Letter, MailMerge
from exchange.outbox.models import Mail
from exchange.papers.models import Speech, UsualSteps
from exchange.partners.models import Organisation, Partner, PartnerFact, PartnerRelation, Source
from exchange.promises.models import Promise
from exchange.reports.models import ReportOrder
from exchange.rooms.naming.making import NAME, NAMES, TITLE, at, kind, part
from exchange.tasks.models import Task, TaskStep, TaskTemplate

_AGREEMENT: Final = "/agreements/{0.agreement.slug}/"


def report_words(order: ReportOrder) -> Message:
    """Return which report was ordered."""
    return label(order.kind)


def speech_words(speech: Speech) -> Message:
    """Return who speaks, and at what."""
    return message("audit.value.speech", who=speech.speaker, at=label(speech.occasion))


PARTNERS: Final = {
    "source": kind(message("audit.kind.source"), Source, title=TITLE),
    "partner": kind(
        message("audit.kind.partner"), Partner, title=NAMES, path=at("/partners/{0.slug}/")
    ),
    "partner_fact": kind(
        message("audit.kind.partner_fact"),
        PartnerFact,
        title=attrgetter("partner.names"),
        path=at("/partners/{0.partner.slug}/"),
        options=(joinedload(PartnerFact.partner),),
    ),
    "partner_relation": kind(
        message("audit.kind.partner_relation"),
        PartnerRelation,
        title=attrgetter("partner.names"),
        path=at("/partners/{0.partner.slug}/"),
        options=(joinedload(PartnerRelation.partner),),
    ),
    "organisation": kind(message("audit.kind.organisation"), Organisation, title=NAMES),
    "agreement": kind(
        message("audit.kind.agreement"),
        Agreement,
        title=TITLE,
        path=at("/agreements/{0.slug}/"),
        opens="home:read",
    ),
    "agreement_party": part(
        message("audit.kind.agreement_party"),
        AgreementParty,
        AgreementParty.agreement,
        path=_AGREEMENT,
        opens="home:read",
    ),
    "agreement_fact": part(
        message("audit.kind.agreement_fact"),
        AgreementFact,
        AgreementFact.agreement,
        path=_AGREEMENT,
        opens="home:read",
    ),
    "date_claim": part(
        message("audit.kind.date_claim"),
        DateClaim,
        DateClaim.agreement,
        path=_AGREEMENT,
        opens="home:read",
    ),
    "basis": part(
        message("audit.kind.basis"), Basis, Basis.agreement, path=_AGREEMENT, opens="home:read"
    ),
    "celebration": kind(
        message("audit.kind.celebration"),
        Celebration,
        title=TITLE,
        path=at("/celebrations/{0.id}/"),
        opens="celebrations:read",
    ),
    "holiday": kind(message("audit.kind.holiday"), Holiday, title=NAMES),
    "avoided_days": kind(message("audit.kind.avoided_days"), AvoidedDays),
    "promise": kind(
        message("audit.kind.promise"),
        Promise,
        title=TITLE,
        path=at("/promises/{0.id}/"),
        reads="promises:read",
        opens="promises:read",
    ),
}

VISITS: Final = {
    "visit": kind(
        message("audit.kind.visit"),
        Visit,
        title=TITLE,
        path=at("/delegations/{0.id}/"),
        opens="visits:read",
    ),
    "itinerary_item": kind(
        message("audit.kind.itinerary_item"), ItineraryItem, title=TITLE, has_lines=False
    ),
    "speech": kind(message("audit.kind.speech"), Speech, title=speech_words, has_lines=False),
    "visit_cycle": kind(message("audit.kind.visit_cycle"), VisitCycle, title=TITLE),
    "title_term": kind(message("audit.kind.title_term"), TitleTerm, title=TITLE),
    "usual_ceremony": kind(message("audit.kind.usual_ceremony"), UsualSteps),
    "letter": kind(
        message("audit.kind.letter"),
        Letter,
        title=TITLE,
        path=at("/letters/{0.id}/"),
        reads="letters:read",
        opens="letters:read",
    ),
    "mail_merge": kind(
        message("audit.kind.mail_merge"),
        MailMerge,
        title=TITLE,
        path=at("/letters/merges/{0.id}/"),
        reads="letters:read",
        opens="letters:read",
    ),
    "language_request": kind(
        message("audit.kind.language_request"),
        LanguageRequest,
        title=attrgetter("what"),
        reads="letters:read",
    ),
    "gift": kind(
        message("audit.kind.gift"),
        Gift,
        title=TITLE,
        path=at("/gifts/{0.id}/"),
        reads="gifts:read",
        opens="gifts:read",
    ),
    "gift_stock_item": kind(
        message("audit.kind.gift_stock_item"),
        StockItem,
        title=NAME,
        path=at("/gifts/stock/{0.id}/"),
        opens="gifts:read",
    ),
    "gift_taboo": kind(message("audit.kind.gift_taboo"), Taboo, title=attrgetter("words")),
    "gift_limit": kind(message("audit.kind.gift_limit"), GiftLimit),
    "budget_heading": kind(message("audit.kind.budget_heading"), BudgetHeading, title=NAME),
    "budget_line": part(
        message("audit.kind.budget_line"),
        BudgetLine,
        BudgetLine.visit,
        path="/budgets/visits/{0.visit_id}/",
        opens="budgets:read",
    ),
    "participant_share": kind(message("audit.kind.participant_share"), ParticipantShare),
    "task": kind(message("audit.kind.task"), Task, title=TITLE, reads="tasks:edit"),
    "task_template": kind(
        message("audit.kind.task_template"),
        TaskTemplate,
        title=TITLE,
        path=at("/tasks/templates/{0.id}/"),
        opens="tasks:edit",
    ),
    "task_step": kind(message("audit.kind.task_step"), TaskStep, title=TITLE),
}

#: What is no row of its own: whole registers and lists, a year, a key, whoever nobody knows.
_WHOLE: Final = {
    "fiscal_year": kind(message("audit.kind.fiscal_year")),
    "disposal_register": kind(message("audit.kind.disposal_register")),
    "gift_register": kind(message("audit.kind.gift_register")),
    "letter_log": kind(message("audit.kind.letter_log")),
    "data_key": kind(message("audit.kind.data_key")),
    "stranger": kind(message("audit.kind.stranger")),
    "secret_link": kind(message("audit.kind.secret_link")),
}

HOUSE: Final = {
    **_WHOLE,
    "document": kind(message("audit.kind.document"), Document, title=TITLE, reads="members:read"),
    "feed": kind(message("audit.kind.feed"), PrivateFeed),
    "job": kind(message("audit.kind.job"), Job),
    "mail": kind(
        message("audit.kind.mail"),
        Mail,
        title=attrgetter("subject"),
        path=at("/outbox/{0.id}/"),
        reads="outbox:read",
        opens="outbox:read",
    ),
    "report": kind(
        message("audit.kind.report"),
        ReportOrder,
        title=report_words,
        path=at("/reports/orders/{0.id}/"),
        opens="reports:read",
    ),
}
