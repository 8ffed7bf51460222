from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from exchange.calendars.rules import (
    FETCH_INTERVAL,
    Revision,
    content_digest,
    ensure_kinds,
    is_fetch_due,
    kinds_for,
    next_revision,
    schedule_digest,
)
from exchange.core.entries import Audience, CalendarEntry, EntryKind, EntryState
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.permissions import Actor, Role
from tests.factories.calendars import BERLIN, MODIFIED, TOKYO, make_entry, make_flight

NOW = datetime(2026, 11, 21, 9, 0, 0, 123_456, tzinfo=UTC)
WHOLE_SECOND = NOW.replace(microsecond=0)
DAY = timedelta(days=1)


def known_revision(entry: CalendarEntry, *, last_modified: datetime = WHOLE_SECOND) -> Revision:
    return Revision(content_digest(entry), schedule_digest(entry), 3, last_modified)


def test_the_first_revision_is_zero_at_the_whole_second() -> None:
    entry = make_entry()
    revision = next_revision(entry, known=None, came_back=False, now=NOW)
    assert revision == Revision(content_digest(entry), schedule_digest(entry), 0, WHOLE_SECOND)


def test_nothing_moves_when_nothing_changed() -> None:
    known = known_revision(make_entry())
    assert next_revision(make_entry(), known=known, came_back=False, now=NOW + DAY) == known


@pytest.mark.parametrize(
    ("changes", "sequence"),
    [
        ({"title": "別の題"}, 3),
        ({"text": "別の文"}, 3),
        ({"categories": ("別",)}, 3),
        ({"path": "/partners/heidelberg/"}, 3),
        ({"kind": EntryKind.CELEBRATION}, 3),
        ({"place": "市役所"}, 4),
        ({"starts": date(2027, 5, 18)}, 4),
        ({"ends": date(2027, 5, 20)}, 4),
        ({"state": EntryState.CANCELLED}, 4),
        ({"title": "別の題", "state": EntryState.TENTATIVE}, 4),
    ],
)
def test_every_visible_change_moves_last_modified_and_the_schedule_the_sequence(
    changes: dict[str, Any], sequence: int
) -> None:
    known = known_revision(make_entry())
    revision = next_revision(make_entry(**changes), known=known, came_back=False, now=NOW + DAY)
    assert (revision.sequence, revision.last_modified) == (sequence, WHOLE_SECOND + DAY)
    assert revision.digest == content_digest(make_entry(**changes)) != known.digest


@pytest.mark.parametrize(
    "changes",
    [
        {"sequence": 9},
        {"last_modified": MODIFIED + DAY},
        {"audience": Audience.STAFF},
        {"partners": ("heidelberg",)},
        {"milestone": True},
        {"is_demo": True},
        {"stage": message("calendars.agenda.cancelled")},
        {"assignee": UUID(int=1)},
    ],
)
def test_what_is_not_written_moves_nothing(changes: dict[str, Any]) -> None:
    assert content_digest(make_entry(**changes)) == content_digest(make_entry())


def test_a_change_within_the_same_second_is_a_second_later() -> None:
    known = known_revision(make_entry(), last_modified=WHOLE_SECOND)
    revision = next_revision(make_entry(title="別"), known=known, came_back=False, now=NOW)
    assert revision.last_modified == WHOLE_SECOND + timedelta(seconds=1)


def test_a_clock_set_back_never_takes_last_modified_back() -> None:
    known = known_revision(make_entry(), last_modified=WHOLE_SECOND + DAY)
    revision = next_revision(make_entry(title="別"), known=known, came_back=False, now=NOW)
    assert revision.last_modified == WHOLE_SECOND + DAY + timedelta(seconds=1)


def test_an_entry_that_came_back_is_shown_anew_at_the_same_sequence() -> None:
    known = known_revision(make_entry())
    revision = next_revision(make_entry(), known=known, came_back=True, now=NOW + DAY)
    assert (revision.sequence, revision.last_modified) == (3, WHOLE_SECOND + DAY)


def test_the_same_instant_in_another_zone_is_another_schedule() -> None:
    starts = datetime(2027, 7, 1, 9, tzinfo=TOKYO)
    ends = datetime(2027, 7, 1, 10, tzinfo=TOKYO)
    there = make_flight(starts=starts.astimezone(BERLIN), ends=ends.astimezone(BERLIN))
    assert schedule_digest(there) != schedule_digest(make_flight(starts=starts, ends=ends))


def test_a_month_drawn_on_its_first_or_as_a_span_is_the_same_content() -> None:
    first = make_entry(starts=date(2030, 4, 1), ends=date(2030, 4, 1), month_only=True)
    span = make_entry(starts=date(2030, 4, 1), ends=date(2030, 4, 30), month_only=True)
    assert content_digest(span) == content_digest(first)


def test_a_month_that_became_a_day_or_another_month_is_another_schedule() -> None:
    month = make_entry(starts=date(2030, 4, 1), ends=date(2030, 4, 1), month_only=True)
    day = make_entry(starts=date(2030, 4, 1), ends=date(2030, 4, 1))
    other = make_entry(starts=date(2030, 5, 1), ends=date(2030, 5, 1), month_only=True)
    assert len({schedule_digest(entry) for entry in (month, day, other)}) == 3


SCHOOL = Actor(UUID(int=1), Role.SCHOOL, "見本")


@pytest.mark.parametrize("kinds", [(), (EntryKind.TASK,), (EntryKind.VISIT, EntryKind.ITINERARY)])
def test_a_feed_holds_something_and_only_what_its_person_may_see(
    kinds: tuple[EntryKind, ...],
) -> None:
    with pytest.raises(DomainError) as refusal:
        ensure_kinds(SCHOOL, kinds)
    assert refusal.value.field == "kinds"


def test_what_a_feed_may_hold_follows_from_what_its_person_may_see() -> None:
    assert set(kinds_for(Actor(None, Role.COORDINATOR, "見本"))) == set(EntryKind)
    assert set(EntryKind) - set(kinds_for(SCHOOL)) == {EntryKind.ITINERARY, EntryKind.TASK}
    ensure_kinds(SCHOOL, kinds_for(SCHOOL))


def test_a_fetch_is_noted_once_in_ten_minutes() -> None:
    assert is_fetch_due(None, NOW)
    assert not is_fetch_due(NOW, NOW + FETCH_INTERVAL - timedelta(seconds=1))
    assert is_fetch_due(NOW, NOW + FETCH_INTERVAL)
