"""How an account stands, as the list of users says it."""

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
