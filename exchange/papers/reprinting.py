"""Which printed papers no longer say what is so, since when and why; pure.

A paper goes by the name it is printed under: a `Paper`, a programme of one side, or a `Paper` of
one row, where each row is printed by itself.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from exchange.delegations.enums import MemberField, Paper
from exchange.delegations.reprints import papers_touched
from exchange.papers.enums import Cause, Side

#: (when, act, field names), as the audit has them.
Deed = tuple[datetime, str, Sequence[str]]

#: What a correction of somebody whom the programme names is called here.
OF_SOMEBODY_NAMED: Final = "people.correct.named"
#: What a change of anything else that came of a visit is called here.
OF_WHAT_CAME: Final = "visits.came"
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
        Paper.REPORT.value,
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
        {
            *(Paper.APPROVAL_SHEET.value, Paper.BRIEFING.value),
            *(Paper.INVITATION.value, Paper.REPORT.value),
        }
    ),
    **dict.fromkeys(
        ("hosts", "parties"), frozenset({Paper.APPROVAL_SHEET.value, Paper.THANKS_LIST.value})
    ),
    **dict.fromkeys(
        (
            *("level", "fallback_starts"),
            *("fallback_ends", "celebrations", "measures", "projects"),
        ),
        frozenset({Paper.APPROVAL_SHEET.value}),
    ),
    **dict.fromkeys(
        ("direction", "partner", "other_partners", "owner_id"),
        frozenset({Paper.APPROVAL_SHEET.value, Paper.REPORT.value}),
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
    **dict.fromkeys(
        ("visits.record_draft", "visits.approve"),
        (Cause.VISIT, _named((Paper.APPROVAL_SHEET, Paper.REPORT))),
    ),
    "visits.outcome": (Cause.VISIT, _named((Paper.REPORT,))),
    OF_WHAT_CAME: (Cause.REPORTED, _named((Paper.REPORT,))),
    **dict.fromkeys(
        ("gifts.record", "gifts.correct", "gifts.end"), (Cause.GIFTS, _named((Paper.THANKS_LIST,)))
    ),
    **dict.fromkeys(
        ("letters.log", "letters.correct", "letters.end"),
        (Cause.LETTERS, _named((Paper.THANKS_LIST,))),
    ),
    "visits.state_legs": (
        Cause.VISIT,
        frozenset({Paper.APPROVAL_SHEET.value, Paper.REPORT.value, *PROGRAMMES.values()}),
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


def name_of(paper: Paper, key: UUID) -> str:
    """Return what the paper of one row is printed under: an order of events, a speech."""
    return f"{paper.value}/{key}"


def kind_of(name: str) -> str:
    """Return what a paper is called whatever row it is of."""
    return name.partition("/")[0]


def to_reprint(
    printed: Mapping[str, datetime], deeds: Iterable[Deed]
) -> Mapping[str, Mapping[Cause, datetime]]:
    """Return the printed papers that no longer say what is so: why, and since when.

    The instant is of the last act of its cause after the paper was last printed.
    """
    names: dict[str, list[str]] = {}
    for name in printed:
        names.setdefault(kind_of(name), []).append(name)
    found: dict[str, dict[Cause, datetime]] = {}
    for at, deed, fields in deeds:
        cause, papers = papers_after(deed, fields)
        for name in (each for paper in papers for each in names.get(paper, ())):
            if at > printed[name]:
                known = found.setdefault(name, {})
                known[cause] = max(at, known.get(cause, at))
    return found


def later(changed: Mapping[Cause, datetime], printed: datetime | None) -> Mapping[Cause, datetime]:
    """Return what changed after a paper was last printed; nothing of one that never was."""
    return {cause: at for cause, at in changed.items() if printed is not None and at > printed}
