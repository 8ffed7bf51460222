"""The forms of a visit's papers, and of what is written for its occasions."""

from exchange.papers.forms.occasions import (
    CeremonyForm,
    PressForm,
    SpeechForm,
    StepsForm,
    drawn,
    speech_form,
    started_from,
    steps_as_typed,
)
from exchange.papers.forms.particulars import (
    EmergencyForm,
    ThanksForm,
    VisaForm,
    emergency_form,
    visa_form,
)

__all__ = [
    "CeremonyForm",
    "EmergencyForm",
    "PressForm",
    "SpeechForm",
    "StepsForm",
    "ThanksForm",
    "VisaForm",
    "drawn",
    "emergency_form",
    "speech_form",
    "started_from",
    "steps_as_typed",
    "visa_form",
]
