"""Words below the view: a message id with its parameters, turned into a language later."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache


@dataclass(frozen=True, slots=True)
class Message:
    """A catalogue id and its parameters; `count` chooses the plural form."""

    id: str
    params: Mapping[str, object] = field(default_factory=dict)


def message(id: str, /, **params: object) -> Message:  # noqa: A002 - the catalogue's own word
    """Name a catalogue entry; the first argument is a literal so that catalogues can be checked."""
    return Message(id, params)


def label(member: Enum) -> Message:
    """Name the catalogue entry of an enum member: `<room>.<EnumName>.<value>`."""
    return _label(type(member), member.value)


@cache
def _label(kind: type[Enum], value: object) -> Message:
    room = kind.__module__.removeprefix("exchange.").split(".")[0]
    return Message(f"{room}.{kind.__name__}.{value}")
