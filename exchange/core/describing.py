"""Public addresses as programs read of them: what each answers, and what may be asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from exchange.core.messages import Message

#: A JSON Schema, or a part of one.
Schema = Mapping[str, object]

TEXT: Final[Schema] = {"type": "string"}

JSON: Final = "application/json"
SCHEMA: Final = "application/schema+json"
CSV: Final = "text/csv"
CALENDAR: Final = "text/calendar"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A part of an address, or of its question, that whoever asks fills in."""

    name: str
    meaning: Message
    schema: Schema = field(default_factory=lambda: TEXT)
    required: bool = False
    in_path: bool = False
    #: May be said more than once.
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class DataAddress:
    """One public address of a room: its view, its path, and what it answers."""

    endpoint: str
    path: str
    meaning: Message
    #: The media type of the answer.
    holds: str
    #: The answer's schema, its words in a language.
    schema: Callable[[str], Schema] = lambda language: TEXT
    parameters: tuple[Parameter, ...] = ()
    #: May be unchanged since the last time, and then has no body.
    validated: bool = False
    #: There is no such thing on a closed network.
    open_network: bool = False
