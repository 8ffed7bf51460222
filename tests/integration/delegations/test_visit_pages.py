"""The pages of visits: who may, what they say, what they refuse."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import uuid7
from exchange.core.errors import DomainError
from exchange.core.permissions import Role
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.delegations.queries import visit_by_id
from exchange.delegations.services.visits import create_visit, revise_visit
from tests.factories.delegations import ACTOR, make_member, make_plan, make_visit
from tests.factories.partners import make_partner, make_san_antonio
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]

VISIT = {
    "direction": "out",
    "title": "ハイデルベルク友好訪問",
    "title_en": "Visit to Heidelberg",
    "partner": "heidelberg",
    "starts": "2027-05-17",
    "ends": "2027-05-22",
    "level": "mayor",
    "purpose": "友好都市提携35周年",
    "hosts": "ハイデルベルク市",
}


@pytest.fixture(autouse=True)
def _partners(session: Session) -> None:
    make_partner(session)
    make_san_antonio(session)


def visits(session: Session) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(Visit)) or 0


def test_a_coordinator_creates_a_visit(client_as: SignIn, session: Session) -> None:
    client = client_as(Role.COORDINATOR)
    answer = client.submit(
        "/delegations/new", {**VISIT, "other_partners": ["san-antonio"], "key": str(uuid7())}
    )
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"]).text
    assert "ハイデルベルク友好訪問" in page
    assert "令和9年(2027年)5月17日～22日" in page
    assert "ハイデルベルク市</a>、<a" in page
    visit = visit_by_id(session, session.scalars(select(Visit.id)).one())
    assert [partner.slug for partner in visit.partners] == ["heidelberg", "san-antonio"]
    assert visit.state is VisitState.DRAFT
    assert visit.owner_id is not None


def test_a_new_form_states_nothing_by_itself(client_as: SignIn, session: Session) -> None:
    client = client_as(Role.COORDINATOR)
    opened = client.get("/delegations/new").text
    for name in ("direction", "level", "partner"):
        chooser = opened.split(f'<select id="{name}"')[1].split("</select>")[0]
        assert chooser.partition("<option")[2].lstrip().startswith('value=""'), name
    visit = make_visit(session, state=VisitState.PLANNED)
    approval = client.get(f"/delegations/{visit.id}/approval").text
    assert '<option value="mayor" selected>' not in approval
    assert '<option value="">' in approval


def test_a_coordinator_is_told_who_publishes(client_as: SignIn, session: Session) -> None:
    path = f"/delegations/{make_visit(session).id}/"
    words = "国際課管理職が行います"
    assert words in client_as(Role.COORDINATOR).get(path).text
    assert words not in client_as(Role.MANAGER).get(path).text
    assert words not in client_as(Role.VIEWER).get(path).text


def test_a_form_sent_twice_makes_one_visit(client_as: SignIn, session: Session) -> None:
    client = client_as(Role.COORDINATOR)
    fields = {**VISIT, "key": str(uuid7())}
    first, second = (client.submit("/delegations/new", fields) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert visits(session) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends": "2027-05-16"}, "最終日が初日より前です"),
        ({"partner": "atlantis"}, "error-summary"),
        ({"title": " "}, "error-summary"),
        ({"starts": "5月17日"}, "error-summary"),
        ({"direction": ""}, 'href="#direction"'),
        ({"level": ""}, 'href="#level"'),
    ],
)
def test_a_faulty_visit_is_refused_and_what_was_typed_stays(
    client_as: SignIn, session: Session, changes: dict[str, str], sentence: str
) -> None:
    client = client_as(Role.COORDINATOR)
    answer = client.submit("/delegations/new", {**VISIT, "key": str(uuid7()), **changes})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Visit to Heidelberg" in answer.text
    assert visits(session) == 0


def test_a_tampered_token_keeps_what_was_typed(client_as: SignIn, session: Session) -> None:
    client = client_as(Role.COORDINATOR)
    answer = client.post("/delegations/new", data={**VISIT, "csrf_token": "spoilt"})
    assert answer.status_code == 422
    assert "Visit to Heidelberg" in answer.text
    assert visits(session) == 0


def test_a_stale_form_shows_what_was_opened_what_is_saved_and_what_was_typed(
    client_as: SignIn, session: Session
) -> None:
    visit = make_visit(session)
    client = client_as(Role.COORDINATOR)
    path = f"/delegations/{visit.id}/edit"
    opened = client.get(path).text
    version = re.search(r'name="version"[^>]*value="(\d+)"', opened)
    assert version is not None
    assert (
        client.submit(path, {**VISIT, "level": "council", "version": version[1]}).status_code == 302
    )
    assert client.submit(path, {**VISIT, "title": " ", "version": version[1]}).status_code == 422
    carried = re.search(r'name="opened" value="([^"]*)"', opened)
    assert carried is not None
    typed = {"level": "youth", "version": version[1], "opened": unescape(carried[1])}
    answer = client.submit(path, {**VISIT, **typed})
    assert answer.status_code == 409
    rows = re.findall(r'<td role="cell"[^>]*>([^<]*)</td>', answer.text)
    assert rows == ["市長", "議会", "青少年"]


def test_an_unknown_visit_is_not_found(client_as: SignIn) -> None:
    client = client_as(Role.COORDINATOR)
    for path in ("", "edit", "approval", "cancelled", "members/new", "items/new"):
        assert client.get(f"/delegations/{uuid4()}/{path}").status_code == 404
    person = {"family_name": "見本", "role": "member"}
    for path, fields in (("planned", {}), ("edit", VISIT), ("members/new", person)):
        assert client.submit(f"/delegations/{uuid4()}/{path}", fields).status_code == 404


@pytest.mark.parametrize(
    ("partners", "sentence"),
    [([], "delegations.error.no_partner"), (["atlantis"], "delegations.error.unknown_partner")],
)
def test_a_visit_has_a_partner_that_exists(
    session: Session, partners: list[str], sentence: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        create_visit(session, actor=ACTOR, plan=make_plan(partners=partners))
    assert (refusal.value.sentence.id, refusal.value.field) == (sentence, "partner")


def test_saving_without_a_change_leaves_no_trace(session: Session) -> None:
    visit = make_visit(session)
    version = visit.version
    revise_visit(session, actor=ACTOR, key=visit.id, version=version, plan=make_plan())
    assert visit.version == version
    acts = session.scalars(select(AuditLine.act).where(AuditLine.subject_id == visit.id))
    assert list(acts) == ["visits.create"]


def test_a_revision_keeps_the_partners_that_stay(session: Session) -> None:
    visit = make_visit(session)
    plan = make_plan(partners=["san-antonio", "heidelberg"])
    revise_visit(session, actor=ACTOR, key=visit.id, version=visit.version, plan=plan)
    session.expire_all()
    visit = visit_by_id(session, visit.id)
    assert [partner.slug for partner in visit.partners] == ["san-antonio", "heidelberg"]
    plan = make_plan(partners=["san-antonio"])
    revise_visit(session, actor=ACTOR, key=visit.id, version=visit.version, plan=plan)
    session.expire_all()
    [link] = visit_by_id(session, visit.id).links
    assert (link.partner.slug, link.position) == ("san-antonio", 1)


@pytest.mark.parametrize(
    ("role", "reads", "edits"),
    [
        (Role.ADMINISTRATOR, 200, 403),
        (Role.MANAGER, 200, 200),
        (Role.COORDINATOR, 200, 200),
        (Role.SECTION, 200, 403),
        (Role.SCHOOL, 403, 403),
        (Role.VIEWER, 200, 403),
    ],
)
def test_roles_see_and_edit_visits_as_the_policy_says(
    client_as: SignIn, session: Session, role: Role, reads: int, edits: int
) -> None:
    visit = make_visit(session)
    make_member(session, visit, "団長")
    client = client_as(role)
    for path in ("/delegations/", f"/delegations/{visit.id}/"):
        assert client.get(path).status_code == reads
    for path in ("new", f"{visit.id}/edit", f"{visit.id}/members/new", f"{visit.id}/items/new"):
        assert client.get(f"/delegations/{path}").status_code == edits
    assert client.submit("/delegations/new", VISIT).status_code == (302 if edits == 200 else 403)
    shown = client.get(f"/delegations/{visit.id}/").text
    assert ("団長 花子" in shown) is (role in {Role.MANAGER, Role.COORDINATOR})


def test_the_public_is_asked_to_sign_in(client: Visitor, session: Session) -> None:
    visit = make_visit(session, state=VisitState.CONFIRMED, published_at=datetime.now(UTC))
    answer = client.get(f"/delegations/{visit.id}/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/sign-in")


def test_the_list_needs_as_many_statements_for_many_as_for_few(
    client_as: SignIn, session: Session
) -> None:
    make_visit(session)
    client = client_as(Role.COORDINATOR)
    client.get("/delegations/")  # the first request of a person notes that they were here
    with count_statements() as few:
        client.get("/delegations/")
    for _ in range(7):
        make_member(session, make_visit(session, partners=["heidelberg", "san-antonio"]))
    with count_statements() as many:
        page = client.get("/delegations/").text
    assert page.count("ハイデルベルク友好訪問") == 8
    assert len(many) == len(few)


def test_the_list_is_filtered_by_the_address(client_as: SignIn, session: Session) -> None:
    make_visit(session, partners=["san-antonio"])
    client = client_as(Role.VIEWER)
    assert "ハイデルベルク友好訪問" in client.get("/delegations/?partner=san-antonio").text
    assert "該当する訪問はありません" in client.get("/delegations/?partner=heidelberg").text
    assert "該当する訪問はありません" in client.get("/delegations/?span=past").text
    for wrong in ("span=soon", "partner=atlantis", "cursor=nonsense"):
        assert client.get(f"/delegations/?{wrong}").status_code == 400
