"""Rules of the second factor: who needs one, which codes count, what people may type."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.permissions import Actor, Role

#: Who sees children's data, or gives others their rights.
NEEDING: Final = frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.COORDINATOR})
OFF: Final = "off"
REQUIRED: Final = "required"
#: Codes on the sheet beside an app, and on the sheet of a person without a phone.
SPARE_CODES: Final = 10
SHEET_CODES: Final = 40
#: From here on a person is asked to print a new sheet.
FEW_CODES: Final = 5
#: How long after the password the second step may come.
STEP_LIFETIME: Final = timedelta(minutes=10)
#: Letters and digits nobody mistakes for one another (Crockford's).
ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"

_SECONDS: Final = 30
_TYPED: Final = re.compile(rf"(\d\d)([{ALPHABET}]{{8}})")
_APP: Final = re.compile(r"\d{6}")


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person has beside the password."""

    has_app: bool
    #: Codes of the present sheet that were not used; None without a sheet.
    codes_left: int | None

    @property
    def any(self) -> bool:
        """Whether there is a second factor; a used-up sheet is one, or it would open the door."""
        return self.has_app or self.codes_left is not None

    @property
    def is_running_out(self) -> bool:
        """Whether a new sheet is due."""
        return self.codes_left is not None and self.codes_left <= FEW_CODES


def needs_factor(role: Role, *, is_demo: bool, policy: str) -> bool:
    """Say whether an account must have a second factor; demo accounts never must."""
    return policy == REQUIRED and role in NEEDING and not is_demo


def steps_at(moment: datetime, last_step: int | None) -> tuple[int, ...]:
    """Return the half minutes whose code counts now: one before and after, none twice."""
    present = int(moment.timestamp()) // _SECONDS
    near = (present - 1, present, present + 1)
    return tuple(step for step in near if last_step is None or step > last_step)


def plain_code(text: str) -> str:
    """Return a code without what people type around it: full-width digits, spaces, strokes."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(mark for mark in plain if mark.isalnum())


def is_app_code(plain: str) -> bool:
    """Say whether a code has the shape of an app's."""
    return _APP.fullmatch(plain) is not None


def printed_parts(plain: str) -> tuple[int, str] | None:
    """Split a printed code into its number and its secret; None for what is none."""
    found = _TYPED.fullmatch(plain)
    return (int(found[1]), found[2]) if found else None


def written_code(number: int, secret: str) -> str:
    """Write a code as the sheet prints it: 07-k7qx-m3fd."""
    return f"{number:02d}-{secret[:4]}-{secret[4:]}"


def ensure_another(actor: Actor, user_id: UUID) -> None:
    """Refuse to take away one's own factor where another's is: there no password is asked for."""
    if actor.user_id == user_id:
        raise DomainError(message("accounts.error.another_only"))
