"""What each room answers, shows on other pages and moves along: in the order it is shown in."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint

from exchange.accounts.views import blueprint as accounts
from exchange.agreements.entries import ANNIVERSARIES, TERMS
from exchange.agreements.panels import find_panels as agreement_panels
from exchange.agreements.search import find_hits as agreement_hits
from exchange.agreements.views import blueprint as agreements
from exchange.agreements.views import open_data_blueprint as open_data
from exchange.attachments.panels import find_panels as document_panels
from exchange.audit.views import blueprint as audit
from exchange.budgets import offers as of_budgets
from exchange.budgets.panels import find_panels as budget_panels
from exchange.budgets.services import copy_with_visit as copy_budget
from exchange.budgets.views import blueprint as budgets
from exchange.calendars.views import blueprint as calendars
from exchange.celebrations.entries import SOURCE as CELEBRATIONS
from exchange.celebrations.panels import find_panels as celebration_panels
from exchange.celebrations.search import find_hits as celebration_hits
from exchange.celebrations.services.following import FOLLOWS as CELEBRATIONS_FOLLOW
from exchange.celebrations.views import blueprint as celebrations
from exchange.closures.views import blueprint as closures
from exchange.core.belongings import EndSource
from exchange.core.entries import EntrySource
from exchange.core.offers import (
    Copier,
    EventFinder,
    FollowSource,
    HitSource,
    LinkSource,
    LooseEndFinder,
    Origin,
    PanelSource,
    PrintFinder,
    RemainderFinder,
)
from exchange.delegations import offers as of_visits
from exchange.delegations.entries import SOURCE as VISITS
from exchange.delegations.panels import find_panels as visit_panels
from exchange.delegations.search import find_hits as visit_hits
from exchange.delegations.views import blueprint as delegations
from exchange.delegations.views.partner_lists import blueprint as partner_list
from exchange.gifts.offers import loose_ends as gift_loose_ends
from exchange.gifts.panels import find_panels as gift_panels
from exchange.gifts.search import find_hits as gift_hits
from exchange.gifts.views import blueprint as gifts
from exchange.handover.services import end_ahead, end_alone
from exchange.handover.views import blueprint as handover
from exchange.home.views import blueprint as home
from exchange.hosting.panels import find_panels as hosting_panels
from exchange.hosting.views import blueprint as hosting
from exchange.indicators.offers import remaining as values_remaining
from exchange.indicators.panels import find_panels as indicator_panels
from exchange.indicators.search import find_hits as indicator_hits
from exchange.indicators.views import blueprint as indicators
from exchange.inquiries.entries import SOURCE as INQUIRIES
from exchange.inquiries.panels import find_panels as inquiry_panels
from exchange.inquiries.views import blueprint as inquiries
from exchange.inquiries.views import link_blueprint as figures
from exchange.itineraries import offers as of_items
from exchange.itineraries.entries import SOURCE as ITINERARIES
from exchange.itineraries.panels import find_panels as itinerary_panels
from exchange.itineraries.services.following import FOLLOWS as ITEMS_FOLLOW
from exchange.itineraries.views import blueprint as itineraries
from exchange.jobs.views import blueprint as jobs
from exchange.letters import offers as of_letters
from exchange.letters.panels import find_panels as letter_panels
from exchange.letters.services import tie_to_visit as tie_letter
from exchange.letters.views import blueprint as letters
from exchange.outbox.views import blueprint as outbox
from exchange.papers.offers import find_printed as papers_printed
from exchange.papers.panels import find_panels as paper_panels
from exchange.papers.views import blueprint as papers
from exchange.partners.panels import find_panels as partner_panels
from exchange.partners.search import find_hits as partner_hits
from exchange.partners.views import blueprint as partners
from exchange.people.search import find_hits as person_hits
from exchange.people.views import blueprint as people
from exchange.privacy.views import blueprint as privacy
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
from exchange.youth import offers as of_youth
from exchange.youth.entries import YOUTH
from exchange.youth.panels import find_panels as youth_panels
from exchange.youth.search import find_hits as youth_hits
from exchange.youth.views import applying, consent, desk, scoring
from exchange.youth.views import blueprint as youth

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
    applying,
    consent,
    scoring,
    handover,
    home,
    indicators,
    inquiries,
    figures,
    jobs,
    open_data,
    outbox,
    privacy,
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
    INQUIRIES,
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
    inquiry_panels,
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
LINK_SOURCES: Final[tuple[LinkSource, ...]] = (of_visits.VISITS_TO_LINK, of_youth.EDITIONS_TO_LINK)

#: What is on a visit's programme, and what moves when a visit moves.
EVENT_SOURCES: Final[tuple[EventFinder, ...]] = (of_items.find_events,)
FOLLOW_SOURCES: Final[tuple[FollowSource, ...]] = (ITEMS_FOLLOW, CELEBRATIONS_FOLLOW)

#: Which of a visit's papers were printed: only those can be out of date.
PRINT_SOURCES: Final[tuple[PrintFinder, ...]] = (papers_printed,)

#: What a new visit may be made from, by the name its form's address has for it.
ORIGINS: Final[Mapping[str, Origin]] = {"letter": tie_letter}

#: Who ends an account.
END_SOURCE: Final = EndSource(end_ahead, end_alone)

#: What comes with a visit that is made from an earlier one.
COPIERS: Final[tuple[Copier, ...]] = (copy_budget,)

#: What a visit that is put off or called off leaves behind, and who is to be told.
LOOSE_END_SOURCES: Final[tuple[LooseEndFinder, ...]] = (
    of_budgets.loose_ends,
    of_visits.loose_ends,
    of_youth.loose_ends,
    of_items.loose_ends,
    of_letters.loose_ends,
    gift_loose_ends,
)

#: What a fiscal year that is to be closed still has open.
REMAINDER_SOURCES: Final[tuple[RemainderFinder, ...]] = (
    of_youth.remaining,
    values_remaining,
    of_budgets.remaining,
)
