"""The page before a pupil is taken out says what is true of this pupil, and of no other."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from exchange.core.errors import DomainError
from exchange.core.permissions import Role
from exchange.youth.enums import RegistrationState, Selection
from exchange.youth.services import register_pupil, withdraw
from tests.factories.youth import (
    make_edition,
    make_entry,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.servers.visitor import Visitor

_S = RegistrationState
WORDS = {
    "seat": "補欠の方がいれば、順番にご案内します",
    "unfilled": "補欠の方にはご案内しません",
    "again": "募集期間のうちに登録し直します",
    "never": "この実施分に登録し直すこともできません",
    "emptied": "健康と旅券の記入内容は消えます",
}
IN_WINDOW, FIRST_DAY = (datetime(2026, *day, 3, 0, tzinfo=UTC) for day in ((6, 15), (8, 1)))


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize("desk", [True, False], ids=["school", "division"])
@pytest.mark.parametrize(
    ("state", "now", "said"),
    [
        (_S.SUBMITTED, IN_WINDOW, {"again"}),
        (_S.SELECTED, IN_WINDOW, {"seat", "never", "emptied"}),
        (_S.CONFIRMED, FIRST_DAY, {"unfilled", "never", "emptied"}),
    ],
)
def test_the_page_says_what_follows(
    session: Session,
    client_as: Callable[..., Visitor],
    at: Callable[[datetime], None],
    desk: bool,
    state: RegistrationState,
    now: datetime,
    said: set[str],
) -> None:
    school = make_school(session)
    edition = make_edition(session, selection=Selection.LOTTERY)
    pupil = make_pupil(session, school=school)
    row = make_registration(session, edition=edition, pupil=pupil, state=state)
    session.commit()
    at(now)
    visitor = client_as(Role.SCHOOL, school=school) if desk else client_as(Role.COORDINATOR)
    place = "school" if desk else "youth"
    page = visitor.get(f"/{place}/registrations/{row.id}/withdraw").text
    assert {word for word, sentence in WORDS.items() if sentence in page} == said


@pytest.mark.parametrize(("state", "anew"), [(_S.SUBMITTED, True), (_S.SELECTED, False)])
def test_withdrawn_a_pupil_is_registered_anew_and_declined_never(
    session: Session, state: RegistrationState, anew: bool
) -> None:
    school = make_school(session)
    pupil = make_pupil(session, school=school)
    row = make_registration(session, pupil=pupil, state=state)
    withdraw(session, actor=school_actor(school), registration_id=row.id, reason="都合")
    entry = make_entry(name=pupil.name, birth_date=pupil.birth_date)

    def register() -> RegistrationState:
        actor, key = school_actor(school), row.edition_id
        return register_pupil(session, actor=actor, edition_id=key, entry=entry).state

    if anew:
        assert register() is _S.SUBMITTED
        return
    with pytest.raises(DomainError) as refused:
        register()
    assert refused.value.sentence.id == "youth.error.already_registered_as"
