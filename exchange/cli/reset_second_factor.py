"""`exchange reset-second-factor`."""

import argparse

from sqlalchemy.orm import Session

from config import Settings
from exchange.accounts.queries import factors_of, user_by_email
from exchange.accounts.rules import plain_address
from exchange.accounts.services import remove_lost_passkeys, reset_factor, tell_of_reset_factor
from exchange.cli import CommandError
from exchange.cli.instance import opened
from exchange.core.database import transact
from exchange.core.languages import Language
from exchange.core.permissions import system_actor


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the address of the account."""
    parser.add_argument("email")
    parser.epilog = (
        "For an administrator who lost the phone when no other is there to help: takes away app,"
        " printed codes and passkeys, ends every session, and tells the person by mail."
        " Make sure first who asks."
    )


def run(arguments: argparse.Namespace) -> int:
    """Take the second factor of an account away, and say what to do now."""
    with opened() as (settings, database):
        keys = transact(database, lambda session: _reset(session, settings, arguments.email))
    print(f"the second factor is gone, with {keys} passkeys; every session has ended")
    if settings.mail_url is None:
        print("no mail server is set: tell the person yourself")
    print(f"{settings.base_url}/accounts/sign-in asks for the password and sets a new one up")
    return 0


def _reset(session: Session, settings: Settings, email: str) -> int:
    user = user_by_email(session, plain_address(email))
    if user is None or not user.active:
        raise CommandError(f"there is no account {email!r}, or it has ended")
    actor = system_actor("exchange reset-second-factor")
    had_one = factors_of(session, user.id).any
    keys = remove_lost_passkeys(session, actor=actor, user=user)
    if not (had_one or keys):
        raise CommandError(f"{user.email} has no second factor to take away")
    reset_factor(session, actor=actor, user=user)
    if settings.mail_url is not None:
        tell_of_reset_factor(session, user=user, language=Language.JA)
    return keys
