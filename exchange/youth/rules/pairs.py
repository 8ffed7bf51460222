"""Pairs of editions: receive one year, send the next."""

from typing import TYPE_CHECKING

from exchange.core.errors import DomainError
from exchange.core.messages import message

if TYPE_CHECKING:
    from exchange.youth.models import Edition


def ensure_pair(edition: "Edition", earlier: "Edition") -> None:
    """Refuse a pair of two programmes, of one direction, or in the wrong order."""
    fits = (
        edition.programme_id == earlier.programme_id
        and edition.direction is not earlier.direction
        and earlier.starts < edition.starts
    )
    if not fits:
        raise DomainError(message("youth.pair.error"), field="follows_id")
