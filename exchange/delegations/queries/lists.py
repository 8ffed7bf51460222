"""Lists of members as sent, and what the database knows beside one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from exchange.core.database import unseal
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.keys import Keyring
from exchange.core.messages import message
from exchange.core.text import fold
from exchange.delegations.enums import Direction, ListSource, ListState
from exchange.delegations.memberlist.diff import compare
from exchange.delegations.memberlist.dryrun import ListRun, MemberReading, read_list
from exchange.delegations.memberlist.facts import Facts, KnownMember, KnownPerson
from exchange.delegations.memberlist.rows import Manner
from exchange.delegations.models import MemberList, MemberListHabit, Visit, VisitMember
from exchange.delegations.queries.titles import titles_by_term
from exchange.delegations.queries.visits import members_of
from exchange.documents.delimited import Encoding
from exchange.documents.lists.keeping import Choices, unpack
from exchange.documents.sheet_files import SheetFile
from exchange.people.queries import people_spelt

#: The last lists of a visit that its pages name.
_LATELY: Final = 10


def list_by_id(session: Session, visit_id: UUID, key: UUID) -> MemberList:
    """Return a list of this visit; raises NotFoundError."""
    return _found(session, visit_id, key, lock=False)


def locked_list(session: Session, visit_id: UUID, key: UUID) -> MemberList:
    """Lock and return a list of this visit, read anew; raises NotFoundError."""
    return _found(session, visit_id, key, lock=True)


def lately_sent(session: Session, visit_id: UUID) -> Sequence[MemberList]:
    """Return the last lists of a visit, the newest first."""
    return session.scalars(
        select(MemberList)
        .where(MemberList.visit_id == visit_id)
        .order_by(MemberList.created_at.desc(), MemberList.id.desc())
        .limit(_LATELY)
    ).all()


def waiting_lists(session: Session, visit_id: UUID) -> Sequence[MemberList]:
    """Return the last lists of a visit that wait for somebody to look at them, oldest first."""
    waiting = select(MemberList).where(
        MemberList.visit_id == visit_id, MemberList.state == ListState.WAITING
    )
    newest = waiting.order_by(MemberList.created_at.desc(), MemberList.id.desc()).limit(_LATELY)
    return list(reversed(session.scalars(newest).all()))


def lists_handed_in(session: Session) -> Sequence[MemberList]:
    """Return the lists partners wrote that wait for the office, with their visits, oldest first."""
    return session.scalars(
        select(MemberList)
        .where(MemberList.state == ListState.WAITING, MemberList.source == ListSource.PARTNER)
        .options(joinedload(MemberList.visit))
        .order_by(MemberList.created_at, MemberList.id)
        .limit(_LATELY)
    ).all()


def handed_in(session: Session, link_id: UUID) -> MemberList | None:
    """Return what a link's holder handed in and nobody has confirmed or dropped yet."""
    return session.scalar(
        select(MemberList)
        .where(MemberList.link_id == link_id, MemberList.state == ListState.WAITING)
        .order_by(MemberList.created_at.desc(), MemberList.id.desc())
        .limit(1)
    )


def habit_of(session: Session, partner_id: UUID) -> Mapping[str, str]:
    """Return what a partner's headings mean, as somebody here once said."""
    habit = session.get(MemberListHabit, partner_id)
    return {} if habit is None else habit.meanings


def list_run(session: Session, visit: Visit, sent: MemberList, ring: Keyring) -> ListRun:
    """Return the dry run of a kept list as it is now; raises DomainError once it is dropped."""
    file = kept_file(sent, ring)
    if file is None:
        raise DomainError(message("delegations.list.error.over"))
    said = habit_of(session, visit.partners[0].id)
    choices = replace(choices_of(sent), remembered=said)
    blank_keeps = bool(sent.choices.get("blank_keeps"))
    manner = Manner(guests=is_of_guests(visit), blank_keeps=blank_keeps)
    reading = read_list(file, choices, manner)
    facts = facts_of(session, visit, reading, complete=is_complete(sent))
    return ListRun(reading, compare(reading.rows, facts))


def facts_of(session: Session, visit: Visit, reading: MemberReading, *, complete: bool) -> Facts:
    """Return what the database knows beside a list that was read."""
    partner = visit.partners[0]
    return Facts(
        members=[known_member(member) for member in members_of(session, visit.id)],
        people=[
            KnownPerson(person.id, person.name, person.affiliation)
            for person in people_spelt(session, list(_spellings(reading)))
        ],
        titles=titles_by_term(session, partner.id, partner.native_language)
        if is_of_guests(visit)
        else None,
        complete=complete,
    )


def known_member(member: VisitMember) -> KnownMember:
    """Return a member as a list is compared with them."""
    return KnownMember(
        id=member.id,
        person_id=member.person_id,
        name=member.person.name,
        affiliation=member.person.affiliation,
        role=member.role,
        title=member.title,
        title_as_sent=member.title_as_sent,
        diet=member.diet,
        mobility=member.mobility,
        companion_of=member.companion_of_id,
    )


def is_of_guests(visit: Visit) -> bool:
    """Say whether a visit's members come from abroad."""
    return visit.direction is Direction.IN


def is_complete(sent: MemberList) -> bool:
    """Say whether who is missing from a list leaves the delegation."""
    return bool(sent.choices.get("complete", True))


def kept_file(sent: MemberList, ring: Keyring) -> SheetFile | None:
    """Return what is kept of a list; None once it was confirmed or dropped."""
    packed = unseal(sent, "kept", ring=ring)
    return None if packed is None else unpack(packed)


def choices_of(sent: MemberList) -> Choices:
    """Return how a person chose that a list is read."""
    found: Mapping[str, Any] = sent.choices
    encoding = found.get("encoding")
    return Choices(
        encoding=Encoding(encoding) if encoding else None,
        sheet=found.get("sheet"),
        header_row=found.get("header_row"),
        with_hidden=bool(found.get("with_hidden", True)),
    )


def _spellings(reading: MemberReading) -> Iterator[str]:
    for row in reading.rows:
        name = row.entry.name
        yield from {fold(text) for text in (name.written, name.passport) if fold(text)}


def _found(session: Session, visit_id: UUID, key: UUID, *, lock: bool) -> MemberList:
    statement = select(MemberList).where(MemberList.id == key, MemberList.visit_id == visit_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotFoundError
    return found
