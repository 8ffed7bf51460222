"""Gifts recorded, corrected and taken off; the stock follows, also when two give at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.amounts import Money
from exchange.core.database import Database, Localized, transact, unit_of_work, uuid7
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.delegations.enums import ApprovalClass
from exchange.gifts.enums import GiftDirection, GiftLine, MovementKind
from exchange.gifts.models import Gift, StockMovement
from exchange.gifts.queries import (
    gift_by_id,
    gifts_before,
    limits,
    locked_gift,
    locked_stock,
    on_hand,
    stock_item_by_id,
    stock_items,
    taboos,
)
from exchange.gifts.services import (
    LimitPlan,
    StockPlan,
    add_stock_item,
    add_taboo,
    change_limit,
    change_stock_item,
    change_taboo,
    correct_gift,
    end_gift,
    end_limit,
    end_stock_item,
    end_taboo,
    move_stock,
    plan_of,
    record_gift,
    set_limit,
    stated_of,
)
from tests.factories.delegations import make_visit
from tests.factories.gifts import ACTOR, CLOCKS, DAY, gift_plan, make_gift, make_stock
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner, make_san_antonio
from tests.factories.people import make_person

NOWHERE = UUID("0190c7c0-0000-7000-8000-000000000000")
YEN_5000 = Money(5000, "JPY")


@pytest.fixture(autouse=True)
def _partner(request: pytest.FixtureRequest) -> None:
    """Heidelberg exists, but for the races, which fill a database of their own."""
    if "session" in request.fixturenames:
        make_partner(request.getfixturevalue("session"))


def record(session: Session, **changes: Any) -> Gift:  # noqa: ANN401 - fields of the plan
    return record_gift(session, actor=ACTOR, plan=gift_plan(**changes))


def refusal(session: Session, **changes: Any) -> tuple[str | None, str]:  # noqa: ANN401 - as above
    with pytest.raises(DomainError) as caught:
        record(session, **changes)
    return caught.value.field, caught.value.sentence.id


def acts(session: Session) -> list[str]:
    found = session.scalars(select(AuditLine.act).order_by(AuditLine.at, AuditLine.id))
    return [act for act in found if act.startswith("gifts.")]


def test_a_form_sent_twice_records_one_gift(session: Session) -> None:
    key = uuid7()
    first = record_gift(session, actor=ACTOR, plan=gift_plan(), key=key)
    again = record_gift(session, actor=ACTOR, plan=gift_plan(), key=key)
    assert first is again
    assert acts(session) == ["gifts.record"]


def test_a_gift_from_the_stock_says_what_the_stock_says(session: Session) -> None:
    item = make_stock(session, 3)
    gift = record(session, title=None, stock_item_id=item.id, quantity=2, line=GiftLine.REWARDS)
    assert (gift.title["ja"], gift.maker) == ("肥後象がん", "見本工房")
    assert (gift.unit_price, gift.value) == (YEN_5000, Money(10000, "JPY"))
    assert on_hand(session, item.id) == 1


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"title": None}, ("title", "gifts.error.no_title")),
        ({"recipient": ""}, ("recipient", "gifts.error.nobody")),
        ({"giver": ""}, ("giver", "gifts.error.nobody")),
        ({"recipient_id": NOWHERE}, ("recipient_id", "gifts.error.unknown_person")),
        ({"itinerary_item_id": NOWHERE}, ("itinerary_item_id", "gifts.error.moment")),
        ({"line": GiftLine.REWARDS}, ("value", "gifts.error.charged_in_yen")),
        ({"approved_on": DAY}, ("decided_by", "gifts.error.half_approval")),
    ],
)
def test_what_is_missing_is_said_on_its_field(
    session: Session, changes: dict[str, object], found: tuple[str, str]
) -> None:
    assert refusal(session, **changes) == found


def test_nothing_is_recorded_of_what_does_not_exist(session: Session) -> None:
    with pytest.raises(NotFoundError):
        record(session, stock_item_id=NOWHERE)
    with pytest.raises(NotFoundError):
        record(session, partner="atlantis")
    for found in (gift_by_id, locked_gift, locked_stock, stock_item_by_id):
        with pytest.raises(NotFoundError):
            found(session, NOWHERE)


def test_a_quantity_below_one_is_refused_by_the_database(session: Session) -> None:
    assert refusal(session, quantity=0) == ("quantity", "gifts.error.quantity")


def test_the_visit_and_its_moment_belong_to_the_partner(session: Session) -> None:
    make_san_antonio(session)
    visit, other = make_visit(session), make_visit(session, partners=["san-antonio"])
    item, elsewhere = make_item(session, visit), make_item(session, other)
    gift = record(session, visit_id=visit.id, itinerary_item_id=item.id)
    assert (gift.visit_id, gift.itinerary_item_id) == (visit.id, item.id)
    assert refusal(session, visit_id=other.id) == ("visit_id", "gifts.error.other_visit")
    assert refusal(session, visit_id=visit.id, itinerary_item_id=elsewhere.id) == (
        "itinerary_item_id",
        "gifts.error.moment",
    )


def test_the_same_to_the_same_person_needs_a_reason(session: Session) -> None:
    person = make_person(session)
    record(session, recipient_id=person.id, recipient="")
    again = {"recipient_id": person.id, "recipient": ""}
    assert refusal(session, **again) == ("repeat_reason", "gifts.error.same_again")
    assert record(session, **again, repeat_reason="前回は破損").repeat_reason == "前回は破損"


def test_what_was_given_more_than_ten_years_ago_is_not_held_against_it(session: Session) -> None:
    record(session, day=date(2016, 11, 19))
    assert record(session).day == DAY


def test_the_same_to_the_same_city_is_asked_about_once(session: Session) -> None:
    record(session)
    to_another = {"recipient": "Gemeinderat"}
    assert refusal(session, **to_another) == ("cautions_read", "gifts.error.cautions")
    plan = gift_plan(**to_another)
    assert record_gift(session, actor=ACTOR, plan=plan, cautions_read=True).recipient


def test_what_is_better_not_given_is_asked_about(session: Session) -> None:
    add_taboo(session, actor=ACTOR, plan=replace(CLOCKS, partners=["heidelberg"]))
    clock = Localized({"ja": "記念品", "en": "Table CLOCK"})
    assert refusal(session, title=clock) == ("cautions_read", "gifts.error.cautions")


def test_over_the_limit_an_approval_is_needed(session: Session) -> None:
    plan = LimitPlan(line=GiftLine.ENTERTAINMENT, most=4999, since=DAY)
    set_limit(session, actor=ACTOR, plan=plan)
    dear = {"line": GiftLine.ENTERTAINMENT, "value": YEN_5000}
    assert refusal(session, **dear) == ("approved_on", "gifts.error.over_limit")
    approved = {"approved_on": DAY, "decided_by": ApprovalClass.SECTION}
    assert record(session, **dear, **approved).value == YEN_5000


def test_what_was_received_is_neither_charged_nor_from_our_stock(session: Session) -> None:
    received = {"direction": GiftDirection.RECEIVED}
    gift = record(session, **received, value=Money(9900, "EUR"), kept_at="市長室")
    assert gift.value == Money(9900, "EUR")
    again = record(session, **received)
    assert again.id != gift.id
    item = make_stock(session, 1)
    assert refusal(session, **received, stock_item_id=item.id) == (
        "stock_item_id",
        "gifts.error.received_stock",
    )


def test_the_stock_follows_a_correction_and_a_gift_taken_off(session: Session) -> None:
    item, other = make_stock(session, 3), make_stock(session, 2, name="見本の皿")
    plan = gift_plan(title=None, stock_item_id=item.id, quantity=2)
    gift = record_gift(session, actor=ACTOR, plan=plan)
    whole = plan_of(gift, "heidelberg")
    correct_gift(
        session,
        actor=ACTOR,
        key=gift.id,
        version=1,
        plan=replace(whole, quantity=3, value=None),
    )
    assert on_hand(session, item.id) == 0
    noted = replace(plan_of(gift, "heidelberg"), note="木箱入り")
    correct_gift(session, actor=ACTOR, key=gift.id, version=2, plan=noted)
    assert on_hand(session, item.id) == 0
    moved = replace(whole, stock_item_id=other.id, quantity=1, value=None)
    correct_gift(session, actor=ACTOR, key=gift.id, version=3, plan=moved)
    assert (on_hand(session, item.id), on_hand(session, other.id)) == (3, 1)
    end_gift(session, actor=ACTOR, key=gift.id, version=4)
    assert (on_hand(session, item.id), on_hand(session, other.id)) == (3, 2)
    with pytest.raises(NotFoundError):
        end_gift(session, actor=ACTOR, key=gift.id, version=5)
    assert acts(session)[-3:] == ["gifts.correct", "gifts.correct", "gifts.end"]


def test_more_than_there_is_cannot_be_given(session: Session) -> None:
    item = make_stock(session, 1)
    plan = {"title": None, "stock_item_id": item.id}
    assert refusal(session, **plan, quantity=2) == ("quantity", "gifts.error.stock_short")


def test_a_change_of_nothing_leaves_no_trace_and_a_stale_one_says_what_is_there(
    session: Session,
) -> None:
    gift = make_gift(session, unit_price=YEN_5000)
    plan = plan_of(gift, "heidelberg")
    assert correct_gift(session, actor=ACTOR, key=gift.id, version=1, plan=plan).version == 1
    with pytest.raises(StaleRowError) as caught:
        correct_gift(session, actor=ACTOR, key=gift.id, version=9, plan=plan)
    assert caught.value.theirs["unit_price"] == "5000"
    assert caught.value.theirs["title_en"] == "Kutami fan"
    assert stated_of(gift_plan())["currency"] == "JPY"
    with pytest.raises(StaleRowError):
        end_gift(session, actor=ACTOR, key=gift.id, version=9)


def test_history_holds_what_the_city_and_these_people_got(session: Session) -> None:
    make_san_antonio(session)
    person = make_person(session)
    mine = make_gift(session, recipient_id=person.id, recipient="", partner="san-antonio")
    city = make_gift(session, day=DAY - timedelta(days=1))
    make_gift(session, direction=GiftDirection.RECEIVED)
    make_gift(session, day=date(2016, 11, 1))
    known = {
        "partners": [city.partner_id],
        "people": [person.id],
        "span": (date(2016, 11, 20), date(2036, 11, 20)),
    }
    assert gifts_before(session, GiftDirection.GIVEN, **known) == [mine, city]  # type: ignore[arg-type]
    without = gifts_before(session, GiftDirection.GIVEN, **known, without=mine.id)  # type: ignore[arg-type]
    assert without == [city]


def test_a_stock_is_bought_used_counted_and_ended_when_empty(session: Session) -> None:
    item = make_stock(session, 3)
    key = uuid7()
    for _ in range(2):
        move_stock(
            session,
            actor=ACTOR,
            key=item.id,
            kind=MovementKind.USED,
            number=1,
            day=DAY,
            movement=key,
        )
    assert on_hand(session, item.id) == 2
    with pytest.raises(DomainError) as caught:
        end_stock_item(session, actor=ACTOR, key=item.id, version=1)
    assert caught.value.sentence.id == "gifts.error.stock_left"
    move_stock(session, actor=ACTOR, key=item.id, kind=MovementKind.COUNTED, number=0, day=DAY)
    end_stock_item(session, actor=ACTOR, key=item.id, version=1)
    assert stock_items(session) == []
    with pytest.raises(DBAPIError, match="gift_stock_movements"):
        session.execute(StockMovement.__table__.update().values(quantity=9))  # type: ignore[attr-defined]


def test_a_stock_item_is_changed_once(session: Session) -> None:
    key, plan = uuid7(), StockPlan(name=Localized({"ja": "皿"}), unit_value=YEN_5000)
    for _ in range(2):
        item = add_stock_item(session, actor=ACTOR, plan=plan, key=key)
    change_stock_item(session, actor=ACTOR, key=key, version=1, plan=plan)
    assert item.version == 1
    change_stock_item(session, actor=ACTOR, key=key, version=1, plan=replace(plan, maker="窯"))
    assert (item.maker, item.version) == ("窯", 2)
    assert acts(session) == ["gifts.add_stock", "gifts.change_stock"]


def test_the_list_of_what_to_avoid_is_kept_by_people(session: Session) -> None:
    key, plan = uuid7(), replace(CLOCKS, partners=["heidelberg"])
    for _ in range(2):
        row = add_taboo(session, actor=ACTOR, plan=plan, key=key)
    change_taboo(session, actor=ACTOR, key=key, version=1, plan=plan)
    change_taboo(session, actor=ACTOR, key=key, version=1, plan=replace(plan, words="傘"))
    assert (row.words, row.version) == ("傘", 2)
    for wrong, field in (
        (replace(plan, words="、"), "words"),
        (replace(plan, partners=["atlantis"]), "partners"),
    ):
        with pytest.raises(DomainError) as caught:
            add_taboo(session, actor=ACTOR, plan=wrong)
        assert caught.value.field == field
    end_taboo(session, actor=ACTOR, key=key, version=2)
    assert taboos(session) == []
    with pytest.raises(NotFoundError):
        end_taboo(session, actor=ACTOR, key=key, version=3)


def test_limits_are_set_put_right_and_taken_back(session: Session) -> None:
    key, plan = uuid7(), LimitPlan(line=GiftLine.REWARDS, most=5000, since=DAY)
    for _ in range(2):
        row = set_limit(session, actor=ACTOR, plan=plan, key=key)
    change_limit(session, actor=ACTOR, key=key, version=1, plan=plan)
    change_limit(session, actor=ACTOR, key=key, version=1, plan=replace(plan, most=6000))
    assert (row.most, row.version) == (6000, 2)
    for wrong, field in (
        (replace(plan, line=GiftLine.NONE), "line"),
        (replace(plan, most=0), "most"),
    ):
        with pytest.raises(DomainError) as caught:
            set_limit(session, actor=ACTOR, plan=wrong)
        assert caught.value.field == field
    end_limit(session, actor=ACTOR, key=key, version=2)
    assert limits(session) == []
    with pytest.raises(NotFoundError):
        end_limit(session, actor=ACTOR, key=key, version=3)


def test_two_who_give_the_last_one_at_once_give_one(fresh_database: Database) -> None:
    with unit_of_work(fresh_database) as session:
        make_partner(session)
        item = make_stock(session, 1)
        key = item.id
    start = Barrier(4)

    def give(number: int) -> str:
        plan = gift_plan(title=None, stock_item_id=key, recipient=f"見本{number}")
        start.wait(timeout=30)
        try:
            transact(
                fresh_database,
                lambda session: record_gift(session, actor=ACTOR, plan=plan, cautions_read=True).id,
            )
        except DomainError as error:
            return error.sentence.id
        return "given"

    with ThreadPoolExecutor(4) as threads:
        answers = sorted(threads.map(give, range(4)))
    assert answers == ["gifts.error.stock_short"] * 3 + ["given"]
    with fresh_database.reading() as session:
        assert on_hand(session, key) == 0
