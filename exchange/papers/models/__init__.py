"""What is stated for a visit's papers, and what is written for its occasions."""

from exchange.papers.models.occasions import Ceremony, PressRelease, Speech, UsualSteps
from exchange.papers.models.particulars import EmergencyContacts, VisaParticulars

__all__ = [
    "Ceremony",
    "EmergencyContacts",
    "PressRelease",
    "Speech",
    "UsualSteps",
    "VisaParticulars",
]
