"""What a result letter says, and to whom it is still to be said."""

from collections.abc import Mapping
from typing import Final

from exchange.core.messages import Message, message
from exchange.youth.enums import RegistrationState
from exchange.youth.enums.waiting import SelectionResult

_S, _R = RegistrationState, SelectionResult

#: States that are a result; an offered seat has a letter of its own.
RESULTS: Final[Mapping[RegistrationState, SelectionResult]] = {
    _S.SELECTED: _R.SELECTED,
    _S.CONFIRMED: _R.SELECTED,
    _S.WAITLISTED: _R.WAITLISTED,
    _S.NOT_SELECTED: _R.NOT_SELECTED,
}


def result_sentence(result: SelectionResult, rank: int | None) -> Message:
    """Return the result in words: no reason, nothing of anybody else."""
    if result is _R.SELECTED:
        return message("youth.letter.selected")
    if result is _R.WAITLISTED:
        return message("youth.letter.waitlisted", rank=rank)
    return message("youth.letter.not_selected")


def is_to_tell(result: SelectionResult, told: SelectionResult | None, *, needs_care: bool) -> bool:
    """Say whether a result is to be told: once, and never where a manager decides how."""
    return told is not result and not needs_care
