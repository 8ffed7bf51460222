"""What somebody answers for, what nobody does, the handovers, and schools without an account."""

from collections.abc import Collection, Mapping, Sequence
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
from exchange.handover.rules import last_day_of, why_unclaimed, year_begun
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
class Held:
    """One open thing that is somebody's, or nobody's, and how many kinds stand before its own."""

    number: int
    kind: OwnedKind
    item: Item


@dataclass(frozen=True, slots=True)
class SchoolAccount:
    """A school whose account the division looks at, whose it is, and why."""

    school: School
    account: User | None
    why: Unclaimed


def held_in(found: Sequence[Holding]) -> Sequence[Held]:
    """Return the things of all kinds one after another."""
    return [
        Held(number, each.kind, item) for number, each in enumerate(found) for item in each.items
    ]


def place_of(held: Held) -> tuple[str, ...]:
    """Return where a thing stands among them: kind by kind, those due first before the others."""
    due = held.item.due or date.max
    return (f"{held.number:03}", due.isoformat(), str(held.item.subject.id))


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


def next_end(session: Session, planned: Handover) -> Handover | None:
    """Return how a planned successor's own account is to end before it could go on, if it is."""
    onward = planned_for(session, planned.successor_id)
    return onward if onward and onward.ends_at <= planned.ends_at else None


def plans_counting_on(session: Session, successor_id: UUID) -> Sequence[Handover]:
    """Return the handovers that are planned to somebody, the next one first."""
    return session.scalars(
        select(Handover)
        .where(Handover.successor_id == successor_id, Handover.state == HandoverState.PLANNED)
        .options(*_PEOPLE)
        .order_by(Handover.ends_at, Handover.id)
    ).all()


def last_days(session: Session) -> Mapping[UUID, date]:
    """Return the last day of everybody whose end is planned."""
    planned = select(Handover.leaver_id, Handover.ends_at).where(
        Handover.state == HandoverState.PLANNED
    )
    return {leaver: last_day_of(ends_at) for leaver, ends_at in session.execute(planned)}


def whose_end_is_planned(session: Session) -> Collection[UUID]:
    """Return whose account is to end."""
    return session.scalars(
        select(Handover.leaver_id)
        .where(Handover.state == HandoverState.PLANNED)
        .order_by(Handover.leaver_id)
    ).all()


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


def unclaimed_schools(session: Session, *, today: date, cursor: str | None = None) -> Page[School]:
    """Return a page of the schools without an account, or with one that nobody uses, by name."""
    accounts = select(User.id).where(User.school_id == School.id, User.active.is_(True))
    unused = accounts.where(
        or_(
            User.password_hash.is_(None),
            User.last_seen_at.is_(None),
            User.last_seen_at < year_begun(today),
        )
    )
    statement = select(School).where(
        School.active.is_(True), or_(~accounts.exists(), unused.exists())
    )
    return paginate(session, statement, Order(School.sort_key, School.id), cursor=cursor)


def accounts_to_look_at(
    session: Session, schools: Sequence[School], *, today: date
) -> Sequence[SchoolAccount]:
    """Return what is looked at of some schools: that there is no account, or each nobody uses."""
    accounts: dict[UUID | None, list[User]] = {}
    for user in session.scalars(
        select(User)
        .where(User.active.is_(True), User.school_id.in_([school.id for school in schools]))
        .order_by(User.name, User.id)
    ):
        accounts.setdefault(user.school_id, []).append(user)
    found = []
    for school in schools:
        own = accounts.get(school.id)
        if own is None:
            found.append(SchoolAccount(school, None, Unclaimed.NO_ACCOUNT))
        for account in own or ():
            if (why := why_unclaimed(account, today)) is not None:
                found.append(SchoolAccount(school, account, why))
    return found


_PEOPLE = (joinedload(Handover.leaver), joinedload(Handover.successor))
