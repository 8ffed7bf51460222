"""Which feeds' bytes are kept, and when they count as changed."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.calendars.models import KeptFeed
from exchange.calendars.services import MOST_KEPT, keep_feed

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def test_the_same_bytes_under_a_new_version_keep_their_date(session: Session) -> None:
    keep_feed(session, key="a", version="1", body=b"same", now=NOW)
    kept = keep_feed(session, key="a", version="2", body=b"same", now=NOW + timedelta(hours=1))
    assert (kept.version, kept.last_modified) == ("2", NOW)


def test_other_bytes_within_the_same_second_have_a_later_date(session: Session) -> None:
    keep_feed(session, key="a", version="1", body=b"one", now=NOW)
    kept = keep_feed(session, key="a", version="2", body=b"other", now=NOW)
    assert kept.last_modified == NOW + timedelta(seconds=1)


def test_the_oldest_are_forgotten_beyond_the_most_that_are_kept(session: Session) -> None:
    session.add_all(
        KeptFeed(
            key=f"feed-{number:04}",
            version="1",
            body=b"",
            digest="",
            last_modified=NOW - timedelta(minutes=number),
        )
        for number in range(MOST_KEPT + 2)
    )
    session.flush()
    keep_feed(session, key="newest", version="1", body=b"", now=NOW + timedelta(minutes=1))
    assert session.scalar(select(func.count()).select_from(KeptFeed)) == MOST_KEPT
    assert session.get(KeptFeed, "newest") is not None
    assert session.get(KeptFeed, f"feed-{MOST_KEPT + 1:04}") is None
