"""What may leave the office tells nobody apart: a year's editions, a partner's years."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.dates import FiscalYear
from exchange.core.messages import message
from exchange.core.permissions import Role, system_actor
from exchange.documents.sheet_files import read_sheets
from exchange.partners.queries import partner_by_slug
from exchange.reports.answers import YouthYear
from exchange.reports.queries import answer_facts
from exchange.reports.years.doings import editions
from exchange.reports.years.frame import Frame
from exchange.youth.enums.closing import CorrectionKind
from exchange.youth.ledger import Finding, approve, propose
from exchange.youth.models import Participation
from tests.factories.participations import close_edition_of, seal
from tests.factories.youth import make_programme, make_pupil
from tests.servers.visitor import Visitor

ACTOR = system_actor("tests")
PATH = "/reports/answers/rome-ga/"
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
HIDDEN = message("reports.year.hidden")


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    clock.fix(NOW)
    yield
    clock.fix(None)


def test_editions_are_hidden_with_the_programmes_they_are_all_of(session: Session) -> None:
    """Of themselves they would hide 2 and 4; the 5 is all of a programme the breakdown hides."""
    pupils = [make_pupil(session) for _ in range(8)]
    first, second, third = (make_programme(session) for _ in range(3))
    for programme, number in ((first, 2), (second, 5), (third, 4), (third, 8)):
        close_edition_of(session, pupils[:number], fiscal_year=2025, programme=programme)
    seal(session, 2025)
    [part] = editions(session, Frame(FiscalYear(2025), "ja", TODAY))
    counted = [row[5] for row in part.rows]
    assert (counted.count(HIDDEN), [each for each in counted if each != HIDDEN]) == (3, [8])


def test_staff_read_a_partner_as_corrected_and_print_what_was_published(
    session: Session, client_as: Callable[[Role], Visitor]
) -> None:
    rome = partner_by_slug(session, "rome-ga")
    programme = make_programme(session, partner_id=rome.id)
    pupils = [make_pupil(session) for _ in range(4)]
    edition = close_edition_of(session, pupils, fiscal_year=2025, programme=programme)
    close_edition_of(session, pupils[:1], fiscal_year=2024, programme=programme)
    close_edition_of(session, pupils[:3], fiscal_year=2025)
    seal(session, 2025)
    statement = select(Participation).where(Participation.edition_id == edition.id).limit(1)
    row = session.scalars(statement).one()
    about: dict[str, Any] = {"fiscal_year": 2025, "reason": "資料", "edition_id": edition.id}
    struck = {"participation_id": row.id, "digests": [row.person_digest]}
    number = {"person_times": 2, "unique_persons": 1, "unique_since": 1}
    for kind, found in (
        (CorrectionKind.STRUCK, struck),
        (CorrectionKind.FOUND, {"digests": ["f" * 64]}),
        (CorrectionKind.NUMBER, number),
    ):
        entered = propose(session, actor=ACTOR, finding=Finding(kind=kind, **about, **found))
        approve(session, actor=ACTOR, key=entered.id, version=entered.version)
    known = answer_facts(session, rome, FiscalYear(2024), FiscalYear(2026), today=TODAY)
    assert known.youth.years == {2024: YouthYear(1, 1), 2025: YouthYear(6, 5)}
    assert known.aloud.years == {2024: None, 2025: YouthYear(4, 4)}
    assert known.aloud.unique is None
    staff = client_as(Role.COORDINATOR)
    clock.fix(NOW)
    page = staff.get(f"{PATH}?from=2024&to=2026&lang=ja").text
    assert ("非表示" in page, "少人数の年度があるため" in page) == (False, True)
    book = read_sheets(staff.get(f"{PATH}sheet.xlsx?from=2024&to=2026").data)
    [youth] = [sheet for sheet in book.sheets if sheet.name.startswith("青少年交流への参加")]
    hidden = ["非表示"] * 3
    assert [list(each[1:4]) for each in youth.rows][1:] == [hidden, [4, "非表示", 4], hidden]
