"""Secret links against who guesses them: what never was a link is counted by network address."""

from collections.abc import Callable
from typing import TypeVar

from flask import request
from sqlalchemy.orm import Session

from exchange.accounts.services import begin_link_attempt
from exchange.core.errors import NotFoundError
from exchange.web.transactions import aside_repeated, database, session

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
    address = request.remote_addr or ""
    aside_repeated(lambda short: begin_link_attempt(short, address=address))
