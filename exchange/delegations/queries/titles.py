"""Approved titles of partners."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Localized, Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.delegations.models import TitleTerm

_ORDER: Final = Order(TitleTerm.term_key, TitleTerm.id)


def titles_by_term(session: Session, partner_id: UUID, language: str) -> Mapping[str, Localized]:
    """Return a partner's approved titles by folded term; those in `language` go before others.

    In the language of the term the title is the term, where no other words were approved.
    """
    terms = session.scalars(
        select(TitleTerm)
        .where(TitleTerm.partner_id == partner_id, TitleTerm.ended_at.is_(None))
        .order_by(TitleTerm.term_key, TitleTerm.id)
    ).all()
    ordered = sorted(terms, key=lambda term: term.language == language)
    return {term.term_key: Localized({term.language: term.term, **term.title}) for term in ordered}


def terms_page(session: Session, partner_id: UUID, *, cursor: str | None = None) -> Page[TitleTerm]:
    """Return a page of a partner's approved titles by their terms."""
    statement = select(TitleTerm).where(
        TitleTerm.partner_id == partner_id, TitleTerm.ended_at.is_(None)
    )
    return paginate(session, statement, _ORDER, cursor=cursor)


def term_by_id(session: Session, partner_id: UUID, key: UUID) -> TitleTerm:
    """Return an approved title of a partner; raises NotFoundError."""
    found = session.scalar(
        select(TitleTerm).where(
            TitleTerm.id == key,
            TitleTerm.partner_id == partner_id,
            TitleTerm.ended_at.is_(None),
        )
    )
    if found is None:
        raise NotFoundError
    return found
