"""A page for each measure and leading project, and what stands behind the strategy."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.dates import PartialDate
from exchange.core.permissions import Role
from exchange.strategy.enums import Background
from exchange.strategy.models import BackgroundFact
from tests.factories.activities import make_activity
from tests.factories.strategy import make_strategy
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

MEASURE, PROJECT = "/strategy/measures/measure-5/", "/strategy/projects/leading-project-09/"
TIES = {"measures": ("measure-5",), "projects": ("leading-project-09",)}


def add_fact(session: Session, kind: Background, slug: str, *, draft_only: bool = False) -> None:
    statistic = kind is Background.STATISTIC
    session.add(
        BackgroundFact(
            kind=kind,
            position=2 if draft_only else 1,
            slug=slug,
            dated=PartialDate(2019),
            title=Localized({"ja": f"{slug}の題"}),
            figure="18件" if statistic else None,
            ranks=[{"ja": "第14位", "en": "14th", "zh-Hant": "第14名"}] if statistic else [],
            draft_only=draft_only,
            citations=["seed-zh L80-98"],
        )
    )
    session.flush()


@pytest.mark.parametrize("path", [MEASURE, PROJECT])
def test_staff_see_the_trail_and_who_is_responsible_the_public_neither(
    client: Visitor, client_as: Callable[..., Visitor], session: Session, path: str
) -> None:
    make_strategy(session)
    activity = make_activity(session, section="見本広報課", **TIES)
    staff, everyone = client_as(Role.VIEWER).get(path).text, client.get(path).text
    for words in (f"/strategy/activities/{activity.id}/", "<li>見本広報課</li>"):
        assert (words in staff, words in everyone) == (True, False)
    assert f"/strategy/activities/{activity.id}/" in client_as(Role.VIEWER).get("/strategy/").text
    assert f"/strategy/activities/{activity.id}/" not in client.get("/strategy/").text


def test_a_project_names_no_indicator_and_keeps_the_draft_for_staff(
    client: Visitor, client_as: Callable[..., Visitor], session: Session
) -> None:
    make_strategy(session)
    page = client.get(f"{PROJECT}?lang=en").text
    assert "The source ties no indicator to a leading project" in page
    assert "occasions to present" not in page
    assert "occasions to present" in client_as(Role.VIEWER).get(f"{PROJECT}?lang=en").text


@pytest.mark.parametrize(
    "path", ["/strategy/measures/nothing/", "/strategy/projects/measure-5/", MEASURE]
)
def test_what_the_strategy_does_not_have_is_not_found(
    client: Visitor, session: Session, path: str
) -> None:
    if path != MEASURE:  # before anything is loaded there is no measure either
        make_strategy(session)
    assert client.get(path).status_code == 404


def test_history_and_statistics_stand_with_their_source_and_the_draft_s_for_staff(
    client: Visitor, client_as: Callable[..., Visitor], session: Session
) -> None:
    make_strategy(session)
    for kind in Background:
        add_fact(session, kind, kind.value)
        add_fact(session, kind, f"draft-{kind.value}", draft_only=True)
    page, staff = client.get("/strategy/").text, client_as(Role.VIEWER).get("/strategy/").text
    for words in ("statisticの題", "historyの題", "第14位", "seed-zh L80-98", "18件"):
        assert words in page
    for words in ("draft-statisticの題", "draft-historyの題", "47,222"):
        assert (words in page, words in staff) == (False, True)


def test_a_place_with_many_activities_costs_no_more(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    make_strategy(session)
    visitor = client_as(Role.VIEWER)
    make_activity(session, **TIES)
    visitor.get(MEASURE)
    session.expire_all()
    with count_statements() as few:
        visitor.get(MEASURE)
    for _ in range(6):
        make_activity(session, **TIES)
    session.expire_all()
    with count_statements() as many:
        page = visitor.get(f"{MEASURE}?lang=en").text
    assert len(many) == len(few)
    assert ("7 activities on record" in page, "Open all activities" in page) == (True, True)
