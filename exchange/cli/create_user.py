"""`exchange create-user`."""

import argparse
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.accounts.services import NewUser, create_user, invite
from exchange.cli import CommandError
from exchange.cli.instance import opened
from exchange.core.database import transact
from exchange.core.permissions import Actor, Role, system_actor
from exchange.youth.models import School


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take address, name, role, and the school of a school's account."""
    parser.add_argument("email")
    parser.add_argument("--name", required=True)
    parser.add_argument("--role", required=True, choices=[role.value for role in Role])
    parser.add_argument("--school", type=UUID, metavar="ID", help="for the role 'school'")
    parser.add_argument("--section", help="for the role 'section': its name as the city writes it")


def run(arguments: argparse.Namespace) -> int:
    """Create the account and print the link that sets its password."""
    _ensure_fitting(arguments)
    actor = system_actor("exchange create-user")
    new = NewUser(
        email=arguments.email,
        name=arguments.name,
        role=Role(arguments.role),
        school_id=arguments.school,
        section=arguments.section,
    )
    with opened() as (settings, database):
        token = transact(database, lambda session: _invited(session, actor, new))
    print(f"{settings.base_url}/accounts/invitation/{token}")
    return 0


def _ensure_fitting(arguments: argparse.Namespace) -> None:
    """Refuse what does not belong to the role, and a section's account without its section."""
    if "@" not in arguments.email:
        raise CommandError(f"{arguments.email!r} is not a mail address")
    if not arguments.name.strip():
        raise CommandError("--name must not be blank")
    section = (arguments.section or "").strip()
    if (arguments.role == Role.SECTION) is not bool(section):
        raise CommandError("--section goes with the role 'section', and that role needs it")
    if arguments.role != Role.SCHOOL and arguments.school is not None:
        raise CommandError("--school goes with the role 'school'")


def _invited(session: Session, actor: Actor, new: NewUser) -> str:
    if new.school_id is not None and session.get(School, new.school_id) is None:
        raise CommandError(f"there is no school {new.school_id}")
    return invite(session, actor=actor, user=create_user(session, actor=actor, new=new))
