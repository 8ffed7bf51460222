"""What a visit is made of and tied to: legs, hosts, fallback days, celebration, strategy."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.agreements.models import Agreement, AgreementParty
from exchange.audit.models import AuditLine
from exchange.celebrations.queries import celebrations_of_visit
from exchange.celebrations.services.celebrations import link_celebration
from exchange.core.database import uuid7
from exchange.core.errors import DomainError, StaleRowError
from exchange.core.permissions import Role
from exchange.delegations.enums import MemberRole, VisitState
from exchange.delegations.legs import Leg
from exchange.delegations.models import Visit
from exchange.delegations.offers import loose_ends
from exchange.delegations.queries.wholes import whole_visit
from exchange.delegations.services.copying import copy_visit
from exchange.delegations.services.legs import state_legs
from exchange.delegations.services.moving import look_at_dates, move_visit
from exchange.delegations.services.states import advance_visit, cancel_visit
from exchange.delegations.services.visits import (
    VisitPlan,
    create_visit,
    fallback_of,
    revise_visit,
)
from exchange.strategy.models import Strategy
from exchange.tasks.rules import Span
from tests.factories.celebrations import HEIDELBERG, make_celebration
from tests.factories.delegations import ACTOR, make_member, make_plan, make_visit
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
FALLBACK: dict[str, Any] = {
    "fallback_starts": date(2027, 5, 24),
    "fallback_ends": date(2027, 5, 29),
}
FORM = {
    "direction": "in",
    "title": "高雄市訪問団",
    "partner": "kaohsiung",
    "starts": "2027-05-17",
    "ends": "2027-05-20",
    "level": "deputy_mayor",
}


def party(session: Session, name: str = "熊本県", agreement: str = "kaohsiung-2017") -> UUID:
    rows = session.scalars(
        select(AgreementParty)
        .join(Agreement, Agreement.id == AgreementParty.agreement_id)
        .where(Agreement.slug == agreement)
    )
    return next(each.id for each in rows if each.names["ja"] == name)


def again(session: Session, visit: Visit) -> Visit:
    session.flush()
    session.expire_all()
    return whole_visit(session, visit.id)


def revise(session: Session, visit: Visit, plan: VisitPlan) -> Visit:
    revise_visit(session, actor=ACTOR, key=visit.id, version=visit.version, plan=plan)
    return again(session, visit)


def state(session: Session, visit: Visit, *legs: Leg) -> Visit:
    state_legs(session, actor=ACTOR, key=visit.id, version=visit.version, legs=legs)
    return again(session, visit)


def leg(first: int, last: int, place: str = "", partner: UUID | None = None) -> Leg:
    return Leg(partner, place, date(2027, 5, first), date(2027, 5, last))


def last_changes(session: Session, act: str) -> dict[str, tuple[str | None, str | None]]:
    line = session.scalars(
        select(AuditLine).where(AuditLine.act == act).order_by(AuditLine.id.desc())
    ).first()
    assert line is not None
    return {value.field: (value.old, value.new) for value in line.values}


def test_a_visit_is_tied_to_hosts_celebration_and_strategy(session: Session) -> None:
    celebration = make_celebration(session, HEIDELBERG)
    plan = make_plan(
        partners=["kaohsiung", "heidelberg"],
        parties=[party(session)],
        hosts="見本協会",
        celebrations=[celebration.id],
        measures=["measure-3"],
        projects=["leading-project-02", "leading-project-01"],
        **FALLBACK,
    )
    visit = again(session, create_visit(session, actor=ACTOR, plan=plan))
    assert [each.names["ja"] for each in visit.parties] == ["熊本県"]
    told = {str(each.name) for each in loose_ends(session, visit_id=visit.id, actor=ACTOR).tell}
    assert {str(each.names) for each in visit.parties} | {"見本協会"} < told
    assert [each.slug for each in visit.measures] == ["measure-3"]
    assert [each.number for each in visit.projects] == [1, 2]
    assert [each.id for each in celebrations_of_visit(session, visit.id)] == [celebration.id]
    assert fallback_of(visit) == Span(FALLBACK["fallback_starts"], FALLBACK["fallback_ends"])
    untied = revise(session, visit, make_plan(partners=["heidelberg"]))
    assert (untied.parties, untied.measures, untied.projects) == ([], [], [])
    assert (untied.celebrations, fallback_of(untied)) == ([], None)
    assert untied.version == 2
    tied, gone = str([str(visit.id)]), "[]"
    assert last_changes(session, "celebrations.link")["visits"] in {
        (tied, gone),
        (tied.replace("'", '"'), gone),
    }


def test_a_celebration_keeps_its_state_when_a_visit_is_called_off_and_both_pages_say_so(
    coordinator: Visitor, session: Session
) -> None:
    celebration = make_celebration(session, HEIDELBERG)
    plan = make_plan(partners=["heidelberg"], celebrations=[celebration.id])
    visit = create_visit(session, actor=ACTOR, plan=plan)
    said = {
        f"/delegations/{visit.id}/": "周年事業の状態は変わりません",
        f"/celebrations/{celebration.id}/": "延期・中止になった訪問があります",
    }
    before = celebration.state
    assert [words in coordinator.get(page).text for page, words in said.items()] == [False, False]
    cancel_visit(session, actor=ACTOR, key=visit.id, version=visit.version, reason="台風")
    assert celebration.state is before
    assert [words in coordinator.get(page).text for page, words in said.items()] == [True, True]


def test_a_form_opened_before_a_celebration_was_linked_does_not_undo_the_link(
    session: Session,
) -> None:
    celebration = make_celebration(session, HEIDELBERG)
    plan = make_plan(partners=["heidelberg"])
    visit = again(session, create_visit(session, actor=ACTOR, plan=plan))
    opened = visit.version
    link_celebration(
        session,
        actor=ACTOR,
        key=celebration.id,
        version=celebration.version,
        visits=[visit.id],
        editions=[],
    )
    with pytest.raises(StaleRowError) as caught:
        revise_visit(session, actor=ACTOR, key=visit.id, version=opened, plan=plan)
    assert caught.value.theirs["celebrations"] == [str(celebration.id)]


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"parties": [uuid4()]}, "delegations.error.no_party", "parties"),
        ({"celebrations": [uuid4()]}, "delegations.error.no_celebration", "celebrations"),
        ({"measures": ["measure-9"]}, "strategy.error.no_row", "measures"),
        ({"projects": ["measure-1"]}, "strategy.error.no_row", "projects"),
        (
            {"fallback_starts": date(2027, 5, 24)},
            "delegations.error.fallback_half",
            "fallback_ends",
        ),
    ],
)
def test_a_visit_is_tied_to_nothing_that_is_not_there(
    session: Session, changes: dict[str, object], sentence: str, field: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        create_visit(session, actor=ACTOR, plan=make_plan(**changes))
    assert (refusal.value.sentence.id, refusal.value.field) == (
        sentence,
        field,
    )


def test_what_a_visit_has_stays_though_it_is_offered_no_more(session: Session) -> None:
    plan = make_plan(partners=["kaohsiung"], parties=[party(session)])
    visit = again(session, create_visit(session, actor=ACTOR, plan=plan))
    plan = make_plan(parties=[party(session)], purpose="変更")
    assert [each.names["ja"] for each in revise(session, visit, plan).parties] == ["熊本県"]


def test_what_a_visit_serves_of_an_earlier_strategy_stays(session: Session) -> None:
    visit = again(session, make_visit(session, measures=["measure-3"]))
    old = session.scalars(select(Strategy)).one()
    values = {name: getattr(old, name) for name in ("title", "vision", "enacted", "review_year")}
    session.add(Strategy(slug="next", first_year=2024, last_year=2039, **values))
    session.flush()
    plan = make_plan(measures=["measure-3"], purpose="変更")
    assert [each.slug for each in revise(session, visit, plan).measures] == ["measure-3"]
    with pytest.raises(DomainError) as refusal:
        make_visit(session, measures=["measure-3"])
    assert refusal.value.sentence.id == "strategy.error.no_row"


def test_a_visit_that_has_begun_takes_no_new_fallback_days_and_may_lose_its_own(
    session: Session,
) -> None:
    visit = make_visit(session, state=VisitState.UNDER_WAY, **FALLBACK)
    kept = revise(session, visit, make_plan(purpose="変更", **FALLBACK))
    assert fallback_of(kept) is not None
    other = make_plan(**{**FALLBACK, "fallback_ends": date(2027, 5, 30)})
    with pytest.raises(DomainError) as refusal:
        revise(session, kept, other)
    assert refusal.value.sentence.id == "delegations.error.fallback_late"
    assert fallback_of(revise(session, kept, make_plan())) is None


def test_the_fallback_days_are_taken_and_legs_move_along(session: Session) -> None:
    visit = again(session, make_visit(session, **FALLBACK))
    [partner] = visit.partners
    visit = state(session, visit, leg(17, 18, "フランクフルト"), leg(18, 22, "", partner.id))
    new = fallback_of(visit)
    assert new is not None
    found, digest = look_at_dates(session, visit=visit, new=new, sources=())
    assert [(each.before.day, each.after and each.after.day) for each in found] == [
        (17, 24),
        (18, 25),
    ]
    move_visit(session, actor=ACTOR, key=visit.id, new=new, digest=digest, sources=())
    moved = again(session, visit)
    assert (moved.starts, moved.ends, fallback_of(moved)) == (new.first, new.last, None)
    assert [(each.starts.day, each.ends.day) for each in moved.legs] == [(24, 25), (25, 29)]
    changes = last_changes(session, "visits.move")
    assert changes["fallback_starts"] == ("2027-05-24", None)


def test_legs_of_a_visit_that_has_begun_stay(session: Session) -> None:
    visit = make_visit(session, starts=date(2026, 5, 17), ends=date(2026, 5, 22))
    visit = again(session, visit)
    stay = Leg(None, "ベルリン", date(2026, 5, 18), date(2026, 5, 20))
    visit = state(session, visit, stay)
    visit.state = VisitState.CLOSED
    visit.approved_on, visit.approval_class = date(2026, 4, 1), "mayor"  # type: ignore[assignment]
    session.flush()
    visit = again(session, visit)
    new = Span(date(2026, 5, 18), date(2026, 5, 22))
    found, digest = look_at_dates(session, visit=visit, new=new, sources=())
    assert found == []
    move_visit(session, actor=ACTOR, key=visit.id, new=new, digest=digest, sources=())
    [kept] = again(session, visit).legs
    assert kept.starts == date(2026, 5, 18)


def test_legs_are_stated_once_and_seen_by_who_comes_later(session: Session) -> None:
    visit = again(session, make_visit(session, partners=["heidelberg", "aix-en-provence"]))
    first, second = (partner.id for partner in visit.partners)
    old = visit.version
    visit = state(session, visit, leg(17, 19, "", first), leg(19, 22, "市内", second))
    assert [each.partner and each.partner.slug for each in visit.legs] == [
        "heidelberg",
        "aix-en-provence",
    ]
    assert last_changes(session, "visits.state_legs")["legs"][1] == (
        "2027-05-17 2027-05-19 ハイデルベルク市\n2027-05-19 2027-05-22 エクサンプロヴァンス市 市内"
    )
    version = visit.version
    same = state(session, visit, leg(17, 19, "", first), leg(19, 22, "市内", second))
    assert same.version == version == old + 1
    with pytest.raises(StaleRowError) as stale:
        state_legs(session, actor=ACTOR, key=visit.id, version=old, legs=[])
    theirs = stale.value.theirs
    assert (theirs["partner_1"], theirs["place_2"], theirs["starts_3"]) == (
        "heidelberg",
        "市内",
        None,
    )
    assert state(session, visit).legs == []


def test_a_copy_has_the_legs_that_go_to_its_own_partners(session: Session) -> None:
    source = again(session, make_visit(session, partners=["heidelberg", "aix-en-provence"]))
    first, second = (partner.id for partner in source.partners)
    state(session, source, leg(17, 19, "", first), leg(19, 20, "", second), leg(20, 22, "パリ"))
    plan = make_plan(starts=date(2028, 5, 17), ends=date(2028, 5, 22))
    copy = copy_visit(session, actor=ACTOR, source_id=source.id, plan=plan)
    legs = again(session, copy).legs
    assert [(each.partner_id, each.place, str(each.starts)) for each in legs] == [
        (first, "", "2028-05-17"),
        (None, "パリ", "2028-05-20"),
    ]


def test_a_delegation_is_confirmed_with_its_head_alone(session: Session) -> None:
    visit = make_visit(session, state=VisitState.APPROVED)
    member = make_member(session, visit)

    def confirm() -> Visit:
        target, version = VisitState.CONFIRMED, visit.version
        return advance_visit(session, actor=ACTOR, key=visit.id, version=version, target=target)

    with pytest.raises(DomainError) as refusal:
        confirm()
    assert refusal.value.sentence.id == "delegations.error.no_head"
    member.role = MemberRole.LEADER
    session.flush()
    assert confirm().state is VisitState.CONFIRMED


@pytest.fixture
def coordinator(client_as: SignIn) -> Visitor:
    return client_as(Role.COORDINATOR)


def offered(page: str, field: str) -> Sequence[str]:
    found = re.findall(rf'name="{field}" value="([^"]*)"', page)
    return [unescape(each) for each in found]


def test_the_form_offers_what_the_partner_has(coordinator: Visitor, session: Session) -> None:
    make_celebration(session, HEIDELBERG)
    session.commit()
    empty = coordinator.get("/delegations/new").text
    assert offered(empty, "parties") == offered(empty, "celebrations") == []
    assert "協定の当事者（県など）から選べます" in empty
    assert len(offered(empty, "measures")) == 5
    assert len(offered(empty, "projects")) == 11
    kaohsiung = coordinator.get("/delegations/new?partner=kaohsiung").text
    assert str(party(session)) in offered(kaohsiung, "parties")
    heidelberg = coordinator.get("/delegations/new?partner=heidelberg").text
    assert len(offered(heidelberg, "celebrations")) == 1


def test_the_page_shows_what_a_visit_is_tied_to(coordinator: Visitor, session: Session) -> None:
    celebration = make_celebration(session, HEIDELBERG)
    session.commit()
    fields = {
        **FORM,
        "other_partners": ["heidelberg"],
        "parties": [str(party(session))],
        "hosts": "見本協会",
        "measures": ["measure-5"],
        "projects": ["leading-project-09"],
        "celebrations": [str(celebration.id)],
        "fallback_starts": "2027-05-24",
        "fallback_ends": "2027-05-27",
        "key": str(uuid7()),
    }
    refused = coordinator.submit("/delegations/new", fields | {"partner": "ulsan"})
    assert refused.status_code == 422
    answer = coordinator.submit("/delegations/new", fields)
    assert answer.status_code == 302
    path = answer.headers["Location"]
    page = coordinator.get(path).text
    assert "熊本県、見本協会" in page
    assert "令和9年(2027年)5月24日～27日" in page
    assert '<a href="/strategy/#measure-5">' in page
    assert '<a href="/strategy/#leading-project-09">' in page
    assert f"/celebrations/{celebration.id}/" in page
    assert "<caption>周年事業の訪問" in coordinator.get(f"/celebrations/{celebration.id}/").text
    taking = coordinator.get(f"{path}dates?fallback=1").text
    digest = re.search(r'name="digest" value="(\w+)"', taking)
    assert digest is not None
    days = {"starts": "2027-05-24", "ends": "2027-05-27", "digest": digest[1]}
    assert coordinator.submit(f"{path}dates", days).status_code == 302
    assert "予備日" not in coordinator.get(path).text


def test_legs_are_typed_refused_in_their_row_and_compared(
    coordinator: Visitor, session: Session
) -> None:
    visit = make_visit(session)
    path = f"/delegations/{visit.id}/legs"
    assert coordinator.get(path).text.count("<fieldset") == 2
    row = {"partner_2": "heidelberg", "starts_2": "2027-05-18", "ends_2": "2027-05-20"}
    typed = {**row, "version": "1", "opened": "{}"}
    outside = coordinator.submit(path, typed | {"ends_2": "2027-05-23"})
    assert outside.status_code == 422
    assert 'href="#ends_2"' in outside.text
    half = coordinator.submit(path, typed | {"ends_2": ""})
    assert (half.status_code, "区間の初日と最終日を入れてください" in half.text) == (422, True)
    assert coordinator.submit(path, typed).status_code == 302
    page = coordinator.get(f"/delegations/{visit.id}/").text
    assert "1. 令和9年(2027年)5月18日～20日" in page
    assert "5月17日はどの区間にも入っていません。" in page
    stale = coordinator.submit(path, typed | {"place_2": "市内"})
    assert stale.status_code == 409
    assert "ハイデルベルク市" in stale.text
