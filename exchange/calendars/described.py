"""The calendar's entries and the public feed, as programs read of them."""

from typing import Final

from exchange.calendars.subscriptions import CHOOSABLE_KINDS
from exchange.core.describing import CALENDAR, JSON, TEXT, DataAddress, Parameter, Schema
from exchange.core.entries import Audience, EntryKind, EntryState
from exchange.core.languages import FEED_LANGUAGES, Language
from exchange.core.messages import message

_MOMENT: Final[Schema] = {
    "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]
}
_FLAG: Final[Schema] = {"type": "boolean"}
_PROPERTIES: Final[Schema] = {
    "id": TEXT,
    "title": TEXT,
    "start": _MOMENT,
    "end": _MOMENT,
    "allDay": _FLAG,
    "kind": {"type": "string", "enum": [kind.value for kind in EntryKind]},
    "state": {"type": "string", "enum": [state.value for state in EntryState]},
    "milestone": _FLAG,
    "partners": {"type": "array", "items": TEXT},
    "monthOnly": _FLAG,
    "demo": _FLAG,
    "lang": TEXT,
    "url": TEXT,
}
#: A list of entries as `agenda.for_grid` draws them; what has no page has no `url`.
ENTRIES: Final[Schema] = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name in _PROPERTIES if name != "url"],
        "properties": _PROPERTIES,
    },
}

_PARTNER: Final = Parameter("partner", message("calendars.data.partner"), repeated=True)


def _one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


ADDRESSES: Final = (
    DataAddress(
        "calendars.entries",
        "/calendar/entries.json",
        message("calendars.data.entries"),
        JSON,
        lambda language: ENTRIES,
        parameters=(
            Parameter("start", message("calendars.data.start"), _MOMENT, required=True),
            Parameter("end", message("calendars.data.end"), _MOMENT, required=True),
            _PARTNER,
            Parameter("kinds", message("calendars.data.kinds"), _one_of(*EntryKind), repeated=True),
            Parameter(
                "audience",
                message("calendars.data.audience"),
                _one_of(Audience.STAFF, Audience.PUBLIC),
            ),
            Parameter("lang", message("calendars.data.lang"), _one_of(*Language)),
        ),
    ),
    DataAddress(
        "calendars.anniversaries",
        "/feeds/anniversaries.ics",
        message("calendars.feed.name"),
        CALENDAR,
        parameters=(
            _PARTNER,
            Parameter(
                "kinds", message("calendars.data.kinds"), _one_of(*CHOOSABLE_KINDS), repeated=True
            ),
            Parameter("milestones", message("calendars.data.milestones"), _one_of("0", "1")),
            Parameter("months", message("calendars.data.months"), _one_of("first", "span")),
            Parameter("download", message("calendars.data.download"), _one_of("0", "1")),
            Parameter("lang", message("calendars.data.lang"), _one_of(*FEED_LANGUAGES)),
        ),
        validated=True,
        open_network=True,
    ),
)
