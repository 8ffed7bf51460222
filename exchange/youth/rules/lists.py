"""One roster, many lists: which columns each has, who may make it, and who is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from exchange.core.errors import DomainError, ForbiddenError
from exchange.core.messages import Message, label, message
from exchange.youth.enums import ConsentAnswer, ConsentPurpose, ParticipantKind, RegistrationState
from exchange.youth.enums.journeys import ListColumn, ListKind
from exchange.youth.rules.care import is_open_to
from exchange.youth.rules.followups import KEPT_AFTER
from exchange.youth.rules.pupils import age_on

if TYPE_CHECKING:
    from exchange.core.permissions import Actor
    from exchange.youth.models import Registration
    from exchange.youth.rules.consents import Consents

_C = ListColumn
_S = RegistrationState

#: Who is on the lists: those who passed selection and did not stay away.
LISTED: Final = frozenset({_S.SELECTED, _S.CONFIRMED, _S.COMPLETED})

#: The columns of each list, and no others; a test holds them fixed.
COLUMNS: Final[Mapping[ListKind, tuple[ListColumn, ...]]] = {
    ListKind.PARTNER: (_C.NUMBER, _C.NAME, _C.ROMAJI, _C.AGE, _C.GRADE),
    ListKind.AIRLINE: (
        *(_C.NUMBER, _C.HOLDER, _C.BIRTH_DATE, _C.SEX),
        *(_C.PASSPORT_NUMBER, _C.PASSPORT_EXPIRES),
    ),
    ListKind.ROOMING: (_C.NUMBER, _C.NAME, _C.KANA, _C.SEX, _C.SCHOOL, _C.GRADE, _C.ROOM),
    ListKind.INSURANCE: (
        *(_C.NUMBER, _C.NAME, _C.KANA, _C.BIRTH_DATE),
        *(_C.GUARDIAN, _C.RELATIONSHIP),
    ),
    ListKind.EMERGENCY: (
        *(_C.NUMBER, _C.NAME, _C.KANA, _C.BIRTH_DATE, _C.SCHOOL, _C.GUARDIAN, _C.PHONE),
        *(_C.EMERGENCY, _C.CONDITIONS, _C.MEDICINES, _C.ALLERGIES, _C.DIET),
    ),
    ListKind.VISA: (
        *(_C.NUMBER, _C.HOLDER, _C.NAME, _C.BIRTH_DATE, _C.SEX, _C.OCCUPATION),
        *(_C.PASSPORT_NUMBER, _C.PASSPORT_EXPIRES),
    ),
}

#: Sealed columns: the attribute of the note that holds each.
HEALTH: Final = {
    _C.EMERGENCY: "emergency",
    _C.CONDITIONS: "conditions",
    _C.MEDICINES: "medicines",
    _C.ALLERGIES: "allergies",
    _C.DIET: "diet",
}
PASSPORT: Final = {
    _C.HOLDER: "holder",
    _C.PASSPORT_NUMBER: "number",
    _C.PASSPORT_EXPIRES: "expires",
}
#: Which sealed notes a list reads, by the part the read log names.
SEALED: Final = {"health": HEALTH, "passport": PASSPORT}


@dataclass(frozen=True, slots=True)
class Shares:
    """How many registrations a list holds, how many are left out and why, what is not known."""

    listed: int
    without_consent: int
    with_care: int
    #: Of how many the name in Latin letters is not on file, where the list asks for it.
    without_romaji: int = 0


@dataclass(frozen=True, slots=True)
class Purged:
    """A sealed part of which retention left nothing, and since which day."""

    part: str
    day: date


def permissions_of(kind: ListKind) -> Sequence[str]:
    """Return what somebody must hold to make a list, beside reading registrations."""
    permissions = {"health": "health:read", "passport": "passports:read"}
    return [permissions[part] for part in parts_of(kind)]


def parts_of(kind: ListKind) -> Sequence[str]:
    """Return which sealed parts a list reads."""
    return [
        part for part, columns in SEALED.items() if not columns.keys().isdisjoint(COLUMNS[kind])
    ]


def purged_of(kind: ListKind, purged: Sequence[Purged]) -> Purged | None:
    """Return what a list can no longer say since it was purged; None where it can be made."""
    asked = parts_of(kind)
    return next((each for each in purged if each.part in asked), None)


def ensure_kept(kind: ListKind, purged: Sequence[Purged]) -> None:
    """Refuse a list of what was purged."""
    if gone := purged_of(kind, purged):
        raise DomainError(purged_sentence(gone), field="kind")


def purged_sentence(gone: Purged) -> Message:
    """Say that a part was deleted, on which day and by which rule."""
    said = {"day": gone.day, "days": KEPT_AFTER.days}
    if gone.part == "health":
        return message("youth.list.purged.health", **said)
    return message("youth.list.purged.passport", **said)


def may_make(actor: "Actor", kind: ListKind) -> bool:
    """Say whether somebody may make a list."""
    return all(actor.may(permission) for permission in permissions_of(kind))


def ensure_may_make(actor: "Actor", kind: ListKind) -> None:
    """Refuse a list with passports or health to whoever may not read them."""
    if not may_make(actor, kind):
        raise ForbiddenError(message("youth.list.error.permission", list=label(kind)))


def ensure_purpose(purpose: str) -> None:
    """Refuse to export personal data without saying what for."""
    if not purpose:
        raise DomainError(message("youth.list.error.purpose"), field="purpose")


def is_consented(kind: ListKind, participant: ParticipantKind, consents: "Consents") -> bool:
    """Say whether a pupil may be on a list: on none once the guardian says no to taking part.

    The partner's needs the consent to pass data on, too.
    """
    if participant is not ParticipantKind.OWN_YOUTH:
        return True
    if consents.answer(ConsentPurpose.JOIN) in {ConsentAnswer.REFUSED, ConsentAnswer.WITHDRAWN}:
        return False
    return kind is not ListKind.PARTNER or consents.grants(ConsentPurpose.TRANSFER)


def listed(
    rows: Sequence["Registration"],
    kind: ListKind,
    consents: "Mapping[UUID, Consents]",
    actor: "Actor",
) -> Sequence["Registration"]:
    """Return who is on a list that somebody makes."""
    return [
        row
        for row in rows
        if is_consented(kind, row.kind, consents[row.id])
        and is_open_to(row.pupil.needs_care, actor)
    ]


def shares(
    rows: Sequence["Registration"],
    kind: ListKind,
    consents: "Mapping[UUID, Consents]",
    actor: "Actor",
) -> Shares:
    """Count who is on a list, and who is not and why."""
    open_to = [row for row in rows if is_open_to(row.pupil.needs_care, actor)]
    found = listed(open_to, kind, consents, actor)
    asks_romaji = _C.ROMAJI in COLUMNS[kind]
    return Shares(
        listed=len(found),
        without_consent=len(open_to) - len(found),
        with_care=len(rows) - len(open_to),
        without_romaji=sum(asks_romaji and not _romaji(row) for row in found),
    )


def _romaji(row: "Registration") -> str:
    return f"{row.pupil.family_romaji.upper()} {row.pupil.given_romaji}".strip()


def plain_values(row: "Registration", number: int, day: date) -> Mapping[ListColumn, object]:
    """Return what is not sealed of a registration; the age is that on a day."""
    pupil = row.pupil
    return {
        _C.NUMBER: number,
        _C.NAME: pupil.name.written,
        _C.KANA: pupil.name.kana,
        _C.ROMAJI: _romaji(row) or message("youth.list.no_romaji"),
        _C.BIRTH_DATE: pupil.birth_date.isoformat(),
        # Asked where seats are counted by it, else of the guardian together with the passport.
        _C.SEX: label(pupil.gender) if pupil.gender else None,
        _C.AGE: age_on(pupil.birth_date, day),
        _C.SCHOOL: row.school.name,
        _C.GRADE: row.grade,
        _C.ROOM: None,
        _C.OCCUPATION: message("youth.list.student"),
        _C.GUARDIAN: row.guardian_name,
        _C.RELATIONSHIP: label(row.guardian_relationship) if row.guardian_relationship else None,
        _C.PHONE: row.guardian_phone,
    }
