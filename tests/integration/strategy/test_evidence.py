"""Visits tagged to measures and leading projects stand with them on the strategy's page."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.permissions import Role
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.strategy.models import LeadingProject, Measure
from tests.factories.delegations import make_visit
from tests.factories.partners import make_partner
from tests.factories.strategy import make_strategy
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

PUBLISHED = datetime(2026, 11, 1, tzinfo=UTC)
CLOSED = VisitState.CLOSED


@pytest.fixture
def serve(session: Session) -> Callable[..., Visit]:
    """Return what makes a visit of a year that serves the measure, the project or both."""
    make_strategy(session)
    make_partner(session)
    measure = session.scalars(select(Measure)).one()
    project = session.scalars(select(LeadingProject)).one()

    def make(
        year: int,
        places: str = "measure project",
        **changes: Any,  # noqa: ANN401 - columns or fields of the plan
    ) -> Visit:
        visit = make_visit(
            session,
            title=Localized({"ja": f"{year}年の訪問"}),
            starts=date(year, 5, 17),
            ends=date(year, 5, 22),
            **changes,
        )
        visit.measures = [measure] if "measure" in places else []
        visit.projects = [project] if "project" in places else []
        session.flush()
        return visit

    return make


def parts(page: str) -> tuple[str, str]:
    """Return what stands under the measure, and under the leading project."""
    measure, _, rest = page.partition('id="measure-5"')[2].partition('id="leading-projects"')
    return measure, rest.partition('id="leading-project-09"')[2]


def test_staff_see_what_was_done_with_its_outcome(
    client_as: Callable[..., Visitor], serve: Callable[..., Visit], session: Session
) -> None:
    visit = serve(2025, state=CLOSED)
    visit.outcome = "青少年の相互派遣に合意"
    serve(2027, "project", state=VisitState.PLANNED)
    serve(2024, state=VisitState.CANCELLED)
    session.flush()
    measure, project = parts(client_as(Role.VIEWER).get("/strategy/").text)
    assert f'href="/delegations/{visit.id}/"' in measure
    assert "成果：青少年の相互派遣に合意" in measure
    assert ("2027年の訪問" in measure, "2024年の訪問" in measure) == (False, False)
    assert project.index("2027年の訪問") < project.index("2025年の訪問")


def test_the_public_sees_published_visits_without_link_and_outcome(
    client: Visitor, serve: Callable[..., Visit]
) -> None:
    visit = serve(2025, "measure", state=CLOSED, published_at=PUBLISHED)
    visit.outcome = "内部の記録"
    serve(2024, "measure", state=CLOSED)
    page = client.get("/strategy/").text
    assert "2025年の訪問" in parts(page)[0]
    for hidden in ("2024年の訪問", "内部の記録", str(visit.id)):
        assert hidden not in page


def test_many_visits_fold_up_and_cost_no_more(
    client: Visitor, serve: Callable[..., Visit], session: Session
) -> None:
    serve(2018, state=CLOSED, published_at=PUBLISHED)
    session.expire_all()
    with count_statements() as few:
        client.get("/strategy/")
    for year in range(2019, 2025):
        serve(year, state=CLOSED, published_at=PUBLISHED)
    session.expire_all()
    with count_statements() as many:
        page = client.get("/strategy/").text
    assert len(many) == len(few)
    assert page.count("ほか2件") == 2
