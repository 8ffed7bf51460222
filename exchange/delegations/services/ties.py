"""Find what a visit is to be tied to, and refuse what it cannot be."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.agreements.models import AgreementParty
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.delegations.models import Visit
from exchange.delegations.queries.choices import (
    celebrations_for,
    parties_for,
    strategy_choices,
)
from exchange.strategy.models import LeadingProject, Measure


class _Slugged(Protocol):
    @property
    def slug(self) -> str: ...


SluggedT = TypeVar("SluggedT", bound=_Slugged)


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


def strategy_named(
    session: Session, measures: Sequence[str], projects: Sequence[str], *, visit: Visit | None
) -> tuple[list[Measure], list[LeadingProject]]:
    """Return the measures and leading projects of these slugs; those the visit has stay.

    Raises DomainError for one that is not in the present strategy.
    """
    if not measures and not projects:
        return [], []
    all_measures, all_projects = strategy_choices(session, visit)
    return (
        _named(all_measures, measures, field="measures"),
        _named(all_projects, projects, field="projects"),
    )


def _named(rows: Sequence[SluggedT], slugs: Sequence[str], *, field: str) -> list[SluggedT]:
    if set(slugs) - {row.slug for row in rows}:
        raise DomainError(message("delegations.error.no_strategy_row"), field=field)
    return [row for row in rows if row.slug in slugs]
