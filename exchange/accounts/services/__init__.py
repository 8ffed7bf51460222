"""Verbs of accounts: passwords, users, invitations, sessions, attempts to sign in."""

from exchange.accounts.services.attempts import (
    Attempt,
    begin_attempt,
    begin_link_attempt,
    finish_attempt,
)
from exchange.accounts.services.invitations import (
    accept_invitation,
    invite,
    invited_user,
    mail_invitation,
)
from exchange.accounts.services.passwords import (
    hash_new_password,
    hash_password,
    password_matches,
)
from exchange.accounts.services.sessions import (
    Visit,
    begin_session,
    end_all_sessions,
    end_session,
    end_sessions,
    hash_token,
    leave_session,
    note_activity,
)
from exchange.accounts.services.users import NewUser, create_user, deactivate

__all__ = [
    "Attempt",
    "NewUser",
    "Visit",
    "accept_invitation",
    "begin_attempt",
    "begin_link_attempt",
    "begin_session",
    "create_user",
    "deactivate",
    "end_all_sessions",
    "end_session",
    "end_sessions",
    "finish_attempt",
    "hash_new_password",
    "hash_password",
    "hash_token",
    "invite",
    "invited_user",
    "leave_session",
    "mail_invitation",
    "note_activity",
    "password_matches",
]
