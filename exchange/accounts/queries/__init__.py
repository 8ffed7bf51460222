"""Looking users and their sessions up."""

from exchange.accounts.queries.factors import (
    code_app,
    factors_by_user,
    factors_of,
    has_factor,
    printed_code,
)
from exchange.accounts.queries.identities import bound_users, identity_of, user_of_identity
from exchange.accounts.queries.listed import UserFilter, locked_addresses, users_page
from exchange.accounts.queries.own import OwnAccount, own_account
from exchange.accounts.queries.passkeys import (
    locked_passkey,
    own_passkey,
    passkey_holders,
    passkeys_of,
)
from exchange.accounts.queries.sessions import (
    FormWriter,
    Holder,
    kept_form,
    lapsed_holder,
    live_sessions,
    own_session,
    session_end,
    session_holder,
)
from exchange.accounts.queries.users import (
    active_users,
    administrators_beside,
    failures_since,
    has_demo_users,
    has_real_users,
    links_made_since,
    live_ways_in,
    resettable_user,
    school_choices,
    school_names,
    user_by_email,
    users_of_school,
    users_who_may,
)

__all__ = [
    "FormWriter",
    "Holder",
    "OwnAccount",
    "UserFilter",
    "active_users",
    "administrators_beside",
    "bound_users",
    "code_app",
    "factors_by_user",
    "factors_of",
    "failures_since",
    "has_demo_users",
    "has_factor",
    "has_real_users",
    "identity_of",
    "kept_form",
    "lapsed_holder",
    "links_made_since",
    "live_sessions",
    "live_ways_in",
    "locked_addresses",
    "locked_passkey",
    "own_account",
    "own_passkey",
    "own_session",
    "passkey_holders",
    "passkeys_of",
    "printed_code",
    "resettable_user",
    "school_choices",
    "school_names",
    "session_end",
    "session_holder",
    "user_by_email",
    "user_of_identity",
    "users_of_school",
    "users_page",
    "users_who_may",
]
