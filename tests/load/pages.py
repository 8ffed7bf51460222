"""Every page that lists rows which become more with the years: who opens it, and where it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

ADMINISTRATOR: Final = "administrator-0"
MANAGER: Final = "manager-0"
COORDINATOR: Final = "coordinator-0"
SCHOOL: Final = "school-0a"


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page with at least one list; keys in braces are those of `volume.keys`."""

    who: str | None
    path: str

    @property
    def name(self) -> str:
        """Who and where, as a report says it."""
        return f"{self.who or 'anybody'} {self.path}"


def _of(who: str | None, *paths: str) -> list[ListPage]:
    return [ListPage(who, path) for path in paths]


#: Lists that are paged.
PAGED: Final[Sequence[ListPage]] = (
    *_of(
        ADMINISTRATOR,
        "/accounts/users/",
        "/audit/",
        "/jobs/",
        "/outbox/",
    ),
    *_of(
        MANAGER,
        "/audit/personal/",
        "/handover/",
        "/handover/people/{coordinator}/",
        "/handover/schools/",
        "/privacy/",
        "/privacy/disposal/",
    ),
    *_of(
        COORDINATOR,
        "/budgets/",
        "/delegations/?span=past",
        "/delegations/{visit}/documents/",
        "/delegations/titles/{partner}/",
        "/delegations/{visit}/itinerary/versions",
        "/delegations/{visit}/members/",
        "/delegations/{visit}/members/former",
        "/gifts/",
        "/gifts/stock/",
        "/gifts/stock/{stock}/",
        "/indicators/youth-participation/participations/",
        "/inquiries/",
        "/letters/",
        "/letters/merges/",
        "/letters/merges/{merge}/",
        "/letters/merges/{merge}/recipients",
        "/letters/requests/",
        "/partners/{partner_id}/documents/",
        "/people/",
        "/promises/?state=done",
        "/strategy/activities/",
        "/tasks/?who=all",
        "/youth/",
        "/youth/changes/",
        "/youth/duplicates/",
        "/youth/editions/{cancelled}/rollover",
        "/youth/editions/{done}/achievements",
        "/youth/editions/{done}/lists",
        "/youth/editions/{lottery}/",
        "/youth/editions/{open}/",
        "/youth/editions/{open}/applications/",
        "/youth/editions/{open}/consent",
        "/youth/editions/{open}/partner",
        "/youth/editions/{open}/waiting/",
        "/youth/editions/{placed}/board",
        "/youth/editions/{placed}/cancel",
        "/youth/editions/{placed}/letters",
        "/youth/editions/{placed}/sessions",
        "/youth/editions/{screening}/screening/",
        "/youth/messages/",
        "/youth/messages/{school}/",
        "/youth/programmes/",
        "/youth/programmes/{programme}/",
        "/youth/schools/",
    ),
    *_of(
        SCHOOL,
        "/school/",
        "/school/editions/{open}/consent",
        "/school/editions/{open}/known",
        "/school/messages/",
        "/school/moves/",
    ),
)

#: Lists that are whole: few by nature, or to be read or decided about as one; each says why.
WHOLE: Final[Sequence[tuple[ListPage, str]]] = (
    (ListPage(MANAGER, "/privacy/retention/"), "numbers of what is due, six kinds"),
    (ListPage(COORDINATOR, "/agreements/"), "the city's agreements"),
    (ListPage(COORDINATOR, "/agreements/claims/"), "their dates that sources tell apart"),
    (ListPage(COORDINATOR, "/partners/"), "the city's partners"),
    (ListPage(COORDINATOR, "/partners/sources/"), "sources of the city's own facts"),
    (ListPage(COORDINATOR, "/partners/{partner}/"), "one partner; longer parts are the newest"),
    (ListPage(COORDINATOR, "/delegations/{visit}/"), "one visit; longer parts are the newest"),
    (ListPage(COORDINATOR, "/delegations/{visit}/itinerary/"), "the programme of one visit"),
    (ListPage(COORDINATOR, "/budgets/visits/{visit}/"), "the budget of one visit"),
    (ListPage(COORDINATOR, "/budgets/headings/"), "the city's budget headings"),
    (ListPage(COORDINATOR, "/people/{person}/"), "one person; longer parts are the newest"),
    (ListPage(COORDINATOR, "/calendar/"), "six months"),
    (ListPage(COORDINATOR, "/celebrations/"), "the years to come"),
    (ListPage(COORDINATOR, "/closures/"), "the holidays and days of two years"),
    (ListPage(COORDINATOR, "/feeds/mine/"), "a person's own feeds"),
    (ListPage(COORDINATOR, "/home/"), "the next of everything"),
    (ListPage(COORDINATOR, "/hosting/editions/{hosting}/"), "who stays where, one edition"),
    (ListPage(COORDINATOR, "/indicators/"), "the strategy's indicators"),
    (ListPage(COORDINATOR, "/indicators/youth-participation/"), "a line a fiscal year"),
    (
        ListPage(COORDINATOR, "/indicators/youth-participation/{closed_year}/"),
        "a line a programme of one fiscal year",
    ),
    (
        ListPage(MANAGER, "/indicators/youth-participation/{closed_year}/corrections/new"),
        "the editions of one fiscal year, to choose from",
    ),
    (ListPage(COORDINATOR, "/reports/"), "the newest orders"),
    (ListPage(COORDINATOR, "/reports/progress/"), "one sheet, to be printed"),
    (ListPage(COORDINATOR, "/search/?q=見本"), "the first of each kind"),
    (ListPage(COORDINATOR, "/strategy/"), "the strategy"),
    (ListPage(COORDINATOR, "/tasks/templates/"), "the usual steps of a visit"),
    (ListPage(COORDINATOR, "/gifts/settings/"), "what is not given where"),
    (ListPage(COORDINATOR, "/youth/board"), "a line a running edition and gap"),
    (ListPage(COORDINATOR, "/youth/consent-texts/"), "the versions of one text"),
    (ListPage(COORDINATOR, "/youth/messages/new"), "the schools, to choose from"),
    (ListPage(COORDINATOR, "/youth/registrations/{registration}/"), "one pupil's way"),
    (ListPage(SCHOOL, "/school/editions/{open}/papers"), "one school's pupils in one edition"),
    (ListPage(SCHOOL, "/school/editions/{open}/register"), "a form"),
    (ListPage(None, "/youth/"), "the editions that are open"),
    (ListPage(None, "/youth/editions/{open}/"), "one edition"),
    (ListPage(None, "/youth/editions/{lottery}/lottery/"), "a list that is hashed as one"),
)
