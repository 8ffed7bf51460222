"""From a new programme to the ledger, through the pages."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.permissions import Role
from exchange.youth.enums import ConsentPurpose, EditionState, RegistrationState
from exchange.youth.ledger import Scope, differences, kept_totals
from exchange.youth.models import Edition, Programme, Registration
from exchange.youth.rules.counting import Totals
from tests.factories.consents import make_consent
from tests.factories.youth import make_school
from tests.integration.youth.conftest import AFTER_IT
from tests.servers.visitor import Visitor

PROGRAMME: dict[str, Any] = {
    "name_ja": "見本青少年交流",
    "partner_id": "",
    "section": "国際課",
    "organiser": "city",
    "pattern": "receive_then_send",
    "counts": "yes",
    "counts_reason": "市の青少年交流事業",
}
EDITION: dict[str, Any] = {
    "title_ja": "見本派遣",
    "title_en": "Sample journey",
    "direction": "send",
    "starts": "2026-08-01",
    "ends": "2026-08-10",
    "opens_on": "2026-06-01",
    "closes_on": "2026-06-30",
    "quota": "2",
    "school_quota": "1",
    "counts": "",
}
PUPIL: dict[str, Any] = {
    "family_name": "髙橋",
    "given_name": "花子",
    "family_kana": "たかはし",
    "given_kana": "はなこ",
    "birth_date": "H24.5.3",
    "grade": "2",
    "guardian_name": "髙橋 太郎",
    "guardian_relationship": "father",
    "school_class": "1組",
    "principal_confirmed_on": "R8.6.10",
    "purpose_explained": "y",
}
SignIn = Callable[..., Visitor]


def seen(visitor: Visitor, path: str) -> dict[str, str]:
    """Open a page and return the row version that its form carries."""
    found = re.search(r'name="version"[^>]*value="(\d+)"', visitor.get(path).text)
    assert found is not None
    return {"version": found[1]}


def test_a_programme_is_announced_registered_for_and_closed(
    session: Session, client: Visitor, client_as: SignIn, at: Callable[[datetime], None]
) -> None:
    staff = client_as(Role.COORDINATOR)
    school = client_as(Role.SCHOOL, school=make_school(session, name="見本第一中学校"))
    staff.submit("/youth/programmes/new", PROGRAMME)
    programme = session.scalars(select(Programme)).one()
    staff.submit(f"/youth/programmes/{programme.id}/editions/new", EDITION)
    edition = session.scalars(select(Edition)).one()
    page = f"/youth/editions/{edition.id}/"
    assert client.get(page).status_code == 404
    staff.submit(f"{page}announce", seen(staff, page))
    assert "見本派遣" in client.get("/youth/").text
    assert "見本派遣" in school.get("/school/").text

    sent = school.submit(f"/school/editions/{edition.id}/register", PUPIL)
    row = session.scalars(select(Registration)).one()
    assert sent.location == f"/school/registrations/{row.id}/"
    told = (row.school_class, row.principal_confirmed_on, row.purpose_explained)
    assert told == ("1", date(2026, 6, 10), True)
    assert "髙橋 花子" in school.get(sent.location).text
    assert re.search("貴校の枠は埋まりました", school.get("/school/").text)
    assert "髙橋 花子" in staff.get(page).text
    assert "髙橋" not in client.get(page).text

    make_consent(session, row, ConsentPurpose.JOIN)
    for decision in ("selected", "confirmed"):
        staff.submit(f"{page}registrations", {"chosen": [str(row.id)], "decision": decision})
    at(AFTER_IT)
    staff.submit(f"{page}registrations", {"chosen": [str(row.id)], "decision": "completed"})
    assert "修了" in staff.get(f"/youth/registrations/{row.id}/").text
    assert "1名を参加台帳に記録します" in staff.get(f"{page}close").text
    assert staff.submit(f"{page}close", seen(staff, f"{page}close")).location == page
    session.expire_all()
    assert (edition.state, row.state) == (EditionState.CLOSED, RegistrationState.COMPLETED)
    assert kept_totals(session)[Scope(2026, False)] == Totals(1, 1)
    assert differences(session) == []
    assert "終了（集計済）" in staff.get(page).text
