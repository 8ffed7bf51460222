"""Words of waiting lists and of seats counted by gender."""

from enum import StrEnum


class Gender(StrEnum):
    """What was answered: where an edition has seats for each gender, or with the passport."""

    FEMALE = "female"
    MALE = "male"
    UNDISCLOSED = "undisclosed"


class WaitingAct(StrEnum):
    """What the minutes of a waiting list tell."""

    OFFERED = "offered"
    SKIPPED = "skipped"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    NOBODY = "nobody"


class SkipReason(StrEnum):
    """Why one who waits was not offered the free seat."""

    NOT_ELIGIBLE = "not_eligible"
    SCHOOL_FULL = "school_full"
    GENDER_FULL = "gender_full"


class SelectionResult(StrEnum):
    """What a result letter says."""

    SELECTED = "selected"
    WAITLISTED = "waitlisted"
    NOT_SELECTED = "not_selected"


class NoticeWay(StrEnum):
    """How a result was told."""

    MAILED = "mailed"
    PRINTED = "printed"
