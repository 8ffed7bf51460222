"""Rules of gifts, one by one."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from exchange.core.amounts import Money
from exchange.core.database import Localized, uuid7
from exchange.core.errors import DomainError
from exchange.gifts.enums import GiftDirection, GiftLine, MovementKind
from exchange.gifts.models import Gift, GiftLimit, Taboo
from exchange.gifts.rules import (
    Cautions,
    Offer,
    ensure_approval,
    ensure_in_stock,
    ensure_line,
    ensure_no_repeat,
    ensure_read,
    ensure_within,
    limit_on,
    moved_by,
    remembered,
    repeats_of,
    taboos_in,
    value_of,
    words_of,
)

TODAY = date(2026, 11, 28)
CITY, OTHER_CITY, SOMEBODY, ANOTHER, THING = (uuid7() for _ in range(5))


def yen(amount: int) -> Money:
    return Money(amount, "JPY")


def made(**columns: Any) -> Gift:  # noqa: ANN401 - any column
    values: dict[str, Any] = {
        "id": uuid7(),
        "day": date(2026, 1, 5),
        "partner_id": CITY,
        "recipient_id": None,
        "recipient": "市長",
        "stock_item_id": None,
        "title": Localized({"ja": "うちわ"}),
    }
    return Gift(**(values | columns))


def offer(
    name: str = "うちわ", stock: UUID | None = None, to: UUID | None = None, named: str = "市長"
) -> Offer:
    return Offer(name, stock, CITY, to, named)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 11, 28), date(2016, 11, 28), date(2036, 11, 28)),
        (date(2028, 2, 29), date(2018, 2, 28), date(2038, 2, 28)),
    ],
)
def test_ten_years_are_remembered_either_way(day: date, first: date, last: date) -> None:
    assert remembered(day) == (first, last)


def test_a_value_is_price_times_quantity_or_what_was_estimated() -> None:
    assert value_of(yen(3000), 2, None) == yen(6000)
    assert value_of(yen(3000), 2, yen(6000)) == yen(6000)
    assert value_of(None, 2, yen(500)) == yen(500)
    assert value_of(None, 2, None) is None
    with pytest.raises(DomainError) as caught:
        value_of(yen(3000), 2, yen(5999))
    assert caught.value.field == "value"


@pytest.mark.parametrize(
    ("direction", "line", "value", "field"),
    [
        (GiftDirection.RECEIVED, GiftLine.NONE, None, None),
        (GiftDirection.GIVEN, GiftLine.REWARDS, yen(1), None),
        (GiftDirection.RECEIVED, GiftLine.REWARDS, yen(1), "line"),
        (GiftDirection.GIVEN, GiftLine.ENTERTAINMENT, None, "value"),
        (GiftDirection.GIVEN, GiftLine.ENTERTAINMENT, Money(1, "EUR"), "value"),
    ],
)
def test_only_what_is_given_and_known_in_yen_is_charged(
    direction: GiftDirection, line: GiftLine, value: Money | None, field: str | None
) -> None:
    if field is None:
        ensure_line(direction, line, value)
        return
    with pytest.raises(DomainError) as caught:
        ensure_line(direction, line, value)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("approved_on", "decided", "field"),
    [
        (None, False, None),
        (TODAY, True, None),
        (TODAY, False, "decided_by"),
        (None, True, "approved_on"),
        (date(2026, 11, 29), True, "approved_on"),
    ],
)
def test_an_approval_is_whole_and_past(
    approved_on: date | None, decided: bool, field: str | None
) -> None:
    if field is None:
        ensure_approval(approved_on, decided=decided, today=TODAY)
        return
    with pytest.raises(DomainError) as caught:
        ensure_approval(approved_on, decided=decided, today=TODAY)
    assert caught.value.field == field


def limit(line: GiftLine, since: date, most: int) -> GiftLimit:
    return GiftLimit(id=uuid7(), line=line, since=since, most=most)


def test_the_latest_limit_of_the_line_that_has_begun_is_in_force() -> None:
    old = limit(GiftLine.REWARDS, date(2020, 4, 1), 5000)
    new = limit(GiftLine.REWARDS, date(2026, 4, 1), 10000)
    other = limit(GiftLine.ENTERTAINMENT, date(2026, 5, 1), 1)
    limits = [new, old, other]
    assert limit_on(limits, GiftLine.REWARDS, date(2026, 4, 1)) is new
    assert limit_on(limits, GiftLine.REWARDS, date(2026, 3, 31)) is old
    assert limit_on(limits, GiftLine.REWARDS, date(2020, 3, 31)) is None


def test_over_the_limit_needs_an_approval() -> None:
    most = limit(GiftLine.REWARDS, TODAY, 5000)
    ensure_within(yen(5000), most, approved=False)
    ensure_within(yen(5001), most, approved=True)
    ensure_within(yen(5001), None, approved=False)
    ensure_within(None, most, approved=False)
    with pytest.raises(DomainError) as caught:
        ensure_within(yen(5001), most, approved=False)
    assert caught.value.field == "approved_on"
    assert caught.value.sentence.params["most"] == yen(5000)


@pytest.mark.parametrize(
    ("earlier", "person", "city"),
    [
        (made(), True, False),
        (made(recipient="市 長"), True, False),
        (made(title=Localized({"ja": "ウチワ"})), True, False),
        (made(title=Localized({"ja": "扇子"})), False, False),
        (made(recipient="議長"), False, True),
        (made(partner_id=OTHER_CITY), False, False),
        (made(recipient_id=SOMEBODY, recipient=""), False, True),
    ],
)
def test_a_repeat_is_told_by_thing_and_person(earlier: Gift, person: bool, city: bool) -> None:
    found = repeats_of(offer(), [earlier])
    assert (bool(found[0]), bool(found[1])) == (person, city)


def test_a_person_on_file_is_the_same_in_every_city() -> None:
    earlier = made(partner_id=OTHER_CITY, recipient_id=SOMEBODY, recipient="")
    assert repeats_of(offer(to=SOMEBODY, named=""), [earlier]) == ([earlier], [])
    assert repeats_of(offer(to=ANOTHER, named=""), [earlier]) == ([], [])


def test_a_thing_from_the_stock_is_the_same_whatever_it_was_called() -> None:
    earlier = made(stock_item_id=THING, title=Localized({"ja": "記念品A"}))
    assert repeats_of(offer(name="記念品B", stock=THING), [earlier]) == ([earlier], [])


def test_the_same_again_needs_a_reason() -> None:
    ensure_no_repeat([], "")
    ensure_no_repeat([made()], "破損のため")
    with pytest.raises(DomainError) as caught:
        ensure_no_repeat([made()], "")
    assert caught.value.field == "repeat_reason"


def taboo(words: str, *partners: str) -> Taboo:
    return Taboo(id=uuid7(), words=words, partners=list(partners))


def test_words_are_found_folded_and_only_for_the_partners_they_concern() -> None:
    clocks = taboo("時計、Clock", "kaohsiung", "guilin")
    anywhere = taboo("豚肉；ハム")
    lists = [clocks, anywhere]
    assert taboos_in(lists, ["置き時計"], "kaohsiung") == [clocks]
    assert taboos_in(lists, ["置き時計"], "heidelberg") == []
    assert taboos_in(lists, ["ＣＬＯＣＫ"], "guilin") == [clocks]
    assert taboos_in(lists, ["", "生ﾊﾑ"], "heidelberg") == [anywhere]
    assert words_of("、 ,") == []


def test_what_speaks_against_a_gift_is_read_first() -> None:
    nothing, something = Cautions((), ()), Cautions((made(),), ())
    ensure_read(nothing, read=False)
    ensure_read(something, read=True)
    with pytest.raises(DomainError) as caught:
        ensure_read(something, read=False)
    assert caught.value.field == "cautions_read"


def test_no_more_is_given_than_there_is() -> None:
    ensure_in_stock(2, 2)
    with pytest.raises(DomainError) as caught:
        ensure_in_stock(1, 2)
    assert caught.value.sentence.params == {"count": 1}


@pytest.mark.parametrize(
    ("kind", "number", "moved"),
    [
        (MovementKind.BOUGHT, 4, 4),
        (MovementKind.USED, 3, -3),
        (MovementKind.COUNTED, 5, 2),
        (MovementKind.COUNTED, 1, -2),
        (MovementKind.USED, 4, None),
        (MovementKind.COUNTED, 3, None),
        (MovementKind.BOUGHT, 0, None),
    ],
)
def test_three_in_stock_move(kind: MovementKind, number: int, moved: int | None) -> None:
    if moved is not None:
        assert moved_by(kind, number, 3) == moved
        return
    with pytest.raises(DomainError) as caught:
        moved_by(kind, number, 3)
    assert caught.value.field == "number"
