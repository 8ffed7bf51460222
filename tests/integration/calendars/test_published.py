from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.calendars.models import PublishedEntry
from exchange.calendars.queries import Scope
from exchange.calendars.services import remember
from exchange.core.database import Database, unit_of_work
from exchange.core.entries import Audience, CalendarEntry, EntryKind, EntryState
from tests.factories.calendars import make_entry
from tests.servers.statements import count_statements

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
PUBLIC_JA = Scope("ja", Audience.PUBLIC, frozenset({EntryKind.ANNIVERSARY}))

Shown = list[tuple[str, int, datetime | None]]


def entry(**changes: Any) -> CalendarEntry:  # noqa: ANN401 - any of its fields
    return make_entry(last_modified=None, **changes)


def shown(entries: Sequence[CalendarEntry]) -> Shown:
    return [(each.uid, each.sequence, each.last_modified) for each in entries]


def gone_uids(session: Session) -> Sequence[str]:
    return session.scalars(
        select(PublishedEntry.uid)
        .where(PublishedEntry.gone_at.is_not(None))
        .order_by(PublishedEntry.uid)
    ).all()


def test_entries_get_their_revision_in_the_order_given(session: Session) -> None:
    entries = [entry(uid="b@x"), entry(uid="a@x")]
    remembered = remember(session, entries, now=NOW)
    assert shown(remembered) == [("b@x", 0, NOW), ("a@x", 0, NOW)]
    assert remembered[0].title == entries[0].title


def test_unchanged_entries_keep_their_revision(session: Session) -> None:
    remember(session, [entry()], now=NOW)
    assert shown(remember(session, [entry()], now=NOW + DAY)) == [(entry().uid, 0, NOW)]


@pytest.mark.parametrize(
    ("changes", "sequence"),
    [
        ({"title": "別の題"}, 0),
        ({"place": "市役所"}, 1),
        ({"ends": date(2027, 5, 20)}, 1),
        ({"state": EntryState.CANCELLED}, 1),
    ],
)
def test_a_change_is_remembered(session: Session, changes: dict[str, Any], sequence: int) -> None:
    remember(session, [entry()], now=NOW)
    expected = [(entry().uid, sequence, NOW + DAY)]
    assert shown(remember(session, [entry(**changes)], now=NOW + DAY)) == expected
    assert shown(remember(session, [entry(**changes)], now=NOW + 2 * DAY)) == expected


def test_two_changes_within_a_second_are_a_second_apart(session: Session) -> None:
    for number in range(3):
        last = remember(session, [entry(title=f"第{number}版")], now=NOW)
    assert shown(last) == [(entry().uid, 0, NOW + 2 * SECOND)]


def test_a_translation_moves_its_own_language_only(session: Session) -> None:
    japanese, english = entry(), entry(language="en", title="35th anniversary")
    remember(session, [japanese, english], now=NOW)
    mended = entry(language="en", title="35th anniversary of Heidelberg")
    assert shown(remember(session, [japanese, mended], now=NOW + DAY)) == [
        (japanese.uid, 0, NOW),
        (japanese.uid, 0, NOW + DAY),
    ]


def test_the_public_and_the_staff_form_of_an_entry_do_not_disturb_each_other(
    session: Session,
) -> None:
    public, staff = entry(), entry(audience=Audience.STAFF, text="担当者のみ")
    remember(session, [public], now=NOW)
    remember(session, [staff], now=NOW + DAY)
    assert shown(remember(session, [public, staff], now=NOW + 2 * DAY)) == [
        (public.uid, 0, NOW),
        (public.uid, 0, NOW + DAY),
    ]


def test_an_entry_that_becomes_public_goes_on_from_the_revision_staff_knew(
    session: Session,
) -> None:
    staff = entry(audience=Audience.STAFF)
    for day in range(3):
        remember(session, [entry(audience=Audience.STAFF, place=f"{day}階")], now=NOW + day * DAY)
    public = remember(session, [entry(place="2階")], now=NOW + 9 * DAY)
    assert shown(public) == [(staff.uid, 2, NOW + 2 * DAY)]
    moved = remember(session, [entry(place="3階")], now=NOW + 9 * DAY)
    assert shown(moved) == [(staff.uid, 3, NOW + 9 * DAY)]


def test_what_is_missing_from_a_whole_scope_is_gone(session: Session) -> None:
    others = [
        entry(uid="english@x", language="en"),
        entry(uid="staff@x", audience=Audience.STAFF),
        entry(uid="visit@x", kind=EntryKind.VISIT),
    ]
    remember(session, [entry(uid="a@x"), entry(uid="b@x"), *others], now=NOW)
    remember(session, [entry(uid="a@x")], now=NOW + DAY, whole=PUBLIC_JA)
    assert gone_uids(session) == ["b@x"]


def test_nothing_is_gone_when_only_a_part_was_given(session: Session) -> None:
    remember(session, [entry(uid="a@x"), entry(uid="b@x")], now=NOW)
    remember(session, [entry(uid="a@x")], now=NOW + DAY)
    assert gone_uids(session) == []


def test_everything_may_go_and_come_back_changed_and_never_older(session: Session) -> None:
    remember(session, [entry(place="1階")], now=NOW)
    remember(session, [entry(place="2階")], now=NOW)
    assert remember(session, [], now=NOW + DAY, whole=PUBLIC_JA) == []
    assert gone_uids(session) == [entry().uid]
    back = remember(session, [entry(place="2階")], now=NOW + 2 * DAY, whole=PUBLIC_JA)
    assert shown(back) == [(entry().uid, 1, NOW + 2 * DAY)]
    assert gone_uids(session) == []


def test_the_same_entry_twice_is_refused(session: Session) -> None:
    with pytest.raises(ValueError, match="twice"):
        remember(session, [entry(), entry()], now=NOW)


def test_statements_do_not_grow_with_entries(session: Session) -> None:
    def counted(number: int, *, title: str) -> int:
        entries = [entry(uid=f"{each}@x", title=title) for each in range(number)]
        with count_statements() as statements:
            remember(session, entries, now=NOW, whole=PUBLIC_JA)
        return len(statements)

    assert counted(1_200, title="新") == 4  # read all, read these, insert, read what was inserted
    assert counted(1_200, title="新") == 2
    assert counted(1_200, title="改") == 3
    assert counted(600, title="再") == 4
    assert len(gone_uids(session)) == 600
    assert session.scalar(select(func.count()).select_from(PublishedEntry)) == 1_200


def test_processes_that_remember_at_once_agree_and_never_block_each_other(
    fresh_database: Database,
) -> None:
    starting_line = Barrier(3, timeout=30)

    def run(number: int) -> list[Shown]:
        rounds = []
        for title in ("第一版", "第二版"):
            entries = [entry(uid=f"{each}@x", title=title) for each in range(60)]
            given = entries[:: -1 if number % 2 else 1]
            starting_line.wait()
            with unit_of_work(fresh_database) as session:
                remembered = remember(session, given, now=NOW + number * SECOND)
            rounds.append(sorted(shown(remembered)))
        return rounds

    with ThreadPoolExecutor(3) as threads:
        first, second, third = threads.map(run, range(3))
    assert first == second == third
