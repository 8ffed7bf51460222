"""What was just done to an account: said once, on the list of users."""

from enum import StrEnum

from exchange.accounts.queries import account_of
from exchange.core.messages import Message, message
from exchange.web.done import just_done
from exchange.web.transactions import session


class Done(StrEnum):
    """What an administrator does to an account that the list then says."""

    ENDED = "account_ended"
    FACTOR = "factor_reset"
    #: No mail is sent from here: whoever did it tells them.
    FACTOR_TELL = "factor_reset_tell"
    PASSKEYS = "passkeys_dropped"
    PASSKEYS_TELL = "passkeys_dropped_tell"


def done_sentence() -> Message | None:
    """Say what was just done to whose account: named on the page, never in a cookie."""
    done = just_done(frozenset(Done))
    user = account_of(session(), done[1]) if done else None
    if done is None or user is None:
        return None
    return {
        Done.ENDED: message("accounts.users.just_ended", name=user.name),
        Done.FACTOR: message("accounts.users.just_reset", name=user.name),
        Done.FACTOR_TELL: message("accounts.users.just_reset_tell", name=user.name),
        Done.PASSKEYS: message("accounts.users.just_dropped", name=user.name),
        Done.PASSKEYS_TELL: message("accounts.users.just_dropped_tell", name=user.name),
    }[Done(done[0])]
