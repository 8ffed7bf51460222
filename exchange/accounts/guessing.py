"""Against who guesses passwords, codes and secret links: what they try is counted first."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from flask import request
from sqlalchemy.orm import Session

from exchange.accounts.rules import TooManyAttemptsError, TooManyLinksError, plain_address
from exchange.accounts.services import (
    NO_ACCOUNT,
    Attempt,
    begin_answer,
    begin_attempt,
    begin_link_attempt,
    note_limit,
    spend_challenge,
)
from exchange.core.errors import NotFoundError
from exchange.web.transactions import aside_once, aside_repeated, database, session

Found = TypeVar("Found")


def through_link(find: Callable[[Session], Found]) -> Found:
    """Return what a secret link leads to, in the request's own transaction.

    The link is tried before that one begins: counting is refused once that writes.
    """
    with database().reading() as short:
        tried_link(short, find)
    return find(session())


def tried_link(short: Session, find: Callable[[Session], Found]) -> Found:
    """Return what a secret link leads to; what never was one is counted, and NotFoundError."""
    try:
        return find(short)
    except NotFoundError:
        count_guess()
        raise


def count_guess() -> None:
    """Count a guess of the request's network address; raises TooManyLinksError."""
    counted_link()


def counted_link() -> Attempt:
    """Count the opening of a link before it is looked up; raises TooManyLinksError."""
    address = request.remote_addr or ""
    with _limit_noted(NO_ACCOUNT, address):
        return aside_once("link", lambda short: begin_link_attempt(short, address=address))


def counted_answer() -> Attempt:
    """Count the answer of a device or a directory; raises TooManyAttemptsError."""
    address = request.remote_addr or ""
    with _limit_noted(NO_ACCOUNT, address):
        return aside_once("answer", lambda short: begin_answer(short, address=address))


def counted_attempt(email: str) -> Attempt:
    """Count an attempt to be somebody before it is looked at; raises TooManyAttemptsError."""
    address = request.remote_addr or ""
    with _limit_noted(plain_address(email), address):
        return aside_once(email, lambda short: begin_attempt(short, email=email, address=address))


def spend_once(challenge: str) -> None:
    """Take a challenge that serves one answer; raises DomainError in a request that comes later."""
    aside_once(f"spent {challenge}", lambda short: spend_challenge(short, challenge=challenge))


@contextmanager
def _limit_noted(email: str, address: str) -> Iterator[None]:
    """Leave a line where a limit refuses the attempt, beside the transaction that counted it."""
    try:
        yield
    except (TooManyAttemptsError, TooManyLinksError):
        aside_repeated(lambda short: note_limit(short, email=email, address=address))
        raise
