"""What an edition serves of the strategy: said by its section, shown on the strategy's page."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Localized
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.permissions import Actor, Role
from exchange.strategy.models import Strategy
from exchange.youth.enums import EditionState
from exchange.youth.models import Edition
from exchange.youth.queries.serving import editions_serving, with_served
from exchange.youth.services.copying import copy_edition
from exchange.youth.services.serving import serve_strategy, served
from tests.factories.accounts import make_user
from tests.factories.strategy import make_strategy
from tests.factories.youth import COORDINATOR, make_edition, make_programme
from tests.servers.visitor import Visitor

ALL = {"measures": ["measure-5"], "projects": ["leading-project-09"]}


@pytest.fixture(autouse=True)
def strategy(session: Session) -> Strategy:
    return make_strategy(session)


def serve(session: Session, edition: Edition, **changes: list[str]) -> Edition:
    return serve_strategy(
        session,
        actor=COORDINATOR,
        edition_id=edition.id,
        version=edition.version,
        **{**ALL, **changes},
    )


def test_an_edition_serves_what_was_chosen_last_and_says_so_in_the_audit(session: Session) -> None:
    edition = serve(session, make_edition(session))
    assert (served(edition), edition.version) == (ALL, 2)
    assert serve(session, edition).version == 2
    assert served(serve(session, edition, measures=[])) == {**ALL, "measures": []}
    fields = session.scalars(
        select(AuditLine.fields).where(AuditLine.act == "editions.serve").order_by(AuditLine.id)
    ).all()
    assert fields == [["measures", "projects"], ["measures"]]


@pytest.mark.parametrize("field", ["measures", "projects"])
def test_an_edition_serves_nothing_that_is_not_in_the_strategy(
    session: Session, field: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        serve(session, make_edition(session), **{field: ["measure-9"]})
    assert (refusal.value.sentence.id, refusal.value.field) == ("strategy.error.no_row", field)


def test_a_form_opened_before_is_told_what_is_served_now(session: Session) -> None:
    edition = serve(session, make_edition(session))
    with pytest.raises(StaleRowError) as caught:
        serve_strategy(
            session, actor=COORDINATOR, edition_id=edition.id, version=1, measures=[], projects=[]
        )
    assert caught.value.theirs == ALL


def test_a_section_says_it_of_its_own_editions_alone(session: Session) -> None:
    edition = make_edition(session, programme=make_programme(session, section="国際課"))
    officer = make_user(session, role=Role.SECTION, section="教育委員会").as_actor()
    with pytest.raises(NotFoundError):
        serve_strategy(
            session, actor=officer, edition_id=edition.id, version=1, measures=[], projects=[]
        )


def test_next_years_edition_serves_what_the_last_one_did(session: Session) -> None:
    new, _ = copy_edition(
        session, actor=COORDINATOR, edition_id=serve(session, make_edition(session)).id
    )
    assert served(with_served(session, new)) == ALL


def test_the_public_sees_editions_that_were_announced_and_nobody_those_that_were_cancelled(
    session: Session, strategy: Strategy
) -> None:
    shown = serve(session, make_edition(session))
    draft = serve(session, make_edition(session, state=EditionState.DRAFT, announced_at=None))
    serve(session, make_edition(session, state=EditionState.CANCELLED))

    def seen(actor: Actor | None) -> set[object]:
        return {each.id for each in editions_serving(session, strategy.id, actor)}

    assert seen(None) == {shown.id}
    assert seen(COORDINATOR) == {shown.id, draft.id}


def test_the_form_leads_to_the_strategys_page(
    client_as: Callable[..., Visitor], client: Visitor, session: Session
) -> None:
    for year in range(6):
        serve(session, make_edition(session, title=Localized({"ja": f"見本{year}"})))
    edition = make_edition(session, title=Localized({"ja": "見本の派遣"}))
    officer, path = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}"
    assert officer.get(f"{path}/strategy").text.count('type="checkbox"') == 2
    assert officer.submit(f"{path}/strategy", {"version": "1", **ALL}).status_code == 302
    assert officer.submit(f"{path}/strategy", {"version": "1"}).status_code == 409
    assert 'href="/strategy/#measure-5"' in officer.get(f"{path}/").text
    page = client.get("/strategy/").text
    assert page.count(f'href="{path}/"') == 2
    assert page.count("この取り組みに関わる青少年交流7件") == 2
    assert page.count("ほか2件") == 2
