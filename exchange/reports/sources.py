"""Where a figure is from: a record of this system, a document, or what is for reference only."""

from typing import TYPE_CHECKING, Final

from exchange.core.messages import label, message
from exchange.partners.enums import SourceKind
from exchange.reports.enums import Record
from exchange.reports.sheets import Linked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.delegations.models import Visit
    from exchange.partners.models import Source

#: What the office can answer for; newspapers, encyclopedias and data of others are for reference.
_DOCUMENTS: Final = frozenset(
    {SourceKind.STRATEGY_PAPER, SourceKind.OFFICIAL, SourceKind.ASSOCIATION}
)


def cited(source: "Source", locator: str = "") -> "Sequence[object]":
    """Return a document or what is for reference, by its title and the place in it."""
    if source.kind in _DOCUMENTS:
        said = message("reports.source.document")
    else:
        said = message("reports.source.reference")
    return [said, source.title, locator]


def recorded(what: Record, path: str, number: str = "") -> "Sequence[object]":
    """Return a record of this system, with the number of the office's own document."""
    return [Linked(label(what), path), number]


def recorded_visit(visit: "Visit") -> "Sequence[object]":
    """Return the record of a visit."""
    return recorded(Record.VISIT, f"/delegations/{visit.id}/", visit.document_number)
