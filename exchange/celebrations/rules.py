"""Rules of celebrations: their days, their steps from state to state, what may be published."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from exchange.celebrations.enums import NEXT_STATES, CelebrationState
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError
from exchange.core.languages import Language
from exchange.core.messages import label, message

if TYPE_CHECKING:
    from exchange.celebrations.models import Celebration
    from exchange.core.offers import VisitMove

#: The states in which a celebration is settled enough for the public.
PUBLISHABLE: Final = frozenset({CelebrationState.CONFIRMED, CelebrationState.HELD})
#: The states it enters only with a reason.
STOPPED: Final = frozenset({CelebrationState.POSTPONED, CelebrationState.CANCELLED})
#: What is on record, or can be planned, lies in these years.
FIRST_YEAR: Final = 1945
LAST_YEAR: Final = 2100
#: So far from its anniversary a celebration needs no question.
NEAR: Final = timedelta(days=366)


def ensure_days(starts: date | None, ends: date | None, *, fixed: bool) -> None:
    """Raise DomainError for half a span, one that ends before it begins, or fixed days unknown."""
    if (starts is None) != (ends is None):
        field = "ends" if ends is None else "starts"
        raise DomainError(message("celebrations.error.both_days"), field=field)
    if starts is None or ends is None:
        if fixed:
            raise DomainError(message("celebrations.error.no_days"), field="starts")
        return
    for field, day in (("starts", starts), ("ends", ends)):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            sentence = message(
                "celebrations.error.year", first=str(FIRST_YEAR), last=str(LAST_YEAR)
            )
            raise DomainError(sentence, field=field)
    if ends < starts:
        raise DomainError(message("celebrations.error.ends_before_starts"), field="ends")


def ensure_near(
    starts: date | None, ends: date | None, occasion: PartialDate | None, *, meant: bool
) -> None:
    """Raise DomainError for days years away from the anniversary, unless they are meant so.

    A celebration may be late, but more often its year was mistyped: it is asked about once.
    """
    if meant or starts is None or ends is None or occasion is None:
        return
    if starts - occasion.latest > NEAR or occasion.earliest - ends > NEAR:
        raise DomainError(message("celebrations.error.far", date=occasion), field="far_meant")


def missing_languages(title: Mapping[str, str]) -> list[Language]:
    """Return the languages whose readers would meet a title in another one."""
    return [language for language in Language if language not in title]


def ensure_ready(
    target: CelebrationState, *, starts: date | None, ends: date | None, fixed: bool, today: date
) -> None:
    """Raise DomainError when a step needs days that are missing, open or still to come."""
    if target is CelebrationState.PLANNED and starts is None:
        raise DomainError(message("celebrations.error.window_needed"))
    if target in PUBLISHABLE and not fixed:
        raise DomainError(message("celebrations.error.days_open"))
    if target is CelebrationState.HELD and ends is not None and today < ends:
        raise DomainError(message("celebrations.error.too_early", day=ends))


def ensure_still_whole(
    state: CelebrationState, *, starts: date | None, ends: date | None, fixed: bool, today: date
) -> None:
    """Raise DomainError when a change would take from a celebration what its state needs.

    Days once planned are changed, never taken away: subscribers see what became of them.
    """
    if state is CelebrationState.IDEA:
        return
    if starts is None:
        raise DomainError(message("celebrations.error.window_needed"), field="starts")
    ensure_ready(state, starts=starts, ends=ends, fixed=fixed, today=today)


def ensure_reason(reason: str) -> None:
    """Raise DomainError when a celebration is put off or called off without a reason."""
    if not reason.strip():
        raise DomainError(message("celebrations.error.reason"), field="reason")


def ensure_publishable(state: CelebrationState, *, basis_public: bool) -> None:
    """Raise DomainError for a celebration that is not confirmed, or of a basis staff only see."""
    if state not in PUBLISHABLE:
        raise DomainError(message("celebrations.error.not_publishable", state=label(state)))
    if not basis_public:
        raise DomainError(message("celebrations.error.basis_hidden"))


def possible_moves(state: CelebrationState) -> Sequence[CelebrationState]:
    """Return the states that may follow, in the order of the enum."""
    following = NEXT_STATES.following(state)
    return [candidate for candidate in CelebrationState if candidate in following]


def days_behind(celebration: "Celebration", move: "VisitMove") -> tuple[date, date] | None:
    """Return the days of a celebration when a visit that belongs to it moves; None where it stays.

    It moves along where it is held during the visit. One that is over or called off stays, and
    one at another time than the visit; so does a window that the visit's new days still lie in.
    """
    starts, ends = celebration.starts, celebration.ends
    over = celebration.state in {CelebrationState.HELD, CelebrationState.CANCELLED}
    if over or starts is None or ends is None or not move.days:
        return None
    apart = move.last < starts or ends < move.first
    window = not celebration.days_fixed and starts <= move.new_first and move.new_last <= ends
    if apart or window:
        return None
    by = timedelta(days=move.days)
    return starts + by, ends + by
