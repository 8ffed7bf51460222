"""A celebration by its pages: made, revised, linked, moved, published; its runway step by step."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.agreements.queries import basis_by_slug
from exchange.agreements.services import publish_basis, withdraw_basis
from exchange.celebrations.enums import CelebrationState
from exchange.celebrations.models import Celebration, RunwayStep
from exchange.celebrations.services.celebrations import CelebrationPlan, Occasion
from exchange.celebrations.services.states import advance_celebration
from exchange.celebrations.services.steps import start_runway
from exchange.closures.services import AvoidedPlan, avoid_days
from exchange.core import clock
from exchange.core.permissions import Role
from exchange.tasks.models import Task
from tests.factories.celebrations import ACTOR, HEIDELBERG, make_celebration, plan
from tests.factories.delegations import make_visit
from tests.factories.youth import make_edition, make_programme
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
FIELDS = {
    "occasion": "heidelberg-affiliation:35",
    "title": "ハイデルベルク市35周年記念式典",
    "title_en": "35 years with Heidelberg",
    "theme": "若者",
    "starts": "2027-05-18",
    "ends": "2027-05-21",
    "days_fixed": "y",
}


@pytest.fixture
def coordinator(client_as: Callable[..., Visitor]) -> Visitor:
    visitor = client_as(Role.COORDINATOR)
    visitor.get("/celebrations/?lang=ja")
    return visitor


def the_one(session: Session) -> Celebration:
    session.expire_all()
    return session.scalars(select(Celebration)).one()


def confirmed(session: Session, stated: CelebrationPlan | None = None) -> Celebration:
    made = make_celebration(session, HEIDELBERG, stated or plan("2027-05-18", "2027-05-21"))
    for target in (CelebrationState.PLANNED, CelebrationState.CONFIRMED):
        advance_celebration(session, actor=ACTOR, key=made.id, version=made.version, target=target)
    return made


def test_a_celebration_is_made_from_a_milestone_and_moved_along(
    coordinator: Visitor, session: Session
) -> None:
    with clock.held(NOW):
        form = coordinator.get("/celebrations/new?occasion=heidelberg-affiliation:35").text
        assert '<option value="heidelberg-affiliation:35" selected>' in form
        assert "ハイデルベルク市 35周年" in form
        answer = coordinator.submit("/celebrations/new", FIELDS)
    made = the_one(session)
    path = f"/celebrations/{made.id}/"
    assert answer.location == path
    assert (made.title["en"], made.days_fixed) == ("35 years with Heidelberg", True)
    assert "35周年" in coordinator.get(path).text
    assert coordinator.submit(f"{path}confirmed", {"version": made.version}).status_code == 409
    assert coordinator.submit(f"{path}planned", {"version": made.version}).location == path
    changed = {
        **FIELDS,
        "title": "改めた式典",
        "days_fixed": "",
        "version": the_one(session).version,
    }
    assert coordinator.submit(f"{path}edit", changed).location == path
    assert "候補期間" in coordinator.get(path).text
    refused = coordinator.submit(f"{path}confirmed", {"version": the_one(session).version})
    assert refused.status_code == 422
    assert "日を確定してから進めてください" in refused.text
    assert "改めた式典" in coordinator.get(f"{path}edit").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({**FIELDS, "title": ""}, "名称を入力してください"),
        ({**FIELDS, "occasion": ""}, "どの周年かを選んでください"),
        ({**FIELDS, "ends": ""}, "どちらも空けてください"),
        ({**FIELDS, "ends": "2027-05-01"}, "始まりの日以降"),
        ({**FIELDS, "starts": "", "ends": ""}, "日付を入力してください"),
    ],
)
def test_a_form_that_cannot_be_meant_comes_back(
    coordinator: Visitor, session: Session, fields: dict[str, str], sentence: str
) -> None:
    with clock.held(NOW):
        answer = coordinator.submit("/celebrations/new", fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalars(select(Celebration)).all() == []


def test_a_late_or_empty_change_is_refused(coordinator: Visitor, session: Session) -> None:
    path = f"/celebrations/{make_celebration(session).id}/edit"
    session.commit()
    stale = coordinator.submit(path, {**FIELDS, "version": "9"})
    assert stale.status_code == 409
    assert "式典" in stale.text
    assert coordinator.submit(path, {**FIELDS, "title": "", "version": "1"}).status_code == 422
    assert coordinator.get(f"/celebrations/{uuid4()}/").status_code == 404


def test_visits_and_editions_of_the_partner_are_offered_and_linked(
    coordinator: Visitor, session: Session
) -> None:
    made = make_celebration(session, HEIDELBERG, plan("2027-05-18", "2027-05-21"))
    visit = make_visit(session)
    programme = make_programme(session, partner_id=visit.partners[0].id)
    edition = make_edition(session, programme=programme)
    path = f"/celebrations/{made.id}/links"
    form = coordinator.get(path).text
    assert "ハイデルベルク友好訪問" in form
    chosen = {"visits": str(visit.id), "editions": str(edition.id), "version": made.version}
    assert coordinator.submit(path, chosen).status_code == 302
    page = coordinator.get(f"/celebrations/{made.id}/").text
    assert f"/delegations/{visit.id}/" in page
    assert f"/youth/editions/{edition.id}/" in page
    assert "checked" in coordinator.get(path).text
    assert "式典" in coordinator.get(f"/delegations/{visit.id}/").text
    assert coordinator.submit(path, {"visits": str(uuid4()), "version": "2"}).status_code == 422
    assert coordinator.submit(path, {"version": "99"}).status_code == 409
    assert coordinator.submit(path, {"version": the_one(session).version}).status_code == 302
    assert "まだありません" in coordinator.get(f"/celebrations/{made.id}/").text


def test_a_partner_without_visits_offers_none(coordinator: Visitor, session: Session) -> None:
    page = coordinator.get(f"/celebrations/{make_celebration(session).id}/links").text
    assert "この都市との訪問はまだありません" in page


@pytest.mark.parametrize("target", ["postponed", "cancelled"])
def test_what_is_stopped_needs_a_reason_and_says_it(
    coordinator: Visitor, session: Session, target: str
) -> None:
    made = confirmed(session)
    path = f"/celebrations/{made.id}/{target}"
    assert coordinator.get(path).status_code == 200
    assert coordinator.submit(path, {"version": made.version}).status_code == 422
    stale = {"version": "99", "reason": "台風のため"}
    assert coordinator.submit(path, stale).status_code == 409
    assert (
        coordinator.submit(path, {"version": made.version, "reason": "台風のため"}).status_code
        == 302
    )
    assert the_one(session).state.value == target
    assert "台風のため" in coordinator.get(f"/celebrations/{made.id}/").text


def test_a_mistyped_year_is_asked_about_once_and_missing_titles_are_named(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    manager = client_as(Role.MANAGER)
    far = {**FIELDS, "title_en": "", "starts": "2037-05-18", "ends": "2037-05-21"}
    with clock.held(NOW):
        asked = manager.submit("/celebrations/new", far)
        assert asked.status_code == 422
        assert "1年以上離れています" in asked.text
        assert 'name="far_meant"' in asked.text
        manager.submit("/celebrations/new", {**far, "far_meant": "y"})
        made = the_one(session)
        path = f"/celebrations/{made.id}/"
        renamed = {**far, "title": "別の題名", "version": made.version}
        assert manager.submit(f"{path}edit", renamed).location == path
        assert "題名がまだない言語" not in manager.get(path).text
        for target in ("planned", "confirmed"):
            manager.submit(f"{path}{target}", {"version": the_one(session).version})
        assert "題名がまだない言語があります：English" in manager.get(path).text


def test_a_manager_publishes_and_the_partner_s_page_shows_it(
    client: Visitor, client_as: Callable[..., Visitor], session: Session
) -> None:
    made = confirmed(session, plan("2027-05-18", "2027-05-21", title="公開の式典"))
    path, partner = f"/celebrations/{made.id}/", "/partners/heidelberg/?lang=ja"
    manager = client_as(Role.MANAGER)
    assert "公開の式典" not in client.get(partner).text
    assert manager.submit(f"{path}publish", {"version": "99"}).status_code == 409
    assert manager.submit(f"{path}publish", {"version": made.version}).location == path
    shown = client.get(partner).text
    assert "公開の式典" in shown
    assert "若者と観光" not in shown
    assert path not in shown
    assert "公開の式典" in client.get("/celebrations/?lang=ja").text
    assert manager.submit(f"{path}withdraw", {"version": "99"}).status_code == 409
    version = the_one(session).version
    assert manager.submit(f"{path}withdraw", {"version": version}).location == path
    assert "公開の式典" not in client.get(partner).text
    assert client.get(path).status_code == 302
    idea = make_celebration(session)
    assert manager.submit(f"/celebrations/{idea.id}/publish", {"version": "1"}).status_code == 422


def test_a_runway_is_started_and_its_steps_are_worked_through(
    coordinator: Visitor, session: Session
) -> None:
    with clock.held(NOW):
        made = make_celebration(session, HEIDELBERG, plan("2027-05-18", "2027-05-21"))
        path = f"/celebrations/{made.id}/"
        assert "準備工程はまだありません" in coordinator.get(path).text
        assert coordinator.submit(f"{path}runway", {"version": "1"}).location == f"{path}#runway"
        assert coordinator.submit(f"{path}runway", {"version": "2"}).status_code == 422
        page = coordinator.get(path).text
        assert "記録なし" in page
        assert "期限超過" not in page
    new = f"{path}steps/new"
    assert coordinator.get(new).status_code == 200
    assert coordinator.submit(new, {"title": "", "due": "2027-02-01"}).status_code == 422
    assert coordinator.submit(new, {"title": "ロゴの公募", "due": "2027-02-01"}).status_code == 302
    session.expire_all()
    step = next(s for s in session.scalars(select(RunwayStep)) if s.title["ja"] == "ロゴの公募")
    edit, base = f"{path}steps/{step.id}/edit", f"{path}steps/{step.id}/"
    assert "ロゴの公募" in coordinator.get(edit).text
    changed = {"title": "ロゴを公募する", "due": "2027-02-02", "version": "1"}
    assert coordinator.submit(edit, {**changed, "title": ""}).status_code == 422
    assert coordinator.submit(edit, {**changed, "version": "9"}).status_code == 409
    assert coordinator.submit(edit, changed).status_code == 302
    assert coordinator.submit(f"{base}done", {"version": "2"}).status_code == 302
    assert coordinator.submit(f"{base}open", {"version": "3"}).status_code == 302
    assert coordinator.submit(f"{base}task", {"version": "4"}).status_code == 302
    assert coordinator.submit(f"{base}done", {"version": "5"}).status_code == 422
    task = session.scalars(select(Task)).one()
    assert task.due == date(2027, 2, 2)
    assert f"/tasks/{task.id}/edit" in coordinator.get(path).text
    assert coordinator.submit(f"{base}end", {"version": "5"}).status_code == 302
    assert coordinator.get(edit).status_code == 404


def test_a_step_cannot_be_added_to_what_is_over(coordinator: Visitor, session: Session) -> None:
    made = make_celebration(session)
    fields = {"title": "ロゴの公募", "due": "2027-02-01"}
    refused = coordinator.submit(f"/celebrations/{made.id}/steps/new", fields)
    assert refused.status_code == 422
    assert "先に準備工程を作ってください" in refused.text


def test_a_very_long_window_is_not_looked_at_day_by_day(
    coordinator: Visitor, session: Session
) -> None:
    made = make_celebration(session, stated=plan("2029-04-01", "2030-03-31", fixed=False))
    page = coordinator.get(f"/celebrations/{made.id}/").text
    assert "国慶節" not in page
    assert "休日は調べていません" in page
    far = make_celebration(session, stated=plan("2079-09-25", "2079-09-26"))
    assert "休日は調べていません" in coordinator.get(f"/celebrations/{far.id}/").text


def test_a_celebration_of_a_basis_for_staff_is_never_public(
    client: Visitor, client_as: Callable[..., Visitor], session: Session
) -> None:
    takeover = Occasion("rome-ga-takeover", 15)
    made = make_celebration(session, takeover, plan("2030-06-10", "2030-06-11", title="承継の式典"))
    for target in (CelebrationState.PLANNED, CelebrationState.CONFIRMED):
        advance_celebration(session, actor=ACTOR, key=made.id, version=made.version, target=target)
    manager, path = client_as(Role.MANAGER), f"/celebrations/{made.id}/publish"
    assert manager.submit(path, {"version": made.version}).status_code == 422
    basis = basis_by_slug(session, "rome-ga-takeover")
    publish_basis(session, actor=ACTOR, basis=basis, version=basis.version)
    assert manager.submit(path, {"version": made.version}).status_code == 302
    assert "承継の式典" in client.get("/partners/rome-ga/?lang=ja").text
    session.refresh(basis)
    withdraw_basis(session, actor=ACTOR, basis=basis, version=basis.version)
    assert "承継の式典" not in client.get("/partners/rome-ga/?lang=ja").text


def test_celebrations_are_found_by_the_search_box(coordinator: Visitor, session: Session) -> None:
    made = make_celebration(session, stated=plan(title="桂林半世紀の集い"))
    assert f"/celebrations/{made.id}/" in coordinator.get("/search/?q=半世紀").text


def test_the_page_asks_few_statements_whatever_its_runway_holds(
    coordinator: Visitor, session: Session
) -> None:
    made = make_celebration(session)
    path = f"/celebrations/{made.id}/"
    coordinator.get(path)
    with count_statements() as few:
        coordinator.get(path)
    start_runway(session, actor=ACTOR, key=made.id, version=made.version)
    with count_statements() as more:
        assert coordinator.get(path).status_code == 200
    assert len(more) == len(few)
    assert len(more) <= 18


def test_a_viewer_reads_but_is_offered_nothing_to_press(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    made = make_celebration(session, HEIDELBERG, plan("2027-05-18", "2027-05-21"))
    start_runway(session, actor=ACTOR, key=made.id, version=made.version)
    viewer = client_as(Role.VIEWER)
    page = viewer.get(f"/celebrations/{made.id}/?lang=ja").text
    assert "準備工程の一覧" in page
    assert "済にする" not in page
    assert viewer.submit(f"/celebrations/{made.id}/planned", {"version": "2"}).status_code == 403


def test_the_list_of_partners_leads_to_the_milestones(client: Visitor) -> None:
    assert 'href="/celebrations/"' in client.get("/partners/?lang=ja").text.split("<main")[1]


def test_days_to_avoid_are_shown_beside_closed_days(coordinator: Visitor, session: Session) -> None:
    for place, reason in (("heidelberg", "先方の行事"), ("guilin", "別の都市")):
        avoided = AvoidedPlan(
            place=place, starts=date(2027, 5, 20), ends=date(2027, 5, 30), reason=reason
        )
        avoid_days(session, actor=ACTOR, plan=avoided)
    made = make_celebration(session, HEIDELBERG, plan("2027-05-18", "2027-05-21"))
    page = coordinator.get(f"/celebrations/{made.id}/").text
    assert "先方の行事" in page
    assert "別の都市" not in page
