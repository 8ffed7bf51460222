"""Verbs of the papers room: what is printed of a programme, and what is written for occasions."""

from exchange.papers.services.occasions import (
    CeremonyPlan,
    PressPlan,
    SpeechPlan,
    add_speech,
    end_speech,
    revise_speech,
    state_usual_steps,
    write_ceremony,
    write_press_release,
)
from exchange.papers.services.programmes import (
    LONGEST_PURPOSE,
    Choice,
    find_programme,
    log_thanks,
    note_printed,
)

__all__ = [
    "LONGEST_PURPOSE",
    "CeremonyPlan",
    "Choice",
    "PressPlan",
    "SpeechPlan",
    "add_speech",
    "end_speech",
    "find_programme",
    "log_thanks",
    "note_printed",
    "revise_speech",
    "state_usual_steps",
    "write_ceremony",
    "write_press_release",
]
