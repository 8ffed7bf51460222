"""The groups of roles in which the tables of access speak."""

from typing import Final

from exchange.core.permissions import Role

Roles = frozenset[Role]

NOBODY: Final[Roles] = frozenset()
SCHOOL: Final = frozenset({Role.SCHOOL})
ADMINISTRATOR: Final = frozenset({Role.ADMINISTRATOR})
MANAGER: Final = frozenset({Role.MANAGER})
AUDITORS: Final = ADMINISTRATOR | MANAGER
DIVISION: Final = frozenset({Role.COORDINATOR, Role.MANAGER})
OFFICERS: Final = DIVISION | {Role.SECTION}
WORKERS: Final = OFFICERS | ADMINISTRATOR
STAFF: Final = WORKERS | {Role.VIEWER}
SIGNED_IN: Final = STAFF | SCHOOL
EVERYONE: Final = None
