"""Verbs of accounts: passwords, users, invitations, attempts to sign in."""

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
from exchange.accounts.services.users import NewUser, create_user, deactivate, note_activity

__all__ = [
    "Attempt",
    "NewUser",
    "accept_invitation",
    "begin_attempt",
    "begin_link_attempt",
    "create_user",
    "deactivate",
    "finish_attempt",
    "hash_new_password",
    "hash_password",
    "invite",
    "invited_user",
    "mail_invitation",
    "note_activity",
    "password_matches",
]
