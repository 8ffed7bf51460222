"""What can be found out about a closed year, and what becomes of it."""

from enum import StrEnum
from typing import Final

from exchange.core.transitions import Transitions


class CorrectionKind(StrEnum):
    """What a correction of a closed year says."""

    FOUND = "found"
    STRUCK = "struck"
    NUMBER = "number"
    MERGED = "merged"


class CorrectionState(StrEnum):
    """How far a correction has come."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


_S = CorrectionState
CORRECTION_STEPS: Final = Transitions(
    {
        _S.PROPOSED: {_S.APPROVED, _S.REFUSED, _S.WITHDRAWN},
        _S.APPROVED: (),
        _S.REFUSED: (),
        _S.WITHDRAWN: (),
    }
)
