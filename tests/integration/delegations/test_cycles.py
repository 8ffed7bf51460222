"""Heidelberg's mutual visits every five years: settled by a visit, a date or a reason."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core import clock
from exchange.core.database import Localized, uuid7
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.permissions import Role, system_actor
from exchange.delegations.enums import Direction, Level, TurnStanding, VisitState
from exchange.delegations.models import CycleTurn, VisitCycle
from exchange.delegations.queries import (
    cycle_by_id,
    cycles,
    last_official_visits,
    turn_by_id,
    visit_by_id,
)
from exchange.delegations.reciprocity import balance, read_cycle
from exchange.delegations.services.cycles import (
    CycleDetails,
    Outcome,
    add_cycle,
    correct_cycle,
    end_cycle,
    fulfil_turns,
    reopen_turn,
    settle_turn,
)
from tests.factories.delegations import make_visit
from tests.factories.partners import make_partner, make_san_antonio
from tests.factories.sources import make_source
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
ACTOR = system_actor("tests")
IN, OUT = Direction.IN, Direction.OUT
TODAY = date(2026, 11, 22)


@pytest.fixture
def cycle(session: Session) -> VisitCycle:
    """Give Heidelberg's cycle."""
    partner = make_partner(session)
    return add_cycle(session, actor=ACTOR, partner_id=partner.id, details=details(session))


def details(session: Session) -> CycleDetails:
    return CycleDetails(
        title=Localized({"ja": "代表団の相互訪問"}),
        years=5,
        anchor_year=1992,
        both_ways=True,
        source_id=make_source(session).id,
    )


def settle(
    session: Session, cycle: VisitCycle, year: int, direction: Direction, outcome: Outcome
) -> CycleTurn:
    return settle_turn(
        session, actor=ACTOR, cycle=cycle, year=year, direction=direction, outcome=outcome
    )


def test_the_course_of_heidelberg(session: Session, cycle: VisitCycle) -> None:
    """Sent in September 2017, received in February 2018, 2022 left out, 2027 is next."""
    went = make_visit(
        session,
        state=VisitState.CLOSED,
        starts=date(2017, 9, 12),
        ends=date(2017, 9, 18),
    )
    came = make_visit(
        session,
        state=VisitState.CLOSED,
        direction=IN,
        starts=date(2018, 2, 6),
        ends=date(2018, 2, 9),
    )
    settle(session, cycle, 2017, OUT, Outcome(visit=went))
    settle(session, cycle, 2017, IN, Outcome(visit=came))
    for way in (OUT, IN):
        settle(session, cycle, 2022, way, Outcome(skipped_because="感染症の拡大のため"))
    (found,) = cycles(session, partner_id=cycle.partner_id)
    reading = read_cycle(found, found.turns, today=TODAY)
    assert (reading.next_due, reading.by_last_visit) == (2027, 2023)
    assert [(turn.year, turn.standing) for turn in reading.turns] == [
        (2017, TurnStanding.DONE),
        (2017, TurnStanding.DONE),
        (2022, TurnStanding.SKIPPED),
        (2022, TurnStanding.SKIPPED),
        (2027, TurnStanding.DUE),
        (2027, TurnStanding.DUE),
    ]
    weighed = balance(last_official_visits(session)[cycle.partner_id], found.turns)
    assert weighed.came is not None
    assert weighed.went is not None
    assert (weighed.came.visit, weighed.went.visit, weighed.turn) == (came, went, OUT)


def test_pupils_firms_and_visits_to_come_settle_no_courtesy(session: Session) -> None:
    partner = make_partner(session)
    make_visit(session, state=VisitState.CLOSED, level=Level.YOUTH)
    make_visit(session, state=VisitState.CONFIRMED)
    assert last_official_visits(session, partner_id=partner.id) == {}


def test_the_latest_visit_each_way_counts(session: Session) -> None:
    partner = make_partner(session)
    for year in (2012, 2022, 2017):
        make_visit(
            session,
            state=VisitState.CLOSED,
            starts=date(year, 5, 1),
            ends=date(year, 5, 2),
        )
    found = last_official_visits(session, partner_id=partner.id)[partner.id]
    assert [visit.starts.year for visit in found] == [2022]


def test_a_turn_has_one_outcome_and_is_settled_once(session: Session, cycle: VisitCycle) -> None:
    both = Outcome(happened=PartialDate(2017), skipped_because="台風")
    for outcome in (Outcome(), both):
        with pytest.raises(DomainError) as refusal:
            settle(session, cycle, 2017, OUT, outcome)
        assert (refusal.value.sentence.id, refusal.value.field) == (
            "delegations.error.one_outcome",
            "visit",
        )
    for year, way in ((2018, OUT), (1992, OUT)):
        with pytest.raises(DomainError) as refusal:
            settle(session, cycle, year, way, Outcome(happened=PartialDate(2017)))
        assert refusal.value.sentence.id == "delegations.error.no_turn"
    settle(session, cycle, 2017, OUT, Outcome(happened=PartialDate(2017, 9)))
    with pytest.raises(DomainError) as refusal:
        settle(session, cycle, 2017, OUT, Outcome(happened=PartialDate(2017)))
    assert refusal.value.sentence.id == "delegations.error.turn_settled"


def test_a_visit_of_another_way_or_partner_settles_nothing(
    session: Session, cycle: VisitCycle
) -> None:
    make_san_antonio(session)
    for visit in (
        make_visit(session, direction=IN),
        make_visit(session, partners=["san-antonio"]),
    ):
        with pytest.raises(DomainError) as refusal:
            settle(session, cycle, 2017, OUT, Outcome(visit=visit))
        assert refusal.value.sentence.id == "delegations.error.other_visit"


def test_a_turn_taken_back_can_be_settled_again(session: Session, cycle: VisitCycle) -> None:
    turn = settle(session, cycle, 2017, OUT, Outcome(skipped_because="台風"))
    with pytest.raises(DomainError):
        reopen_turn(session, actor=ACTOR, turn=turn, version=turn.version, reason=" ")
    for _ in range(2):
        reopen_turn(session, actor=ACTOR, turn=turn, version=turn.version, reason="誤記")
    assert (turn.skipped_because, turn.reopened_because) == ("台風", "誤記")
    settle(session, cycle, 2017, OUT, Outcome(happened=PartialDate(2017)))
    lines = select(AuditLine.act).where(AuditLine.subject_id == cycle.id).order_by(AuditLine.id)
    assert session.scalars(lines).all() == [
        "visits.add_cycle",
        "visits.settle_turn",
        "visits.reopen_turn",
        "visits.settle_turn",
    ]
    assert turn_by_id(session, turn.id) is turn
    with pytest.raises(NotFoundError):
        turn_by_id(session, uuid7())


def test_a_cycle_is_added_once_corrected_and_ended(session: Session, cycle: VisitCycle) -> None:
    stated = details(session)
    again = add_cycle(
        session, actor=ACTOR, partner_id=cycle.partner_id, details=stated, key=cycle.id
    )
    assert again is cycle
    for _ in range(2):
        correct_cycle(
            session,
            actor=ACTOR,
            cycle=cycle,
            version=cycle.version,
            details=replace(stated, both_ways=False),
        )
    with pytest.raises(StaleRowError):
        correct_cycle(session, actor=ACTOR, cycle=cycle, version=1, details=stated)
    with pytest.raises(DomainError):
        settle(session, cycle, 2017, OUT, Outcome(happened=PartialDate(2017)))
    for _ in range(2):
        end_cycle(session, actor=ACTOR, cycle=cycle, version=cycle.version)
    assert cycles(session) == []
    with pytest.raises(NotFoundError):
        cycle_by_id(session, uuid7())


@pytest.fixture
def november() -> Iterator[None]:
    """Hold the clock in the autumn before Heidelberg's next turn."""
    clock.fix(datetime(2026, 11, 22, 3, 0, tzinfo=UTC))
    yield
    clock.fix(None)


@pytest.mark.usefixtures("november", "cycle")
def test_staff_see_whose_turn_it_is_and_nobody_else(
    client_as: SignIn, client: Visitor, session: Session
) -> None:
    make_visit(session, state=VisitState.CLOSED, direction=IN)
    coordinator, ours = client_as(Role.COORDINATOR), "こちらから訪問する番です。"
    shown = coordinator.get("/partners/heidelberg/").text
    assert ("次は2027年です。" in shown, ours in shown) == (True, True)
    assert ours in coordinator.get("/partners/").text
    for path in ("/partners/", "/partners/heidelberg/"):
        public = client.get(path).text
        assert ("代表団の相互訪問" in public, ours in public) == (False, False)


def test_a_cycle_is_kept_in_forms(client_as: SignIn, session: Session) -> None:
    make_partner(session)
    source = str(make_source(session).id)
    coordinator, new = client_as(Role.COORDINATOR), "/delegations/cycles/new/heidelberg"
    assert coordinator.get(new).status_code == 200
    fields = {"title": "相互訪問", "years": "5", "anchor_year": "1992", "both_ways": "y"}
    fields["tolerance"] = "1"
    assert coordinator.submit(new, fields).status_code == 422
    assert coordinator.submit(new, fields | {"source_id": source}).status_code == 302
    made = session.scalars(select(VisitCycle)).one()
    edit = f"/delegations/cycles/{made.id}/edit"
    assert 'value="1992"' in coordinator.get(edit).text
    changed = fields | {"source_id": source, "title": "改題", "version": "1"}
    assert coordinator.submit(edit, changed).status_code == 302
    assert coordinator.submit(edit, changed | {"title": "別"}).status_code == 409
    assert "改題" in coordinator.get("/partners/heidelberg/").text
    end = f"/delegations/cycles/{made.id}/end"
    assert coordinator.submit(end, {"version": "2"}).status_code == 302
    assert "改題" not in coordinator.get("/partners/heidelberg/").text


def test_a_turn_is_settled_in_a_form_and_taken_back(
    client_as: SignIn, session: Session, cycle: VisitCycle
) -> None:
    visit = make_visit(session, state=VisitState.CLOSED, direction=IN)
    coordinator, turn = client_as(Role.COORDINATOR), f"/delegations/cycles/{cycle.id}/2027/in"
    assert "2027年の回（受入）" in coordinator.get(turn).text
    assert coordinator.get(turn.replace("/in", "/up")).status_code == 404
    assert "一つだけ" in coordinator.submit(turn, {}).text
    assert coordinator.submit(turn, {"visit": str(visit.id)}).status_code == 302
    record = session.scalars(select(CycleTurn)).one()
    assert record.visit_id == visit.id
    path = f"/delegations/cycles/turns/{record.id}/reopen"
    assert path in coordinator.get("/partners/heidelberg/").text
    assert "2027年の回（受入）" in coordinator.get(path).text
    assert coordinator.submit(path, {"version": "1", "reason": ""}).status_code == 422
    assert coordinator.submit(path, {"version": "1", "reason": "別の訪問"}).status_code == 302
    session.expire_all()
    assert (record.ended_at is not None, record.reopened_because) == (True, "別の訪問")


def test_a_visit_settles_its_turn_by_itself_when_it_is_closed(
    client_as: SignIn, session: Session, cycle: VisitCycle
) -> None:
    cycle.tolerance = 1
    visit = make_visit(
        session, state=VisitState.UNDER_WAY, starts=date(2026, 5, 12), ends=date(2026, 5, 18)
    )
    coordinator = client_as(Role.COORDINATOR)
    coordinator.submit(f"/delegations/{visit.id}/closed", {"version": str(visit.version)})
    assert "2027年の回に対応付けました" in coordinator.get(f"/delegations/{visit.id}/").text
    record = session.scalars(select(CycleTurn)).one()
    assert (record.year, record.direction, record.visit_id) == (2027, OUT, visit.id)
    assert record.by_itself
    assert "訪問の終了時に自動で対応付け" in coordinator.get("/partners/heidelberg/").text
    session.expire_all()
    (found,) = cycles(session, partner_id=cycle.partner_id)
    # Counted from the anchor: the other way of 2027 is still to come.
    assert read_cycle(found, found.turns, today=TODAY).next_due == 2027
    settle(session, cycle, 2027, IN, Outcome(skipped_because="台風"))
    session.expire_all()
    (found,) = cycles(session, partner_id=cycle.partner_id)
    assert read_cycle(found, found.turns, today=TODAY).next_due == 2032


def test_closing_a_visit_of_pupils_settles_no_turn(session: Session, cycle: VisitCycle) -> None:
    visit = make_visit(session, level=Level.YOUTH, starts=date(2027, 5, 12))
    assert fulfil_turns(session, actor=ACTOR, visit=visit_by_id(session, visit.id)) == []
    assert session.scalars(select(CycleTurn)).all() == []


def test_a_tolerance_is_less_than_half_the_cycle(
    client_as: SignIn, session: Session, cycle: VisitCycle
) -> None:
    source = str(cycle.source_id)
    fields = {"title": "相互訪問", "years": "4", "anchor_year": "1992", "source_id": source}
    new = "/delegations/cycles/new/heidelberg"
    answer = client_as(Role.COORDINATOR).submit(new, fields | {"tolerance": "2"})
    assert (answer.status_code, "周期の半分より短く" in answer.text) == (422, True)


def test_the_table_of_turns_costs_the_same_however_many_there_are(
    client_as: SignIn, session: Session, cycle: VisitCycle
) -> None:
    viewer = client_as(Role.VIEWER)
    viewer.get("/partners/")
    with count_statements() as few:
        viewer.get("/partners/")
    for year in (2017, 2018, 2019):
        make_visit(
            session,
            state=VisitState.CLOSED,
            starts=date(year, 5, 1),
            ends=date(year, 5, 2),
        )
    settle(session, cycle, 2017, OUT, Outcome(happened=PartialDate(2017)))
    with count_statements() as many:
        viewer.get("/partners/")
    assert len(many) <= len(few) + 1  # the visits that turns name are read where there are any
