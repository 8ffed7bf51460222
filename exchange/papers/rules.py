"""Which columns a list has, how it is summed up, and what stands in no record; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from exchange.delegations.enums import MemberField, Paper
from exchange.delegations.reprints import papers_touched
from exchange.papers.enums import RosterColumn

_C = RosterColumn

#: The lists made from one roster, and what each says of a member; no other list says more.
ROSTERS: Final[Mapping[Paper, Sequence[RosterColumn]]] = {
    Paper.ROSTER: (_C.NUMBER, _C.ROLE, _C.NAME, _C.KANA, _C.AFFILIATION, _C.TITLE),
    Paper.PARTNER_ROSTER: (_C.NUMBER, _C.ROLE, _C.NAME, _C.LATIN, _C.AFFILIATION, _C.TITLE),
    Paper.AIRLINE_LIST: (
        *(_C.NUMBER, _C.PASSPORT_NAME, _C.SEX, _C.BIRTH, _C.NATIONALITY),
        *(_C.PASSPORT_NUMBER, _C.EXPIRY, _C.MOBILITY),
    ),
    Paper.ROOMING_LIST: (
        *(_C.NUMBER, _C.NAME, _C.PASSPORT_NAME, _C.COMPANION, _C.MOBILITY, _C.ROOM, _C.NOTE),
    ),
    Paper.MEAL_LIST: (_C.NUMBER, _C.NAME, _C.DIET),
    Paper.VISA_LIST: (
        *(_C.NUMBER, _C.NAME, _C.PASSPORT_NAME, _C.AFFILIATION, _C.TITLE),
        *(_C.SEX, _C.BIRTH, _C.NATIONALITY, _C.PASSPORT_NUMBER),
    ),
}

#: What is not kept here, or decided on the paper: room to write by hand.
BY_HAND: Final = frozenset(
    {_C.SEX, _C.BIRTH, _C.NATIONALITY, _C.PASSPORT_NUMBER, _C.EXPIRY, _C.ROOM, _C.NOTE}
)

#: Fields as the audit names them, and what a paper calls them.
_FIELDS: Final[Mapping[str, MemberField]] = {
    "role": MemberField.ROLE,
    "title": MemberField.TITLE,
    "title_en": MemberField.TITLE,
    "title_zh_hant": MemberField.TITLE,
    "diet": MemberField.DIET,
    "mobility": MemberField.MOBILITY,
    "companion_of": MemberField.COMPANION,
    "companion_of_id": MemberField.COMPANION,
}
#: What a person's own record says on papers.
_PERSON: Final = frozenset(
    {
        MemberField.FULL_NAME,
        MemberField.FULL_KANA,
        MemberField.PASSPORT_NAME,
        MemberField.AFFILIATION,
    }
)
_JOINED_OR_LEFT: Final = frozenset({"visits.add_member", "visits.end_member", "lists.confirm"})
_MOVED: Final = frozenset(
    {"visits.move_member", "visits.order_members", "visits.order_event", "visits.flag_head"}
)


def subtotals(titles: Iterable[str]) -> Sequence[tuple[str, int]]:
    """Return how many have each title, in the order in which the titles come first."""
    return list(Counter(titles).items())


def papers_after(deed: str, fields: Iterable[str]) -> Sequence[Paper]:
    """Return the papers that an act on a visit's members touched."""
    changed = {_FIELDS[name] for name in fields if name in _FIELDS}
    return papers_touched(changed, joined_or_left=deed in _JOINED_OR_LEFT, moved=deed in _MOVED)


def to_reprint(
    printed: Mapping[Paper, datetime],
    acts: Iterable[tuple[datetime, str, Sequence[str]]],
    renamed: datetime | None,
) -> frozenset[Paper]:
    """Return the printed papers that no longer say what is so.

    `acts` are (when, act, field names); `renamed` is when a member's own record last changed.
    """
    found = {
        paper
        for at, deed, fields in acts
        for paper in papers_after(deed, fields)
        if paper in printed and at > printed[paper]
    }
    if renamed is not None:
        named = papers_touched(_PERSON)
        found.update(paper for paper in named if paper in printed and renamed > printed[paper])
    return frozenset(found)
