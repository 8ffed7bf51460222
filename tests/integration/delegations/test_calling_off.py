"""Calling a visit off: what it cost, what is open and who is to be told; then they are told."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.errors import DomainError
from exchange.core.offers import LooseEnds, ToTell, each_once
from exchange.core.permissions import Actor, Role
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.delegations.queries.tellings import tellings_of
from exchange.delegations.services.states import cancel_visit, postpone_visit
from exchange.delegations.services.telling import tick
from exchange.rooms.offers import LOOSE_END_SOURCES
from exchange.tasks.enums import TaskState
from exchange.tasks.models import Task
from tests.factories.delegations import ACTOR
from tests.factories.itineraries import make_item
from tests.factories.tasks import make_task
from tests.factories.whole_visits import make_whole_visit
from tests.servers.visitor import Visitor

SECTION = Actor(user_id=None, role=Role.SECTION, name="所管課")
VIEWER = Actor(user_id=None, role=Role.VIEWER, name="閲覧者")


@pytest.fixture
def visit(session: Session) -> Visit:
    return make_whole_visit(session)


def ends_of(session: Session, visit: Visit, actor: Actor = ACTOR) -> LooseEnds:
    found = [find(session, visit_id=visit.id, actor=actor) for find in LOOSE_END_SOURCES]
    return LooseEnds(
        costs=[cost for each in found for cost in each.costs],
        open=[end for each in found for end in each.open],
        tell=[party for each in found for party in each.tell],
    )


def names(parties: LooseEnds) -> list[tuple[str, object, str, int]]:
    return [(each.kind.id, each.name, each.note, len(each.days)) for each in parties.tell]


def test_what_is_open_and_who_is_to_be_told(session: Session, visit: Visit) -> None:
    found = ends_of(session, visit)
    [cost] = found.costs
    assert {name: str(value.minor) for name, value in cost.params.items()} == {  # type: ignore[attr-defined]
        "bound": "30000",
        "budgeted": "50000",
    }
    assert [
        (
            each.kind.id,
            dict(each.title).get("ja") if not isinstance(each.title, str) else each.title,
        )
        for each in found.open
    ] == [
        ("letters.loose.open", "御礼"),
        ("letters.RequestKind.interpreting", "表敬"),
        ("letters.RequestKind.interpreting", "表敬"),
        ("gifts.loose.kept", "来民渋うちわ"),
    ]
    assert names(found) == [
        ("delegations.loose.partner", "Kontakt", "+49 0000", 0),
        ("delegations.show.hosts", "ハイデルベルク市", "", 0),
        ("delegations.loose.members", "熊本市国際課", "見本 花子、例 花子", 0),
        ("itineraries.field.interpreter", "通訳 例子", "", 1),
        ("itineraries.field.lodging", "見本ホテル", "", 2),
        ("itineraries.field.vehicle", "見本バス", "", 1),
        ("letters.RequestKind.interpreting", "外部 通訳", "表敬", 1),
    ]


@pytest.mark.parametrize(("actor", "costs"), [(SECTION, 1), (VIEWER, 0)])
def test_who_may_not_read_names_and_letters_is_told_of_the_partner_alone(
    session: Session, visit: Visit, actor: Actor, costs: int
) -> None:
    found = ends_of(session, visit, actor)
    assert len(found.costs) == costs
    kinds = {each.kind.id for each in found.tell}
    assert "delegations.loose.members" not in kinds
    assert found.tell[0].kind.id == "delegations.loose.partner"
    assert found.tell[0].note == ""
    assert not {each.kind.id for each in found.open} & {"letters.loose.open"}


def test_open_tasks_end_and_those_kept_say_why(session: Session, visit: Visit) -> None:
    about = {"subject_kind": "visit", "subject_id": visit.id}
    dropped = make_task(session, **about)
    kept = make_task(session, note="電話で", **about)
    done = make_task(session, state=TaskState.DONE, **about)

    def call_off(reason: str) -> None:
        cancel_visit(
            session,
            actor=ACTOR,
            key=visit.id,
            version=visit.version,
            reason="台風",
            keep=[kept.id],
            keep_reason=reason,
        )

    with pytest.raises(DomainError) as refusal:
        call_off(" ")
    assert refusal.value.field == "keep_reason"
    call_off("取消料の支払い")
    assert [task.state for task in (dropped, kept, done)] == [
        TaskState.DROPPED,
        TaskState.OPEN,
        TaskState.DONE,
    ]
    assert kept.note == "電話で\n訪問の中止後も続ける理由：取消料の支払い"


def test_a_tick_is_set_once_and_taken_back(session: Session, visit: Visit) -> None:
    party = ends_of(session, visit).tell[0].party
    with pytest.raises(DomainError):
        tick(session, actor=ACTOR, key=visit.id, party=party, told=True)
    visit.state, visit.reason = VisitState.POSTPONED, "台風"
    for told in (False, True, True):
        tick(session, actor=ACTOR, key=visit.id, party=party, told=told)
    telling = tellings_of(session, visit.id)[party]
    assert (telling.told_by, telling.told_at is not None) == (ACTOR.name, True)
    tick(session, actor=ACTOR, key=visit.id, party=party, told=False)
    assert (telling.told_by, telling.told_at) == ("", None)
    acts = select(AuditLine.act).where(AuditLine.act.in_(["visits.tell", "visits.untell"]))
    assert sorted(session.scalars(acts)) == ["visits.tell", "visits.untell"]


def test_who_was_told_of_one_stop_is_told_of_the_next(session: Session, visit: Visit) -> None:
    key, party = visit.id, ends_of(session, visit).tell[0].party
    postpone_visit(session, actor=ACTOR, key=key, version=visit.version, reason="台風")
    tick(session, actor=ACTOR, key=key, party=party, told=True)
    cancel_visit(session, actor=ACTOR, key=key, version=visit.version, reason="中止")
    assert tellings_of(session, key)[party].told_at is None
    tick(session, actor=ACTOR, key=key, party=party, told=True)
    assert tellings_of(session, key)[party].told_at is not None


def test_a_tick_names_nobody_and_tells_kinds_apart(session: Session, visit: Visit) -> None:
    parties = ends_of(session, visit).tell
    assert len({each.party for each in parties}) == len(parties)
    host = next(each for each in parties if each.name == "見本ホテル")
    assert host.party == ToTell(host.kind, "other", "見本ホテル").party
    assert host.party != ToTell(host.kind, "見本ホテル", "other").party
    assert len(host.party) == 32


def test_who_is_named_twice_is_told_once(session: Session, visit: Visit) -> None:
    make_item(session, visit, "2027-05-21 09:00", "2027-05-21 10:00", host="ハイデルベルク市")
    parties = each_once(ends_of(session, visit).tell)
    [host] = [each for each in parties if each.name == "ハイデルベルク市"]
    assert (host.kind.id, host.days) == ("delegations.show.hosts", (date(2027, 5, 21),))
    assert len(parties) == 7


def test_the_pages_show_it_cancel_and_tick_off(
    client_as: Callable[..., Visitor], session: Session, visit: Visit
) -> None:
    task = make_task(session, title="バスの取消し", subject_kind="visit", subject_id=visit.id)
    client, base = client_as(Role.COORDINATOR), f"/delegations/{visit.id}"
    page = client.get(f"{base}/cancelled").text
    for words in ("支出済み・負担済みは30,000円", "来民渋うちわ", "見本ホテル", "バスの取消し"):
        assert words in page
    assert client.get(f"{base}/tellings").status_code == 422
    form = {"version": str(visit.version), "reason": "台風", "keep": str(task.id)}
    assert client.submit(f"{base}/cancelled", form).status_code == 422
    done = client.submit(f"{base}/cancelled", {**form, "keep_reason": "取消料の支払い"})
    assert done.location == f"{base}/tellings"
    session.expire_all()
    assert session.get_one(Task, task.id).state is TaskState.OPEN
    assert f"{base}/tellings" in client.get(f"{base}/").text
    party = ends_of(session, visit).tell[0].party
    assert "7件のうち0件に連絡済み" in client.get(f"{base}/tellings").text
    ticked = client.submit(f"{base}/tellings/told", {"party": party})
    assert ticked.location == f"{base}/tellings#party-{party}"
    assert "7件のうち1件に連絡済み" in client.get(f"{base}/tellings").text
    client.submit(f"{base}/tellings/untold", {"party": party})
    assert "7件のうち0件に連絡済み" in client.get(f"{base}/tellings").text
    assert client.submit(f"{base}/tellings/told", {"party": "0" * 32}).status_code == 404
