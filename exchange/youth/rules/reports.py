"""When a report can be handed in, answered and published."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from exchange.core.errors import DomainError
from exchange.core.messages import Message, message
from exchange.youth.enums import RegistrationState
from exchange.youth.enums.reports import REPORT_STEPS, ReportState
from exchange.youth.rules.achievements import names_pupil

if TYPE_CHECKING:
    from exchange.youth.models import Pupil, PupilReport

#: In letters.
LONGEST: Final = 20_000


def can_hand_in(state: RegistrationState, report: "PupilReport | None") -> bool:
    """Say whether a report is asked for now: of who took part, until it was accepted."""
    is_open = report is None or REPORT_STEPS.allows(report.state, ReportState.HANDED_IN)
    return state is RegistrationState.COMPLETED and is_open


def ensure_open(state: ReportState) -> None:
    """Refuse to change a report that was accepted."""
    if not REPORT_STEPS.allows(state, ReportState.HANDED_IN):
        raise DomainError(message("youth.report.error.accepted"))


def ensure_something(text: str, *, has_file: bool) -> None:
    """Refuse a report without a word and without a file."""
    if not text and not has_file:
        raise DomainError(message("youth.report.error.empty"), field="text")


def ensure_answer(state: ReportState, answer: str) -> None:
    """Refuse to return a report without saying what is to be done."""
    if state is ReportState.RETURNED and not answer:
        raise DomainError(message("youth.report.error.answer"), field="answer")


def published_by_desk(*, ticked: bool, may_publish: bool, guardian_said: bool) -> bool:
    """Return whether a report may be published once a school or the division has handed it in.

    What the guardian has said stands: a tick against a no is refused, a missing one changes none.
    """
    if not guardian_said:
        return ticked
    if ticked and not may_publish:
        raise DomainError(message("youth.report.error.guardian_said_no"), field="may_publish")
    return may_publish


def ensure_publishable(report: "PupilReport", pupil: "Pupil") -> None:
    """Refuse to publish without the guardian's consent, with a name in it, or with care needed."""
    refusals: tuple[tuple[Message, Callable[[], bool]], ...] = (
        (message("youth.report.error.no_consent"), lambda: not report.may_publish),
        (message("youth.report.error.care"), lambda: pupil.needs_care),
        (message("youth.report.error.no_text"), lambda: not report.text),
        (message("youth.report.error.named"), lambda: names_pupil(pupil, report.text)),
    )
    for sentence, holds in refusals:
        if holds():
            raise DomainError(sentence, field="is_public")
