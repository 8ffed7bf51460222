"""Guilin's fiftieth, three years out: through the services, the pages and the bytes of the feed."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from icalendar import Calendar
from icalendar.cal.event import Event
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.celebrations.enums import CelebrationState, StepStanding
from exchange.celebrations.models import Celebration
from exchange.celebrations.queries import anniversary_of, steps_of
from exchange.celebrations.runway import standing
from exchange.celebrations.services.celebrations import link_celebration, revise_celebration
from exchange.celebrations.services.states import (
    advance_celebration,
    postpone_celebration,
    publish_celebration,
)
from exchange.celebrations.services.steps import hand_over_step, start_runway
from exchange.core import clock
from exchange.core.permissions import Role
from exchange.delegations.enums import Direction
from exchange.tasks.models import Task
from tests.factories.celebrations import ACTOR, make_celebration, plan
from tests.factories.delegations import make_visit
from tests.servers.visitor import Visitor

ANNIVERSARY = "guilin-affiliation-2029@exchange.kumamoto-city"
FEED = "/feeds/anniversaries.ics?lang=ja&partner=guilin&kinds=anniversaries,celebrations"


def on(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=3, tzinfo=UTC)


def events(client: Visitor, address: str = FEED) -> dict[str, Event]:
    """Read the public feed as a subscriber does."""
    calendar = Calendar.from_ical(client.get(address).data)
    return {str(event["UID"]): event for event in calendar.events}


def due(session: Session, celebration: Celebration) -> dict[str, date]:
    return {step.title["en"]: step.due for step in steps_of(session, celebration.id)}


def test_guilin_s_fiftieth_from_idea_to_postponement(  # long: one story of three years
    session: Session, client: Visitor, client_as: Callable[..., Visitor]
) -> None:
    coordinator = client_as(Role.COORDINATOR)
    with clock.held(on("2026-11-22")):
        # The milestone's own day is a holiday there, and said to be provisional.
        listed = coordinator.get("/celebrations/?lang=ja").text
        assert "国慶節" in listed
        check = "/celebrations/check?partner=guilin&starts=2029-09-24&ends=2029-10-12&lang=en"
        window = coordinator.get(check).text
        assert "National Day" in window
        assert "25 September 2029 (Tue) – 28 September 2029 (Fri)" in window

        # An idea with a window between the holidays; the runway starts three years out.
        celebration = make_celebration(
            session, stated=plan("2029-09-25", "2029-10-19", fixed=False)
        )
        advance_celebration(
            session,
            actor=ACTOR,
            key=celebration.id,
            version=celebration.version,
            target=CelebrationState.PLANNED,
        )
        start_runway(session, actor=ACTOR, key=celebration.id, version=celebration.version)
        steps = due(session, celebration)
        assert steps["Submit the budget request for the year"] == date(2028, 10, 31)
        assert steps["Council decides on the budget"] == date(2029, 3, 15)
        first = steps_of(session, celebration.id)[0]
        assert first.due == date(2026, 9, 25)
        since, today = celebration.runway_since, clock.today()
        assert standing(first, since=since, today=today) is StepStanding.NO_RECORD

        # The budget request becomes a task of autumn 2028.
        request = next(
            step for step in steps_of(session, celebration.id) if step.budget_day == "10-31"
        )
        hand_over_step(
            session,
            actor=ACTOR,
            key=celebration.id,
            step_key=request.id,
            version=request.version,
        )
        task = session.scalars(select(Task)).one()
        assert (task.title, task.due) == (
            "桂林市 50周年：翌年度予算の要求書を提出",
            date(2028, 10, 31),
        )

        # They come in spring, we go in autumn: two visits of one anniversary.
        visits = [
            make_visit(
                session,
                partners=["guilin"],
                direction=way,
                starts=date(*days),
                ends=date(*days),
            )
            for way, days in ((Direction.IN, (2029, 4, 10)), (Direction.OUT, (2029, 9, 26)))
        ]
        link_celebration(
            session,
            actor=ACTOR,
            key=celebration.id,
            version=celebration.version,
            visits=[visit.id for visit in visits],
            editions=[],
        )
        page = coordinator.get(f"/celebrations/{celebration.id}/?lang=ja").text
        assert all(f"/delegations/{visit.id}/" in page for visit in visits)
        assert "式典" in coordinator.get(f"/delegations/{visits[0].id}/?lang=ja").text

        # The public sees the anniversary alone.
        seen = events(client)
        assert ANNIVERSARY in seen
        assert not [uid for uid in seen if uid.startswith("celebrations-")]

    uid = f"celebrations-{celebration.id}@exchange.kumamoto-city"
    with clock.held(on("2028-11-01")):
        revise_celebration(
            session,
            actor=ACTOR,
            key=celebration.id,
            version=celebration.version,
            plan=plan("2029-09-25", "2029-09-28"),
        )
        advance_celebration(
            session,
            actor=ACTOR,
            key=celebration.id,
            version=celebration.version,
            target=CelebrationState.CONFIRMED,
        )
        assert uid not in events(client)
        publish_celebration(session, actor=ACTOR, key=celebration.id, version=celebration.version)
        seen = events(client)
        assert seen[ANNIVERSARY].start == date(2029, 10, 1)
        assert str(seen[uid]["SUMMARY"]) == "式典"
        assert seen[uid].start == date(2029, 9, 25)
        assert seen[uid].end == date(2029, 9, 29)
        sequence = int(str(seen[uid].get("SEQUENCE", 0)))

    with clock.held(on("2029-08-01")):
        # Postponed: said where it stands, the anniversary stays, its UID too.
        postpone_celebration(
            session,
            actor=ACTOR,
            key=celebration.id,
            version=celebration.version,
            reason="台風のため",
        )
        seen = events(client)
        assert str(seen[uid]["SUMMARY"]) == "【延期】式典"
        assert int(str(seen[uid]["SEQUENCE"])) > sequence
        assert "台風" not in str(seen[uid].get("DESCRIPTION", ""))
        assert seen[ANNIVERSARY].start == date(2029, 10, 1)

        # A new date re-anchors the runway; the task moves, the anniversary does not.
        revise_celebration(
            session,
            actor=ACTOR,
            key=celebration.id,
            version=celebration.version,
            plan=plan("2030-04-16", "2030-04-19"),
        )
        assert due(session, celebration)["Send the invitation"] == date(2029, 7, 13)
        session.refresh(task)
        assert task.due == date(2029, 10, 31)
        anniversary = anniversary_of(celebration)
        assert anniversary is not None
        assert str(anniversary.date) == "2029-10-01"
        seen = events(client)
        assert seen[uid].start == date(2030, 4, 16)
        assert seen[ANNIVERSARY].start == date(2029, 10, 1)
        listed = coordinator.get("/celebrations/?lang=en").text
        assert "FY2030" in listed
