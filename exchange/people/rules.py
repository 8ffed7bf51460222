"""Where a post stands in time, and how far it may be relied upon."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.people.enums import PostDoubt, PostKind, PostStanding

if TYPE_CHECKING:
    from exchange.people.models import Post

#: What was confirmed longer ago than this is said with a warning.
RELIABLE_MONTHS: Final = 6


def ensure_in_order(begins: PartialDate | None, ends: PartialDate | None) -> None:
    """Raise DomainError for a post that ends before it begins."""
    if begins and ends and ends.latest < begins.earliest:
        raise DomainError(message("people.error.ends_before_begins"), field="ends")


def standing(post: "Post", *, today: date) -> PostStanding:
    """Say whether a post is held today; without dates it is."""
    if post.ends is not None and post.ends.earliest <= today:
        return PostStanding.PAST
    if post.begins is not None and post.begins.earliest > today:
        return PostStanding.COMING
    return PostStanding.PRESENT


def doubts(post: "Post", *, today: date) -> list[PostDoubt]:
    """Say why it may have changed who holds a post that is held as far as is known."""
    if standing(post, today=today) is not PostStanding.PRESENT:
        return []
    found = []
    if post.confirmed is None:
        found.append(PostDoubt.UNCONFIRMED)
    elif post.confirmed.latest < months_before(today, RELIABLE_MONTHS):
        found.append(PostDoubt.LONG_AGO)
    if post.term_ends is not None and post.term_ends.latest < today:
        found.append(PostDoubt.TERM_OVER)
    return found


def months_before(day: date, months: int) -> date:
    """Return the day that many months earlier, the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = PartialDate(year, month + 1).latest
    return last.replace(day=min(day.day, last.day))


def head_on(posts: Iterable["Post"], day: date) -> "Post | None":
    """Return the head of a day: of several, who began last."""
    held = [
        post
        for post in posts
        if post.kind is PostKind.HEAD and standing(post, today=day) is PostStanding.PRESENT
    ]
    return max(held, key=lambda post: str(post.begins or ""), default=None)


def in_order(posts: Iterable["Post"], *, today: date) -> Sequence["Post"]:
    """Put the held posts first, by kind, then those over, the latest first."""
    kinds = list(PostKind)
    known = sorted(posts, key=lambda post: str(post.ends or post.begins or ""), reverse=True)
    return sorted(
        known,
        key=lambda post: (
            standing(post, today=today) is PostStanding.PAST,
            0 if standing(post, today=today) is PostStanding.PAST else kinds.index(post.kind),
        ),
    )
