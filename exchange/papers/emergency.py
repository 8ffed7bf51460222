"""Emergency cards, one a member: whom to call, in Japanese, the members' language and English.

No health, no passport: a name is spelt as it is on record, never as in the passport.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from exchange.core.database import Localized
from exchange.core.messages import Message, message
from exchange.core.printing import day_text
from exchange.core.translate import translate
from exchange.papers.roster import guests_language, second_language, written_name
from exchange.papers.tables import JA, Cell, Line, lines_data, one
from exchange.papers.words import CALLS, EMERGENCY, UNKNOWN, listed

if TYPE_CHECKING:
    from exchange.core.database import Name
    from exchange.delegations.models import Visit, VisitMember
    from exchange.papers.models import EmergencyContacts

#: Whom or what a card names, in its order; each has a telephone.
WHOM: Final = ("city", "host", "lodging", "hospital", "mission", "insurance")
FIELDS: Final[Mapping[str, Message]] = {
    "city": message("papers.field.city"),
    "city_phone": message("papers.field.city_phone"),
    "host": message("papers.field.host"),
    "host_phone": message("papers.field.host_phone"),
    "lodging": message("papers.field.lodging"),
    "lodging_phone": message("papers.field.lodging_phone"),
    "hospital": message("papers.field.hospital"),
    "hospital_phone": message("papers.field.hospital_phone"),
    "mission": message("papers.field.own_mission"),
    "mission_phone": message("papers.field.own_mission_phone"),
    "insurance": message("papers.field.insurance"),
    "insurance_phone": message("papers.field.insurance_phone"),
    "insurance_number": message("papers.field.insurance_number"),
}


def emergency_data(
    visit: "Visit", members: Sequence["VisitMember"], stated: "EmergencyContacts | None"
) -> Mapping[str, object]:
    """Return the cards of a visit's members, in their order."""
    tongues = languages_of(visit)
    guests = guests_language(visit)
    heading = [Line(EMERGENCY[tag], tag) for tag in tongues]
    days = [Line(f"{visit.title[JA]} {day_text(visit.starts, JA)} ～ {day_text(visit.ends, JA)}")]
    calls = [_call(name, stated, tongues) for name in WHOM]
    return {
        "heading": lines_data(heading),
        "days": lines_data(days),
        "calls": calls,
        "cards": [lines_data(_names(member.person.name, guests)) for member in members],
    }


def languages_of(visit: "Visit") -> Sequence[str]:
    """Return the languages of a visit's cards: Japanese, the partner's, English."""
    return list(dict.fromkeys((JA, second_language(visit), "en")))


def missing_of_card(stated: "EmergencyContacts | None") -> Sequence[Message]:
    """Name what a card says 未確認 of."""
    lacking = [name for name in FIELDS if stated is None or not getattr(stated, name)]
    if not lacking:
        return ()
    return [message("papers.missing.unknown", fields=listed(FIELDS[name] for name in lacking))]


def _call(
    name: str, stated: "EmergencyContacts | None", tongues: Sequence[str]
) -> Mapping[str, object]:
    words: Localized | None = getattr(stated, name) if stated else None
    phone = getattr(stated, f"{name}_phone") if stated else ""
    number = stated.insurance_number if stated and name == "insurance" else ""
    who = [Line(words[tag], tag) for tag in tongues if words.get(tag)] if words else []
    unknown = one(translate(UNKNOWN, JA), JA, "quiet")
    if name == "insurance":
        said = message("papers.emergency.number", number=number or UNKNOWN)
        who = [*(who or unknown), Line(translate(said, JA))]
    return {
        "name": lines_data([Line(CALLS[name][tag], tag) for tag in tongues]),
        "who": lines_data(who or unknown),
        "phone": lines_data(one(phone, JA, "strong") or unknown),
    }


def _names(name: "Name", guests: str) -> Cell:
    first, *others = written_name(name, guests)
    latin = f"{name.family_romaji.upper()} {name.given_romaji}".strip()
    spelt = [*others, *one(latin), *one(name.kana)]
    return [first, *spelt]
