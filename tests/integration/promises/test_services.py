"""Promises recorded, corrected, settled and opened again; where they are shown."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Localized, uuid7
from exchange.core.dates import PartialDate
from exchange.core.entries import Audience, EntryQuery
from exchange.core.errors import DomainError, NotFoundError, StaleRowError, TransitionError
from exchange.core.permissions import Role
from exchange.core.revisions import revisions
from exchange.promises.entries import promise_entries
from exchange.promises.enums import PromiseSide, PromiseState
from exchange.promises.models import Promise
from exchange.promises.queries import (
    locked_promise,
    open_promises,
    people_of,
    promise_by_id,
    promises_due,
    promises_of_visit,
)
from exchange.promises.services import correct_promise, record_promise, settle_promise
from tests.factories.accounts import make_user
from tests.factories.delegations import make_member, make_visit
from tests.factories.partners import make_partner, make_san_antonio
from tests.factories.people import make_person
from tests.factories.promises import ACTOR, make_promise, promise_plan

ALL_YEAR = {"first": date(2027, 1, 1), "last": date(2027, 12, 31)}


@pytest.fixture(autouse=True)
def _partner(session: Session) -> None:
    make_partner(session)


def refusal(session: Session, **changes: Any) -> tuple[str | None, str]:  # noqa: ANN401 - fields of the plan
    with pytest.raises(DomainError) as caught:
        make_promise(session, **changes)
    return caught.value.field, caught.value.sentence.id


def acts(session: Session) -> list[str]:
    found = select(AuditLine.act).where(AuditLine.subject_kind == "promise")
    return list(session.scalars(found.order_by(AuditLine.at, AuditLine.id)))


def settle(session: Session, promise: Promise, target: PromiseState, reason: str = "") -> Promise:
    return settle_promise(
        session,
        actor=ACTOR,
        key=promise.id,
        version=promise.version,
        target=target,
        reason=reason,
    )


def test_a_promise_goes_its_way(session: Session) -> None:
    promise = make_promise(session)
    assert (promise.state, promise.sort_day) == (PromiseState.OPEN, date(2027, 1, 31))
    plan = promise_plan(due=PartialDate(2027, 3, 1), note="二部")
    correct_promise(session, actor=ACTOR, key=promise.id, version=1, plan=plan)
    assert promise.sort_day == date(2027, 3, 1)
    assert settle(session, promise, PromiseState.DONE).settled_on == date(2026, 11, 25)
    assert settle(session, promise, PromiseState.OPEN).settled_on is None
    settle(session, promise, PromiseState.DROPPED, "先方の都合")
    assert promise_by_id(session, promise.id).reason == "先方の都合"
    assert acts(session) == [
        "promises.record",
        "promises.correct",
        "promises.done",
        "promises.open",
        "promises.dropped",
    ]
    assert revisions(session, ["promises"])["promises"] == 5


def test_saving_the_same_or_sending_a_form_twice_changes_nothing(session: Session) -> None:
    key = uuid7()
    first, second = (
        record_promise(session, actor=ACTOR, partner="heidelberg", plan=promise_plan(), key=key)
        for _ in range(2)
    )
    assert first is second
    correct_promise(session, actor=ACTOR, key=key, version=1, plan=promise_plan())
    assert acts(session) == ["promises.record"]


def test_who_saw_an_older_promise_is_told(session: Session) -> None:
    promise = make_promise(session)
    for act in (correct_promise, settle_promise):
        what: Any = (
            {"plan": promise_plan(note="一部")}
            if act is correct_promise
            else {"target": PromiseState.DONE}
        )
        with pytest.raises(StaleRowError):
            act(session, actor=ACTOR, key=promise.id, version=7, **what)


def test_what_cannot_be_is_refused(session: Session) -> None:
    promise = make_promise(session)
    with pytest.raises(TransitionError):
        settle(session, promise, PromiseState.OPEN)
    with pytest.raises(DomainError) as caught:
        settle(session, promise, PromiseState.DROPPED)
    assert caught.value.field == "reason"
    for find in (promise_by_id, locked_promise):
        with pytest.raises(NotFoundError):
            find(session, uuid7())


def test_a_promise_names_who_can_keep_it(session: Session) -> None:
    gone = make_user(session, active=False)
    assert refusal(session, side=PromiseSide.OURS) == ("owner_id", "promises.error.no_owner")
    assert refusal(session, owner_id=gone.id) == ("owner_id", "promises.error.owner")
    assert refusal(session, owner_id=uuid7()) == ("owner_id", "promises.error.owner")
    viewer = make_user(session, role=Role.VIEWER)
    assert refusal(session, owner_id=viewer.id) == ("owner_id", "promises.error.owner")
    assert refusal(session, person_id=uuid7()) == ("person_id", "promises.error.person")
    user, person = make_user(session), make_person(session)
    promise = make_promise(session, owner_id=user.id, person_id=person.id)
    user.active = False
    session.flush()
    plan = promise_plan(owner_id=user.id, person_id=person.id, note="引き継ぎ前")
    correct_promise(session, actor=ACTOR, key=promise.id, version=1, plan=plan)
    assert promise_by_id(session, promise.id).note == "引き継ぎ前"


def test_a_promise_is_of_the_visit_of_its_partner(session: Session) -> None:
    make_san_antonio(session)
    visit, other = make_visit(session), make_visit(session, partners=["san-antonio"])
    assert refusal(session, visit_id=other.id) == ("visit_id", "promises.error.other_visit")
    here, elsewhere = make_promise(session, visit_id=visit.id), make_promise(session)
    make_promise(session, "san-antonio")
    settled = make_promise(session)
    settle(session, settled, PromiseState.DONE)
    partners = [here.partner_id]
    assert open_promises(session, partners) == [here, elsewhere]
    assert promises_of_visit(session, visit.id, partners) == ([here], [elsewhere])


def test_members_of_the_visit_may_keep_a_promise(session: Session) -> None:
    visit = make_visit(session)
    member = make_member(session, visit)
    make_person(session)
    partner_id = promise_by_id(session, make_promise(session).id).partner_id
    assert [each.id for each in people_of(session, partner_id, visit.id)] == [member.person_id]
    assert people_of(session, partner_id, None) == []


def test_the_calendar_of_the_staff_has_their_last_days(session: Session) -> None:
    make_san_antonio(session)
    user = make_user(session)
    promise = make_promise(session, owner_id=user.id)
    undated = make_promise(session, due=None)
    make_promise(session, "san-antonio", due=PartialDate(2027))
    kept = make_promise(session)
    settle(session, kept, PromiseState.DONE)
    query = EntryQuery(
        **ALL_YEAR,  # type: ignore[arg-type]
        language="ja",
        audience=Audience.STAFF,
        partners=frozenset({"heidelberg"}),
        actor=user.as_actor(),
    )
    (entry,) = promise_entries(session, query)
    assert (entry.starts, entry.assignee, entry.partners) == (
        date(2027, 1, 31),
        user.id,
        ("heidelberg",),
    )
    assert entry.title == "宿題：名簿を送る（期限 2027年1月）"
    assert entry.path == f"/promises/{promise.id}/"
    assert len(promise_entries(session, replace(query, partners=frozenset()))) == 2
    assert undated not in promises_due(session, date(2027, 1, 1), date.max, ())


def test_nobody_else_finds_them_on_a_calendar(session: Session) -> None:
    make_promise(session)
    viewer = make_user(session, role=Role.VIEWER).as_actor()
    query = EntryQuery(**ALL_YEAR, language="ja", audience=Audience.STAFF, actor=viewer)  # type: ignore[arg-type]
    assert promise_entries(session, query) == ()
    assert promise_entries(session, replace(query, actor=None)) == ()
    assert promise_entries(session, replace(query, actor=ACTOR, audience=Audience.PUBLIC)) == ()
    assert len(promise_entries(session, replace(query, actor=ACTOR))) == 1


def test_a_title_is_kept_in_the_languages_it_is_written_in(session: Session) -> None:
    title = Localized({"ja": "写真", "zh-Hant": "照片"})
    assert promise_by_id(session, make_promise(session, title=title).id).title == title
