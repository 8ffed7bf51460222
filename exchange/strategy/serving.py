"""What is done for the strategy: which measures and leading projects something serves.

Whatever serves says so by its own ties; what may be chosen, and how it is grouped, stands here.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.strategy.models import LeadingProject, Measure, Policy, Strategy


class Serving(Protocol):
    """What says which measures and leading projects it serves."""

    @property
    def measures(self) -> Sequence[Measure]:
        """The measures, by number."""
        ...

    @property
    def projects(self) -> Sequence[LeadingProject]:
        """The leading projects, by number."""
        ...


class _Slugged(Protocol):
    @property
    def slug(self) -> str: ...


ServingT = TypeVar("ServingT", bound=Serving)
RowT = TypeVar("RowT", bound=_Slugged)


def strategy_choices(
    session: Session, kept: Serving | None
) -> tuple[Sequence[Measure], Sequence[LeadingProject]]:
    """Return the measures and leading projects of the strategy that runs longest, by number.

    What `kept`, loaded with its ties, serves of an earlier strategy is among them.
    """
    newest = (
        select(Strategy.id).order_by(Strategy.last_year.desc(), Strategy.id).limit(1)
    ).scalar_subquery()
    measures = select(Measure).join(Policy, Policy.id == Measure.policy_id)
    projects = select(LeadingProject).where(LeadingProject.strategy_id == newest)
    present = session.scalars(
        measures.where(Policy.strategy_id == newest).order_by(Measure.number, Measure.id)
    ).all()
    running = session.scalars(projects.order_by(LeadingProject.number, LeadingProject.id)).all()
    if kept is None:
        return present, running
    return _joined(present, kept.measures), _joined(running, kept.projects)


def strategy_named(
    session: Session, measures: Sequence[str], projects: Sequence[str], *, kept: Serving | None
) -> tuple[list[Measure], list[LeadingProject]]:
    """Return the measures and leading projects of these slugs; those `kept` has stay.

    Raises DomainError for one that is not in the present strategy.
    """
    if not measures and not projects:
        return [], []
    all_measures, all_projects = strategy_choices(session, kept)
    return (
        _named(all_measures, measures, field="measures"),
        _named(all_projects, projects, field="projects"),
    )


def by_place(rows: Iterable[ServingT]) -> Mapping[str, Sequence[ServingT]]:
    """Return what serves each measure and leading project, by its slug."""
    served: dict[str, list[ServingT]] = {}
    for row in rows:
        for slug in (*(it.slug for it in row.measures), *(it.slug for it in row.projects)):
            served.setdefault(slug, []).append(row)
    return served


def _named(rows: Sequence[RowT], slugs: Sequence[str], *, field: str) -> list[RowT]:
    if set(slugs) - {row.slug for row in rows}:
        raise DomainError(message("strategy.error.no_row"), field=field)
    return [row for row in rows if row.slug in slugs]


def _joined(first: Sequence[RowT], more: Sequence[RowT]) -> Sequence[RowT]:
    known = {row.slug for row in first}
    return [*first, *(row for row in more if row.slug not in known)]
