"""Partners and what belongs to them, as pages, feeds and open data need it."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from exchange.core.errors import NotFoundError
from exchange.core.text import fold
from exchange.partners.enums import FactKind, SourceKind
from exchange.partners.models import Organisation, Partner, PartnerFact, PartnerRelation, Source
from exchange.people.models import Post


def all_partners(session: Session) -> Sequence[Partner]:
    """Return the partners in the order of the printed list, with their facts and sources."""
    facts = selectinload(Partner.facts).joinedload(PartnerFact.source)
    return session.scalars(select(Partner).options(facts).order_by(Partner.number)).all()


def present_partners(session: Session) -> Sequence[Partner]:
    """Return the partners whose partnership lasts, as `all_partners` does."""
    return [partner for partner in all_partners(session) if partner.ended_on is None]


def partner_by_slug(session: Session, slug: str) -> Partner:
    """Return a partner with its facts and sources; raises NotFoundError."""
    return _partner_where(session, Partner.slug == slug)


def partner_by_id(session: Session, key: UUID) -> Partner:
    """Return a partner with its facts and sources; raises NotFoundError."""
    return _partner_where(session, Partner.id == key)


def _partner_where(session: Session, condition: ColumnElement[bool]) -> Partner:
    facts = joinedload(Partner.facts).joinedload(PartnerFact.source)
    found = session.scalars(select(Partner).where(condition).options(facts)).unique().one_or_none()
    if found is None:
        raise NotFoundError
    return found


def locked_partner(session: Session, slug: str) -> Partner:
    """Return a partner with its row locked until the transaction ends; raises NotFoundError."""
    found = session.scalar(select(Partner).where(Partner.slug == slug).with_for_update())
    if found is None:
        raise NotFoundError
    return found


def last_number(session: Session) -> int:
    """Return the highest number in the list."""
    return session.scalar(select(func.max(Partner.number))) or 0


def partners_matching(session: Session, text: str) -> Sequence[Partner]:
    """Return the partners one of whose names contains `text` in any spelling."""
    wanted = fold(text)
    if not wanted:
        return ()
    found = Partner.search_key.contains(wanted, autoescape=True)
    return session.scalars(select(Partner).where(found).order_by(Partner.number)).all()


def other_partners(session: Session, slug: str) -> Sequence[Partner]:
    """Return all partners but one, in the order of the list."""
    return session.scalars(
        select(Partner).where(Partner.slug != slug).order_by(Partner.number)
    ).all()


def sources_by_slug(session: Session) -> Mapping[str, Source]:
    """Return every source by its slug."""
    return {source.slug: source for source in session.scalars(select(Source))}


def cited(session: Session, citations: Iterable[str]) -> Mapping[Source, Sequence[str]]:
    """Return the sources that citations name ("seed-ja L233"), each with the places in it."""
    sources, found = sources_by_slug(session), dict[Source, list[str]]()
    for slug, _, place in (citation.partition(" ") for citation in citations):
        if slug in sources:
            found.setdefault(sources[slug], []).append(place)
    return found


def all_sources(session: Session) -> Sequence[Source]:
    """Return every source in the order of the kinds, those of most weight first."""
    kinds = list(SourceKind)
    found = session.scalars(select(Source).order_by(Source.slug))
    return sorted(found, key=lambda source: kinds.index(source.kind))


def source_by_id(session: Session, key: UUID) -> Source:
    """Return a source; raises NotFoundError."""
    found = session.get(Source, key)
    if found is None:
        raise NotFoundError
    return found


def fact_by_id(session: Session, partner_id: UUID, key: UUID) -> PartnerFact:
    """Return a fact of this partner with its source; raises NotFoundError."""
    found = session.scalar(
        select(PartnerFact)
        .where(PartnerFact.id == key, PartnerFact.partner_id == partner_id)
        .options(joinedload(PartnerFact.source))
    )
    if found is None:
        raise NotFoundError
    return found


def position_bounds(session: Session, partner_id: UUID, kind: FactKind) -> tuple[int, int]:
    """Return the lowest and the highest position of a partner's facts of a kind, 0 without any."""
    lowest, highest = session.execute(
        select(func.min(PartnerFact.position), func.max(PartnerFact.position)).where(
            PartnerFact.partner_id == partner_id, PartnerFact.kind == kind
        )
    ).one()
    return lowest or 0, highest or 0


def organisations_of(session: Session, partner_id: UUID) -> Sequence[Organisation]:
    """Return who carries the exchange with a partner, field by field, with their sources."""
    return session.scalars(
        select(Organisation)
        .where(Organisation.partner_id == partner_id, Organisation.ended_at.is_(None))
        .options(joinedload(Organisation.source))
        .order_by(Organisation.field, Organisation.side, Organisation.id)
    ).all()


def organisation_by_id(session: Session, partner_id: UUID, key: UUID) -> Organisation:
    """Return an organisation of this partner; raises NotFoundError."""
    found = session.get(Organisation, key)
    if found is None or found.partner_id != partner_id:
        raise NotFoundError
    return found


def relations_of(session: Session, partner_id: UUID) -> Sequence[PartnerRelation]:
    """Return a partner's relations to other partners, with both sides and the source."""
    mine = or_(PartnerRelation.partner_id == partner_id, PartnerRelation.other_id == partner_id)
    return session.scalars(
        select(PartnerRelation)
        .where(mine, PartnerRelation.ended_at.is_(None))
        .options(
            joinedload(PartnerRelation.partner),
            joinedload(PartnerRelation.other),
            joinedload(PartnerRelation.source),
        )
        .order_by(PartnerRelation.id)
    ).all()


def relation_by_id(session: Session, key: UUID) -> PartnerRelation:
    """Return a relation with both sides; raises NotFoundError."""
    found = session.scalar(
        select(PartnerRelation)
        .where(PartnerRelation.id == key)
        .options(joinedload(PartnerRelation.partner), joinedload(PartnerRelation.other))
    )
    if found is None:
        raise NotFoundError
    return found


def offices_of(
    session: Session, posts: Sequence[Post]
) -> Mapping[UUID, tuple[Partner, Organisation | None]]:
    """Return of each post the partner, and the organisation where it is one of those."""
    organisations = {
        each.id: each
        for each in session.scalars(
            select(Organisation).where(Organisation.id.in_([p.organisation_id for p in posts]))
        )
    }
    wanted = {post.partner_id for post in posts} | {o.partner_id for o in organisations.values()}
    found = session.scalars(select(Partner).where(Partner.id.in_(wanted - {None})))
    partners = {partner.id: partner for partner in found}
    offices: dict[UUID, tuple[Partner, Organisation | None]] = {}
    for post in posts:
        at = organisations.get(post.organisation_id) if post.organisation_id else None
        key = at.partner_id if at else post.partner_id
        if key is not None:
            offices[post.id] = (partners[key], at)
    return offices
