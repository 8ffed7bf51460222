"""What has to be right before a person's data goes for good."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from exchange.core.errors import DomainError
from exchange.core.messages import Message, message
from exchange.core.text import fold

if TYPE_CHECKING:
    from exchange.core.erasures import Person


def ensure_settled(hindrances: Sequence[Message]) -> None:
    """Refuse while something stands against it; the first is named."""
    if hindrances:
        raise DomainError(hindrances[0])


def ensure_named(typed: str, written: str) -> None:
    """Refuse where the name that was typed is not the one on the page; spaces do not matter."""
    if fold(typed) != fold(written):
        raise DomainError(message("privacy.error.not_the_name"), field="typed")


def ensure_nameless(reason: str, person: "Person") -> None:
    """Refuse a reason that names the pupil: the record of it stays for good."""
    if person.is_named_in(reason):
        raise DomainError(message("privacy.error.reason_names"), field="reason")
