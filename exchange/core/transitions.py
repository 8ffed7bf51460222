"""Next-state tables: which state may follow which."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Generic, TypeVar

from exchange.core.errors import TransitionError
from exchange.core.messages import label, message

State = TypeVar("State", bound=Enum)


class Transitions(Generic[State]):
    """One table a state enum; every member must have a row, an end state an empty one."""

    def __init__(self, table: Mapping[State, Iterable[State]]) -> None:
        self._next = {state: frozenset(following) for state, following in table.items()}
        members = set(type(next(iter(self._next))))
        if missing := members - self._next.keys():
            raise ValueError(f"no row for {sorted(state.name for state in missing)}")

    def allows(self, current: State, target: State) -> bool:
        """Say whether `target` may follow `current`."""
        return target in self._next[current]

    def following(self, current: State) -> frozenset[State]:
        """Return the states that may follow `current`."""
        return self._next[current]

    def ensure(self, current: State, target: State) -> None:
        """Raise TransitionError when `target` may not follow `current`."""
        if not self.allows(current, target):
            sentence = message(
                "core.error.transition", current=label(current), target=label(target)
            )
            raise TransitionError(sentence)
