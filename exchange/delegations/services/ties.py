"""Find what a visit is to be tied to, and refuse what it cannot be."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.agreements.models import AgreementParty
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.delegations.models import Visit
from exchange.delegations.queries.choices import celebrations_for, parties_for


def hosts_named(
    session: Session,
    keys: Sequence[UUID],
    *,
    partners: Collection[str],
    day: date,
    visit: Visit | None,
) -> Sequence[AgreementParty]:
    """Return the parties of these keys, in their order; those the visit has stay.

    Raises DomainError for one that no agreement of the partners binds on the day.
    """
    if not keys:
        return ()
    known = {each.id: each for each in (visit.parties if visit else ())}
    known |= {each.id: each for each in parties_for(session, partners, day)}
    if set(keys) - known.keys():
        raise DomainError(message("delegations.error.no_party"), field="parties")
    return [known[key] for key in dict.fromkeys(keys)]


def ensure_celebrations(
    session: Session, keys: Collection[UUID], *, partners: Collection[str], visit: Visit | None
) -> None:
    """Raise DomainError for a celebration that none of the partners has; those it has stay."""
    if not keys:
        return
    known = {each.id for each in (visit.celebrations if visit else ())}
    known |= {each.id for each in celebrations_for(session, partners)}
    if set(keys) - known:
        raise DomainError(message("delegations.error.no_celebration"), field="celebrations")
