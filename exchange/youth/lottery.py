"""The lottery as anyone can re-run it: a list, its digest, a seed, and the draw.

The whole rule in one sentence: every number is put behind the seed and a line break, the SHA-256
of that text is taken, and the numbers stand in the order of these values. The list holds the seed
that was published before anybody applied, or names the event whose result becomes the seed.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

#: A list that holds its seed, and one that names the event which gives it.
_HEADS: Final = ("exchange lottery 1", "exchange lottery 2")
_NO_LIMIT: Final = "-"


class ListError(ValueError):
    """A published list that cannot be read."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A number in the draw, and a letter that stands for its school where schools have a share."""

    number: int
    school: str = _NO_LIMIT


@dataclass(frozen=True, slots=True)
class Draw:
    """All that decides: nothing else is looked at."""

    #: None while the event that gives it is still to come.
    seed: str | None
    seats: int
    school_seats: int | None
    tickets: Sequence[Ticket]
    #: Its day and its words; None where the seed was known from the start.
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Numbers that won, in the order drawn, and the others in the order of the waiting list."""

    winners: Sequence[int]
    waiting: Sequence[int]


def list_text(draw: Draw) -> str:
    """Write a draw down, the same characters for the same draw."""
    share = _NO_LIMIT if draw.school_seats is None else str(draw.school_seats)
    decides = f"seed {draw.seed}" if draw.event is None else f"event {draw.event}"
    head = _HEADS[draw.event is not None]
    lines = [head, decides, f"seats {draw.seats}", f"seats of a school {share}"]
    tickets = sorted(draw.tickets, key=lambda ticket: ticket.number)
    lines += [f"{ticket.number} {ticket.school}" for ticket in tickets]
    return "\n".join(lines) + "\n"


def read_list(text: str) -> Draw:
    """Read a draw as it was written down; raises ListError."""
    head, *lines = text.splitlines() or [""]
    waits = head == _HEADS[1]
    names = ("event" if waits else "seed", "seats", "seats of a school")
    try:
        decides, seats, share = (
            line.removeprefix(f"{name} ") for name, line in zip(names, lines[:3], strict=True)
        )
        tickets = [Ticket(int(number), school) for number, school in map(str.split, lines[3:])]
        school_seats = None if share == _NO_LIMIT else int(share)
        seed, event = (None, decides) if waits else (decides, None)
        draw = Draw(seed, int(seats), school_seats, tickets, event)
    except ValueError as error:
        raise ListError("the list cannot be read") from error
    if list_text(draw) != text:
        raise ListError("the list is not as the lottery writes it")
    return draw


def digest(text: str) -> str:
    """Return the SHA-256 of a list, as it is published before the draw."""
    return hashlib.sha256(text.encode()).hexdigest()


def order_of(seed: str, number: int) -> str:
    """Return what puts the numbers in order."""
    return hashlib.sha256(f"{seed}\n{number}".encode()).hexdigest()


def drawn_from(text: str, seed: str | None) -> Outcome:
    """Draw from a list as written; `seed` is what its event gave, where it names one."""
    draw = read_list(text)
    return run(draw if draw.event is None else replace(draw, seed=seed))


def run(draw: Draw) -> Outcome:
    """Draw: the first in order win while seats are left, in all and of their school.

    Raises ListError while the event that gives the seed is still to come.
    """
    seed = draw.seed
    if seed is None:
        raise ListError("the event has not given its seed")
    ordered = sorted(draw.tickets, key=lambda ticket: order_of(seed, ticket.number))
    winners: list[int] = []
    waiting: list[int] = []
    taken: Counter[str] = Counter()
    for ticket in ordered:
        free = draw.school_seats is None or taken[ticket.school] < draw.school_seats
        if len(winners) < draw.seats and free:
            winners.append(ticket.number)
            taken[ticket.school] += 1
        else:
            waiting.append(ticket.number)
    return Outcome(winners, waiting)


def published(text: str, *, seed: str | None, drawn: bool) -> Mapping[str, object]:
    """Return the file anyone can fetch; the outcome is in it once the draw was held."""
    file: dict[str, object] = {"list": text, "digest": digest(text)}
    if seed is not None:
        file["seed"] = seed
    if drawn:
        outcome = drawn_from(text, seed)
        file |= {"winners": list(outcome.winners), "waiting": list(outcome.waiting)}
    return file


def faults(file: Mapping[str, object], *, promised: str | None = None) -> Sequence[str]:
    """Return what is wrong with a published file, recounted from itself; nothing when it is right.

    `promised` is the digest that was published before the draw. A seed that stands in the list is
    taken from there, whatever stands beside it; files of old have none beside it.
    """
    text, seed = file.get("list"), file.get("seed")
    if not isinstance(text, str):
        return ["the file holds no list"]
    try:
        inside = read_list(text).seed
        outcome = drawn_from(text, seed if isinstance(seed, str) else None)
    except ListError as error:
        return [str(error)]
    checks = (
        (file.get("digest") == digest(text), "the digest is not the digest of the list"),
        (promised in {None, digest(text)}, "the list is not the one that was promised"),
        (inside is None or seed in {None, inside}, "the seed is not the seed of the list"),
        (file.get("winners") == outcome.winners, "the winners are not those of the draw"),
        (file.get("waiting") == outcome.waiting, "the waiting list is not that of the draw"),
    )
    return [fault for right, fault in checks if not right]
