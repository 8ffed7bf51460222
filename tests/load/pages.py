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
    #: How many lists it pages.
    lists: int = 1


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
        "/privacy/retention/",
    ),
    *_of(
        COORDINATOR,
        "/budgets/",
        "/delegations/",
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
        "/people/",
        "/promises/",
        "/reports/",
        "/strategy/activities/",
        "/tasks/",
        "/youth/",
        "/youth/changes/",
        "/youth/duplicates/",
        "/youth/editions/{cancelled}/rollover",
        "/youth/editions/{done}/achievements",
        "/youth/editions/{done}/lists",
        "/youth/editions/{lottery}/",
        "/youth/editions/{open}/",
        "/youth/editions/{open}/applications/",
        "/youth/editions/{open}/board",
        "/youth/editions/{open}/consent",
        "/youth/editions/{open}/partner",
        "/youth/editions/{open}/waiting/",
        "/youth/editions/{placed}/sessions",
        "/youth/messages/",
        "/youth/messages/{school}/",
        "/youth/programmes/",
        "/youth/programmes/{programme}/",
        "/youth/schools/",
    ),
    *_of(
        SCHOOL,
        "/school/",
        "/school/editions/{open}/known",
        "/school/messages/",
        "/school/moves/",
    ),
    *_of(None, "/youth/"),
)
