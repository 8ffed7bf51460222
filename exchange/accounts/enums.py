"""How an account stands, as the list of users says it, and how a session ended."""

from enum import StrEnum


class AccountState(StrEnum):
    """Computed, never stored: whether somebody uses an account, or could."""

    #: There is a password, or somebody of the directory.
    ACTIVE = "active"
    #: Nobody has come yet.
    INVITED = "invited"
    #: Goes on, but too many failures have closed the sign-in for a while.
    LOCKED = "locked"
    ENDED = "ended"


class SessionEnd(StrEnum):
    """What ended the session that a browser still carries."""

    TIME = "time"
    SOMEBODY = "somebody"
