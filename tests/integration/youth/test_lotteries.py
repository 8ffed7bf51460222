"""Seed, list and draw in this order; the public page and the command confirm the result."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from exchange.cli import main
from exchange.core.errors import DomainError
from exchange.core.permissions import Role
from exchange.youth.enums import RegistrationState, Selection
from exchange.youth.lottery import read_list, run
from exchange.youth.models import Edition, Registration
from exchange.youth.services import reject_pupils, select_pupils, withdraw
from exchange.youth.services.drawing import close_list, hold_draw, publish_seed
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_pupil,
    make_registration,
    make_school,
)
from tests.servers.visitor import Visitor

S = RegistrationState
At = Callable[[datetime], None]
SignIn = Callable[..., Visitor]
CLOSED = datetime(2026, 6, 30, 15, 0, tzinfo=UTC)


def a_lottery(session: Session, **changes: object) -> Edition:
    return make_edition(session, **{"selection": Selection.LOTTERY, "quota": 2, **changes})


@pytest.mark.parametrize(
    ("changes", "seed", "sentence"),
    [
        ({"selection": Selection.FIRST_COME}, "x", "not_a_lottery"),
        ({"female_quota": 1}, "x", "gender"),
        ({}, "a\nb", "error.seed"),
    ],
)
def test_a_seed_that_cannot_be_is_refused(
    session: Session, changes: dict[str, object], seed: str, sentence: str
) -> None:
    edition = a_lottery(session, **changes)
    with pytest.raises(DomainError, match=sentence):
        publish_seed(session, actor=COORDINATOR, edition_id=edition.id, seed=seed)


def test_seed_list_and_draw_come_in_this_order_and_once(session: Session, at: At) -> None:
    edition = a_lottery(session)
    for _ in range(3):
        make_registration(session, edition=edition)

    def refused(act: Callable[..., object], sentence: str, **more: str) -> None:
        with pytest.raises(DomainError, match=sentence):
            act(session, actor=COORDINATOR, edition_id=edition.id, **more)

    refused(hold_draw, "no_list")
    refused(close_list, "no_seed")
    publish_seed(session, actor=COORDINATOR, edition_id=edition.id, seed="熊本")
    refused(publish_seed, "seed_stands", seed="別")
    refused(close_list, "list_early")
    at(CLOSED)
    close_list(session, actor=COORDINATOR, edition_id=edition.id)
    refused(close_list, "list_stands")
    hold_draw(session, actor=COORDINATOR, edition_id=edition.id)
    refused(hold_draw, "drawn")
    late = a_lottery(session)
    with pytest.raises(DomainError, match="seed_late"):
        publish_seed(session, actor=COORDINATOR, edition_id=late.id, seed="x")


def test_whoever_left_after_the_list_was_closed_makes_room_for_the_next(
    session: Session, at: At
) -> None:
    edition = a_lottery(session, quota=1, school_quota=1)
    rows = [make_registration(session, edition=edition) for _ in range(30)]
    publish_seed(session, actor=COORDINATOR, edition_id=edition.id, seed="熊本")
    at(CLOSED)
    lottery = close_list(session, actor=COORDINATOR, edition_id=edition.id)
    assert lottery.list_text is not None
    assert " A1\n" in lottery.list_text
    for row in rows[:29]:
        withdraw(session, actor=COORDINATOR, registration_id=row.id, reason="都合")
    hold_draw(session, actor=COORDINATOR, edition_id=edition.id)
    assert rows[29].state in {S.SELECTED, S.OFFERED}


def test_a_seat_a_person_gave_away_is_not_drawn_again(session: Session, at: At) -> None:
    edition = a_lottery(session)
    rows = [make_registration(session, edition=edition) for _ in range(4)]
    publish_seed(session, actor=COORDINATOR, edition_id=edition.id, seed="熊本")
    at(CLOSED)
    lottery = close_list(session, actor=COORDINATOR, edition_id=edition.id)
    assert lottery.list_text is not None
    losers = run(read_list(lottery.list_text)).waiting
    given = next(row for row in rows if row.blind_number in losers)
    key, keys = edition.id, [given.id]
    select_pupils(session, actor=COORDINATOR, edition_id=key, keys=keys)
    with pytest.raises(DomainError, match="full"):
        hold_draw(session, actor=COORDINATOR, edition_id=key)
    reject_pupils(session, actor=COORDINATOR, edition_id=key, keys=keys)
    hold_draw(session, actor=COORDINATOR, edition_id=key)
    assert [row.state for row in rows].count(S.SELECTED) == 2


def test_anyone_sees_and_confirms_the_draw(
    session: Session,
    client: Visitor,
    client_as: SignIn,
    at: At,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    edition = a_lottery(session, school_quota=1)
    school = make_school(session)
    for _ in range(3):
        make_registration(session, edition=edition, pupil=make_pupil(session, school=school))
    row = make_registration(session, edition=edition)
    page, staff = f"/youth/editions/{edition.id}/lottery/", client_as(Role.COORDINATOR)
    file = f"/youth/editions/{edition.id}/lottery.json"
    assert client.get(file).status_code == 404
    assert staff.submit(f"{page}seed", {"seed": ""}).status_code == 422
    assert staff.submit(f"{page}seed", {"seed": "熊本"}).location == page
    assert staff.submit(f"{page}seed", {"seed": "別"}).status_code == 422
    at(CLOSED)
    assert staff.submit(f"{page}list").location == page
    assert "winners" not in client.get(file).get_json()
    assert staff.submit(f"{page}draw").location == page
    session.expire_all()
    states = [each.state for each in session.query(Registration).all()]
    assert sorted(states) == [S.SELECTED, S.SELECTED, S.WAITLISTED, S.WAITLISTED]
    number = session.get_one(Registration, row.id).blind_number
    text = client.get(page).text
    assert str(number) in text
    assert "見本 花子" not in text
    published = tmp_path / "lottery.json"
    published.write_text(client.get(file).text, "utf-8")
    assert main(["lottery", "--verify", str(published)]) == 0
    assert "the draw is right" in capsys.readouterr().out
    wrong = json.loads(published.read_text("utf-8")) | {"winners": []}
    published.write_text(json.dumps(wrong), "utf-8")
    assert main(["lottery", "--verify", str(published)]) == 1
    for spoilt in ("[]", "{"):
        published.write_text(spoilt, "utf-8")
        assert main(["lottery", "--verify", str(published)]) == 1


def test_an_edition_without_a_lottery_has_no_such_page(session: Session, client: Visitor) -> None:
    edition = make_edition(session)
    assert client.get(f"/youth/editions/{edition.id}/lottery/").status_code == 404
