"""Whoever leaves leaves nothing behind: all that is open is somebody's who is here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from config import Settings
from exchange.accounts.models import DirectoryIdentity, User, UserSession
from exchange.accounts.services import deactivate, invite, user_of_link
from exchange.audit.models import AuditLine
from exchange.calendars.models import PrivateFeed
from exchange.calendars.services import FeedChoice, create_feed
from exchange.celebrations.enums import CelebrationState
from exchange.celebrations.models import Celebration
from exchange.core import clock
from exchange.core.database import Base, Database, uuid7
from exchange.core.entries import EntryKind
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.links import Link, LinkPurpose, is_live
from exchange.core.permissions import Role, system_actor
from exchange.delegations.enums import Direction, VisitState
from exchange.delegations.queries.partner_links import live_link
from exchange.delegations.services.partner_links import make_link
from exchange.handover.belongings import OFFERED
from exchange.handover.enums import HandoverState
from exchange.handover.models import Handover
from exchange.handover.packs import counts_of
from exchange.handover.queries import holdings
from exchange.handover.services import (
    END,
    HandoverPlan,
    call_off,
    finish,
    move_chosen,
    plan_handover,
)
from exchange.inquiries.enums import Way
from exchange.jobs.models import Job
from exchange.jobs.worker import Worker
from exchange.letters.enums import LetterState
from exchange.promises.enums import PromiseSide, PromiseState
from exchange.rooms.keeping import JOB_HANDLERS
from exchange.tasks.enums import TaskState
from exchange.tasks.models import Task
from exchange.youth.enums import Selection
from exchange.youth.models import Assessor
from exchange.youth.services.assessors import AssessorEntry, invite_assessor
from exchange.youth.services.screening import begin_screening
from tests.factories.accounts import make_user
from tests.factories.celebrations import make_celebration
from tests.factories.delegations import make_visit
from tests.factories.inquiries import ask_the_city_s
from tests.factories.letters import make_letter
from tests.factories.promises import make_promise
from tests.factories.tasks import make_task
from tests.factories.youth import make_edition

TODAY: Final = date(2026, 11, 25)
#: Columns that keep who did something once: history, which an end of an account does not move.
HISTORY: Final = {
    ("closed_years", "closed_by_id"): "who closed a year",
    ("corrections", "decided_by_id"): "who decided",
    ("corrections", "entered_by_id"): "who entered it: any manager decides",
    ("code_apps", "user_id"): "opens nothing once the account has ended",
    ("directory_identities", "user_id"): "opens nothing once the account has ended",
    ("handovers", "leaver_id"): "who left",
    ("handovers", "planned_by_id"): "who planned it",
    ("handovers", "successor_id"): "who took over, or is to: a job asks again at its instant",
    ("indicator_values", "actor_id"): "who entered a value",
    ("kept_forms", "user_id"): "what was typed too late, kept for its writer for a while",
    ("language_requests", "checker_id"): "who checked a text: it is done then",
    ("passkeys", "user_id"): "opens nothing once the account has ended",
    ("printed_codes", "user_id"): "opens nothing once the account has ended",
    ("private_feeds", "user_id"): "ends with the account",
    ("report_orders", "ordered_by_id"): "who ordered a report: everybody of the division sees it",
    ("rule_decisions", "actor_id"): "who decided",
    ("tasks", "author_id"): "who added it",
    ("user_sessions", "user_id"): "ends with the account",
}


EMPTY: Final[frozenset[Any]] = frozenset()


@dataclass(frozen=True)
class Office:
    """Somebody who has one open thing of each kind and one that is over, and two colleagues."""

    leaver: User
    heir: User
    manager: User
    open: frozenset[Any]
    over: frozenset[Any]


@pytest.fixture
def office(session: Session) -> Office:  # long: one open thing and one that is over of each kind
    leaver, heir = make_user(session), make_user(session)
    manager = make_user(session, role=Role.MANAGER)
    key = leaver.id
    going, gone = make_visit(session), make_visit(session, state=VisitState.CLOSED)
    feast, held = make_celebration(session), make_celebration(session)
    held.state = CelebrationState.HELD
    due = date(2026, 12, 10)
    asked = make_letter(session, due=due, state=LetterState.OPEN)
    thanked = make_letter(session)
    thanked.state = LetterState.ANSWERED
    ours = make_promise(session, side=PromiseSide.OURS, owner_id=key)
    theirs = make_promise(session, owner_id=key)
    theirs.state, theirs.settled_on = PromiseState.DONE, TODAY
    todo = make_task(session)
    done = make_task(session, state=TaskState.DONE)
    for row in (going, gone, feast, held, asked, thanked):
        row.owner_id = key
    for task in (todo, done):
        task.assignee_id = key
    session.flush()
    return Office(
        leaver,
        heir,
        manager,
        frozenset({going, feast, asked, ours, todo}),
        frozenset({gone, held, thanked, theirs, done}),
    )


def owner_of(row: Any) -> Any:  # noqa: ANN401 - a task names it otherwise
    return row.assignee_id if isinstance(row, Task) else row.owner_id


def planned(session: Session, office: Office, **changes: Any) -> Handover:  # noqa: ANN401 - fields of the plan
    values: dict[str, Any] = {"successor_id": office.heir.id, "ends_at": None}
    return plan_handover(
        session,
        actor=office.manager.as_actor(),
        leaver_id=office.leaver.id,
        plan=HandoverPlan(**(values | changes)),
    )


def ends() -> Any:  # noqa: ANN401 - an instant
    return clock.machine_now() + timedelta(days=30)


def test_every_column_that_names_an_account_is_handed_over_or_is_history() -> None:
    offered = {
        (str(inspect(each.table).local_table), each.owner.key) for each in OFFERED.belongings
    }
    found = {
        (table.name, key.parent.name)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "users"
    }
    assert found - offered - HISTORY.keys() == set()
    assert HISTORY.keys() - found == set()


def test_everything_open_goes_to_the_heir_and_what_is_over_keeps_its_name(
    session: Session, office: Office
) -> None:
    at = clock.machine_now()
    browser = UserSession(
        user_id=office.leaver.id, token_hash="x", begun_at=at, seen_at=at, device="", address=""
    )
    session.add(browser)
    handover = planned(session, office)
    session.expire_all()
    assert {owner_of(row) for row in office.open} == {office.heir.id}
    assert {owner_of(row) for row in office.over} == {office.leaver.id}
    assert holdings(session, OFFERED.belongings, owner=None) == []
    assert (office.leaver.active, browser.ended_at is not None) == (False, True)
    kinds = ("celebration", "letter", "promise", "task", "visit")
    assert handover.counts == dict.fromkeys(kinds, 1)
    assert handover.state is HandoverState.DONE
    acts = set(session.scalars(select(AuditLine.act)))
    assert {f"{kind}s.hand_over" for kind in kinds} <= acts
    assert {"handover.plan", "handover.finish", "accounts.deactivate"} <= acts


def test_a_job_ends_the_account_at_its_instant_and_takes_what_came_since(
    fresh_database: Database, settings: Settings
) -> None:
    with fresh_database.writing() as session:
        leaver, heir = make_user(session), make_user(session)
        office = Office(leaver, heir, make_user(session, role=Role.MANAGER), EMPTY, EMPTY)
        handover = planned(session, office, ends_at=ends())
        late = make_task(session, assignee_id=leaver.id)
        keys = (leaver.id, heir.id, late.id, handover.id)
        session.commit()
    worker = Worker(fresh_database, settings, JOB_HANDLERS)
    assert worker.work_off() == 0
    with fresh_database.writing() as session:
        assert session.get_one(User, keys[0]).active
        job = session.scalars(select(Job).where(Job.kind == END)).one()
        job.run_at = clock.machine_now()
        session.commit()
    assert worker.work_off() == 1
    with fresh_database.reading() as session:
        assert not session.get_one(User, keys[0]).active
        assert session.get_one(Task, keys[2]).assignee_id == keys[1]
        assert session.get_one(Handover, keys[3]).counts == {"task": 1}


def test_what_opens_by_the_account_ends_or_is_renewed(  # long: one of each kind
    session: Session, office: Office
) -> None:
    actor, key = office.leaver.as_actor(), office.leaver.id
    create_feed(
        session, actor=actor, key=uuid7(), choice=FeedChoice("予定", "ja", (EntryKind.VISIT,))
    )
    token = invite(session, actor=office.manager.as_actor(), user=office.leaver)
    guests = make_visit(session, direction=Direction.IN)
    make_link(session, actor=actor, visit_id=guests.id, last_day=date(2099, 1, 1), today=TODAY)
    revoked = make_visit(session, direction=Direction.IN)
    make_link(session, actor=actor, visit_id=revoked.id, last_day=date(2099, 1, 1), today=TODAY)
    gone = live_link(session, revoked.id)
    assert gone is not None
    gone.revoked_at = clock.machine_now()
    edition = make_edition(session, selection=Selection.SCREENING)
    begin_screening(session, actor=actor, edition_id=edition.id, criteria="作文 5")
    for name, day in (("採点 太郎", date(2027, 1, 1)), ("採点 花子", TODAY)):
        entry = AssessorEntry(name, day, sees_grade=False)
        invite_assessor(session, actor=actor, edition_id=edition.id, entry=entry)
    session.scalars(select(Assessor).where(Assessor.name == "採点 花子")).one().last_day = date(
        2026, 1, 1
    )
    asked = [ask_the_city_s(session, actor, way) for way in (Way.LINK, Way.PAPER)]
    figures = asked[0].link_id
    session.flush()

    handover = planned(session, office)

    session.expire_all()
    assert session.scalars(select(PrivateFeed)).one().ended_at is not None
    with pytest.raises(NotFoundError):
        user_of_link(session, LinkPurpose.INVITATION, token)
    link = live_link(session, guests.id)
    assert (link and link.generation, gone.generation) == (2, 1)
    assert session.get_one(Link, figures).generation == 2
    live = {
        row.name: is_live(session.get_one(Link, row.link_id))
        for row in session.scalars(select(Assessor))
    }
    assert live == {"採点 太郎": False, "採点 花子": True}
    closed = {"feeds": 1, "partner_lists": 1, "assessors": 1, "inquiries": 1}
    assert closed.items() <= handover.counts.items()
    told = session.scalars(select(Task.title).where(Task.assignee_id == office.heir.id)).all()
    assert sum("リンク" in title for title in told) == 3
    assert key != office.heir.id


def test_some_of_it_goes_to_somebody_and_the_rest_stays(session: Session, office: Office) -> None:
    task = next(row for row in office.open if isinstance(row, Task))
    celebration = next(row for row in office.open if isinstance(row, Celebration))
    actor = office.manager.as_actor()
    given: Mapping[str, Any] = {
        "actor": actor,
        "owner": office.leaver.id,
        "successor": office.heir,
        "belongings": OFFERED.belongings,
    }
    assert move_chosen(session, chosen={task.id}, **given) == 1
    assert (task.assignee_id, celebration.owner_id) == (office.heir.id, office.leaver.id)
    with pytest.raises(DomainError):
        move_chosen(session, chosen={task.id}, **given)
    officer = make_user(session, role=Role.SECTION)
    with pytest.raises(DomainError) as refused:
        move_chosen(session, chosen={celebration.id}, **{**given, "successor": officer})
    assert refused.value.field == "successor_id"


def test_two_who_leave_are_not_each_other_s_successors(session: Session, office: Office) -> None:
    planned(session, office, ends_at=ends())
    with pytest.raises(DomainError) as refused:
        plan_handover(
            session,
            actor=office.manager.as_actor(),
            leaver_id=office.heir.id,
            plan=HandoverPlan(successor_id=office.leaver.id, ends_at=None),
        )
    assert refused.value.field == "successor_id"
    assert office.heir.active


def test_an_account_ended_by_itself_leaves_its_things_on_the_list_of_nobody(
    session: Session, office: Office
) -> None:
    actor = office.manager.as_actor()
    deactivate(session, actor=actor, user=office.leaver, version=office.leaver.version)
    found = holdings(session, OFFERED.belongings, owner=None)
    assert {row for each in found for row in each.rows} == office.open
    chosen = {row.id for row in office.open}
    moved = move_chosen(
        session,
        actor=actor,
        owner=None,
        successor=office.heir,
        chosen=chosen,
        belongings=OFFERED.belongings,
    )
    assert (moved, holdings(session, OFFERED.belongings, owner=None)) == (5, [])


@pytest.mark.parametrize(
    "case", ["successor left", "successor handed on", "a ring", "each to the other"]
)
def test_an_account_ends_whatever_became_of_its_successor(
    session: Session, office: Office, case: str
) -> None:
    actor = office.manager.as_actor()
    handover = planned(session, office, ends_at=ends())
    third = make_user(session)
    if case in {"successor handed on", "a ring"}:
        plan_handover(
            session,
            actor=actor,
            leaver_id=office.heir.id,
            plan=HandoverPlan(successor_id=third.id, ends_at=None),
        )
    if case == "a ring":
        other = plan_handover(
            session,
            actor=actor,
            leaver_id=third.id,
            plan=HandoverPlan(successor_id=office.manager.id, ends_at=None),
        )
        other.successor_id = office.heir.id
    if case == "each to the other":
        back = plan_handover(
            session,
            actor=actor,
            leaver_id=office.heir.id,
            plan=HandoverPlan(successor_id=third.id, ends_at=ends()),
        )
        back.successor_id = office.leaver.id
        finish(session, actor=actor, key=back.id, offered=OFFERED)
    if case == "successor left":
        office.heir.active = False
    session.flush()
    finish(session, actor=actor, key=handover.id, offered=OFFERED)
    heir = third if case == "successor handed on" else office.manager
    assert {owner_of(row) for row in office.open} == {heir.id}
    assert handover.successor_id == heir.id


@pytest.mark.parametrize("keepers", [2, 0])
def test_an_account_ends_where_nobody_can_take_over_and_administrators_are_told(
    session: Session, office: Office, keepers: int
) -> None:
    keep = [make_user(session, role=Role.ADMINISTRATOR).id for _ in range(keepers)]
    guests = make_visit(session, direction=Direction.IN)
    actor, last_day = office.leaver.as_actor(), date(2099, 1, 1)
    make_link(session, actor=actor, visit_id=guests.id, last_day=last_day, today=TODAY)
    handover = planned(session, office, ends_at=ends())
    office.heir.active = office.manager.active = False
    session.flush()
    finish(session, actor=system_actor("handover"), key=handover.id, offered=OFFERED)
    assert (office.leaver.active, handover.state) == (False, HandoverState.DONE)
    assert handover.counts == {"nobody": 5, "partner_lists": 1}
    assert [number for _, number in counts_of(handover)] == [5, 1]
    link = live_link(session, guests.id)
    assert link
    assert link.generation == 2
    listed = {
        row for each in holdings(session, OFFERED.belongings, owner=None) for row in each.rows
    }
    assert office.open <= listed
    told = select(Task.assignee_id).where(Task.title.contains("引き継げる方がいません"))
    assert set(session.scalars(told)) == set(keep)
    sent = session.scalars(select(Task).where(Task.title.contains("リンク"))).one()
    assert (sent.assignee_id in keep, sent in listed) == (bool(keep), not keep)


def test_whoever_had_nothing_open_leaves_no_task_to_administrators(session: Session) -> None:
    make_user(session, role=Role.ADMINISTRATOR)
    alone = Office(make_user(session), make_user(session), make_user(session), EMPTY, EMPTY)
    handover = planned(session, alone, ends_at=ends())
    alone.heir.active = alone.manager.active = False
    session.flush()
    finish(session, actor=system_actor("handover"), key=handover.id, offered=OFFERED)
    assert (alone.leaver.active, handover.counts) == (False, {})
    assert session.scalars(select(Task)).all() == []


def test_the_last_administrator_who_can_sign_in_stays(session: Session, office: Office) -> None:
    actor, heir = office.manager.as_actor(), office.heir.id
    first, second = (
        make_user(session, role=Role.ADMINISTRATOR, password_hash="x") for _ in range(2)
    )
    make_user(session, role=Role.ADMINISTRATOR, name="only invited")
    make_user(session, role=Role.ADMINISTRATOR, password_hash="x", active=False)

    def end(who: User, at: Any) -> Handover:  # noqa: ANN401 - an instant, or None for now
        plan = HandoverPlan(successor_id=heir, ends_at=at)
        return plan_handover(session, actor=actor, leaver_id=who.id, plan=plan)

    going = end(first, ends())
    for at in (ends(), None):
        with pytest.raises(DomainError) as refused:
            end(second, at)
        assert refused.value.sentence.id == "accounts.error.last_administrator"
    finish(session, actor=actor, key=going.id, offered=OFFERED)
    assert (first.active, second.active) == (False, True)
    with pytest.raises(DomainError):
        deactivate(session, actor=actor, user=second, version=second.version)
    bound = make_user(session, role=Role.ADMINISTRATOR)
    session.add(DirectoryIdentity(user_id=bound.id, issuer="https://id.example", subject="1"))
    session.flush()
    end(second, None)
    assert not second.active


def test_a_command_s_plan_falls_to_a_manager(session: Session, office: Office) -> None:
    handover = planned(session, office, ends_at=ends())
    handover.planned_by_id = None
    office.heir.active = False
    session.flush()
    finish(session, actor=office.manager.as_actor(), key=handover.id, offered=OFFERED)
    assert handover.successor_id == office.manager.id


def test_a_plan_that_was_called_off_ends_nothing(session: Session, office: Office) -> None:
    handover = planned(session, office, ends_at=ends())
    with pytest.raises(DomainError):
        planned(session, office, ends_at=ends())
    call_off(session, actor=office.manager.as_actor(), key=handover.id, version=handover.version)
    finish(session, actor=office.manager.as_actor(), key=handover.id, offered=OFFERED)
    assert (office.leaver.active, handover.state) == (True, HandoverState.CALLED_OFF)
    assert {owner_of(row) for row in office.open} == {office.leaver.id}


def test_nobody_ends_their_own_account_now_and_one_that_ended_meanwhile_is_fine(
    session: Session, office: Office
) -> None:
    own = HandoverPlan(successor_id=office.heir.id, ends_at=None)
    actor = office.manager.as_actor()
    with pytest.raises(DomainError) as refused:
        plan_handover(session, actor=actor, leaver_id=office.manager.id, plan=own)
    assert refused.value.field == "when"
    handover = planned(session, office, ends_at=ends())
    deactivate(session, actor=actor, user=office.leaver, version=office.leaver.version)
    finish(session, actor=actor, key=handover.id, offered=OFFERED)
    assert {owner_of(row) for row in office.open} == {office.heir.id}
    with pytest.raises(NotFoundError):
        finish(session, actor=actor, key=uuid7(), offered=OFFERED)
