"""What the database knows beside a list: members, people of other visits, approved titles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from exchange.core.database import Localized, Name
from exchange.delegations.enums import MemberRole


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody known from another visit."""

    id: UUID
    name: Name
    affiliation: str


@dataclass(frozen=True, slots=True)
class KnownMember:
    """A member on record."""

    id: UUID
    person_id: UUID
    name: Name
    affiliation: str = ""
    role: MemberRole = MemberRole.MEMBER
    title: Localized | None = None
    #: The title as a list had it.
    title_as_sent: str = ""
    diet: str = ""
    mobility: str = ""
    companion_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database knows."""

    #: In the order of precedence.
    members: Sequence[KnownMember] = ()
    people: Sequence[KnownPerson] = ()
    #: Approved titles of the partner by their folded source; None: our own people's need none.
    titles: Mapping[str, Localized] | None = field(default_factory=dict)
    #: Whether who is missing from the list leaves.
    complete: bool = True
