"""What a school's desk says of its pupils in each edition: how many lack what."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from exchange.youth.enums import GapKind, WaitsFor
from exchange.youth.rules.missing import Gap

if TYPE_CHECKING:
    from exchange.youth.models import Edition, Registration


@dataclass(frozen=True, slots=True)
class Lacking:
    """How many of a school's registrations in one edition lack what, and who has to act."""

    edition: "Edition"
    registered: int
    #: In the order of the kinds.
    gaps: Sequence[tuple[GapKind, WaitsFor, int]]


def lacking(
    registrations: "Sequence[Registration]", missing: Mapping[UUID, Sequence[Gap]]
) -> Sequence[Lacking]:
    """Sum up what registrations lack, by edition in their order."""
    by_edition: dict[UUID, list[Registration]] = {}
    for row in registrations:
        by_edition.setdefault(row.edition_id, []).append(row)
    return [
        Lacking(rows[0].edition, len(rows), _counted(rows, missing)) for rows in by_edition.values()
    ]


def _counted(
    rows: "Sequence[Registration]", missing: Mapping[UUID, Sequence[Gap]]
) -> Sequence[tuple[GapKind, WaitsFor, int]]:
    order = list(GapKind)
    counts = Counter((gap.kind, gap.waits_for) for row in rows for gap in missing.get(row.id, ()))
    return [
        (kind, waits_for, count)
        for (kind, waits_for), count in sorted(
            counts.items(), key=lambda item: (order.index(item[0][0]), item[0][1])
        )
    ]
