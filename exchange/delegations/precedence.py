"""Orders of precedence: made by hand, by place; what departs from protocol needs its reason."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.delegations.enums import MemberRole

Key = TypeVar("Key")

#: Who stands before whom where nobody says otherwise.
_COURSE: Final = {
    MemberRole.LEADER: 0,
    MemberRole.DEPUTY_LEADER: 1,
    MemberRole.MEMBER: 2,
    MemberRole.ATTENDANT: 3,
    MemberRole.INTERPRETER: 3,
}


def by_role(roles: Mapping[Key, MemberRole]) -> Sequence[Key]:
    """Return the usual order: head, deputy, members as they were named, then who goes with them."""
    return sorted(roles, key=lambda key: _COURSE[roles[key]])


def departs(roles: Sequence[MemberRole]) -> bool:
    """Say whether an order puts somebody before their better by role."""
    ranks = [_COURSE[role] for role in roles]
    return ranks != sorted(ranks)


def placed(order: Sequence[Key], places: Mapping[Key, int]) -> Sequence[Key]:
    """Return the order once everybody in `places` has moved there, from 1; the others close up.

    A place beyond the end is the last. Of two who want one place, the earlier keeps it.
    """
    moved = {key: place for key, place in places.items() if place != order.index(key) + 1}
    result = [key for key in order if key not in moved]
    for key in sorted(moved, key=lambda key: (moved[key], -order.index(key))):
        result.insert(max(0, moved[key] - 1), key)
    return result


def ensure_reason(roles: Sequence[MemberRole], reason: str) -> None:
    """Raise DomainError for an order that departs from protocol without a reason."""
    if departs(roles) and not reason.strip():
        raise DomainError(message("delegations.error.order_reason"), field="reason")


def followed(order: Sequence[Key], present: Sequence[Key]) -> Sequence[Key]:
    """Return those present in an order made earlier; who came since follows at the end."""
    kept = [key for key in order if key in set(present)]
    return [*kept, *(key for key in present if key not in set(kept))]


def succeeded(order: Sequence[Key], heirs: Mapping[Key, Key]) -> Sequence[Key]:
    """Return the order with whoever came instead of somebody in that one's place."""
    return [heirs.get(key, key) for key in order]
