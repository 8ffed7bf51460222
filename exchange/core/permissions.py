"""Who may do what, on one screen: `resource:action` by role. Closed unless opened."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID


class Role(StrEnum):
    """The roles of the house; guardians and partner cities act by signed links instead."""

    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    COORDINATOR = "coordinator"
    SECTION = "section"
    SCHOOL = "school"
    VIEWER = "viewer"


_READ: Final = frozenset(
    {
        "account:own",
        "home:read",
        "visits:read",
        "editions:read",
        "indicators:read",
        "search:read",
        "claims:read",
        "closures:read",
        "feeds:own",
        "celebrations:read",
    }
)
_COORDINATOR: Final = _READ | {
    "visits:edit",
    "members:read",
    "itinerary:read",
    "programmes:edit",
    "editions:edit",
    "registrations:read",
    "registrations:decide",
    "changes:answer",
    "duplicates:decide",
    "messages:write",
    "outbox:read",
    "partners:edit",
    "tasks:edit",
    "schools:edit",
    "closures:edit",
    "celebrations:edit",
    "consent_texts:edit",
    "health:read",
    "passports:read",
    "hosts:read",
    "hosts:edit",
    "gifts:read",
    "gifts:edit",
    "budgets:read",
    "budgets:edit",
    "promises:read",
    "promises:edit",
    "letters:read",
    "letters:edit",
    "corrections:enter",
    "ledger:read",
    "reports:read",
    "activities:edit",
    "progress:read",
    "inquiries:read",
    "inquiries:answer",
    "inquiries:ask",
    "pupils:disclose",
}

PERMISSIONS: Final[dict[Role, frozenset[str]]] = {
    Role.VIEWER: _READ,
    Role.SCHOOL: frozenset(
        {"account:own", "desk:read", "desk:register", "search:read", "feeds:own"}
    ),
    Role.SECTION: _READ
    | {
        "itinerary:read",
        "programmes:edit",
        "editions:edit",
        "registrations:read",
        "registrations:decide",
        "health:read",
        "passports:read",
        "tasks:edit",
        "hosts:read",
        "hosts:edit",
        "gifts:read",
        "budgets:read",
        "activities:edit",
        "progress:read",
        "inquiries:read",
        "inquiries:answer",
    },
    Role.COORDINATOR: _COORDINATOR,
    Role.MANAGER: _COORDINATOR
    | {
        "visits:publish",
        "bases:publish",
        "celebrations:publish",
        "pupils:care",
        "pupils:erase",
        "audit:read",
        "hosts:purge",
        "rules:lock",
        "years:close",
        "corrections:approve",
        "handover:edit",
    },
    Role.ADMINISTRATOR: _READ
    | {"users:edit", "audit:read", "jobs:read", "jobs:edit", "outbox:read", "tasks:edit"},
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a signed-in person, or a command or job (`user_id` None, `name` says which)."""

    user_id: UUID | None
    role: Role | None
    name: str
    #: The only school whose pupils this person may see; None for everyone else.
    school_id: UUID | None = None
    #: The section a section officer works for: the only one whose programmes they act on.
    section: str | None = None

    @property
    def known_id(self) -> UUID:
        """The account of a signed-in person; raises ValueError for a command or a job."""
        if self.user_id is None:
            raise ValueError(f"{self.name} has no account")
        return self.user_id

    def may(self, permission: str) -> bool:
        """Say whether the role holds `resource:action`; a command or job may do everything."""
        return self.role is None or permission in PERMISSIONS[self.role]


def system_actor(name: str) -> Actor:
    """Return the actor of a command or a job."""
    return Actor(user_id=None, role=None, name=name)
