"""What is asked after selection, and what a passport can say."""

import re
import unicodedata
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Final

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.youth.enums import ConsentPurpose, RegistrationState, Selection, YouthDirection
from exchange.youth.enums.waiting import Gender
from exchange.youth.rules.consents import FOLLOWED_UP, Consents

_S = RegistrationState

#: Of the name in a passport's machine-readable zone (ICAO 9303).
NAME_LENGTH: Final = 39
#: The parts of health notes and of a passport, as their columns are named.
HEALTH_PARTS: Final = ("conditions", "medicines", "allergies", "diet", "emergency")
PASSPORT_PARTS: Final = ("holder", "number", "expires")
#: States in which nobody travels any more: health and passport have no purpose left.
PURPOSE_OVER: Final = frozenset(
    {_S.WITHDRAWN, _S.NOT_SELECTED, _S.DECLINED, _S.ABSENT, _S.CANCELLED_BY_PROGRAMME}
)
#: Days after an edition's last one for which they are kept: an illness, an insurance case.
KEPT_AFTER: Final = timedelta(days=30)
_HOLDER: Final = re.compile(r"[A-Z][A-Z '-]*")
_NUMBER: Final = re.compile(r"[A-Z0-9]{6,9}")
#: A telephone number in a line of words, as it may be typed.
_PHONE: Final = re.compile(r"\d[\d()\-‐-―−ー/. ]*")
#: The digits of the shortest number that can be dialled from everywhere.
_PHONE_DIGITS: Final = 9


@dataclass(frozen=True, slots=True, repr=False)
class HealthDetails:
    """What a guardian writes about a pupil's health.

    An empty text means that there is nothing; None that nothing was said now, and what is kept
    stays.
    """

    conditions: str | None = None
    medicines: str | None = None
    allergies: str | None = None
    diet: str | None = None
    emergency: str | None = None

    def over(self, kept: "HealthDetails | None") -> "HealthDetails":
        """Return what is to be kept: what is said now, else what was kept, else nothing."""
        return HealthDetails(
            **{
                part.name: _first(getattr(self, part.name), getattr(kept, part.name, None))
                for part in fields(self)
            }
        )


@dataclass(frozen=True, slots=True, repr=False)
class PassportDetails:
    """A passport as printed in it."""

    holder: str
    number: str
    expires: date


@dataclass(frozen=True, slots=True, repr=False)
class FollowUp:
    """The parts that were filled in."""

    health: HealthDetails | None = None
    passport: PassportDetails | None = None
    #: As in the passport, which airline and visa ask for; a pupil may prefer not to say.
    gender: Gender | None = None


@dataclass(frozen=True, slots=True)
class Needs:
    """Which parts are asked of a guardian, or filled in already."""

    health: bool = False
    passport: bool = False

    def less(self, filled: "Needs") -> "Needs":
        """Return what is still missing."""
        return Needs(self.health and not filled.health, self.passport and not filled.passport)

    def __bool__(self) -> bool:
        return self.health or self.passport


def needs(state: RegistrationState, direction: YouthDirection, consents: Consents) -> Needs:
    """Return what is asked: after selection only, and only what the guardian consented to."""
    if state not in FOLLOWED_UP or not consents.grants(ConsentPurpose.JOIN):
        return Needs()
    return Needs(
        health=consents.grants(ConsentPurpose.HEALTH),
        passport=direction is YouthDirection.SEND,
    )


def asked_on(
    before: RegistrationState | None, selection: Selection, *, chosen: date, told: date | None
) -> date | None:
    """Return the day from which a guardian knows that health and passport are asked.

    None while the result of a selection was not told: a reminder must not tell it. Who accepted
    an offered seat, or came first, knows it from the day of being chosen.
    """
    if told is not None:
        return max(chosen, told)
    is_known = before is _S.OFFERED or selection is Selection.FIRST_COME
    return chosen if is_known else None


def is_on_paper(*, has_mail: bool, needs_care: bool, public: bool) -> bool:
    """Say whether health and passport are asked on paper: where no mail reaches the guardian."""
    return needs_care or not (has_mail and public)


def asks_gender_too(asked: Needs, *, known: bool, counted: bool) -> bool:
    """Say whether a pupil's gender is asked with the passport.

    Never where seats were given by it: the school has answered then.
    """
    return asked.passport and not known and not counted


def valid_until_return(
    *, covers_return: bool | None, return_day: date | None, ends: date
) -> bool | None:
    """Say whether a passport is valid until an edition's last day; None: a person has to look.

    An edition that was moved is answered without opening the passport as far as that goes: what
    is valid until a day is so until an earlier one, what is not is not until a later one.
    """
    if covers_return is None or return_day is None:
        return None
    if ends == return_day or (ends < return_day) is covers_return:
        return covers_return
    return None


def ensure_holder(name: str) -> None:
    """Refuse a name that no passport prints: capitals A–Z, at most 39 characters."""
    if len(name) > NAME_LENGTH or not _HOLDER.fullmatch(name):
        raise DomainError(message("youth.followup.error.holder", most=NAME_LENGTH), field="holder")


def ensure_reachable(emergency: str) -> None:
    """Refuse whom nobody can call: no telephone number stands in what was written."""
    if not emergency:
        raise DomainError(message("youth.followup.error.emergency"), field="emergency")
    found = _PHONE.findall(unicodedata.normalize("NFKC", emergency))
    if not any(sum(sign.isdigit() for sign in each) >= _PHONE_DIGITS for each in found):
        raise DomainError(message("youth.followup.error.emergency_phone"), field="emergency")


def ensure_number(number: str) -> None:
    """Refuse what is no passport number: six to nine capitals and digits."""
    if not _NUMBER.fullmatch(number):
        raise DomainError(message("youth.followup.error.number"), field="number")


def ensure_valid(expires: date, today: date) -> None:
    """Refuse a passport that is no longer valid; one that ends during the journey is told."""
    if expires < today:
        raise DomainError(message("youth.followup.error.expired", day=expires), field="expires")


def _first(said: str | None, kept: str | None) -> str:
    return kept or "" if said is None else said
