"""How a kind of subject is listed: helpers of the modules beside this one."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final

from sqlalchemy.orm import joinedload

from exchange.core.messages import Message
from exchange.core.naming import SubjectKind

TITLE: Final = attrgetter("title")
NAME: Final = attrgetter("name")
NAMES: Final = attrgetter("names")
WRITTEN: Final = attrgetter("name.written")


def at(pattern: str) -> Callable[[Any], str]:
    """Return what makes the address of a row's page."""
    return pattern.format


def kind(words: Message, table: Any = None, **rest: Any) -> SubjectKind:  # noqa: ANN401 - a table
    """Return a kind of thing."""
    return SubjectKind(words=words, table=table, **rest)


def person(words: Message, table: Any, **rest: Any) -> SubjectKind:  # noqa: ANN401 - a table
    """Return a kind of person, or of what is named by one: whoever was erased is told as such."""
    return SubjectKind(words=words, table=table, is_person=True, **rest)


def erased(whose: str = "") -> Callable[[Any], bool]:
    """Return what says that the pupil of a row was erased, whose row is kept, empty."""
    told: Callable[[Any], object] = attrgetter(f"{whose}erased_at")
    return lambda row: told(row) is not None


def purged(row: Any) -> bool:  # noqa: ANN401 - of any table that is purged
    """Say whether a row's personal data was deleted when its time was over."""
    return row.purged_at is not None


def part(
    words: Message,
    table: Any,  # noqa: ANN401 - a table
    whole: Any,  # noqa: ANN401 - its relationship
    *,
    path: str,
    opens: str,
) -> SubjectKind:
    """Return a kind of part, which is named by the whole that has the title and the page."""
    return SubjectKind(
        words=words,
        table=table,
        title=attrgetter(f"{whole.key}.title"),
        path=at(path),
        opens=opens,
        options=(joinedload(whole),),
    )
