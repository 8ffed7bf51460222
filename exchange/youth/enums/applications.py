"""What becomes of a guardian's application: as the guardian sees it, and as it was decided."""

from enum import StrEnum


class ApplicationStage(StrEnum):
    """All that the link tells a guardian: the same words, whoever is registered already."""

    RECEIVED = "received"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class ApplicationAnswer(StrEnum):
    """What the division made of an application that stood alone."""

    JOINED = "joined"
    TAKEN = "taken"
    REFUSED = "refused"
