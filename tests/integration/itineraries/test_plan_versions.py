"""Versions of a programme: published, compared with now."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Localized
from exchange.core.errors import NotFoundError
from exchange.core.permissions import Role
from exchange.delegations.models import Visit
from exchange.itineraries.enums import Attending
from exchange.itineraries.models import PlanVersion
from exchange.itineraries.services.items import correct_item, end_item, plan_of
from exchange.itineraries.services.versions import changes_since, publish_version
from tests.factories.delegations import ACTOR, make_member, make_visit
from tests.factories.itineraries import make_item, wall
from tests.factories.partners import make_partner
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    return make_visit(session)


@pytest.fixture
def client(client_as: SignIn) -> Visitor:
    return client_as(Role.COORDINATOR)


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_version_is_the_plan_as_data_with_who_when_and_why(
    client: Visitor, session: Session, visit: Visit
) -> None:
    path = f"/delegations/{visit.id}/itinerary/versions"
    assert "版はまだありません" in client.get(path).text
    assert "行程がないので、版にできません" in client.submit(path, {"note": ""}).text
    item = make_item(session, visit, place="市庁舎")
    assert client.submit(path, {"note": "初版"}).headers["Location"].endswith("/versions")
    [version] = session.scalars(select(PlanVersion))
    assert (version.number, version.note) == (1, "初版")
    [plan] = version.plan
    assert plan["key"] == str(item.id)
    assert (plan["title"], plan["place"], plan["start_day"], plan["start_clock"]) == (
        "市長表敬",
        "市庁舎",
        "2027-05-19",
        "09:00",
    )
    acts = session.scalars(select(AuditLine.act).where(AuditLine.subject_id == visit.id))
    assert "visits.publish_version" in set(acts)


def test_the_same_plan_is_not_published_twice(
    client: Visitor, session: Session, visit: Visit
) -> None:
    make_item(session, visit)
    path = f"/delegations/{visit.id}/itinerary/versions"
    assert client.submit(path, {}).status_code == 302
    again = client.submit(path, {})
    assert again.status_code == 422
    assert "v1から変わったところがないので" in again.text
    assert client.submit(path, {"note": "あ" * 301}).status_code == 422


def test_the_page_of_a_visit_says_that_its_programme_changed_since_the_last_version(
    client: Visitor, client_as: SignIn, session: Session, visit: Visit
) -> None:
    page, link = f"/delegations/{visit.id}/", "itinerary/versions?since=1"
    make_item(session, visit)
    publish_version(session, actor=ACTOR, visit_id=visit.id, note="")
    assert "のあと、行程が変わっています" not in client.get(page).text
    make_item(session, visit, "2027-05-20 09:00", "2027-05-20 10:00")
    shown = client.get(page).text
    assert "第1版（v1）のあと、行程が変わっています" in shown
    assert link in shown
    section = client_as(Role.SECTION).get(page).text
    assert "第1版（v1）のあと、行程が変わっています" in section
    assert link not in section


def test_what_changed_since_a_version_is_on_the_page(  # long: one story
    client: Visitor, session: Session, visit: Visit
) -> None:
    member = make_member(session, visit, "見本団員")
    moved, changed = make_item(session, visit), make_item(session, visit, track="随行班")
    gone = make_item(session, visit, title=Localized({"ja": "見学"}))
    publish_version(session, actor=ACTOR, visit_id=visit.id, note="")
    later = wall("2027-05-20 13:00", "Europe/Berlin"), wall("2027-05-21 08:00", "Asia/Tokyo")
    plans = (
        (moved, replace(plan_of(moved), start=later[0], end=later[1])),
        (
            changed,
            replace(
                plan_of(changed),
                meal="昼",
                speech=True,
                people=(member.person_id,),
                attending=Attending.NAMED,
            ),
        ),
    )
    for item, plan in plans:
        correct_item(
            session, actor=ACTOR, visit_id=visit.id, key=item.id, version=item.version, plan=plan
        )
    end_item(session, actor=ACTOR, visit_id=visit.id, key=gone.id, version=gone.version)
    make_item(session, visit, title=Localized({"ja": "懇談"}))
    shown = plain(client.get(f"/delegations/{visit.id}/itinerary/versions").text)
    assert "v1からの変更 加わった行程" in shown
    assert "外れた行程 5月19日(水) 09:00 ハイデルベルク市 – 10:30 見学" in shown
    assert "→ 5月20日(木) 13:00 ハイデルベルク市 – 5月21日(金) 08:00 熊本" in shown
    assert "食事：（なし） → 昼" in shown
    assert "あいさつ・発言がある：いいえ → はい" in shown
    assert "→ 下で選んだ人だけ" in shown
    assert "名前を挙げる人：（なし） → 見本団員 花子" in shown
    publish_version(session, actor=ACTOR, visit_id=visit.id, note="")
    path = f"/delegations/{visit.id}/itinerary/versions"
    assert "v2からの変更 変更はありません" in plain(client.get(path).text)
    assert "v1からの変更 加わった行程" in plain(client.get(f"{path}?since=1").text)
    assert changes_since(session, visit.id, 1)
    with pytest.raises(NotFoundError):
        changes_since(session, visit.id, 9)
