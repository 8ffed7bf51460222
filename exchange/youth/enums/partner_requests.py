"""What an edition asks its partner for."""

from enum import StrEnum


class PartnerRequestKind(StrEnum):
    """What is asked for; anything else is said in words."""

    HOSTS = "hosts"
    MEMBERS = "members"
    SCHEDULE = "schedule"
    INSURANCE = "insurance"
    OTHER = "other"
