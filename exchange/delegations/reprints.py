"""Which papers name what of a member: only those are printed anew when it changes."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from exchange.delegations.enums import Direction, MemberField, Paper

_F, _P = MemberField, Paper
_NAME: Final = frozenset({_F.FULL_NAME})
_READ: Final = _NAME | {_F.FULL_KANA}
_POST: Final = frozenset({_F.TITLE, _F.AFFILIATION})
#: The spelling in Latin letters, which is the passport's where no other is on record.
_LATIN: Final = frozenset({_F.PASSPORT_NAME})
#: Only the head is named, the others are counted.
_HEAD: Final = _NAME | _LATIN | {_F.TITLE, _F.ROLE}

#: What each paper says of a member. All of them name everybody, so that who joins or leaves
#: touches every one.
NAMED: Final[Mapping[Paper, frozenset[MemberField]]] = {
    _P.APPROVAL_SHEET: _NAME | _POST | {_F.ROLE},
    _P.ROSTER: _READ | _POST | {_F.ROLE},
    _P.PARTNER_ROSTER: _NAME | _POST | {_F.ROLE, _F.PASSPORT_NAME},
    _P.AIRLINE_LIST: frozenset({_F.PASSPORT_NAME, _F.MOBILITY}),
    _P.ROOMING_LIST: _NAME | {_F.PASSPORT_NAME, _F.COMPANION, _F.MOBILITY},
    _P.MEAL_LIST: _NAME | {_F.DIET},
    _P.VISA_LIST: _NAME | _POST | {_F.PASSPORT_NAME},
    _P.STAY_SCHEDULE: _HEAD,
    _P.INVITATION: _HEAD,
    _P.GUARANTEE: _HEAD,
    _P.SEATING: _NAME | _LATIN | _POST | {_F.ROLE, _F.COMPANION, _F.MOBILITY},
    _P.NAME_PLATES: _NAME | _LATIN | _POST,
    _P.BADGES: _NAME | _LATIN | _POST | {_F.ROLE},
    _P.ORDER_OF_EVENTS: _NAME | {_F.TITLE, _F.ROLE},
    _P.GREETING: _READ | {_F.TITLE, _F.ROLE},
    _P.BRIEFING: _READ | _LATIN | _POST | {_F.ROLE, _F.COMPANION, _F.DIET, _F.MOBILITY},
    _P.PRESS_RELEASE: _READ | _POST | {_F.ROLE},
    _P.EMERGENCY_CARD: _READ | _LATIN,
    _P.THANKS_LIST: _NAME | _POST,
    _P.REPORT: _NAME | _POST | {_F.ROLE},
}
#: The papers that show the members in their order of precedence.
RANKED: Final = frozenset(
    {
        _P.APPROVAL_SHEET,
        _P.ROSTER,
        _P.PARTNER_ROSTER,
        _P.SEATING,
        _P.ORDER_OF_EVENTS,
        _P.BRIEFING,
        _P.PRESS_RELEASE,
        _P.REPORT,
    }
)
#: What is printed for guests alone, for whose visas we answer.
FOR_GUESTS: Final = frozenset({_P.STAY_SCHEDULE, _P.INVITATION, _P.GUARANTEE})


def papers_touched(
    changes: Collection[MemberField], *, joined_or_left: bool = False, moved: bool = False
) -> Sequence[Paper]:
    """Return the papers to print anew after changes, in the order of the enum.

    `changes` are the fields that differ for anybody; `moved` is a changed order of precedence.
    """
    fields = frozenset(changes)
    return [
        paper
        for paper in Paper
        if joined_or_left or fields & NAMED[paper] or (moved and paper in RANKED)
    ]


def printed_of(direction: Direction, papers: Sequence[Paper]) -> Sequence[Paper]:
    """Return those of the papers that a visit of this direction has."""
    return [paper for paper in papers if direction is Direction.IN or paper not in FOR_GUESTS]
