"""The certificate of what went, as the data its paper is made of."""

from collections.abc import Mapping, Sequence

from exchange.core.erasures import Held
from exchange.core.messages import Message, label, message
from exchange.privacy.enums import RecordedAct, Retained
from exchange.privacy.models import ErasureRecord
from exchange.privacy.wording import doer_words


def rows_of(record: ErasureRecord) -> Sequence[tuple[Message, int]]:
    """Return the kinds of a record by name, with how many of each went."""
    kinds = Held if record.kind is RecordedAct.ERASURE else Retained
    return [(label(kinds(kind)), number) for kind, number in record.counts.items()]


def who_of(record: ErasureRecord) -> Message | str:
    """Return who did it: a person by name, or that it was done by itself."""
    found = None if record.by_id else doer_words(record.by_name)
    return found or record.by_name


def paper_of(record: ErasureRecord) -> Mapping[str, object]:
    """Return what the certificate says: kinds and numbers, who, when and why; nobody's name."""
    return {
        "facts": [
            (message("privacy.field.issuer"), message("web.foot.keeper")),
            (message("privacy.field.act"), label(record.kind)),
            (message("privacy.field.at"), record.at),
            (message("privacy.field.by"), who_of(record)),
            (message("privacy.field.reason"), record.reason or message("privacy.record.time_over")),
            (message("privacy.field.number"), record.reference),
        ],
        "columns": [message("privacy.column.kind"), message("privacy.column.count")],
        "rows": [(kind, str(number)) for kind, number in rows_of(record)],
        "note": message("privacy.paper.note"),
    }
