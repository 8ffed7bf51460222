"""招へい理由書 and 身元保証書: letters to the head of a Japanese mission abroad, for one group.

What nobody stated is a ruled blank to be written by hand, never made up.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from exchange.core.messages import Message, label, message
from exchange.core.printing import day_text
from exchange.core.translate import translate
from exchange.delegations.enums import MemberRole, Paper
from exchange.gifts.models import CITY
from exchange.papers.enums import RosterColumn
from exchange.papers.tables import JA
from exchange.papers.words import COLUMNS, UNKNOWN, listed

if TYPE_CHECKING:
    from exchange.delegations.models import Visit, VisitMember
    from exchange.papers.models import VisaParticulars

LETTERS: Final = (Paper.INVITATION, Paper.GUARANTEE)
#: What both letters need, the invitation alone, and the guarantee alone.
_BOTH: Final = ("mission",)
_INVITER: Final = ("inviter_address", "inviter_post", "inviter_name", "inviter_phone")
_INVITATION: Final = (
    *("contact_section", "contact_name", "contact_phone", "background", "relation"),
)
_GUARANTOR: Final = (*("guarantor_address", "guarantor_post", "guarantor_name", "guarantor_phone"),)
FIELDS: Final[Mapping[str, Message]] = {
    "mission": message("papers.field.mission"),
    "issued_on": message("papers.field.issued_on"),
    "inviter_address": message("papers.field.inviter_address"),
    "inviter_post": message("papers.field.inviter_post"),
    "inviter_name": message("papers.field.inviter_name"),
    "inviter_phone": message("papers.field.inviter_phone"),
    "contact_section": message("papers.field.contact_section"),
    "contact_name": message("papers.field.contact_name"),
    "contact_phone": message("papers.field.contact_phone"),
    "background": message("papers.field.background"),
    "relation": message("papers.field.relation"),
    "same_guarantor": message("papers.field.same_guarantor"),
    "guarantor_address": message("papers.field.guarantor_address"),
    "guarantor_post": message("papers.field.guarantor_post"),
    "guarantor_name": message("papers.field.guarantor_name"),
    "guarantor_phone": message("papers.field.guarantor_phone"),
}


def letter_data(
    visit: "Visit",
    members: Sequence["VisitMember"],
    stated: "VisaParticulars | None",
    kind: Paper,
) -> Mapping[str, object]:
    """Return what the template of a letter prints."""
    asked = kind is Paper.INVITATION
    return {
        "heading": label(kind),
        "day": day_text(stated.issued_on, JA, weekday=False) if stated and stated.issued_on else "",
        "day-blank": message("papers.visa.day_blank"),
        "to": _text(stated, "mission"),
        "honorific": message("papers.visa.honorific"),
        "blocks": [
            _applicant_block(visit, members),
            *([_inviter_block(stated), _contact_block(stated)] if asked else ()),
        ],
        "lead": message("papers.visa.invite") if asked else message("papers.visa.guarantee"),
        "points": _reasons(visit, stated) if asked else _guaranteed(),
        "after": "" if asked else message("papers.visa.true"),
        "signed": [] if asked else [_guarantor_block(stated)],
    }


def missing_of_letter(
    visit: "Visit",
    members: Sequence["VisitMember"],
    stated: "VisaParticulars | None",
    kind: Paper,
) -> Sequence[Message]:
    """Name the fields of a letter that will be ruled blanks."""
    same = stated is not None and stated.same_guarantor
    own = _INVITATION if kind is Paper.INVITATION else ()
    people = _INVITER if kind is Paper.INVITATION or same else _GUARANTOR
    lacking = [FIELDS[name] for name in (*_BOTH, *people, *own) if not _text(stated, name)]
    if kind is Paper.INVITATION and not visit.purpose:
        lacking.append(message("papers.visa.purpose"))
    head = _head(members)
    if head and not head.person.name.passport:
        lacking.append(message("papers.visa.head_passport"))
    return [message("papers.missing.fields", fields=listed(lacking))] if lacking else ()


def applicants(members: Sequence["VisitMember"]) -> str:
    """Name the head as in the passport, count the others: TONE HANA ほか2名（別紙名簿のとおり）."""
    head = _head(members)
    name = head.person.name.passport if head else ""
    named = name or translate(UNKNOWN, JA)
    others = len(members) - 1
    if others < 1:
        return named
    said = message("papers.visa.and_others", name=named, people=others)
    return translate(said, JA)


def contact_line(stated: "VisaParticulars | None") -> str:
    """Return whom the mission may ask, in one line; empty where nobody stated it."""
    names = ("contact_section", "contact_name", "contact_phone")
    return " ".join(text for name in names if (text := _text(stated, name)))


def _head(members: Sequence["VisitMember"]) -> "VisitMember | None":
    return next((each for each in members if each.role is MemberRole.LEADER), None)


def _text(stated: "VisaParticulars | None", name: str) -> str:
    return str(getattr(stated, name)) if stated is not None else ""


def _block(title: Message, *rows: tuple[Message | str, str]) -> Mapping[str, object]:
    return {"title": title, "rows": [{"name": name, "text": text} for name, text in rows]}


def _applicant_block(visit: "Visit", members: Sequence["VisitMember"]) -> Mapping[str, object]:
    """Name the head; what is not kept here is written by hand."""
    head = _head(members)
    title = head.title[JA] if head and head.title else ""
    name = head.person.name if head else None
    others = len(members) - 1
    more = translate(message("papers.visa.others", people=others), JA) if others > 0 else ""
    stay = f"{day_text(visit.starts, JA)} ～ {day_text(visit.ends, JA)}"
    return _block(
        message("papers.visa.applicants"),
        (COLUMNS[RosterColumn.NATIONALITY][JA], ""),
        (message("papers.visa.occupation"), title),
        (COLUMNS[RosterColumn.PASSPORT_NAME][JA], name.passport if name else ""),
        (COLUMNS[RosterColumn.NAME][JA], (name.native or name.written) if name else ""),
        (COLUMNS[RosterColumn.BIRTH][JA], ""),
        *([(message("papers.visa.more"), more)] if more else ()),
        (message("papers.stay.span"), stay),
    )


def _inviter_block(stated: "VisaParticulars | None") -> Mapping[str, object]:
    return _block(message("papers.visa.inviter"), *_who(stated, "inviter"))


def _guarantor_block(stated: "VisaParticulars | None") -> Mapping[str, object]:
    same = stated is not None and stated.same_guarantor
    return _block(
        message("papers.visa.guarantor"), *_who(stated, "inviter" if same else "guarantor")
    )


def _who(stated: "VisaParticulars | None", who: str) -> Sequence[tuple[Message, str]]:
    """Return who it is; another guarantor than the city says in the post where they belong."""
    body = [(message("papers.visa.body"), CITY)] if who == "inviter" else []
    return [
        (message("papers.visa.address"), _text(stated, f"{who}_address")),
        *body,
        (message("papers.visa.post"), _text(stated, f"{who}_post")),
        (message("papers.visa.name"), _text(stated, f"{who}_name")),
        (message("papers.visa.phone"), _text(stated, f"{who}_phone")),
    ]


def _contact_block(stated: "VisaParticulars | None") -> Mapping[str, object]:
    return _block(
        message("papers.visa.contact"),
        (message("papers.visa.section"), _text(stated, "contact_section")),
        (message("papers.visa.name"), _text(stated, "contact_name")),
        (message("papers.visa.phone"), _text(stated, "contact_phone")),
    )


def _reasons(visit: "Visit", stated: "VisaParticulars | None") -> Sequence[Mapping[str, object]]:
    return [
        {"title": message("papers.visa.purpose"), "text": visit.purpose, "lines": 3},
        {
            "title": message("papers.visa.background"),
            "text": _text(stated, "background"),
            "lines": 4,
        },
        {"title": message("papers.visa.relation"), "text": _text(stated, "relation"), "lines": 2},
    ]


def _guaranteed() -> Sequence[Mapping[str, object]]:
    return [
        {"title": title, "text": "", "lines": 0}
        for title in (
            message("papers.visa.stay_costs"),
            message("papers.visa.return_costs"),
            message("papers.visa.laws"),
        )
    ]
