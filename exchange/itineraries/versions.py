"""Versions of a programme: the plan as data, and what changed between two of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

#: Fields that say when an item is: a change of them alone is a move.
_WHEN: Final = (
    "start_day",
    "start_clock",
    "start_zone",
    "start_fold",
    "end_day",
    "end_clock",
    "end_zone",
    "end_fold",
)
#: An item as data: its fields by name, every value as JSON knows it; `key` is the item's.
Plan = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """An item that is in both versions, and what of it is different: (field, before, after)."""

    before: Plan
    after: Plan
    fields: Sequence[tuple[str, object, object]]

    @property
    def moved(self) -> bool:
        """Whether it takes place at another time."""
        return any(name in _WHEN for name, _, _ in self.fields)

    @property
    def other_fields(self) -> Sequence[tuple[str, object, object]]:
        """What is different besides the time."""
        return [each for each in self.fields if each[0] not in _WHEN]


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different between two versions, in the order of the programme."""

    added: Sequence[Plan] = ()
    removed: Sequence[Plan] = ()
    moved: Sequence[Change] = ()
    changed: Sequence[Change] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.moved or self.changed)


def compare(before: Iterable[Plan], after: Iterable[Plan]) -> Changes:
    """Return what changed since a version; what was both moved and changed stands under moved."""
    old = {str(plan["key"]): plan for plan in before}
    new = {str(plan["key"]): plan for plan in after}
    both = [_change(old[key], plan) for key, plan in new.items() if key in old]
    different = [change for change in both if change.fields]
    return Changes(
        added=[plan for key, plan in new.items() if key not in old],
        removed=[plan for key, plan in old.items() if key not in new],
        moved=[change for change in different if change.moved],
        changed=[change for change in different if not change.moved],
    )


def _change(before: Plan, after: Plan) -> Change:
    """Compare the fields either version knows: what an older one lacks is as not said."""
    both = [
        (name, before.get(name, ""), after.get(name, ""))
        for name in dict.fromkeys([*after, *before])
    ]
    fields = [(name, was, now) for name, was, now in both if was != now and (was or now)]
    return Change(before, after, fields)
