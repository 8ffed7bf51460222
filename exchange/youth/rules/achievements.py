"""When an achievement may be kept and shown, and when a report can be handed in."""

from datetime import date
from typing import TYPE_CHECKING, Final

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.text import fold
from exchange.youth.enums import RegistrationState

if TYPE_CHECKING:
    from exchange.core.dates import PartialDate
    from exchange.youth.models import Achievement, Pupil

#: A consent of today says nothing of longer than this.
LONGEST_YEARS: Final = 10
#: A shorter spelling is a word more often than a name.
_SHORTEST: Final = 2


def ensure_took_part(state: RegistrationState) -> None:
    """Refuse a report or an achievement of somebody who did not complete the journey."""
    if state is not RegistrationState.COMPLETED:
        raise DomainError(message("youth.achievement.error.not_completed"))


def ensure_consent(consented_on: date, ends_on: date, today: date) -> None:
    """Refuse a consent of tomorrow, one that is over, and one for ever."""
    if consented_on > today:
        raise DomainError(message("youth.achievement.error.consent_ahead"), field="consented_on")
    if ends_on <= today:
        raise DomainError(message("youth.achievement.error.over"), field="ends_on")
    if ends_on.year - consented_on.year > LONGEST_YEARS:
        sentence = message("youth.achievement.error.too_long", years=LONGEST_YEARS)
        raise DomainError(sentence, field="ends_on")


def ensure_happened(happened: "PartialDate", today: date) -> None:
    """Refuse what is said to have happened and lies ahead."""
    if happened.earliest > today:
        raise DomainError(message("youth.achievement.error.ahead"), field="happened")


def names_pupil(pupil: "Pupil", text: str) -> bool:
    """Say whether words spell the pupil's name."""
    said = fold(text)
    parts = (*pupil.search_key.split("|"), fold(pupil.given_name), fold(pupil.given_kana))
    return any(len(part) >= _SHORTEST and part in said for part in parts)


def ensure_nameless(pupil: "Pupil", title: str) -> None:
    """Refuse a title that spells the pupil's name: what is public never names anybody."""
    if names_pupil(pupil, title):
        raise DomainError(message("youth.achievement.error.named"), field="title")


def in_force(row: "Achievement", today: date) -> bool:
    """Say whether the consent still stands on a day."""
    return row.withdrawn_at is None and row.ends_on >= today
