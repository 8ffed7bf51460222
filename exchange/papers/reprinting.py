"""Which printed papers no longer say what is so, since when and why; pure.

A paper goes by the name it is printed under: a `Paper`, or a programme of one side.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from exchange.delegations.enums import MemberField, Paper
from exchange.delegations.reprints import papers_touched
from exchange.papers.enums import Cause, Side

#: (when, act, field names), as the audit has them.
Deed = tuple[datetime, str, Sequence[str]]

#: What a correction of somebody whom the programme names is called here.
OF_SOMEBODY_NAMED: Final = "people.correct.named"
#: What the programmes are printed as.
PROGRAMMES: Final[Mapping[Side, str]] = {side: f"programme_{side.value}" for side in Side}
_EVERY: Final = frozenset({*PROGRAMMES.values(), *(paper.value for paper in Paper)})
#: The papers made from the programme.
_PLANNED: Final = frozenset(
    {
        *PROGRAMMES.values(),
        Paper.STAY_SCHEDULE.value,
        Paper.THANKS_LIST.value,
        Paper.PRESS_RELEASE.value,
    }
)

_F = MemberField
#: Fields of a membership as the audit names them, and what a paper calls them.
_MEMBER: Final[Mapping[str, MemberField]] = {
    "role": _F.ROLE,
    "title": _F.TITLE,
    "title_en": _F.TITLE,
    "title_zh_hant": _F.TITLE,
    "diet": _F.DIET,
    "mobility": _F.MOBILITY,
    "companion_of": _F.COMPANION,
}
#: Fields of a person's own record.
_PERSON: Final[Mapping[str, MemberField]] = {
    "family_name": _F.FULL_NAME,
    "given_name": _F.FULL_NAME,
    "native_name": _F.FULL_NAME,
    "family_kana": _F.FULL_KANA,
    "given_kana": _F.FULL_KANA,
    "family_romaji": _F.PASSPORT_NAME,
    "given_romaji": _F.PASSPORT_NAME,
    "passport_name": _F.PASSPORT_NAME,
    "affiliation": _F.AFFILIATION,
}
#: What every paper of a visit says of it, and what only some say.
_VISIT: Final[Mapping[str, Collection[str]]] = {
    **dict.fromkeys(("starts", "ends", "title", "title_en", "title_zh_hant"), _EVERY),
    "purpose": frozenset(
        {Paper.APPROVAL_SHEET.value, Paper.BRIEFING.value, Paper.INVITATION.value}
    ),
    **dict.fromkeys(
        ("hosts", "parties"), frozenset({Paper.APPROVAL_SHEET.value, Paper.THANKS_LIST.value})
    ),
    **dict.fromkeys(
        (
            *("direction", "level", "partner", "other_partners", "fallback_starts"),
            *("fallback_ends", "celebrations", "measures", "projects", "owner_id"),
        ),
        frozenset({Paper.APPROVAL_SHEET.value}),
    ),
}


def _named(papers: Iterable[Paper]) -> Collection[str]:
    return frozenset(paper.value for paper in papers)


def _by_field(fields: Mapping[str, MemberField]) -> Mapping[str, Collection[str]]:
    return {name: _named(papers_touched({field})) for name, field in fields.items()}


#: Acts that touch the same papers whatever they changed.
_WHOLE: Final[Mapping[str, tuple[Cause, Collection[str]]]] = {
    **dict.fromkeys(
        ("visits.add_member", "visits.end_member"),
        (Cause.MEMBERS, _named(papers_touched((), joined_or_left=True))),
    ),
    **dict.fromkeys(
        ("visits.move_member", "visits.order_members", "visits.order_event"),
        (Cause.ORDER, _named(papers_touched((), moved=True))),
    ),
    "visits.approve": (Cause.VISIT, _named((Paper.APPROVAL_SHEET,))),
    "visits.state_legs": (
        Cause.VISIT,
        frozenset({Paper.APPROVAL_SHEET.value, *PROGRAMMES.values()}),
    ),
    "papers.state_visa": (
        Cause.PARTICULARS,
        _named((Paper.STAY_SCHEDULE, Paper.INVITATION, Paper.GUARANTEE)),
    ),
    "papers.state_emergency": (Cause.PARTICULARS, _named((Paper.EMERGENCY_CARD,))),
    "visits.flag_head": (Cause.MEMBER, _named(papers_touched({_F.ROLE}))),
    **dict.fromkeys(
        ("visits.add_item", "visits.correct_item", "visits.end_item", "visits.set_tracks"),
        (Cause.PROGRAMME, _PLANNED),
    ),
}
#: Acts that touch the papers which say what they changed.
_BY_FIELD: Final[Mapping[str, tuple[Cause, Mapping[str, Collection[str]]]]] = {
    "visits.correct_member": (Cause.MEMBER, _by_field(_MEMBER)),
    "people.correct": (Cause.PERSON, _by_field(_PERSON)),
    OF_SOMEBODY_NAMED: (
        Cause.PERSON,
        dict.fromkeys(("family_name", "given_name"), frozenset({PROGRAMMES[Side.OWN]})),
    ),
    "papers.write": (
        Cause.PARTICULARS,
        {"press_release": frozenset({Paper.PRESS_RELEASE.value})},
    ),
    "visits.revise": (Cause.VISIT, _VISIT),
    "visits.move": (Cause.VISIT, _VISIT),
    "visits.hand_over": (Cause.VISIT, _VISIT),
}


def papers_after(deed: str, fields: Iterable[str]) -> tuple[Cause, Collection[str]]:
    """Return why an act puts papers out of date, and which; none for what no paper says."""
    if deed in _WHOLE:
        return _WHOLE[deed]
    cause, papers = _BY_FIELD.get(deed, (Cause.VISIT, {}))
    return cause, frozenset(paper for name in fields for paper in papers.get(name, ()))


def to_reprint(
    printed: Mapping[str, datetime], deeds: Iterable[Deed]
) -> Mapping[str, Mapping[Cause, datetime]]:
    """Return the printed papers that no longer say what is so: why, and since when.

    The instant is of the last act of its cause after the paper was last printed.
    """
    found: dict[str, dict[Cause, datetime]] = {}
    for at, deed, fields in deeds:
        cause, papers = papers_after(deed, fields)
        for paper in papers:
            if paper in printed and at > printed[paper]:
                known = found.setdefault(paper, {})
                known[cause] = max(at, known.get(cause, at))
    return found
