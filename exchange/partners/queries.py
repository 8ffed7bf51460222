"""Partners and their sources, as pages, feeds and open data need them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from exchange.core.errors import NotFoundError
from exchange.core.text import fold
from exchange.partners.models import Partner, PartnerFact, Source


def all_partners(session: Session) -> Sequence[Partner]:
    """Return the partners in the order of the printed list, with their facts and sources."""
    facts = selectinload(Partner.facts).joinedload(PartnerFact.source)
    return session.scalars(select(Partner).options(facts).order_by(Partner.number)).all()


def partner_by_slug(session: Session, slug: str) -> Partner:
    """Return a partner with its facts and sources; raises NotFoundError."""
    facts = joinedload(Partner.facts).joinedload(PartnerFact.source)
    statement = select(Partner).where(Partner.slug == slug).options(facts)
    found = session.scalars(statement).unique().one_or_none()
    if found is None:
        raise NotFoundError
    return found


def partners_matching(session: Session, text: str) -> Sequence[Partner]:
    """Return the partners one of whose names contains `text` in any spelling."""
    wanted = fold(text)
    if not wanted:
        return ()
    found = Partner.search_key.contains(wanted, autoescape=True)
    return session.scalars(select(Partner).where(found).order_by(Partner.number)).all()


def sources_by_slug(session: Session) -> Mapping[str, Source]:
    """Return every source by its slug."""
    return {source.slug: source for source in session.scalars(select(Source))}
