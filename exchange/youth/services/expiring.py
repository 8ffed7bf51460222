"""The job that takes back, after their last day, offers nobody answered."""

from uuid import UUID

from exchange.core.database import transact
from exchange.jobs.worker import Work
from exchange.youth.services.offering import expire_offers


def expire(work: Work) -> None:
    """Take back the overdue offers of an edition and pass their seats on."""
    key = UUID(work.arguments["edition"])
    transact(work.database, lambda session: len(expire_offers(session, edition_id=key)))
