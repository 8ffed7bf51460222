"""The lottery as anyone can re-run it: a list, its digest, a seed known before, and the draw.

The whole rule in one sentence: every number is put behind the seed and a line break, the SHA-256
of that text is taken, and the numbers stand in the order of these values.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_HEAD: Final = "exchange lottery 1"
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

    seed: str
    seats: int
    school_seats: int | None
    tickets: Sequence[Ticket]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Numbers that won, in the order drawn, and the others in the order of the waiting list."""

    winners: Sequence[int]
    waiting: Sequence[int]


def list_text(draw: Draw) -> str:
    """Write a draw down, the same characters for the same draw."""
    share = _NO_LIMIT if draw.school_seats is None else str(draw.school_seats)
    lines = [_HEAD, f"seed {draw.seed}", f"seats {draw.seats}", f"seats of a school {share}"]
    tickets = sorted(draw.tickets, key=lambda ticket: ticket.number)
    lines += [f"{ticket.number} {ticket.school}" for ticket in tickets]
    return "\n".join(lines) + "\n"


def read_list(text: str) -> Draw:
    """Read a draw as it was written down; raises ListError."""
    head, *lines = text.splitlines() or [""]
    try:
        seed, seats, share = (
            line.removeprefix(f"{name} ")
            for name, line in zip(("seed", "seats", "seats of a school"), lines[:3], strict=True)
        )
        tickets = [Ticket(int(number), school) for number, school in map(str.split, lines[3:])]
        school_seats = None if share == _NO_LIMIT else int(share)
        draw = Draw(seed, int(seats), school_seats, tickets)
    except ValueError as error:
        raise ListError("the list cannot be read") from error
    if head != _HEAD or list_text(draw) != text:
        raise ListError("the list is not as the lottery writes it")
    return draw


def digest(text: str) -> str:
    """Return the SHA-256 of a list, as it is published before the draw."""
    return hashlib.sha256(text.encode()).hexdigest()


def order_of(seed: str, number: int) -> str:
    """Return what puts the numbers in order."""
    return hashlib.sha256(f"{seed}\n{number}".encode()).hexdigest()


def run(draw: Draw) -> Outcome:
    """Draw: the first in order win while seats are left, in all and of their school."""
    ordered = sorted(draw.tickets, key=lambda ticket: order_of(draw.seed, ticket.number))
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


def published(text: str, *, drawn: bool) -> Mapping[str, object]:
    """Return the file anyone can fetch; the outcome is in it once the draw was held."""
    file: dict[str, object] = {"list": text, "digest": digest(text)}
    if drawn:
        outcome = run(read_list(text))
        file |= {"winners": list(outcome.winners), "waiting": list(outcome.waiting)}
    return file


def faults(file: Mapping[str, object], *, promised: str | None = None) -> Sequence[str]:
    """Return what is wrong with a published file, recounted from itself; nothing when it is right.

    `promised` is the digest that was published before the draw.
    """
    text = file.get("list")
    if not isinstance(text, str):
        return ["the file holds no list"]
    try:
        outcome = run(read_list(text))
    except ListError as error:
        return [str(error)]
    checks = (
        (file.get("digest") == digest(text), "the digest is not the digest of the list"),
        (promised in {None, digest(text)}, "the list is not the one that was promised"),
        (file.get("winners") == outcome.winners, "the winners are not those of the draw"),
        (file.get("waiting") == outcome.waiting, "the waiting list is not that of the draw"),
    )
    return [fault for right, fault in checks if not right]
