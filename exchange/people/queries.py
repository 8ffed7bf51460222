"""Looking people and their posts up."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.core.text import fold
from exchange.people.enums import PostKind
from exchange.people.models import Person, Post

_ORDER: Final = Order(Person.sort_key, Person.id)
#: As many spellings as one statement asks for on every database.
_PORTION: Final = 100


def person_by_id(session: Session, key: UUID) -> Person:
    """Return a person; raises NotFoundError."""
    found = session.get(Person, key)
    if found is None:
        raise NotFoundError
    return found


def people_page(session: Session, *, text: str = "", cursor: str | None = None) -> Page[Person]:
    """Return a page of people in the order of their readings, all or those matching a name."""
    wanted = fold(text)
    statement = _matching(wanted) if wanted else select(Person)
    return paginate(session, statement, _ORDER, cursor=cursor)


def people_matching(session: Session, text: str, *, limit: int = 10) -> Sequence[Person]:
    """Return the first people one of whose spellings contains `text`; none for an empty one."""
    wanted = fold(text)
    if not wanted:
        return ()
    ordered = _matching(wanted).order_by(Person.sort_key, Person.id)
    return session.scalars(ordered.limit(limit)).all()


def people_spelt(session: Session, folded: Sequence[str]) -> Sequence[Person]:
    """Return the people one of whose spellings contains one of these, a portion a statement."""
    found: dict[UUID, Person] = {}
    for start in range(0, len(folded), _PORTION):
        wanted = [
            Person.search_key.contains(each, autoescape=True)
            for each in folded[start : start + _PORTION]
        ]
        statement = select(Person).where(or_(*wanted)).order_by(Person.sort_key, Person.id)
        found |= {person.id: person for person in session.scalars(statement)}
    return list(found.values())


def posts_of_partner(
    session: Session, partner_id: UUID, organisations: Sequence[UUID] = ()
) -> Sequence[Post]:
    """Return the posts at a partner and at its organisations, with who holds them."""
    held = or_(Post.partner_id == partner_id, Post.organisation_id.in_(organisations))
    statement = select(Post).where(held).options(joinedload(Post.person))
    return session.scalars(statement.order_by(Post.kind, Post.id)).all()


def posts_of_person(session: Session, person_id: UUID) -> Sequence[Post]:
    """Return the posts a person holds and held."""
    return session.scalars(select(Post).where(Post.person_id == person_id).order_by(Post.id)).all()


def post_by_id(session: Session, key: UUID) -> Post:
    """Return a post with who holds it; raises NotFoundError."""
    found = session.scalar(select(Post).where(Post.id == key).options(joinedload(Post.person)))
    if found is None:
        raise NotFoundError
    return found


def open_heads(session: Session, partner_id: UUID) -> Sequence[Post]:
    """Return the heads of a partner whose end is not known, locked until the transaction ends."""
    statement = (
        select(Post)
        .where(Post.partner_id == partner_id, Post.kind == PostKind.HEAD, Post.ends.is_(None))
        .order_by(Post.id)
        .with_for_update()
    )
    return session.scalars(statement).all()


def _matching(folded: str) -> Select[Person]:
    return select(Person).where(Person.search_key.contains(folded, autoescape=True))
