"""Who may register for an edition, and what becomes of what a guardian sends."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.youth.enums import EditionState, Registering, RegistrationState
from exchange.youth.enums.applications import ApplicationAnswer, ApplicationStage
from exchange.youth.enums.waiting import Gender
from exchange.youth.rules.editions import ensure_window
from exchange.youth.rules.seats import gender_quota

if TYPE_CHECKING:
    from exchange.youth.models import Application, Edition, Registration
    from exchange.youth.rules.seats import Seats


#: A link is not sent again to the same address before this time has passed.
PAUSE: Final = timedelta(minutes=10)

#: Where a guardian's registration may still be written anew, or a school may take it over.
UNDECIDED: Final = frozenset(
    {RegistrationState.SUBMITTED, RegistrationState.WAITLISTED, RegistrationState.RETURNED}
)

#: What was written is kept for so long after the edition: of who was chosen, and of the others.
KEPT_CHOSEN: Final = timedelta(days=5 * 365 + 1)
KEPT: Final = timedelta(days=365)


def by_school(way: Registering) -> bool:
    """Say whether schools register their pupils."""
    return way is not Registering.GUARDIAN


def by_guardian(way: Registering) -> bool:
    """Say whether guardians register their children themselves."""
    return way is not Registering.SCHOOL


def ensure_by_school(edition: "Edition") -> None:
    """Refuse a school where guardians alone register."""
    if not by_school(edition.registering):
        raise DomainError(message("youth.error.not_by_school"))


def ensure_desk_open(edition: "Edition", now: datetime) -> None:
    """Refuse a school where it does not register, or outside the window."""
    ensure_by_school(edition)
    ensure_window(edition, now)


def is_desk_open(edition: "Edition", now: datetime) -> bool:
    """Say whether a school can register now."""
    try:
        ensure_desk_open(edition, now)
    except DomainError:
        return False
    return True


def ensure_applying_open(edition: "Edition", now: datetime) -> None:
    """Refuse a guardian where schools register, or outside the window."""
    ensure_by_guardian(edition)
    ensure_window(edition, now)


def is_applying_open(edition: "Edition", now: datetime) -> bool:
    """Say whether a guardian can register now."""
    try:
        ensure_applying_open(edition, now)
    except DomainError:
        return False
    return True


def ensure_by_guardian(edition: "Edition") -> None:
    """Refuse a guardian where schools alone register."""
    if not by_guardian(edition.registering):
        raise DomainError(message("youth.error.not_by_guardian"))


def stage_of(
    row: "Application", edition: "Edition", registration: "Registration | None"
) -> ApplicationStage:
    """Say how an application stands, in words that tell nobody whether the child is registered.

    A school's or the division's no looks the same as one to an application that stood alone, and
    neither selection nor waiting is told here.
    """
    if row.withdrawn_at is not None:
        return ApplicationStage.WITHDRAWN
    is_out = registration is not None and registration.state is RegistrationState.WITHDRAWN
    is_cancelled = edition.state is EditionState.CANCELLED
    if is_out or is_cancelled or row.answer is ApplicationAnswer.REFUSED:
        return ApplicationStage.ENDED
    return ApplicationStage.RECEIVED


def ensure_received(stage: ApplicationStage) -> None:
    """Refuse to correct what was withdrawn or has ended."""
    if stage is not ApplicationStage.RECEIVED:
        raise DomainError(message("youth.apply.error.not_correctable"))


def stands_alone(row: "Application") -> bool:
    """Say whether the division has to look at an application: sent, and of no registration yet."""
    return (
        row.sent_at is not None
        and row.withdrawn_at is None
        and row.registration_id is None
        and row.answer is None
    )


def ensure_alone(row: "Application") -> None:
    """Refuse to decide about an application that needs no decision, or none any more."""
    if not stands_alone(row):
        raise DomainError(message("youth.apply.error.not_alone"))


def is_guardians_own(registration: "Registration", *, is_open: bool) -> bool:
    """Say whether the guardian may write name, school and grade anew without anybody's yes.

    While the window is open, before selection, and unless the school has taken it over.
    """
    return (
        is_open
        and registration.by_guardian
        and registration.principal_confirmed_on is None
        and registration.state in UNDECIDED
    )


def ensure_frozen(*, is_same: bool, field: str) -> None:
    """Refuse another school or grade where it stays as on the day of registering."""
    if not is_same:
        raise DomainError(message("youth.apply.error.frozen"), field=field)


def ensure_received_in_window(edition: "Edition", received_on: date, today: date) -> None:
    """Refuse a form on paper that came before or after the window, or where none is taken."""
    if edition.state is not EditionState.ANNOUNCED:
        raise DomainError(message("youth.error.not_announced"))
    if received_on > today:
        raise DomainError(message("youth.paper.error.ahead"), field="received_on")
    first, last = edition.opens_on, edition.closes_on
    if not first <= received_on <= last:
        sentence = message("youth.paper.error.outside_window", first=first, last=last)
        raise DomainError(sentence, field="received_on")


def is_on_paper(registration: "Registration") -> bool:
    """Say whether the division puts it right: from paper, and not taken over by a school."""
    on_paper = registration.paper_received_on is not None
    return on_paper and registration.principal_confirmed_on is None


def ensure_on_paper(registration: "Registration") -> None:
    """Refuse to put right for a guardian what the guardian, or a school, puts right."""
    if not is_on_paper(registration):
        raise DomainError(message("youth.paper.error.not_on_paper"))


def is_same_count(edition: "Edition", said: Gender | None, typed: Gender | None) -> bool:
    """Say whether what a school said of a gender and what a guardian typed take the same seat."""
    quotas = (gender_quota(edition, each) for each in (said, typed))
    return said in {None, typed} or all(quota is None for quota in quotas)


def has_gender_left(seats: "Seats") -> bool:
    """Say whether one more of the gender that seats are asked for has a seat."""
    return seats.gender_quota is None or seats.taken_by_gender < seats.gender_quota


def can_confirm(edition: "Edition", registration: "Registration") -> bool:
    """Say whether a school can take over what a guardian sent for its pupil."""
    return waits_for_school(
        edition,
        by_guardian=registration.by_guardian,
        confirmed_on=registration.principal_confirmed_on,
        state=registration.state,
    )


def waits_for_school(
    edition: "Edition", *, by_guardian: bool, confirmed_on: date | None, state: RegistrationState
) -> bool:
    """Say whether a registration was sent by a guardian, undecided and not yet confirmed."""
    takes_both = edition.registering is Registering.BOTH
    return takes_both and by_guardian and confirmed_on is None and state in UNDECIDED


def ensure_can_confirm(edition: "Edition", registration: "Registration") -> None:
    """Refuse to take over what no guardian sent, or what is decided or confirmed."""
    if not can_confirm(edition, registration):
        raise DomainError(message("youth.apply.error.not_confirmable"))
