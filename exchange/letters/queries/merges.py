"""Merges, whom they may go to, and what was sent to each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from exchange.audit.models import AuditLine
from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.delegations.enums import Direction
from exchange.delegations.models import Visit, VisitMember
from exchange.delegations.queries import with_partners
from exchange.letters.enums import LetterDirection, LetterKind, RecipientSource
from exchange.letters.merging import language_of, partner_of
from exchange.letters.models import Letter, MailMerge, MergeRecipient
from exchange.letters.queries.offices import PORTION, offices_at
from exchange.partners.models import Organisation, Partner
from exchange.people.enums import PostKind
from exchange.people.models import Person, Post

_LATEST: Final = Order(MailMerge.created_at, MailMerge.id, descending=True)
_IN_PLACE: Final = Order(MergeRecipient.rank, MergeRecipient.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientFilter:
    """Among whom recipients are chosen; what is None or empty does not narrow it."""

    source: RecipientSource
    partner: str = ""
    language: str = ""
    post: PostKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody a merge may go to, with what they would be written to as."""

    key: UUID
    partner: Partner
    person: Person | None = None
    organisation: Organisation | None = None
    post: Post | None = None
    member: VisitMember | None = None
    #: Whether nobody knows which of the visit's partners a guest belongs to.
    unsure: bool = False


def merges_page(session: Session, *, cursor: str | None = None) -> Page[MailMerge]:
    """Return a page of merges, the latest first; dropped drafts are not among them."""
    statement = select(MailMerge).where(MailMerge.ended_at.is_(None))
    return paginate(session, statement.options(joinedload(MailMerge.visit)), _LATEST, cursor=cursor)


def merge_by_id(session: Session, key: UUID) -> MailMerge:
    """Return a merge with its visit; raises NotFoundError for none and for a dropped draft."""
    return _found(session, _merge(key))


def locked_merge(session: Session, key: UUID) -> MailMerge:
    """Return a merge, its row locked, so that two who confirm it come one after the other."""
    statement = _merge(key).with_for_update(of=MailMerge)
    return _found(session, statement.execution_options(populate_existing=True))


def last_merge(session: Session, kind: LetterKind) -> MailMerge | None:
    """Return the merge of a kind that was sent last."""
    found = select(MailMerge).where(MailMerge.kind == kind, MailMerge.confirmed_at.is_not(None))
    ordered = found.order_by(MailMerge.confirmed_at.desc(), MailMerge.id.desc())
    return session.scalars(ordered.limit(1)).first()


def last_to(session: Session, kind: LetterKind, partners: Sequence[UUID]) -> Mapping[UUID, Letter]:
    """Return the last letter of a kind that was sent to each of these partners."""
    place = func.row_number().over(
        partition_by=Letter.partner_id, order_by=(Letter.day.desc(), Letter.id.desc())
    )
    ranked = (
        select(Letter.id, place.label("place"))
        .where(
            Letter.partner_id.in_(set(partners)),
            Letter.kind == kind,
            Letter.direction == LetterDirection.OUT,
            Letter.ended_at.is_(None),
        )
        .subquery()
    )
    first = select(Letter).join(ranked, ranked.c.id == Letter.id).where(ranked.c.place == 1)
    return {letter.partner_id: letter for letter in session.scalars(first)}


def recipients_page(
    session: Session, merge_id: UUID, *, cursor: str | None = None
) -> Page[MergeRecipient]:
    """Return a page of a merge's recipients in the order of the printed list of partners."""
    return paginate(session, _recipients(merge_id), _IN_PLACE, cursor=cursor)


def all_recipients(session: Session, merge_id: UUID) -> Sequence[MergeRecipient]:
    """Return everybody a merge goes to, in the same order."""
    ordered = _recipients(merge_id).order_by(MergeRecipient.rank, MergeRecipient.id)
    return session.scalars(ordered).all()


def recipient_of(session: Session, merge_id: UUID, key: UUID) -> MergeRecipient:
    """Return one recipient of a merge; raises NotFoundError."""
    found = session.scalar(_recipients(merge_id).where(MergeRecipient.id == key))
    if found is None:
        raise NotFoundError
    return found


def unposted_count(session: Session, merge_id: UUID) -> int:
    """Return how many letters of a merge nobody noted as posted."""
    statement = select(func.count()).select_from(MergeRecipient)
    waiting = statement.where(
        MergeRecipient.merge_id == merge_id, MergeRecipient.posted_at.is_(None)
    )
    return session.scalar(waiting) or 0


def chosen_in(session: Session, merge_id: UUID) -> tuple[set[UUID], set[UUID]]:
    """Return the people and the organisations a merge goes to already."""
    statement = select(MergeRecipient.person_id, MergeRecipient.organisation_id)
    found = session.execute(statement.where(MergeRecipient.merge_id == merge_id)).all()
    return {row[0] for row in found if row[0]}, {row[1] for row in found if row[1]}


def candidates_page(
    session: Session, merge: MailMerge, wanted: RecipientFilter, *, cursor: str | None = None
) -> Page[Candidate]:
    """Return a page of those a merge may go to, partner by partner."""
    statement, order = _among(session, merge, wanted)
    page: Page[Any] = paginate(session, statement, order, cursor=cursor)
    return Page(
        rows=_candidates(session, merge, page.rows),
        count=page.count,
        next_cursor=page.next_cursor,
        previous_cursor=page.previous_cursor,
    )


def candidates_of(
    session: Session, merge: MailMerge, wanted: RecipientFilter, keys: Sequence[UUID] | None = None
) -> Sequence[Candidate]:
    """Return all those a filter finds, or those of these keys among them."""
    statement, order = _among(session, merge, wanted)
    if keys is None:
        rows: list[Any] = list(session.scalars(statement.order_by(*order.columns)))
    else:
        rows = []
        for start in range(0, len(keys), PORTION):
            portion = statement.where(order.key.in_(keys[start : start + PORTION]))
            rows += session.scalars(portion.order_by(*order.columns))
    return _candidates(session, merge, rows)


def _among(
    session: Session, merge: MailMerge, wanted: RecipientFilter
) -> tuple[Select[Any], Order]:
    statement: Select[Any]
    match wanted.source:
        case RecipientSource.MEMBERS:
            return _members(merge)
        case RecipientSource.ORGANISATIONS:
            statement, order = _organisations()
        case RecipientSource.POSTS:
            statement, order = _posts(wanted.post)
    if merge.visit_id is not None:
        statement = statement.where(Partner.id.in_([each.id for each in merge.visit.partners]))  # type: ignore[union-attr]  # it has a visit
    return statement.where(*_partners(session, wanted)), order


def _organisations() -> tuple[Select[Organisation], Order]:
    statement = select(Organisation).join(Partner, Partner.id == Organisation.partner_id)
    return statement.where(Organisation.ended_at.is_(None)), Order(Partner.number, Organisation.id)


def _posts(kind: PostKind | None) -> tuple[Select[Post], Order]:
    at = func.coalesce(Post.partner_id, Organisation.partner_id)
    statement = (
        select(Post)
        .join(Person, Person.id == Post.person_id)
        .outerjoin(Organisation, Organisation.id == Post.organisation_id)
        .join(Partner, Partner.id == at)
        .options(joinedload(Post.person))
    )
    if kind is not None:
        statement = statement.where(Post.kind == kind)
    return statement, Order(Partner.number, Post.id)


def _members(merge: MailMerge) -> tuple[Select[VisitMember], Order]:
    statement = (
        select(VisitMember)
        .where(VisitMember.visit_id == merge.visit_id, VisitMember.ended_at.is_(None))
        .options(joinedload(VisitMember.person))
    )
    return statement, Order(VisitMember.precedence, VisitMember.id)  # none is null among them


def _partners(session: Session, wanted: RecipientFilter) -> Sequence[ColumnElement[bool]]:
    """Return the conditions on the partner: its slug, and the language it is written to in."""
    found: list[ColumnElement[bool]] = []
    if wanted.partner:
        found.append(Partner.slug == wanted.partner)
    if wanted.language:
        partners = session.scalars(select(Partner))
        spoken = [each.id for each in partners if language_of(each) == wanted.language]
        found.append(Partner.id.in_(spoken))
    return found


def _candidates(
    session: Session, merge: MailMerge, rows: Sequence[Post | VisitMember | Organisation]
) -> Sequence[Candidate]:
    houses = {row.organisation_id for row in rows if isinstance(row, Post)} - {None}
    organisations = select(Organisation).where(Organisation.id.in_(houses))
    at = {each.id: each.partner_id for each in session.scalars(organisations)}
    partners = {partner.id: partner for partner in session.scalars(select(Partner))}
    held = offices_at(session, [row.person_id for row in rows if isinstance(row, VisitMember)])
    found = []
    for row in rows:
        match row:
            case Post():
                key = row.partner_id or at[row.organisation_id]  # type: ignore[index]  # it has one
                who = Candidate(key=row.id, partner=partners[key], person=row.person, post=row)
            case VisitMember():
                who = _guest(merge.visit, row, held.get(row.person_id, set()))  # type: ignore[arg-type]  # members are of a visit
            case Organisation():
                at_partner = partners[row.partner_id]
                who = Candidate(key=row.id, partner=at_partner, organisation=row)
        found.append(who)
    return found


def _guest(visit: Visit, member: VisitMember, posts: Collection[UUID]) -> Candidate:
    """Return a member at their own partner; our own people all write from the visit's first."""
    ours = visit.direction is Direction.OUT
    own = (
        visit.partners[0] if ours else partner_of(member.person.affiliation, posts, visit.partners)
    )
    return Candidate(
        key=member.id,
        partner=own or visit.partners[0],
        person=member.person,
        member=member,
        unsure=own is None,
    )


def _merge(key: UUID) -> Select[MailMerge]:
    return (
        select(MailMerge)
        .where(MailMerge.id == key, MailMerge.ended_at.is_(None))
        .options(joinedload(MailMerge.visit).options(with_partners()))
    )


def _found(session: Session, statement: Select[MailMerge]) -> MailMerge:
    found = session.scalar(statement)
    if found is None:
        raise NotFoundError
    return found


def _recipients(merge_id: UUID) -> Select[MergeRecipient]:
    return select(MergeRecipient).where(MergeRecipient.merge_id == merge_id).options(*_whole())


def _whole() -> tuple[_AbstractLoad, ...]:
    return (
        joinedload(MergeRecipient.partner),
        joinedload(MergeRecipient.person),
        joinedload(MergeRecipient.organisation),
        joinedload(MergeRecipient.post),
        joinedload(MergeRecipient.member),
        joinedload(MergeRecipient.letter),
        joinedload(MergeRecipient.mail),
    )


def retries_of(session: Session, mails: Sequence[UUID]) -> Mapping[UUID, int]:
    """Return how often each of these mails was sent anew by somebody."""
    statement = (
        select(AuditLine.subject_id, func.count())
        .where(
            AuditLine.act == "outbox.retry",
            AuditLine.subject_kind == "mail",
            AuditLine.subject_id.in_(mails),
        )
        .group_by(AuditLine.subject_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}
