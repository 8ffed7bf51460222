"""What somebody answers for, what nobody does, the handovers, and schools without an account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from exchange.accounts.models import User
from exchange.accounts.queries import users_who_may
from exchange.core.belongings import Belonging, Belongings, Item
from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.handover.enums import HandoverState, OwnedKind, Unclaimed
from exchange.handover.models import Handover
from exchange.handover.rules import why_unclaimed
from exchange.youth.models import School


@dataclass(frozen=True, slots=True)
class Holding:
    """The open things of one kind that are somebody's, or nobody's."""

    kind: OwnedKind
    belonging: Belonging
    rows: Sequence[Any]

    @property
    def items(self) -> Sequence[Item]:
        """What they are, those due first before those due later and those with no day."""
        items = [self.belonging.describe(row) for row in self.rows]
        return sorted(items, key=lambda item: (item.due is None, item.due or date.min))


@dataclass(frozen=True, slots=True)
class SchoolAccount:
    """A school whose account the division looks at, whose it is, and why."""

    school: School
    account: User | None
    why: Unclaimed


def of_person(belonging: Belonging, key: UUID) -> ColumnElement[bool]:
    """Return what holds of somebody's open things of a kind."""
    return belonging.is_open & (belonging.owner == key)


def of_nobody(belonging: Belonging) -> ColumnElement[bool]:
    """Return what holds of the open things that are nobody's, or an ended account's."""
    ended = select(User.id).where(User.active.is_(False))
    return belonging.is_open & or_(belonging.owner.is_(None), belonging.owner.in_(ended))


def holdings(
    session: Session, belongings: Belongings, *, owner: UUID | None, locked: bool = False
) -> Sequence[Holding]:
    """Return what is somebody's (`owner` None: nobody's) kind by kind, where there is any."""
    found = []
    for each in belongings:
        where = of_nobody(each) if owner is None else of_person(each, owner)
        rows = session.scalars(_chosen(each, where, locked=locked)).all()
        if rows:
            found.append(Holding(OwnedKind(each.kind), each, rows))
    return found


def _chosen(each: Belonging, where: ColumnElement[bool], *, locked: bool) -> Select[Any]:
    statement = select(each.table).where(where).options(*each.options).order_by(each.table.id)
    if not locked:
        return statement
    return statement.with_for_update(of=each.table).execution_options(populate_existing=True)


def counts_by_person(session: Session, belongings: Belongings) -> Mapping[UUID, int]:
    """Return how many open things each person has."""
    found: dict[UUID, int] = {}
    for each in belongings:
        counted = select(each.owner, func.count()).where(each.is_open)
        for key, number in session.execute(counted.group_by(each.owner)):
            if key is not None:
                found[key] = found.get(key, 0) + number
    return found


def staff_member(session: Session, key: UUID) -> User:
    """Return an account that is no school's; raises NotFoundError."""
    found = session.get(User, key)
    if found is None or found.school_id is not None:
        raise NotFoundError
    return found


def successors(session: Session, leaver_id: UUID | None) -> Sequence[User]:
    """Return who can take something over, by name."""
    return [user for user in users_who_may(session, "tasks:edit") if user.id != leaver_id]


def handovers_page(session: Session, *, cursor: str | None = None) -> Page[Handover]:
    """Return a page of handovers, the latest first."""
    statement = select(Handover).options(*_PEOPLE)
    order = Order(Handover.ends_at, Handover.id, descending=True)
    return paginate(session, statement, order, cursor=cursor)


def planned_for(session: Session, leaver_id: UUID) -> Handover | None:
    """Return the handover that is planned for somebody."""
    return session.scalar(
        select(Handover)
        .where(Handover.leaver_id == leaver_id, Handover.state == HandoverState.PLANNED)
        .options(*_PEOPLE)
    )


def locked_handover(session: Session, key: UUID) -> Handover:
    """Return a handover with its row locked; raises NotFoundError."""
    found = session.scalar(
        select(Handover)
        .where(Handover.id == key)
        .options(*_PEOPLE)
        .with_for_update(of=Handover)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    return found


def took_over_from(session: Session, leaver_id: UUID) -> User | None:
    """Return who took over when somebody left."""
    return session.scalar(
        select(User)
        .join(Handover, Handover.successor_id == User.id)
        .where(Handover.leaver_id == leaver_id, Handover.state == HandoverState.DONE)
        .order_by(Handover.ends_at.desc(), Handover.id.desc())
        .limit(1)
    )


def school_accounts(session: Session, *, today: date) -> Sequence[SchoolAccount]:
    """Return the schools without an account, and the accounts nobody uses, school by school."""
    rows = session.execute(
        select(School, User)
        .outerjoin(User, (User.school_id == School.id) & User.active.is_(True))
        .where(School.active.is_(True))
        .order_by(School.sort_key, School.id, User.name, User.id)
    )
    found = []
    for school, account in rows:
        why = Unclaimed.NO_ACCOUNT if account is None else why_unclaimed(account, today)
        if why is not None:
            found.append(SchoolAccount(school, account, why))
    return found


_PEOPLE = (joinedload(Handover.leaver), joinedload(Handover.successor))
