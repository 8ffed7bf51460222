"""A section officer works with the own section's people: no page shows anyone of another."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from exchange.core.keys import LedgerKey
from exchange.core.permissions import Actor, Role
from exchange.indicators.queries.participations import (
    Narrowing,
    entries_page,
    years_recorded,
)
from exchange.youth.enums import EditionState, RegistrationState, Selection
from exchange.youth.models import Pupil, Registration
from exchange.youth.services import close_edition
from tests.factories.accounts import make_user
from tests.factories.indicators import make_indicator, make_rule
from tests.factories.participations import close_edition_of
from tests.factories.partners import make_partner
from tests.factories.strategy import make_measure, make_strategy
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_programme,
    make_pupil,
    make_registration,
    make_school,
)
from tests.integration.youth.conftest import AFTER_IT
from tests.servers.visitor import Visitor

OWN, OTHER = "教育委員会", "国際課"
_S = RegistrationState


@pytest.fixture
def officer(client: Visitor, session: Session) -> Visitor:
    client.sign_in(make_user(session, role=Role.SECTION, section=OWN))
    return client


@pytest.fixture
def rows(
    session: Session, at: Callable[[datetime], None], ledger_key: LedgerKey
) -> dict[str, Registration]:
    """Give each section a closed edition with one of two pupils of one school."""
    make_rule(session, make_indicator(session, make_measure(session, make_strategy(session), 4)))
    school, partner = make_school(session), make_partner(session)
    made = {}
    at(AFTER_IT)
    for section in (OWN, OTHER):
        programme = make_programme(session, section=section, partner=partner)
        edition = make_edition(session, programme=programme)
        pupil = make_pupil(session, school=school)
        made[section] = make_registration(session, edition=edition, pupil=pupil, state=_S.COMPLETED)
        close_edition(session, actor=COORDINATOR, edition_id=edition.id, ledger_key=ledger_key)
    session.flush()
    return made


def test_no_page_names_a_pupil_of_another_section(
    session: Session, officer: Visitor, rows: dict[str, Registration]
) -> None:
    names = {
        section: session.get_one(Pupil, row.pupil_id).given_name for section, row in rows.items()
    }
    own = rows[OWN]
    found = ""
    for path in (
        *("/", "/youth/", "/youth/programmes/", "/tasks/", "/search/?q=見本", "/search/?q=ミホン"),
        *(f"/youth/editions/{own.edition_id}/", f"/youth/registrations/{own.id}/"),
        "/indicators/youth-participation/2026/",
    ):
        answer = officer.get(path, follow_redirects=True)
        assert answer.status_code == 200, path
        assert names[OTHER] not in answer.text, path
        assert str(rows[OTHER].id) not in answer.text, path
        found += answer.text
    assert names[OWN] in found
    assert f"/youth/registrations/{own.id}/" in officer.get("/search/?q=ミホン").text


def test_search_finds_the_own_sections_editions_alone(
    officer: Visitor, rows: dict[str, Registration]
) -> None:
    page = officer.get("/search/?q=見本派遣").text
    assert f"/youth/editions/{rows[OWN].edition_id}/" in page
    assert f"/youth/editions/{rows[OTHER].edition_id}/" not in page


def test_of_another_section_an_officer_reads_what_anyone_reads(
    session: Session, officer: Visitor
) -> None:
    programme = make_programme(session, section=OTHER)
    told = make_edition(session, programme=programme, selection=Selection.LOTTERY)
    row = make_registration(session, edition=told, state=_S.RETURNED)
    draft = make_edition(session, programme=programme, state=EditionState.DRAFT, announced_at=None)
    for path in ("", "lottery/"):
        answer = officer.get(f"/youth/editions/{told.id}/{path}")
        assert answer.status_code == 200, path
        assert session.get_one(Pupil, row.pupil_id).given_name not in answer.text, path
        main = answer.text.partition("<main")[2].partition("</main")[0]
        assert "<form" not in main, path
        assert officer.get(f"/youth/editions/{draft.id}/{path}").status_code == 404, path


def test_every_act_on_another_sections_people_is_not_found(
    session: Session, officer: Visitor, rows: dict[str, Registration]
) -> None:
    other = rows[OTHER]
    page = f"/youth/editions/{other.edition_id}/"
    assert officer.get(f"/youth/registrations/{other.id}/").status_code == 404
    taken_out = {"reason": "x", "version": str(other.version)}
    path = f"/youth/registrations/{other.id}/withdraw"
    assert officer.submit(path, taken_out).status_code == 404
    assert officer.get(f"/school/registrations/{other.id}/").status_code == 403
    for act in ("announce", "close", "cancel"):
        assert officer.submit(page + act, taken_out).status_code == 404, act
    # Not by naming another section's registration on a page of the own either.
    mine = make_edition(session, programme=make_programme(session, section=OWN))
    decision = {"chosen": [str(other.id)], "decision": "selected"}
    answer = officer.submit(f"/youth/editions/{mine.id}/registrations", decision)
    assert answer.status_code == 404
    session.expire_all()
    assert other.state is _S.COMPLETED


@pytest.mark.usefixtures("rows")
def test_the_ledger_lists_the_own_sections_participations(session: Session) -> None:
    close_edition_of(session, [make_pupil(session)], fiscal_year=2025)
    officer = Actor(user_id=None, role=Role.SECTION, name="見本", section=OWN)
    nobody = Actor(user_id=None, role=Role.SECTION, name="見本", section=None)
    assert entries_page(session, officer, Narrowing(fiscal_year=2026)).count == 1
    assert (years_recorded(session, officer), years_recorded(session, nobody)) == (
        frozenset({2026}),
        frozenset(),
    )
    assert years_recorded(session, COORDINATOR) == {2025, 2026}
