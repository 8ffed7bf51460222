"""Which registrations that a roster made may still be taken back as one."""

from dataclasses import dataclass
from typing import Final

from exchange.youth.enums import RegistrationState
from exchange.youth.enums.rosters import Hold

#: As a roster makes them.
_FRESH: Final = frozenset({RegistrationState.SUBMITTED, RegistrationState.WAITLISTED})


@dataclass(frozen=True, slots=True)
class Since:
    """What has become of a registration since a roster made it."""

    state: RegistrationState
    #: Whether the row is still at the version in which the roster left it.
    untouched: bool
    answered: bool = False
    scored: bool = False


def hold_of(since: Since) -> Hold | None:
    """Say why a registration stays: somebody has acted on it; None where nobody has."""
    if since.state not in _FRESH:
        return Hold.MOVED_ON
    if since.answered:
        return Hold.ANSWERED
    if since.scored:
        return Hold.SCORED
    return None if since.untouched else Hold.CHANGED
