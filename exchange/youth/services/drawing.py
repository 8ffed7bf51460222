"""Hold a lottery: say what decides, close the list, draw."""

from collections.abc import Sequence
from string import ascii_uppercase
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.youth.enums import RegistrationState
from exchange.youth.lottery import (
    Draw,
    Outcome,
    Ticket,
    digest,
    drawn_from,
    list_text,
)
from exchange.youth.models import Edition, Lottery, Registration
from exchange.youth.queries.lotteries import applicants_of, lottery_of, returned_of
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.registrations import any_registration
from exchange.youth.queries.seats import seats_of
from exchange.youth.rules.lotteries import (
    Event,
    ensure_draw,
    ensure_event,
    ensure_list,
    ensure_result,
    ensure_seats,
    ensure_seed,
)
from exchange.youth.rules.registrations import ensure_changeable
from exchange.youth.services.offering import fill_seats
from exchange.youth.services.steps import take_step


def publish_seed(session: Session, *, actor: Actor, edition_id: UUID, seed: str) -> Lottery:
    """Publish what decides the order before anybody has applied, when no number is known yet."""
    edition = locked_edition(session, actor, edition_id)
    applied = any_registration(session, edition)
    known = lottery_of(session, edition.id)
    ensure_seed(edition, known, seed, clock.now(), applied=applied)
    lottery = Lottery(
        edition_id=edition.id, seed=seed, seed_at=clock.now(), is_demo=edition.is_demo
    )
    session.add(lottery)
    flush(session)
    _record(session, actor, edition, ("seed", seed))
    return lottery


def announce_event(session: Session, *, actor: Actor, edition_id: UUID, event: Event) -> Lottery:
    """Say which public event to come will decide: nobody can know its result beforehand.

    Another one is taken only when the day of the first came while the list was still open; the
    first stays on the page.
    """
    edition = locked_edition(session, actor, edition_id)
    known = lottery_of(session, edition.id)
    ensure_event(edition, known, event, clock.now())
    lottery = known or Lottery(edition_id=edition.id, is_demo=edition.is_demo)
    missed = filter(None, (lottery.missed_events, lottery.event_line))
    lottery.missed_events = "\n".join(missed) or None
    lottery.event, lottery.event_on, lottery.event_at = event.text, event.day, clock.now()
    session.add(lottery)
    flush(session)
    _record(session, actor, edition, ("event", str(lottery.event_line)))
    return lottery


def close_list(session: Session, *, actor: Actor, edition_id: UUID, returned: int = 0) -> Lottery:
    """Write down the numbers of everyone who applied, and publish the list's digest.

    Whoever was sent back and not submitted again is "not selected" from now on, with that reason:
    one school that does not answer must not hold up the draw of all the others, and a
    registration left open would wait for a draw that is over. But nobody is left out unseen:
    `returned` is how many of them the officer was shown, and with another number it is refused.
    """
    edition = locked_edition(session, actor, edition_id)
    ensure_changeable(edition.state)
    left_out = returned_of(session, actor, edition.id)
    known = lottery_of(session, edition.id)
    lottery = ensure_list(edition, known, clock.now(), returned=len(left_out), seen=returned)
    reason = translate(message("youth.lottery.not_resubmitted"), Language.JA)
    for row in left_out:
        target = RegistrationState.NOT_SELECTED
        take_step(session, actor=actor, registration=row, target=target, reason=reason)
    tickets = _tickets(applicants_of(session, edition.id), shared=edition.school_quota is not None)
    draw = Draw(lottery.seed, edition.quota, edition.school_quota, tickets, lottery.event_line)
    lottery.list_text, lottery.listed_at = list_text(draw), clock.now()
    flush(session)
    _record(session, actor, edition, ("digest", digest(lottery.list_text)))
    return lottery


def enter_result(session: Session, *, actor: Actor, edition_id: UUID, seed: str) -> Lottery:
    """Type in what the event gave, now that the list is closed and its digest is public."""
    edition = locked_edition(session, actor, edition_id)
    ensure_changeable(edition.state)
    lottery = ensure_result(lottery_of(session, edition.id), seed, clock.today())
    lottery.seed, lottery.seed_at = seed, clock.now()
    flush(session)
    _record(session, actor, edition, ("seed", seed))
    return lottery


def hold_draw(session: Session, *, actor: Actor, edition_id: UUID) -> Outcome:
    """Draw: winners pass the selection, the others wait in the order drawn.

    Whoever was taken out since the list was closed is passed over; the seat goes to the next.
    Refused while fewer seats are left than the list promises: a person has given one away.
    """
    edition = locked_edition(session, actor, edition_id)
    ensure_changeable(edition.state)
    lottery = lottery_of(session, edition.id)
    outcome = drawn_from(*ensure_draw(lottery))
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
    numbered = sorted((row.blind_number or 0, row.school_id) for row in applicants)
    if not shared:
        return [Ticket(number) for number, _ in numbered]
    schools: dict[UUID, str] = {}
    for _, school_id in numbered:
        schools.setdefault(school_id, _letter(len(schools)))
    return [Ticket(number, schools[school_id]) for number, school_id in numbered]


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
