"""What personal data is used for: a closed list, fixed by a page's task or chosen by its reader."""

from enum import StrEnum


class Purpose(StrEnum):
    """What somebody reads, exports or prints personal data for."""

    APPLICATIONS = "applications"
    SELECTION = "selection"
    CONSENT = "consent"
    PREPARATION = "preparation"
    CARE = "care"
    ANSWER = "answer"
    CONTACT = "contact"
    RESULTS = "results"
    FINDING = "finding"
    KEEPING = "keeping"
