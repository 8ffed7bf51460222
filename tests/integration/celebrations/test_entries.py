"""Celebrations and steps on the calendar: whose, when, and in which words."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar
from sqlalchemy.orm import Session

from exchange.celebrations.entries import SOURCE
from exchange.celebrations.enums import CelebrationState
from exchange.celebrations.models import Celebration
from exchange.celebrations.queries import steps_of
from exchange.celebrations.services.states import (
    advance_celebration,
    cancel_celebration,
    publish_celebration,
)
from exchange.celebrations.services.steps import finish_step, hand_over_step, start_runway
from exchange.core import clock
from exchange.core.entries import Audience, CalendarEntry, EntryKind, EntryQuery, EntryState
from exchange.core.permissions import Role
from tests.factories.celebrations import ACTOR, make_celebration, plan
from tests.servers.visitor import Visitor


def find(
    session: Session,
    *,
    staff: bool = False,
    first: date = date(2029, 1, 1),
    last: date = date(2029, 12, 31),
    language: str = "ja",
    partners: frozenset[str] = frozenset(),
) -> list[CalendarEntry]:
    query = EntryQuery(
        first=first,
        last=last,
        language=language,
        audience=Audience.STAFF if staff else Audience.PUBLIC,
        partners=partners,
        actor=ACTOR if staff else None,
    )
    return list(SOURCE.find(session, query))


def published(session: Session) -> Celebration:
    made = make_celebration(session)
    for target in (CelebrationState.PLANNED, CelebrationState.CONFIRMED):
        advance_celebration(session, actor=ACTOR, key=made.id, version=made.version, target=target)
    publish_celebration(session, actor=ACTOR, key=made.id, version=made.version)
    return made


def test_the_public_sees_what_was_published_and_a_fixed_list_of_fields(session: Session) -> None:
    made = published(session)
    make_celebration(session, stated=plan(title="下書き"))
    (entry,) = find(session)
    assert entry.uid == f"celebrations-{made.id}@exchange.kumamoto-city"
    assert (entry.kind, entry.audience) == (EntryKind.CELEBRATION, Audience.PUBLIC)
    assert (entry.title, entry.text) == ("式典", "桂林市 50周年")
    assert (entry.starts, entry.ends) == (date(2029, 9, 25), date(2029, 9, 28))
    assert (entry.path, entry.partners) == ("/partners/guilin/", ("guilin",))
    assert (entry.stage, entry.categories) == (None, ("周年事業",))


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("en", "Ceremony", "Guilin, 50th anniversary"),
        ("zh-Hant", "典禮", "桂林市 50週年"),
        ("de", "Ceremony", ""),
    ],
)
def test_each_language_has_its_words(
    session: Session, language: str, title: str, text: str
) -> None:
    published(session)
    (entry,) = find(session, language=language)
    assert (entry.title, entry.text) == (title, text)


def test_staff_see_drafts_and_windows_as_such(session: Session) -> None:
    make_celebration(session, stated=plan("2029-09-25", "2029-10-19", fixed=False))
    (entry,) = find(session, staff=True)
    assert (entry.title, entry.state) == ("式典（候補期間）", EntryState.TENTATIVE)
    assert entry.audience is Audience.STAFF
    assert find(session) == []
    assert find(session, staff=True, partners=frozenset({"heidelberg"})) == []
    assert len(find(session, staff=True, partners=frozenset({"guilin"}))) == 1


def test_staff_see_the_steps_ahead_until_they_are_tasks_or_done(session: Session) -> None:
    made = make_celebration(session)
    with clock.held(datetime(2029, 1, 10, tzinfo=UTC)):
        start_runway(session, actor=ACTOR, key=made.id, version=made.version)

    def titles() -> list[str]:
        found = find(session, staff=True, partners=frozenset({"guilin"}))
        named = [entry.title for entry in found if entry.kind is EntryKind.TASK]
        assert all(title.endswith("（桂林市 50周年）") for title in named)
        return [title.removesuffix("（桂林市 50周年）") for title in named]

    assert titles()[:2] == ["議会で翌年度予算の審議", "行程と式典の案を作る"]
    assert "過去の周年事業の記録（人数・経費・議会質問）を集める" not in titles()
    ahead = [step for step in steps_of(session, made.id) if step.due >= date(2029, 1, 10)]
    hand_over_step(session, actor=ACTOR, key=made.id, step_key=ahead[0].id, version=1)
    finish_step(session, actor=ACTOR, key=made.id, step_key=ahead[1].id, version=1, done=True)
    assert titles()[:1] == ["通訳を手配"]
    (step,) = [s for s in find(session, staff=True) if s.title.startswith("通訳を手配")]
    assert step.path == f"/celebrations/{made.id}/#runway"
    assert step.audience is Audience.STAFF
    cancel_celebration(session, actor=ACTOR, key=made.id, version=made.version, reason="台風")
    assert titles() == []


def test_a_task_keeps_the_uid_of_the_step_it_was(
    session: Session, client_as: Callable[..., Visitor]
) -> None:
    made = make_celebration(session)
    with clock.held(datetime(2029, 1, 10, tzinfo=UTC)):
        start_runway(session, actor=ACTOR, key=made.id, version=made.version)
    step = next(s for s in steps_of(session, made.id) if s.due > date(2029, 2, 1))
    visitor = client_as(Role.COORDINATOR)
    address = "/calendar/entries.json?start=2029-02-01&end=2029-12-31"
    before = visitor.get(address).text
    hand_over_step(session, actor=ACTOR, key=made.id, step_key=step.id, version=1)
    after = visitor.get(address).text
    uid = f"tasks-{step.id}@exchange.kumamoto-city"
    assert before.count(uid) == after.count(uid) == 1


def test_a_cancelled_celebration_is_said_honestly_in_both_kinds_of_file(
    session: Session, client: Visitor
) -> None:
    made = published(session)
    cancel_celebration(session, actor=ACTOR, key=made.id, version=made.version, reason="先方の都合")
    address = "/feeds/anniversaries.ics?lang=ja&kinds=celebrations"
    with clock.held(datetime(2029, 8, 1, tzinfo=UTC)):
        (kept,) = Calendar.from_ical(client.get(address).data).events
        (once,) = Calendar.from_ical(client.get(f"{address}&download=1").data).events
    assert (str(kept["SUMMARY"]), str(kept["STATUS"])) == ("【中止】式典", "CONFIRMED")
    assert str(once["STATUS"]) == "CANCELLED"
    assert kept["UID"] == once["UID"]
