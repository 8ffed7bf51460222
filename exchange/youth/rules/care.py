"""配慮フラグ: pupils of whom nothing is written, printed, listed or shown without a manager."""

from typing import TYPE_CHECKING

from exchange.core.errors import ForbiddenError
from exchange.core.messages import message

if TYPE_CHECKING:
    from exchange.core.permissions import Actor

#: Held by managers, who decide how a family handled with care is reached.
CARE: str = "pupils:care"


def is_open_to(needs_care: bool, actor: "Actor") -> bool:
    """Say whether somebody may print or list a pupil: a command or job never one with the flag."""
    return not needs_care or (actor.role is not None and actor.may(CARE))


def ensure_may_flag(actor: "Actor", *, needs_care: bool) -> None:
    """Refuse to take the flag away to all but managers; the division may always set it."""
    if not needs_care and not actor.may(CARE):
        raise ForbiddenError(message("youth.consent.error.care"))
