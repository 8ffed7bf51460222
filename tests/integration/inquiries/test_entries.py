"""When sections should answer, on the division's calendar."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from exchange.core.entries import Audience, EntryQuery
from exchange.core.permissions import Role
from exchange.core.revisions import revisions
from exchange.inquiries.entries import inquiry_entries
from exchange.inquiries.services import TOPIC, withdraw
from tests.factories.accounts import make_user
from tests.factories.inquiries import ACTOR, SECTION, make_inquiry, make_survey

DAY = date(2026, 12, 15)
QUERY = EntryQuery(DAY, DAY, "ja", Audience.STAFF, actor=ACTOR)


@pytest.fixture(autouse=True)
def officer(session: Session) -> None:
    """Let somebody be asked for an indicator."""
    make_survey(session)
    make_user(session, role=Role.SECTION, section=SECTION)


def test_an_open_inquiry_stands_on_the_day_its_answer_is_due(session: Session) -> None:
    inquiry = make_inquiry(session, due=DAY)
    (entry,) = inquiry_entries(session, QUERY)
    assert (entry.starts, entry.ends, entry.text) == (DAY, DAY, SECTION)
    assert entry.title.startswith("照会の回答期限：")
    assert entry.title.endswith(f"（{inquiry.year}年）")
    assert entry.path == f"/inquiries/{inquiry.id}/"
    assert inquiry_entries(session, replace(QUERY, partners=frozenset({"ulsan"}))) == ()
    assert inquiry_entries(session, replace(QUERY, actor=None)) == ()
    assert inquiry_entries(session, replace(QUERY, audience=Audience.PUBLIC)) == ()
    assert inquiry_entries(session, replace(QUERY, last=date(2026, 12, 14))) == []


def test_an_inquiry_given_up_leaves_the_calendar(session: Session) -> None:
    inquiry = make_inquiry(session, due=DAY)
    before = revisions(session, [TOPIC])[TOPIC]
    withdraw(session, actor=ACTOR, key=inquiry.id, version=1, reason="不要になった")
    assert inquiry_entries(session, QUERY) == []
    assert revisions(session, [TOPIC])[TOPIC] > before


def test_who_may_not_read_inquiries_sees_none(session: Session) -> None:
    make_inquiry(session, due=DAY)
    assert inquiry_entries(session, replace(QUERY, actor=replace(ACTOR, role=Role.VIEWER))) == ()
