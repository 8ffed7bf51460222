"""Answers to what was asked at random: counted as sign-in attempts, taken once."""

import hashlib
from datetime import timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from exchange.accounts.models import SpentChallenge
from exchange.accounts.rules import TooManyAttemptsError, TooManyLinksError
from exchange.accounts.services.attempts import Attempt, begin_link_attempt
from exchange.core import clock
from exchange.core.database import flush

#: Far longer than any answer is waited for.
_KEPT: Final = timedelta(days=1)


def begin_answer(session: Session, *, address: str) -> Attempt:
    """Count an answer from a network address before it is looked at.

    Raises TooManyAttemptsError; who it is for is not known yet.
    """
    try:
        return begin_link_attempt(session, address=address)
    except TooManyLinksError as error:
        raise TooManyAttemptsError from error


def spend_challenge(session: Session, *, challenge: str) -> None:
    """Take the answer to a challenge; raises DomainError when one was taken before."""
    moment = clock.machine_now()
    session.execute(delete(SpentChallenge).where(SpentChallenge.at < moment - _KEPT))
    digest = hashlib.sha256(challenge.encode()).hexdigest()
    session.add(SpentChallenge(digest=digest, at=moment))
    flush(session)
