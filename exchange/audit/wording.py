"""What the fields of audit lines are called: as the room's own pages say it, where they do."""

from functools import cache

from exchange.audit.enums.parts import Part
from exchange.core.languages import Language
from exchange.core.messages import Message, label
from exchange.core.translate import field_labels, translate


@cache
def field_words(room: str, name: str) -> Message | None:
    """Return what a field of a room's rows is called; None for what no page shows.

    The label of the room's own form comes first, then our own words, then those of a copy of what
    is kept; at last what the other rooms call it, where they have one word for it.
    """
    said = field_labels().get(name, {})
    if room in said:
        return said[room]
    if name in set(Part):
        return label(Part(name))
    if "privacy" in said:
        return said["privacy"]
    texts = {translate(words, Language.JA): words for words in said.values()}
    return next(iter(texts.values())) if len(texts) == 1 else None
