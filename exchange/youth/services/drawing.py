"""Hold a lottery: publish the seed, close the list, draw."""

from collections.abc import Sequence
from string import ascii_uppercase
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.enums import RegistrationState
from exchange.youth.lottery import Draw, Outcome, Ticket, digest, list_text, read_list, run
from exchange.youth.models import Edition, Lottery, Registration
from exchange.youth.queries.lotteries import applicants_of, lottery_of
from exchange.youth.queries.programmes import locked_edition, seats_of
from exchange.youth.rules.lotteries import (
    blind_numbers,
    ensure_draw,
    ensure_list,
    ensure_seats,
    ensure_seed,
)
from exchange.youth.rules.registrations import ensure_changeable
from exchange.youth.services.offering import fill_seats
from exchange.youth.services.steps import take_step


def publish_seed(session: Session, *, actor: Actor, edition_id: UUID, seed: str) -> Lottery:
    """Publish what decides the order, while nobody can know who will be on the list."""
    edition = locked_edition(session, actor, edition_id)
    ensure_seed(edition, lottery_of(session, edition.id), seed, clock.now())
    lottery = Lottery(
        edition_id=edition.id, seed=seed, seed_at=clock.now(), is_demo=edition.is_demo
    )
    session.add(lottery)
    flush(session)
    _record(session, actor, edition, ("seed", seed))
    return lottery


def close_list(session: Session, *, actor: Actor, edition_id: UUID) -> Lottery:
    """Give everyone who applied a number by chance, and publish the list's digest."""
    edition = locked_edition(session, actor, edition_id)
    ensure_changeable(edition.state)
    lottery = ensure_list(edition, lottery_of(session, edition.id), clock.now())
    applicants = applicants_of(session, edition.id)
    for row, number in zip(applicants, blind_numbers(len(applicants)), strict=True):
        row.blind_number = number
    tickets = _tickets(applicants, shared=edition.school_quota is not None)
    draw = Draw(lottery.seed, edition.quota, edition.school_quota, tickets)
    lottery.list_text, lottery.listed_at = list_text(draw), clock.now()
    flush(session)
    _record(session, actor, edition, ("digest", digest(lottery.list_text)))
    return lottery


def hold_draw(session: Session, *, actor: Actor, edition_id: UUID) -> Outcome:
    """Draw: winners pass the selection, the others wait in the order drawn.

    Whoever was taken out since the list was closed is passed over; the seat goes to the next.
    Refused while fewer seats are left than the list promises: a person has given one away, or the
    edition has become smaller.
    """
    edition = locked_edition(session, actor, edition_id)
    ensure_changeable(edition.state)
    lottery = lottery_of(session, edition.id)
    outcome = run(read_list(ensure_draw(lottery)))
    rows = {row.blind_number: row for row in applicants_of(session, edition.id)}
    winners = [row for number in outcome.winners if (row := rows.get(number))]
    ensure_seats(seats_of(session, [edition])[edition.id], len(winners))
    for row in winners:
        target = RegistrationState.SELECTED
        take_step(session, actor=actor, registration=row, target=target)
    waiting = [row for number in outcome.waiting if (row := rows.get(number))]
    for rank, row in enumerate(waiting, start=1):
        target = RegistrationState.WAITLISTED
        take_step(session, actor=actor, registration=row, target=target, rank=rank)
    assert lottery is not None, "there is a list to draw from"
    lottery.drawn_at = clock.now()
    flush(session)
    _record(session, actor, edition, ("drawn", str(len(rows))))
    fill_seats(session, edition=edition)
    return outcome


def _tickets(applicants: Sequence[Registration], *, shared: bool) -> Sequence[Ticket]:
    """Make tickets; schools get letters, in no order anybody could know, where they matter."""
    if not shared:
        return [Ticket(row.blind_number or 0) for row in applicants]
    schools: dict[UUID, str] = {}
    ordered = sorted(applicants, key=lambda row: row.blind_number or 0)
    for row in ordered:
        schools.setdefault(row.school_id, _letter(len(schools)))
    return [Ticket(row.blind_number or 0, schools[row.school_id]) for row in ordered]


def _letter(number: int) -> str:
    """Return A … Z, then A1 … Z1, and so on."""
    rounds, place = divmod(number, len(ascii_uppercase))
    return f"{ascii_uppercase[place]}{rounds or ''}"


def _record(session: Session, actor: Actor, edition: Edition, change: tuple[str, str]) -> None:
    name, value = change
    record(
        session,
        actor=actor,
        act="editions.lottery",
        subject=Subject("edition", edition.id),
        changes={name: (None, value)},
    )
