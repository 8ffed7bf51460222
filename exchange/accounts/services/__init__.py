"""Verbs of accounts: passwords, users, invitations, sessions, attempts to sign in."""

from exchange.accounts.services.attempts import (
    Attempt,
    begin_attempt,
    begin_link_attempt,
    finish_attempt,
)
from exchange.accounts.services.break_glass import note_break_glass
from exchange.accounts.services.challenges import begin_answer, spend_challenge
from exchange.accounts.services.factors import (
    NewCode,
    begin_app,
    confirm_app,
    keep_codes,
    new_codes,
    pending_secret,
    remove_factor,
    reset_factor,
    tell_of_reset_factor,
    use_code,
)
from exchange.accounts.services.identities import bind_identity, bindable_user, end_identity
from exchange.accounts.services.invitations import invite, mail_invitation
from exchange.accounts.services.kept_forms import (
    DROP_KEPT,
    Typed,
    drop_kept_forms,
    forget_form,
    keep_form,
    keep_form_of_link,
    typed_form,
)
from exchange.accounts.services.passkeys import (
    add_passkey,
    remove_lost_passkeys,
    remove_passkey,
    tell_of_lost_passkeys,
    tell_of_new_passkey,
    use_passkey,
)
from exchange.accounts.services.password_links import set_password_by_link, use_link, user_of_link
from exchange.accounts.services.passwords import (
    hash_new_password,
    hash_password,
    is_outdated,
    password_matches,
    renew_hash,
    set_password,
    tell_of_password,
)
from exchange.accounts.services.resets import MAIL_RESET, ask_for_reset, hand_reset, mail_reset
from exchange.accounts.services.returning import Return, take_up
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
from exchange.accounts.services.traces import NO_ACCOUNT, note_limit, note_sign_in
from exchange.accounts.services.users import (
    NewUser,
    create_user,
    deactivate,
    ensure_administrator_stays,
)

__all__ = [
    "DROP_KEPT",
    "MAIL_RESET",
    "NO_ACCOUNT",
    "Attempt",
    "NewCode",
    "NewUser",
    "Return",
    "Typed",
    "Visit",
    "add_passkey",
    "ask_for_reset",
    "begin_answer",
    "begin_app",
    "begin_attempt",
    "begin_link_attempt",
    "begin_session",
    "bind_identity",
    "bindable_user",
    "confirm_app",
    "create_user",
    "deactivate",
    "drop_kept_forms",
    "end_all_sessions",
    "end_identity",
    "end_session",
    "end_sessions",
    "ensure_administrator_stays",
    "finish_attempt",
    "forget_form",
    "hand_reset",
    "hash_new_password",
    "hash_password",
    "hash_token",
    "invite",
    "is_outdated",
    "keep_codes",
    "keep_form",
    "keep_form_of_link",
    "leave_session",
    "mail_invitation",
    "mail_reset",
    "new_codes",
    "note_activity",
    "note_break_glass",
    "note_limit",
    "note_sign_in",
    "password_matches",
    "pending_secret",
    "remove_factor",
    "remove_lost_passkeys",
    "remove_passkey",
    "renew_hash",
    "reset_factor",
    "set_password",
    "set_password_by_link",
    "spend_challenge",
    "take_up",
    "tell_of_lost_passkeys",
    "tell_of_new_passkey",
    "tell_of_password",
    "tell_of_reset_factor",
    "typed_form",
    "use_code",
    "use_link",
    "use_passkey",
    "user_of_link",
]
