"""Load the demo once: accounts, schools, visits, youth exchanges and tasks."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.accounts.queries import has_demo_users, has_real_users
from exchange.accounts.services import NewUser, create_user, hash_password
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.permissions import Actor, Role, system_actor
from exchange.reference.demo.activities import load_activities
from exchange.reference.demo.budgets import load_budgets
from exchange.reference.demo.cast import MAIL_DOMAIN, SCHOOLS, SECTION, STAFF
from exchange.reference.demo.celebrations import load_celebrations
from exchange.reference.demo.closed_year import load_closed_year
from exchange.reference.demo.closures import load_avoided
from exchange.reference.demo.documents import load_documents
from exchange.reference.demo.gifts import load_gifts
from exchange.reference.demo.handovers import load_handovers
from exchange.reference.demo.inquiries import load_inquiries
from exchange.reference.demo.letters import load_letters
from exchange.reference.demo.meetings import load_meetings
from exchange.reference.demo.merges import load_merges
from exchange.reference.demo.messages import load_messages
from exchange.reference.demo.occasions import load_occasions
from exchange.reference.demo.papers import load_papers
from exchange.reference.demo.partner_requests import load_partner_requests
from exchange.reference.demo.posts import load_posts
from exchange.reference.demo.promises import load_promises
from exchange.reference.demo.stage import DemoKeys, Stage
from exchange.reference.demo.tasks import load_tasks
from exchange.reference.demo.titles import load_titles
from exchange.reference.demo.visits import load_visits
from exchange.reference.demo.youth import load_youth
from exchange.youth.models import School
from exchange.youth.services import SchoolDetails, create_school


@dataclass(frozen=True, slots=True)
class DemoAccounts:
    """What a person needs to sign in: the addresses, and the one password of all of them."""

    addresses: tuple[str, ...]
    password: str


def load_demo(  # long: one line for each room, in the order they need one another
    session: Session, *, password: str | None, keys: DemoKeys, today: date
) -> DemoAccounts | None:
    """Load the demo, or return None when it is there already.

    Raises DomainError when real people have accounts. Takes the password, or makes one up.
    """
    if has_real_users(session):
        raise DomainError(message("reference.error.real_users"))
    if has_demo_users(session):
        return None
    word = password or secrets.token_urlsafe(9)
    actor = system_actor("exchange load-demo")
    schools = _schools(session, actor)
    users = _users(session, actor, schools, hash_password(word))
    coordinator = users["coordinator"].as_actor()
    load_visits(session, actor=coordinator, today=today)
    load_titles(session, actor=coordinator)
    load_documents(session, actor=coordinator)
    load_gifts(session, actor=coordinator, today=today)
    load_budgets(session, actor=coordinator)
    load_letters(session, actor=coordinator, today=today)
    load_papers(session, actor=coordinator)
    load_promises(session, actor=coordinator, today=today)
    load_activities(session, actor=coordinator, today=today)
    load_youth(Stage(session, coordinator, schools, keys, today))
    load_meetings(session, actor=coordinator, today=today)
    load_partner_requests(session, actor=coordinator, today=today)
    desk = users["school-a"].as_actor()
    load_messages(session, division=coordinator, desk=desk, schools=schools, today=today)
    load_tasks(session, actor=coordinator, today=today)
    load_inquiries(session, actor=coordinator, printer=keys.figures, today=today)
    load_avoided(session, actor=coordinator, today=today)
    load_celebrations(session, actor=coordinator)
    load_occasions(session, actor=coordinator, today=today)
    load_posts(session, actor=coordinator, today=today)
    load_merges(session, actor=coordinator, today=today)
    load_closed_year(
        session,
        coordinator=coordinator,
        manager=users["manager"].as_actor(),
        ledger_key=keys.ledger,
        today=today,
    )
    load_handovers(session, manager=users["manager"].as_actor(), users=users, today=today)
    return DemoAccounts(tuple(user.email for user in users.values()), word)


def _schools(session: Session, actor: Actor) -> Mapping[str, School]:
    return {
        school.account: create_school(
            session,
            actor=actor,
            details=SchoolDetails(
                school.name, school.kana, school.level, slug=school.account, is_demo=True
            ),
        )
        for school in SCHOOLS
    }


def _users(
    session: Session, actor: Actor, schools: Mapping[str, School], hashed: str
) -> Mapping[str, User]:
    wanted = [*STAFF, *((school.account, school.name, Role.SCHOOL) for school in SCHOOLS)]
    return {
        account: create_user(
            session,
            actor=actor,
            new=NewUser(
                email=f"{account}@{MAIL_DOMAIN}",
                name=name,
                role=role,
                school_id=schools[account].id if role is Role.SCHOOL else None,
                section=SECTION if role is Role.SECTION else None,
                is_demo=True,
            ),
            password_hash=hashed,
        )
        for account, name, role in wanted
    }
