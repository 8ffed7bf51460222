"""The pager: every row once, in order, both ways, at most fifty at a time."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Order, Page, cut, paginate
from exchange.core.database.pager import COUNT_CAP, PAGE_SIZE
from exchange.core.errors import BadRequestError
from exchange.jobs.models import Job
from exchange.tasks.models import Task
from tests.factories.tasks import make_task
from tests.servers.statements import count_statements

START = datetime(2027, 5, 1, tzinfo=UTC)
BY_DAY = Order(Task.sort_day, Task.id)
BY_TITLE = Order(Task.title, Task.id)
BY_DAY_DOWN = Order(Task.sort_day, Task.id, descending=True)
BY_VERSION = Order(Task.version, Task.id)
BY_TWO = Order(Task.title, Task.id, then=(Task.sort_day,))
BY_NAME = Order(Task.title, Task.id, then=(Task.sort_day,), places=select(Task.id))
BY_NAME_DOWN = Order(Task.title, Task.id, descending=True, places=select(Task.id))
ORDERS = {
    "day": BY_DAY,
    "title": BY_TITLE,
    "descending": BY_DAY_DOWN,
    "number": BY_VERSION,
    "two": BY_TWO,
    "name": BY_NAME,
    "name, descending": BY_NAME_DOWN,
}


def fill(session: Session, count: int) -> None:
    """Add tasks of which many share a day and a title."""
    for number in range(count):
        day = date(2027, 5, 1) + timedelta(days=number % 7)
        make_task(session, title=f"題{number % 3}", due=day)


def page(session: Session, order: Order, cursor: str | None = None) -> Page[Task]:
    return paginate(session, select(Task), order, cursor=cursor)


def forwards(session: Session, order: Order) -> list[Sequence[Task]]:
    pages, cursor = [], None
    while True:
        found = page(session, order, cursor)
        pages.append(found.rows)
        if (cursor := found.next_cursor) is None:
            return pages


@pytest.mark.parametrize("order", ORDERS.values(), ids=list(ORDERS))
@pytest.mark.parametrize("count", [0, 1, PAGE_SIZE, PAGE_SIZE + 1, 2 * PAGE_SIZE + 7])
def test_every_row_comes_once_in_order(session: Session, order: Order, count: int) -> None:
    fill(session, count)
    pages = forwards(session, order)
    found = [row for rows in pages for row in rows]
    assert len(found) == len({row.id for row in found}) == count
    assert [len(rows) for rows in pages[:-1]] == [PAGE_SIZE] * (len(pages) - 1)
    assert len(pages) == max(1, -(-count // PAGE_SIZE))
    keys = [tuple(getattr(row, column.key) for column in order.columns) for row in found]
    assert keys == sorted(keys, reverse=order.descending)


@pytest.mark.parametrize("order", ORDERS.values(), ids=list(ORDERS))
def test_the_way_back_shows_the_same_pages(session: Session, order: Order) -> None:
    fill(session, 2 * PAGE_SIZE + 7)
    first = page(session, order)
    second = page(session, order, first.next_cursor)
    third = page(session, order, second.next_cursor)
    assert (first.previous_cursor, third.next_cursor) == (None, None)
    back = page(session, order, third.previous_cursor)
    assert back.rows == second.rows
    assert page(session, order, back.next_cursor).rows == third.rows
    again = page(session, order, back.previous_cursor)
    assert again.rows == first.rows
    assert again.previous_cursor is None
    assert page(session, order, again.next_cursor).rows == second.rows


def test_a_row_added_in_front_moves_no_later_page(session: Session) -> None:
    fill(session, PAGE_SIZE + 5)
    cursor = page(session, BY_DAY).next_cursor
    before = page(session, BY_DAY, cursor).rows
    make_task(session, due=date(2020, 1, 1))
    assert page(session, BY_DAY, cursor).rows == before


def test_instants_travel_in_cursors(session: Session) -> None:
    jobs = [
        Job(kind="test", arguments={}, created_at=START + timedelta(microseconds=number))
        for number in range(PAGE_SIZE + 1)
    ]
    session.add_all(jobs)
    session.flush()
    order = Order(Job.created_at, Job.id)
    first = paginate(session, select(Job), order)
    rest = paginate(session, select(Job), order, cursor=first.next_cursor)
    assert list(rest.rows) == [jobs[-1]]


def test_the_count_is_exact_up_to_its_cap(session: Session) -> None:
    jobs = [Job(kind="test", arguments={}) for _ in range(COUNT_CAP + 5)]
    session.add_all(jobs[:COUNT_CAP])
    session.flush()
    order = Order(Job.created_at, Job.id)
    exact = paginate(session, select(Job), order)
    assert (exact.count, exact.capped) == (COUNT_CAP, False)
    session.add_all(jobs[COUNT_CAP:])
    session.flush()
    capped = paginate(session, select(Job), order)
    assert (capped.count, capped.capped) == (COUNT_CAP + 1, True)


def test_the_count_is_of_the_filtered_rows(session: Session) -> None:
    fill(session, 9)
    found = paginate(session, select(Task).where(Task.title == "題0"), BY_DAY)
    assert found.count == len(found.rows) == 3


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%%%",
        "WyJuIiwgInMiXQ",  # two parts
        "WyJuIiwgInoiLCAieCIsICJ4Il0",  # an unknown kind
        "WyJuIiwgImQiLCAibm8gZGF5IiwgIjAxOTBjN2MwIl0",  # no day, no key
        "bnVsbA",
        "MQ",
        "あ",
        "//8",
    ],
)
def test_a_cursor_that_is_not_ours_is_refused(session: Session, cursor: str) -> None:
    with pytest.raises(BadRequestError):
        page(session, BY_DAY, cursor)


@pytest.mark.parametrize(
    ("order", "column", "value"),
    [
        (BY_DAY, "sort_day", "題"),
        (BY_DAY, "sort_day", 1),
        (BY_TITLE, "title", "\x00"),
        (BY_TITLE, "title", None),
        (BY_VERSION, "version", "99999999999999999999"),
        (BY_VERSION, "version", "x"),
        (Order(Task.created_at, Task.id), "created_at", "2027-05-19T00:00:00"),
        (Order(Task.created_at, Task.id), "created_at", "0001-01-01T00:00:00+14:00"),
        (BY_TITLE, "title", "\ud800"),
    ],
)
def test_a_made_up_cursor_is_refused(
    session: Session, order: Order, column: str, value: object
) -> None:
    raw = json.dumps(["n", column, value, "0190c7c000007000800000000000000a"])
    with pytest.raises(BadRequestError):
        page(session, order, base64.urlsafe_b64encode(raw.encode()).decode())


def test_a_cursor_of_another_list_is_refused(session: Session) -> None:
    fill(session, PAGE_SIZE + 1)
    cursor = page(session, BY_TITLE).next_cursor
    with pytest.raises(BadRequestError):
        page(session, BY_DAY, cursor)


def test_the_cursor_of_a_list_by_name_carries_no_name(session: Session) -> None:
    fill(session, PAGE_SIZE + 1)
    found = page(session, BY_NAME)
    assert found.next_cursor is not None
    told = json.loads(base64.urlsafe_b64decode(found.next_cursor + "=="))
    assert told == ["n", "title,sort_day", str(found.rows[-1].id)]


def test_a_count_that_is_known_is_not_asked_for(session: Session) -> None:
    fill(session, 3)
    with count_statements() as statements:
        found = paginate(session, select(Task), BY_DAY, count=COUNT_CAP + 500)
    assert (len(statements), found.count, found.capped) == (1, COUNT_CAP + 1, True)


def key_of(number: int) -> tuple[str, ...]:
    return (str(number % 2), f"{number:03d}")


@pytest.mark.parametrize("count", [0, 1, PAGE_SIZE, PAGE_SIZE + 1, 2 * PAGE_SIZE + 7])
def test_computed_rows_are_cut_into_pages_both_ways(count: int) -> None:
    rows = range(count)
    pages, cursor = [cut(rows, key_of)], None
    while (cursor := pages[-1].next_cursor) is not None:
        pages.append(cut(rows, key_of, cursor=cursor))
    assert [row for found in pages for row in found.rows] == sorted(rows, key=key_of)
    assert len(pages) == max(1, -(-count // PAGE_SIZE))
    assert {found.count for found in pages} == {count}
    back = [pages[-1]]
    while (cursor := back[-1].previous_cursor) is not None:
        back.append(cut(rows, key_of, cursor=cursor))
    assert [found.rows for found in reversed(back)] == [found.rows for found in pages]


def test_a_computed_row_that_is_gone_moves_no_later_page() -> None:
    rows = range(2 * PAGE_SIZE)
    first = cut(rows, key_of)
    second = cut(rows, key_of, cursor=first.next_cursor)
    left = [row for row in rows if row not in first.rows]
    assert list(cut(left, key_of, cursor=first.next_cursor).rows) == list(second.rows)


@pytest.mark.parametrize("cursor", ["x", "WyJuIiwgImN1dCIsIDFd", "WyJuIiwgInoiXQ"])
def test_a_cursor_of_something_else_is_refused_for_computed_rows(cursor: str) -> None:
    with pytest.raises(BadRequestError):
        cut(range(3), key_of, cursor=cursor)


def test_a_list_by_name_starts_anew_where_the_row_of_its_cursor_is_gone(session: Session) -> None:
    fill(session, PAGE_SIZE + 1)
    first = page(session, BY_NAME)
    session.delete(first.rows[-1])
    session.flush()
    again = page(session, BY_NAME, first.next_cursor)
    assert (again.previous_cursor, list(again.rows)) == (None, list(page(session, BY_NAME).rows))
