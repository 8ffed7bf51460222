"""A visit's way from draft to closed, its stops, and what the public sees of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core import clock
from exchange.core.errors import DomainError, StaleRowError, TransitionError
from exchange.core.permissions import Role
from exchange.core.revisions import revisions
from exchange.delegations.enums import ApprovalClass, VisitState
from exchange.delegations.models import Visit
from exchange.delegations.queries import steps_of, visit_by_id
from exchange.delegations.rules import Approval, Draft
from exchange.delegations.services.states import (
    advance_visit,
    approve_visit,
    cancel_visit,
    draft_visit,
    postpone_visit,
    publish_visit,
    withdraw_visit,
)
from exchange.delegations.services.visits import link_edition
from tests.factories.delegations import ACTOR, make_visit
from tests.factories.partners import make_partner
from tests.factories.youth import make_edition
from tests.servers.visitor import Visitor

S = VisitState
APPROVAL = Approval(
    document_number="国際第12号",
    drafted_on=date(2027, 4, 1),
    approved_on=date(2027, 4, 8),
    approval_class=ApprovalClass.DEPUTY_MAYOR,
)


@pytest.fixture(autouse=True)
def _during_the_visit(app: Flask, session: Session) -> Iterator[None]:
    """Fix the clock on the visit's last day, after the application has set it."""
    make_partner(session)
    clock.fix(datetime(2027, 5, 22, 3, 0, tzinfo=UTC))
    yield
    clock.fix(None)


def test_a_visit_goes_from_draft_to_closed(session: Session) -> None:
    visit = make_visit(session)
    for target in (S.PLANNED, S.APPROVED, S.CONFIRMED, S.UNDER_WAY, S.CLOSED):
        if target is S.APPROVED:
            approve_visit(
                session, actor=ACTOR, key=visit.id, version=visit.version, approval=APPROVAL
            )
        else:
            advance_visit(session, actor=ACTOR, key=visit.id, version=visit.version, target=target)
    assert visit.state is S.CLOSED
    assert (visit.approved_on, visit.document_number) == (date(2027, 4, 8), "国際第12号")
    steps = steps_of(session, visit.id)
    assert [step.state for step in steps] == [
        S.DRAFT, S.PLANNED, S.APPROVED, S.CONFIRMED, S.UNDER_WAY, S.CLOSED,
    ]  # fmt: skip
    assert {step.by for step in steps} == {"tests"}
    assert {step.day for step in steps} == {date(2027, 5, 22)}
    assert revisions(session, ["visits"])["visits"] == 6


def test_a_draft_is_recorded_before_the_decision_and_a_new_one_undoes_an_old_one(
    session: Session,
) -> None:
    visit = make_visit(session, state=S.PLANNED)
    draft = Draft(
        document_number="国際第8号",
        drafted_on=date(2027, 3, 30),
        approval_class=ApprovalClass.MAYOR,
    )
    draft_visit(session, actor=ACTOR, key=visit.id, version=visit.version, draft=draft)
    assert (visit.state, visit.approved_on) == (S.PLANNED, None)
    approve_visit(session, actor=ACTOR, key=visit.id, version=visit.version, approval=APPROVAL)
    postpone_visit(session, actor=ACTOR, key=visit.id, version=visit.version, reason="台風")
    advance_visit(session, actor=ACTOR, key=visit.id, version=visit.version, target=S.PLANNED)
    later = replace(draft, drafted_on=date(2027, 5, 1))
    draft_visit(session, actor=ACTOR, key=visit.id, version=visit.version, draft=later)
    assert (visit.drafted_on, visit.approved_on) == (date(2027, 5, 1), None)
    acts = session.scalars(select(AuditLine.act).where(AuditLine.act == "visits.record_draft"))
    assert len(acts.all()) == 2


def test_a_step_the_table_does_not_know_is_refused(session: Session) -> None:
    visit = make_visit(session)
    with pytest.raises(TransitionError):
        advance_visit(session, actor=ACTOR, key=visit.id, version=visit.version, target=S.CONFIRMED)


def test_a_visit_of_next_week_does_not_begin_today(session: Session) -> None:
    visit = make_visit(session, state=S.CONFIRMED, starts=date(2027, 5, 29), ends=date(2027, 6, 1))
    with pytest.raises(DomainError) as refusal:
        advance_visit(session, actor=ACTOR, key=visit.id, version=visit.version, target=S.UNDER_WAY)
    assert refusal.value.sentence.id == "delegations.error.too_early"
    assert visit.state is S.CONFIRMED


def test_a_step_on_an_old_page_is_refused(session: Session) -> None:
    visit = make_visit(session)
    with pytest.raises(StaleRowError):
        advance_visit(
            session, actor=ACTOR, key=visit.id, version=visit.version + 1, target=S.PLANNED
        )


def test_a_postponed_visit_is_planned_anew_and_no_longer_public(session: Session) -> None:
    visit = make_visit(session, state=S.CONFIRMED, published_at=clock.now())
    postpone_visit(session, actor=ACTOR, key=visit.id, version=visit.version, reason="台風")
    assert (visit.state, visit.reason, visit.published_at) == (S.POSTPONED, "台風", clock.now())
    advance_visit(session, actor=ACTOR, key=visit.id, version=visit.version, target=S.PLANNED)
    assert (visit.state, visit.reason, visit.published_at) == (S.PLANNED, "", None)


def test_a_cancelled_visit_stays_cancelled(session: Session) -> None:
    visit = make_visit(session)
    with pytest.raises(DomainError):
        cancel_visit(session, actor=ACTOR, key=visit.id, version=visit.version, reason=" ")
    cancel_visit(session, actor=ACTOR, key=visit.id, version=visit.version, reason="先方の都合")
    with pytest.raises(TransitionError):
        advance_visit(session, actor=ACTOR, key=visit.id, version=visit.version, target=S.PLANNED)


def test_only_a_settled_visit_is_published_and_it_can_be_taken_back(session: Session) -> None:
    draft, settled = make_visit(session), make_visit(session, state=S.CONFIRMED)
    with pytest.raises(DomainError):
        publish_visit(session, actor=ACTOR, key=draft.id, version=draft.version)
    publish_visit(session, actor=ACTOR, key=settled.id, version=settled.version)
    assert settled.published_at == clock.now()
    for _ in range(2):
        withdraw_visit(session, actor=ACTOR, key=settled.id, version=settled.version)
    assert visit_by_id(session, settled.id).published_at is None
    acts = session.scalars(
        select(AuditLine.act)
        .where(AuditLine.subject_id == settled.id)
        .order_by(AuditLine.at, AuditLine.id)
    )
    assert list(acts) == ["visits.create", "visits.publish", "visits.withdraw"]


def test_a_visit_may_be_the_journey_of_an_edition(session: Session) -> None:
    visit, edition = make_visit(session), make_edition(session)
    for wanted in (edition.id, edition.id, None):
        link_edition(session, actor=ACTOR, key=visit.id, version=visit.version, edition_id=wanted)
        assert visit.edition_id == wanted
    acts = session.scalars(select(AuditLine.act).where(AuditLine.act == "visits.link"))
    assert len(acts.all()) == 2


def state_of(session: Session, visit: Visit) -> VisitState:
    session.expire_all()
    return visit.state


def test_buttons_and_forms_move_a_visit(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    visit = make_visit(session)
    client, path = client_as(Role.MANAGER), f"/delegations/{visit.id}"
    assert client.submit(f"{path}/planned", {"version": "1"}).status_code == 302
    assert client.submit(f"{path}/draft", {"version": "2"}).status_code == 422
    paper = {"document_number": "国際第9号", "drafted_on": "2027-05-19", "approval_class": "mayor"}
    assert client.submit(f"{path}/draft", {"version": "1", **paper}).status_code == 409
    assert client.submit(f"{path}/draft", {"version": "2", **paper}).status_code == 302
    assert "国際第9号" in client.get(f"{path}/").text
    assert 'value="国際第9号"' in client.get(f"{path}/draft").text
    assert 'value="国際第9号"' in client.get(f"{path}/approval").text
    assert client.submit(f"{path}/approval", {"version": "3"}).status_code == 422
    record = {"version": "3", "approved_on": "2027-05-30", "approval_class": "mayor"}
    answer = client.submit(f"{path}/approval", record)
    assert answer.status_code == 422
    assert "決裁日に先の日付は使えません" in answer.text
    assert (
        client.submit(f"{path}/approval", {**record, "approved_on": "2027-05-20"}).status_code
        == 302
    )
    assert client.submit(f"{path}/publish", {"version": "4"}).status_code == 422
    assert client.submit(f"{path}/confirmed", {"version": "4"}).status_code == 302
    assert client.submit(f"{path}/publish", {"version": "5"}).status_code == 302
    assert client.submit(f"{path}/withdraw", {"version": "3"}).status_code == 409
    assert client.submit(f"{path}/withdraw", {"version": "6"}).status_code == 302
    shown = client.get(f"{path}/").text
    assert "市長決裁" in shown
    assert "令和9年(2027年)5月20日(木)" in shown
    assert state_of(session, visit) is S.CONFIRMED


def test_a_refused_button_says_why_on_the_page(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    visit = make_visit(session, state=S.CONFIRMED, starts=date(2027, 6, 1), ends=date(2027, 6, 2))
    answer = client_as(Role.COORDINATOR).submit(
        f"/delegations/{visit.id}/under_way", {"version": str(visit.version)}
    )
    assert answer.status_code == 422
    assert "より前に「実施中」にはできません" in answer.text
    assert state_of(session, visit) is S.CONFIRMED


@pytest.mark.parametrize("target", ["postponed", "cancelled"])
def test_a_stop_asks_for_its_reason(
    client_as: Callable[..., Visitor], session: Session, target: str
) -> None:
    visit = make_visit(session, state=S.CONFIRMED, published_at=clock.now())
    client, path = client_as(Role.COORDINATOR), f"/delegations/{visit.id}/{target}"
    version = str(visit.version)
    assert "公開中の訪問です" in client.get(path).text
    assert client.submit(path, {"version": version, "reason": " "}).status_code == 422
    assert client.submit(path, {"version": "99", "reason": "台風"}).status_code == 409
    assert client.submit(path, {"version": version, "reason": "台風"}).status_code == 302
    assert state_of(session, visit) is VisitState(target)
    assert "理由：台風" in client.get(f"/delegations/{visit.id}/").text


def test_only_a_manager_publishes(client_as: Callable[..., Visitor], session: Session) -> None:
    visit = make_visit(session, state=S.CONFIRMED)
    for role in (Role.COORDINATOR, Role.VIEWER, Role.ADMINISTRATOR, Role.SECTION):
        client = client_as(role)
        for act in ("publish", "withdraw"):
            answer = client.submit(f"/delegations/{visit.id}/{act}", {"version": "1"})
            assert answer.status_code == 403
        assert "公開する" not in client.get(f"/delegations/{visit.id}/").text
    assert state_of(session, visit) is S.CONFIRMED
