"""Whom the division waits for: what registrations lack, put together by whose turn it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from exchange.youth.enums import GapKind, WaitsFor
from exchange.youth.rules.missing import Gap
from exchange.youth.rules.partner_requests import days_waiting

if TYPE_CHECKING:
    from exchange.youth.models import Edition, PartnerRequest, Registration


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that some registrations of an edition lack; `gap` is of the longest wait."""

    edition: "Edition"
    gap: Gap
    count: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """One thing that one registration lacks, and where it stands on its edition's board."""

    registration_id: UUID
    #: Of the school that registered the pupil.
    school_key: str
    gap: Gap


@dataclass(frozen=True, slots=True)
class OwnLack:
    """One thing that one registration lacks, with pupil and school, as a page shows it."""

    registration: "Registration"
    gap: Gap


@dataclass(frozen=True, slots=True)
class Group:
    """Registrations of one edition that lack the same; `since`: the longest of the waits."""

    edition: "Edition"
    kind: GapKind
    waits_for: WaitsFor
    count: int
    since: date

    def days(self, today: date) -> int:
        """Return for how many days the longest of them has been waited for."""
        return max(0, (today - self.since).days)


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is, how often, and for how many days at most."""

    waits_for: WaitsFor
    count: int
    days: int


def in_order(place: Place) -> tuple[str, ...]:
    """Return where a lack stands on its edition's board: by turn, day and school; no name in it."""
    gap = place.gap
    key = (gap.waits_for.value, gap.since.isoformat(), place.school_key)
    return (*key, place.registration_id.hex, gap.kind.value)


def groups(lacks: Iterable[Lack]) -> Mapping[WaitsFor, Sequence[Group]]:
    """Put lacks together by whose turn it is, edition and kind, the longest wait first."""
    found: dict[tuple[WaitsFor, Edition, GapKind], list[Lack]] = {}
    for lack in lacks:
        found.setdefault((lack.gap.waits_for, lack.edition, lack.gap.kind), []).append(lack)
    columns: dict[WaitsFor, list[Group]] = {turn: [] for turn in WaitsFor}
    for (turn, edition, kind), alike in found.items():
        count, since = sum(each.count for each in alike), min(each.gap.since for each in alike)
        columns[turn].append(Group(edition, kind, turn, count, since))
    for column in columns.values():
        column.sort(key=lambda group: (group.since, group.edition.id, group.kind))
    return columns


def turns(
    columns: Mapping[WaitsFor, Sequence[Group]],
    asked: Sequence["PartnerRequest"],
    today: date,
) -> Sequence[Turn]:
    """Sum the board up, one line for whoever is waited for; partners by what they were asked."""
    found = [
        Turn(turn, sum(group.count for group in column), max(g.days(today) for g in column))
        for turn, column in columns.items()
        if column
    ]
    if asked:
        days = max(days_waiting(row, today) for row in asked)
        found.append(Turn(WaitsFor.PARTNER, len(asked), days))
    return found
