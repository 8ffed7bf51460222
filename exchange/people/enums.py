"""What posts are, and how sure it is who holds them."""

from enum import StrEnum


class PersonCare(StrEnum):
    """Whether a person is written to like everybody: 配慮 by a decision of somebody, 没 never."""

    NONE = "none"
    CARE = "care"
    DECEASED = "deceased"


class PostKind(StrEnum):
    """What a post is for the exchange; the head's is public, all others are for staff."""

    HEAD = "head"
    DEPUTY_HEAD = "deputy-head"
    COUNCIL = "council"
    OFFICIAL = "official"
    CONTACT = "contact"


class PostStanding(StrEnum):
    """Where a post stands in time."""

    COMING = "coming"
    PRESENT = "present"
    PAST = "past"


class PostDoubt(StrEnum):
    """Why a post that should be held today may not be."""

    UNCONFIRMED = "unconfirmed"
    LONG_AGO = "long-ago"
    TERM_OVER = "term-over"
