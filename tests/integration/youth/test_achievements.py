"""Achievements: who keeps them, what everyone sees, and what is taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core import clock
from exchange.core.database import uuid7
from exchange.core.dates import PartialDate
from exchange.core.errors import NotFoundError
from exchange.core.permissions import Role
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.enums.journeys import AchievementKind
from exchange.youth.models import Achievement, Pupil, Registration
from exchange.youth.queries.achievements import public_achievements
from exchange.youth.services.achieving import (
    AchievementDetails,
    add_achievement,
    change_achievement,
    withdraw_achievement,
)
from tests.factories.youth import COORDINATOR, make_edition, make_registration
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
DETAILS = AchievementDetails(
    kind=AchievementKind.PRESENTATION,
    title="高校生国際会議で発表",
    happened=PartialDate.parse("2026-05"),
    consented_by="保護者（母）",
    consented_on=date(2026, 6, 1),
    ends_on=date(2028, 3, 31),
    is_public=True,
)


def completed(session: Session) -> Registration:
    edition = make_edition(session, state=EditionState.CLOSED)
    return make_registration(session, edition=edition, state=RegistrationState.COMPLETED)


def add(session: Session, row: Registration, **changes: object) -> Achievement:
    details = replace(DETAILS, **changes)  # type: ignore[arg-type]
    return add_achievement(session, actor=COORDINATOR, registration_id=row.id, details=details)


def test_everyone_sees_what_and_when_while_the_consent_stands_and_never_whose(
    session: Session,
) -> None:
    row = completed(session)
    add(session, row)
    add(session, row, is_public=False, title="非公開")
    taken_back = add(session, row, title="撤回")
    withdraw_achievement(
        session, actor=COORDINATOR, achievement_id=taken_back.id, version=taken_back.version
    )
    assert (taken_back.title, taken_back.is_public) == ("", False)
    with pytest.raises(NotFoundError):
        withdraw_achievement(
            session, actor=COORDINATOR, achievement_id=taken_back.id, version=taken_back.version
        )
    today = clock.today()
    [shown] = public_achievements(session, row.edition_id, today)
    assert (shown.title, str(shown.happened)) == ("高校生国際会議で発表", "2026-05")
    assert public_achievements(session, row.edition_id, DETAILS.ends_on + timedelta(days=1)) == []
    session.get_one(Pupil, row.pupil_id).needs_care = True
    session.flush()
    assert public_achievements(session, row.edition_id, today) == []


def test_the_audit_keeps_no_copy_of_an_achievement_s_words(session: Session) -> None:
    row = add(session, completed(session))
    change_achievement(
        session,
        actor=COORDINATOR,
        achievement_id=row.id,
        details=replace(DETAILS, title="撤回"),
        version=row.version,
    )
    lines = session.scalars(
        select(AuditLine).where(AuditLine.act.startswith("achievements."))
    ).all()
    assert [line.act for line in lines] == ["achievements.add", "achievements.change"]
    assert [value for line in lines for value in line.values] == []


def test_an_achievement_is_kept_once_and_changed(session: Session) -> None:
    row, key = completed(session), uuid7()
    for _ in range(2):
        kept = add_achievement(
            session, actor=COORDINATOR, registration_id=row.id, details=DETAILS, key=key
        )
    with pytest.raises(NotFoundError):
        add_achievement(
            session,
            actor=COORDINATOR,
            registration_id=completed(session).id,
            details=DETAILS,
            key=key,
        )
    for _ in range(2):
        kept = change_achievement(
            session,
            actor=COORDINATOR,
            achievement_id=key,
            details=replace(DETAILS, source="見本新聞"),
            version=kept.version,
        )
    assert (kept.source, kept.version) == ("見本新聞", 2)
    with pytest.raises(NotFoundError):
        change_achievement(
            session, actor=COORDINATOR, achievement_id=uuid7(), details=DETAILS, version=1
        )


def test_the_pages_take_achievements_and_the_public_reads_them_without_a_name(
    session: Session, client_as: SignIn, client: Visitor
) -> None:
    row, staff = completed(session), client_as(Role.COORDINATOR)
    name = session.get_one(Pupil, row.pupil_id).given_name
    page = f"/youth/editions/{row.edition_id}/achievements"
    new = f"/youth/registrations/{row.id}/achievements/new"
    fields = {
        "kind": "award",
        "title": "作文で入賞",
        "happened": "2026-05",
        "consented_by": "保護者（母）",
        "consented_on": "2026-06-01",
        "ends_on": "2028-03-31",
        "is_public": "y",
    }
    assert staff.get(new).status_code == 200
    refused = staff.submit(new, fields | {"title": f"{name}が入賞"})
    assert (refused.status_code, "名前を除いて" in refused.text) == (422, True)
    assert staff.submit(new, fields).location == page
    made = session.scalars(select(Achievement)).one()
    edit = f"/youth/achievements/{made.id}/edit"
    assert 'value="2026-05"' in staff.get(edit).text
    changed = fields | {"version": made.version, "source": "見本新聞"}
    assert staff.submit(edit, changed | {"ends_on": "2026-06-01"}).status_code == 422
    assert staff.submit(edit, changed).location == page
    public = client.get(f"/youth/editions/{row.edition_id}/").text
    assert "作文で入賞" in public
    for hidden in (name, "見本新聞", "保護者（母）"):
        assert hidden not in public
    session.expire_all()
    gone = staff.submit(f"/youth/achievements/{made.id}/withdraw", {"version": made.version})
    assert gone.location == page
    assert "同意撤回" in staff.get(page).text
    assert "作文で入賞" not in client.get(f"/youth/editions/{row.edition_id}/").text
