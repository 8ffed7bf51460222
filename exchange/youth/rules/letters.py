"""What a result letter says, and to whom it is still to be said."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from exchange.core.messages import Message, message
from exchange.youth.enums import ParticipantKind, RegistrationState, Selection
from exchange.youth.enums.waiting import SelectionResult

if TYPE_CHECKING:
    from exchange.youth.models import Registration

_S, _R = RegistrationState, SelectionResult

#: States that are a result; an offered seat has a letter of its own.
RESULTS: Final[Mapping[RegistrationState, SelectionResult]] = {
    _S.SELECTED: _R.SELECTED,
    _S.CONFIRMED: _R.SELECTED,
    _S.WAITLISTED: _R.WAITLISTED,
    _S.NOT_SELECTED: _R.NOT_SELECTED,
}


def has_letter(row: "Registration") -> bool:
    """Say whether a pupil of ours has a result; on a list by order of arrival, to wait is none yet.

    So it is for every page, paper and mail about results.
    """
    waits = (row.state, row.edition.selection) == (_S.WAITLISTED, Selection.FIRST_COME)
    return row.kind is ParticipantKind.OWN_YOUTH and row.state in RESULTS and not waits


def told_sentence(row: "Registration") -> Message:
    """Return the result, with the number that stands for the pupil on a lottery's public page."""
    sentence = result_sentence(RESULTS[row.state], row.waitlist_rank)
    if row.edition.selection is not Selection.LOTTERY or row.blind_number is None:
        return sentence
    return message("youth.letter.numbered", result=sentence, number=str(row.blind_number))


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
