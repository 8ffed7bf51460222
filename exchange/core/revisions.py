"""Revisions: one row a topic, raised in the transaction that changes what the topic covers."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from exchange.core.database import Base, bytewise, upsert


class Revision(Base):
    """How often a topic (`agreements`, `visits`, …) has changed."""

    __tablename__ = "revisions"

    topic: Mapped[str] = mapped_column(bytewise(40), primary_key=True)
    number: Mapped[int] = mapped_column()


def touch(session: Session, topic: str) -> None:
    """Raise a topic's revision by one; feeds built from it are new at the next request."""
    session.execute(
        upsert(session, Revision)
        .values(topic=topic, number=1)
        .on_conflict_do_update(index_elements=["topic"], set_={"number": Revision.number + 1})
    )


def revisions(session: Session, topics: Iterable[str]) -> Mapping[str, int]:
    """Return the revisions of topics in one statement; an untouched one is 0."""
    found = session.execute(select(Revision.topic, Revision.number))  # few: a row a topic
    known = {topic: number for topic, number in found}
    return {topic: known.get(topic, 0) for topic in topics}
