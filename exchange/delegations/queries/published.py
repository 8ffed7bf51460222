"""Visits for calendars as columns; of published ones most are as they were, and not read again."""

from collections.abc import Collection, Hashable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Date, Select, bindparam, select
from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.database.facts import given, read_given
from exchange.core.errors import NotFoundError
from exchange.delegations.enums import Direction, VisitState
from exchange.delegations.models import Visit, VisitPartner
from exchange.delegations.queries.visits import visits_with
from exchange.partners.models import Partner

#: A visit as the driver gives it: a row a partner.
VisitFacts = tuple[tuple[Hashable, ...], ...]


class PartnerShown(NamedTuple):
    """What a calendar shows of a partner."""

    slug: str
    names: Localized


class VisitShown(NamedTuple):
    """What a calendar shows of a visit, as far as it is a column."""

    id: UUID
    version: int
    updated_at: datetime
    published_at: datetime | None
    title: Localized
    direction: Direction
    starts: date
    ends: date
    state: VisitState
    is_demo: bool
    #: The first one named first.
    partners: tuple[PartnerShown, ...] = ()


_VISIT: Final = tuple(getattr(Visit, name) for name in VisitShown._fields[:-1])
_PARTNER: Final = (Partner.slug, Partner.names)


def facts_of_published(
    session: Session, *, first: date, last: date, partners: Collection[str]
) -> Mapping[Hashable, VisitFacts]:
    """Return the facts of the published visits that touch the days by key, in order of first days.

    The facts are all that their entries are made of. Both rows have a version that only rises,
    so that facts which have changed never come again.
    """
    statement = _facts()
    if partners:
        statement = statement.where(Visit.id.in_(visits_with(set(partners))))
    facts: dict[Hashable, VisitFacts] = {}
    for row in read_given(session, statement, {"first": first, "last": last}):
        facts[row[0]] = (*facts.get(row[0], ()), row)
    return facts


def published_visits(session: Session, keys: Collection[Hashable]) -> Mapping[Hashable, VisitShown]:
    """Return visits as they are now by keys as `facts_of_published` gives them.

    One that is no longer published is left out.
    """
    keys_by_id = {key if isinstance(key, UUID) else UUID(str(key)): key for key in keys}
    found = _visits(session, keys_by_id)
    return {keys_by_id[visit.id]: visit for visit in found if visit.published_at is not None}


def visit_shown(session: Session, key: UUID) -> VisitShown:
    """Return what calendars show of a visit, published or not; raises NotFoundError."""
    for visit in _visits(session, [key]):
        return visit
    raise NotFoundError


def _visits(session: Session, keys: Collection[UUID]) -> Iterator[VisitShown]:
    rows = session.execute(_shown(), {"keys": list(keys)})
    for _, found in groupby(map(tuple, rows), key=itemgetter(0)):
        told = list(found)
        partners = tuple(PartnerShown._make(row[-2:]) for row in told if row[-1] is not None)
        yield VisitShown._make((*told[0][:-2], partners))


@cache
def _facts() -> Select[*tuple[Any, ...]]:
    first, last = bindparam("first", type_=Date), bindparam("last", type_=Date)
    statement = select(*given(*_VISIT), *given(Partner.version, *_PARTNER))
    return _with_partners(statement).where(
        Visit.published_at.is_not(None), Visit.starts <= last, Visit.ends >= first
    )


@cache
def _shown() -> Select[*tuple[Any, ...]]:
    statement = _with_partners(select(*_VISIT, *_PARTNER))
    return statement.where(Visit.id.in_(bindparam("keys", expanding=True)))


def _with_partners(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        statement.outerjoin(VisitPartner, VisitPartner.visit_id == Visit.id)
        .outerjoin(Partner, Partner.id == VisitPartner.partner_id)
        .order_by(Visit.starts, Visit.id, VisitPartner.position)
    )
