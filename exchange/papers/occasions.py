"""The order of a ceremony and a speech as plain data for their templates: two languages abreast."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from exchange.core.database import Localized
from exchange.core.messages import label, message
from exchange.core.printing import day_text
from exchange.core.translate import translate
from exchange.papers.enums import SpeechLayout
from exchange.papers.rules import side_by_side
from exchange.papers.tables import JA
from exchange.papers.words import ORDER_OF_CEREMONY, POINTS, SPEECH, TIME, WHERE

if TYPE_CHECKING:
    from exchange.delegations.models import Visit
    from exchange.itineraries.models import ItineraryItem
    from exchange.papers.models import Ceremony, Speech


def ceremony_data(
    visit: "Visit", item: "ItineraryItem", ceremony: "Ceremony", *, language: str
) -> Mapping[str, object]:
    """Return the order of an item: what, when and where, then its steps in both languages."""
    clocks = f"{item.start.clock:%H:%M}–{item.end.clock:%H:%M}"
    return {
        "language": language,
        "two": language != JA and language in ceremony.steps,
        "heading": _pair(ORDER_OF_CEREMONY, language),
        "title": _pair(item.title, language),
        "visit": visit.title[JA],
        "facts": [
            {
                "name": _pair(TIME, language),
                "ja": f"{day_text(item.start.day, JA)} {clocks}",
                "other": f"{day_text(item.start.day, language)} {clocks}",
            },
            {"name": _pair(WHERE, language), "ja": item.place, "other": item.place},
        ],
        "steps": [list(pair) for pair in side_by_side(ceremony.steps, language)],
    }


def speech_data(
    visit: "Visit", speech: "Speech", layout: SpeechLayout, *, language: str
) -> Mapping[str, object]:
    """Return a speech to be read out, or its points; the text where no points are written."""
    points = layout is SpeechLayout.POINTS
    said = (speech.points if points else None) or speech.text
    occasion = speech.item.title[JA] if speech.item else translate(label(speech.occasion), JA)
    return {
        "language": language,
        "two": language != JA and language in said,
        "large": not points,
        "heading": _pair(POINTS if points else SPEECH, language),
        "occasion": occasion,
        "visit": visit.title[JA],
        "speaker": translate(
            message("papers.speech.by", speaker=speech.speaker, minutes=speech.minutes), JA
        ),
        "lines": [list(pair) for pair in side_by_side(said, language)],
    }


def _pair(words: Localized, language: str) -> Mapping[str, str]:
    """Return words in Japanese, and in the second language where they are another."""
    other = words.get(language, "") if language != JA else ""
    return {"ja": words[JA], "other": "" if other == words[JA] else other}
