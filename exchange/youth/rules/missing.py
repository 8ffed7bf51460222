"""What a registration lacks, whose turn it is, and since when."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from exchange.youth.enums import GapKind, RegistrationState, WaitsFor


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a registration waits for; `since` is the office's day on which that began."""

    kind: GapKind
    waits_for: WaitsFor
    since: date

    def days(self, today: date) -> int:
        """Return for how many days it has been waited for: 0 on the first."""
        return max(0, (today - self.since).days)


#: What a state itself waits for; states that wait for nobody are left out.
_TURNS: Final = {
    RegistrationState.DRAFT: (GapKind.SUBMISSION, WaitsFor.SCHOOL),
    RegistrationState.RETURNED: (GapKind.CORRECTION, WaitsFor.SCHOOL),
    RegistrationState.SUBMITTED: (GapKind.DECISION, WaitsFor.DIVISION),
    RegistrationState.OFFERED: (GapKind.OFFER, WaitsFor.GUARDIAN),
    RegistrationState.SELECTED: (GapKind.CONFIRMATION, WaitsFor.DIVISION),
}


def turn_of(state: RegistrationState, since: date) -> Gap | None:
    """Return what a registration in a state waits for, None where nobody has to act."""
    found = _TURNS.get(state)
    return Gap(*found, since) if found else None


def attendance_of(state: RegistrationState, *, ends: date, today: date) -> Gap | None:
    """Return that attendance is not marked yet, once the edition's last day is over."""
    if state is not RegistrationState.CONFIRMED or today <= ends:
        return None
    return Gap(GapKind.ATTENDANCE, WaitsFor.DIVISION, ends)
