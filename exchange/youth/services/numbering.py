"""Give the numbers that stand for pupils, in a lottery and in a screening alike."""

from functools import partial

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core.database import flush
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.models import Edition, Registration
from exchange.youth.queries.lotteries import is_number_taken
from exchange.youth.rules.lotteries import draw_number, needs_number


def number_applicant(session: Session, *, actor: Actor, registration: Registration) -> None:
    """Give whoever applies the first time a number, where not the first to come are taken."""
    edition = session.get_one(Edition, registration.edition_id)
    if needs_number(edition, registration.state):
        give_number(session, actor=actor, registration=registration)


def give_number(session: Session, *, actor: Actor, registration: Registration) -> None:
    """Give a registration its number, once: it is kept whatever becomes of the registration."""
    if registration.blind_number is not None:
        return
    taken = partial(is_number_taken, session, registration.edition_id)
    registration.blind_number = draw_number(taken)
    flush(session)
    record(
        session,
        actor=actor,
        act="registrations.number",
        subject=Subject("registration", registration.id),
        changes={"blind_number": (None, registration.blind_number)},
    )
