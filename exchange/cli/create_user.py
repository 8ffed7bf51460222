"""`exchange create-user`."""

import argparse
from uuid import UUID

from exchange.accounts.services import NewUser, create_user, invite
from exchange.cli import CommandError
from exchange.cli.instance import opened
from exchange.core.database import transact
from exchange.core.permissions import Role, system_actor


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take address, name, role, and the school of a school's account."""
    parser.add_argument("email")
    parser.add_argument("--name", required=True)
    parser.add_argument("--role", required=True, choices=[role.value for role in Role])
    parser.add_argument("--school", type=UUID, metavar="ID", help="for the role 'school'")
    parser.add_argument("--section", help="for the role 'section': its name as the city writes it")


def run(arguments: argparse.Namespace) -> int:
    """Create the account and print the link that sets its password."""
    if "@" not in arguments.email:
        raise CommandError(f"{arguments.email!r} is not a mail address")
    actor = system_actor("exchange create-user")
    new = NewUser(
        email=arguments.email,
        name=arguments.name,
        role=Role(arguments.role),
        school_id=arguments.school,
        section=arguments.section,
    )
    with opened() as (settings, database):
        token = transact(
            database,
            lambda session: invite(
                session, actor=actor, user=create_user(session, actor=actor, new=new)
            ),
        )
    print(f"{settings.base_url}/accounts/invitation/{token}")
    return 0
