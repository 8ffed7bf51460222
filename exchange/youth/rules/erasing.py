"""When a pupil may be erased, and what stands in the rows that stay."""

from collections.abc import Collection
from datetime import date
from typing import Final
from uuid import UUID

from exchange.youth.enums import EditionState, RegistrationState

#: Stands where the name was, so that no list has a gap.
ERASED_NAME: Final = "消去済み"
#: Stands where the birth date was: nobody's.
ERASED_BIRTH: Final = date(1900, 1, 1)

_S = RegistrationState
#: Nobody in one of these takes part any more, or is waited for.
ENDED: Final[Collection[RegistrationState]] = frozenset(
    {_S.WITHDRAWN, _S.NOT_SELECTED, _S.DECLINED, _S.ABSENT, _S.CANCELLED_BY_PROGRAMME}
)
_OVER: Final = frozenset({EditionState.CLOSED, EditionState.CANCELLED})


def is_unsettled(state: RegistrationState, edition: EditionState) -> bool:
    """Say whether a registration still has to become something: a seat, a ledger row."""
    return state not in ENDED and edition not in _OVER


def erased_match(key: UUID) -> str:
    """Return a match key that no child typed anew can have: who returns is a new person."""
    return f"erased|{key}"
