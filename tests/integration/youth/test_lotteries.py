"""What decides, list and draw in this order; the public page and the command confirm the result."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.cli import main
from exchange.core.errors import DomainError
from exchange.core.permissions import Role
from exchange.youth.enums import EditionState, RegistrationState, Selection
from exchange.youth.lottery import read_list, run
from exchange.youth.models import Edition, Registration
from exchange.youth.queries.lotteries import lottery_of
from exchange.youth.rules.lotteries import Event, draw_number
from exchange.youth.services import (
    correct_registration,
    register_pupil,
    reject_pupils,
    return_registration,
    select_pupils,
    withdraw,
)
from exchange.youth.services.drawing import (
    announce_event,
    close_list,
    enter_result,
    hold_draw,
    publish_seed,
)
from exchange.youth.services.numbering import give_number
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_entry,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.servers.visitor import Visitor

S = RegistrationState
At = Callable[[datetime], None]
SignIn = Callable[..., Visitor]
CLOSED = datetime(2026, 6, 30, 15, 0, tzinfo=UTC)
DRAWN = datetime(2026, 7, 10, 3, 0, tzinfo=UTC)
EVENT = Event("第7000回の当せん番号", date(2026, 7, 10))


def a_lottery(session: Session, **changes: object) -> Edition:
    return make_edition(session, **{"selection": Selection.LOTTERY, "quota": 2, **changes})


def seeded(
    session: Session, people: int = 0, **changes: object
) -> tuple[Edition, list[Registration]]:
    """Make a lottery whose seed is published, and then some who apply."""
    edition = a_lottery(session, **changes)
    publish_seed(session, actor=COORDINATOR, edition_id=edition.id, seed="熊本")
    return edition, [make_registration(session, edition=edition) for _ in range(people)]


def ensure_refused(act: Callable[..., object], sentence: str, **arguments: object) -> None:
    with pytest.raises(DomainError, match=sentence):
        act(actor=COORDINATOR, **arguments)


def test_a_pupil_gets_a_number_with_the_first_submission_and_keeps_it(session: Session) -> None:
    edition, school = a_lottery(session), make_school(session)
    desk, entry = school_actor(school), make_entry()
    row = register_pupil(session, actor=desk, edition_id=edition.id, entry=entry)
    number = row.blind_number
    assert number is not None
    return_registration(
        session, actor=COORDINATOR, edition_id=edition.id, keys=[row.id], reason="読み"
    )
    correct_registration(session, actor=desk, registration_id=row.id, entry=entry)
    withdraw(session, actor=desk, registration_id=row.id, reason="都合")
    again = register_pupil(session, actor=desk, edition_id=edition.id, entry=entry)
    assert (again.id, again.state, again.blind_number) == (row.id, S.SUBMITTED, number)
    given = select(AuditLine.subject_id).where(AuditLine.act == "registrations.number")
    assert session.scalars(given).all() == [row.id]


def test_nobody_gets_a_number_where_the_first_to_come_are_taken(session: Session) -> None:
    edition, school = make_edition(session), make_school(session)
    row = register_pupil(
        session, actor=school_actor(school), edition_id=edition.id, entry=make_entry()
    )
    assert row.blind_number is None


def test_no_two_of_an_edition_get_one_number(session: Session) -> None:
    asked: list[int] = []

    def taken_twice(number: int) -> bool:
        asked.append(number)
        return len(asked) < 3

    assert draw_number(taken_twice) == asked[2]
    edition = make_edition(session, selection=Selection.SCREENING)
    rows = [make_registration(session, edition=edition) for _ in range(30)]
    for row in rows:
        give_number(session, actor=COORDINATOR, registration=row)
    assert len({row.blind_number for row in rows}) == 30


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"selection": Selection.FIRST_COME}, "not_a_lottery"),
        ({"state": EditionState.DRAFT}, "not_announced"),
        ({"female_quota": 1}, "gender"),
        ({"opens_on": date(2026, 4, 1), "closes_on": date(2026, 5, 1)}, "seed_late"),
    ],
)
def test_what_decides_is_said_of_an_open_lottery_alone(
    session: Session, changes: dict[str, object], sentence: str
) -> None:
    key = a_lottery(session, **changes).id
    ensure_refused(publish_seed, sentence, session=session, edition_id=key, seed="x")
    ensure_refused(announce_event, sentence, session=session, edition_id=key, event=EVENT)


def test_drafts_that_nobody_handed_in_are_no_applicants(session: Session) -> None:
    edition = a_lottery(session)
    make_registration(session, edition=edition, state=S.DRAFT, blind_number=None)
    publish_seed(session, actor=COORDINATOR, edition_id=edition.id, seed="熊本")
    found = lottery_of(session, edition.id)
    assert found is not None
    assert found.seed == "熊本"


def test_a_seed_is_one_line_and_known_before_anybody_applied(session: Session) -> None:
    edition = a_lottery(session)
    key = edition.id
    ensure_refused(publish_seed, "error.seed$", session=session, edition_id=key, seed="a\nb")
    make_registration(session, edition=edition, state=S.WITHDRAWN)
    ensure_refused(
        publish_seed, "seed_after_applying", session=session, edition_id=key, seed="熊本"
    )


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (Event("", EVENT.day), "error.event$"),
        (Event("x\ny", EVENT.day), "error.event$"),
        (Event("x", date(2026, 6, 30)), "event_day"),
    ],
)
def test_an_event_is_one_line_and_after_the_window(
    session: Session, event: Event, sentence: str
) -> None:
    key = a_lottery(session).id
    ensure_refused(announce_event, sentence, session=session, edition_id=key, event=event)


def test_seed_list_and_draw_come_in_this_order_and_once(session: Session, at: At) -> None:
    edition = a_lottery(session)
    where: dict[str, Any] = {"session": session, "edition_id": edition.id}
    ensure_refused(hold_draw, "no_list", **where)
    ensure_refused(close_list, "no_seed", **where)
    publish_seed(session, actor=COORDINATOR, edition_id=edition.id, seed="熊本")
    for _ in range(3):
        make_registration(session, edition=edition)
    ensure_refused(publish_seed, "seed_stands", **where, seed="別")
    ensure_refused(announce_event, "event_stands", **where, event=EVENT)
    ensure_refused(enter_result, "no_event", **where, seed="別")
    ensure_refused(close_list, "list_early", **where)
    at(CLOSED)
    close_list(actor=COORDINATOR, **where)
    ensure_refused(close_list, "list_stands", **where)
    hold_draw(actor=COORDINATOR, **where)
    ensure_refused(hold_draw, "drawn", **where)


def test_an_event_gives_the_seed_once_the_list_is_closed(session: Session, at: At) -> None:
    edition = a_lottery(session)
    rows = [make_registration(session, edition=edition) for _ in range(5)]
    where: dict[str, Any] = {"session": session, "edition_id": edition.id}
    announce_event(actor=COORDINATOR, **where, event=EVENT)
    ensure_refused(announce_event, "event_stands", **where, event=EVENT)
    ensure_refused(enter_result, "no_list", **where, seed="0815")
    at(CLOSED)
    lottery = close_list(actor=COORDINATOR, **where)
    assert lottery.list_text is not None
    assert "event 2026-07-10 第7000回の当せん番号\n" in lottery.list_text
    ensure_refused(enter_result, "result_early", **where, seed="0815")
    ensure_refused(hold_draw, "no_result", **where)
    at(DRAWN)
    ensure_refused(enter_result, "error.seed$", **where, seed="08\n15")
    enter_result(actor=COORDINATOR, **where, seed="0815")
    ensure_refused(enter_result, "seed_stands", **where, seed="0816")
    outcome = hold_draw(actor=COORDINATOR, **where)
    won = {row.blind_number for row in rows if row.state is S.SELECTED}
    assert won == set(outcome.winners)


def test_an_event_whose_day_came_before_the_list_gives_way_to_another(
    session: Session, at: At
) -> None:
    where: dict[str, Any] = {"session": session, "edition_id": a_lottery(session).id}
    announce_event(actor=COORDINATOR, **where, event=EVENT)
    at(DRAWN)
    ensure_refused(close_list, "event_passed", **where)
    ensure_refused(announce_event, "event_day", **where, event=EVENT)
    lottery = announce_event(actor=COORDINATOR, **where, event=Event("第7001回", date(2026, 7, 11)))
    assert lottery.missed_events == "2026-07-10 第7000回の当せん番号"
    assert lottery.event_line == "2026-07-11 第7001回"
    close_list(actor=COORDINATOR, **where)


def test_whoever_was_not_resubmitted_is_left_out_openly(session: Session, at: At) -> None:
    edition, rows = seeded(session, people=3)
    keys = [rows[0].id]
    return_registration(session, actor=COORDINATOR, edition_id=edition.id, keys=keys, reason="読み")
    at(CLOSED)
    where: dict[str, Any] = {"session": session, "edition_id": edition.id}
    ensure_refused(close_list, "error.returned", **where)
    lottery = close_list(actor=COORDINATOR, **where, returned=1)
    assert lottery.list_text is not None
    assert str(rows[0].blind_number) not in lottery.list_text
    assert rows[0].state is S.NOT_SELECTED
    session.refresh(rows[0], ["steps"])
    assert rows[0].steps[-1].reason == "差戻し後、受付の終わりまでに再提出がなかったため"
    ensure_refused(return_registration, "error.listed", **where, keys=[rows[1].id], reason="x")


def test_whoever_left_after_the_list_was_closed_makes_room_for_the_next(
    session: Session, at: At
) -> None:
    edition, rows = seeded(session, people=30, quota=1, school_quota=1)
    at(CLOSED)
    lottery = close_list(session, actor=COORDINATOR, edition_id=edition.id)
    assert lottery.list_text is not None
    assert " A1\n" in lottery.list_text
    for row in rows[:29]:
        withdraw(session, actor=COORDINATOR, registration_id=row.id, reason="都合")
    hold_draw(session, actor=COORDINATOR, edition_id=edition.id)
    assert rows[29].state in {S.SELECTED, S.OFFERED}


def test_a_seat_a_person_gave_away_is_not_drawn_again(session: Session, at: At) -> None:
    edition, rows = seeded(session, people=4)
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
    page, staff = f"/youth/editions/{edition.id}/lottery/", client_as(Role.COORDINATOR)
    file = f"/youth/editions/{edition.id}/lottery.json"
    assert client.get(file).status_code == 404
    assert staff.submit(f"{page}seed", {"seed": ""}).status_code == 422
    assert staff.submit(f"{page}seed", {"seed": "熊本"}).location == page
    assert staff.submit(f"{page}seed", {"seed": "別"}).status_code == 422
    school = make_school(session)
    for _ in range(3):
        make_registration(session, edition=edition, pupil=make_pupil(session, school=school))
    row = make_registration(session, edition=edition)
    session.commit()
    at(CLOSED)
    assert staff.submit(f"{page}list", {"returned": "x"}).location == page
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


def test_the_editions_own_page_says_what_decides_and_since_when(
    session: Session, client: Visitor
) -> None:
    edition = a_lottery(session)
    page = f"/youth/editions/{edition.id}/"
    assert "まだ公表していません" in client.get(page).text
    publish_seed(session, actor=COORDINATOR, edition_id=edition.id, seed="熊本")
    session.commit()
    said = client.get(page).text
    assert "順番は「熊本」という種で決めます（申込みの前の令和8年(2026年)6月15日" in said


@pytest.mark.parametrize("spoilt", ["[]", "{"])
def test_what_is_no_published_file_is_refused(tmp_path: Path, spoilt: str) -> None:
    file = tmp_path / "lottery.json"
    file.write_text(spoilt, "utf-8")
    assert main(["lottery", "--verify", str(file)]) == 1


def test_the_page_leads_through_a_lottery_that_an_event_decides(
    session: Session, client: Visitor, client_as: SignIn, at: At
) -> None:
    edition = a_lottery(session)
    rows = [make_registration(session, edition=edition) for _ in range(3)]
    page, staff = f"/youth/editions/{edition.id}/lottery/", client_as(Role.COORDINATOR)
    assert "申込みが始まった後に種を公開することはできません" in staff.get(page).text
    event = {"event": EVENT.text, "event_on": "2026-07-10"}
    assert staff.submit(f"{page}event", {**event, "event_on": ""}).status_code == 422
    assert staff.submit(f"{page}event", event).location == page
    text = client.get(page).text
    assert EVENT.text in text
    said = client.get(f"/youth/editions/{edition.id}/").text
    assert "順番は「第7000回の当せん番号」（令和8年(2026年)7月10日）の結果で決めます" in said
    assert "次にすること" not in text
    at(CLOSED)
    return_registration(
        session, actor=COORDINATOR, edition_id=edition.id, keys=[rows[0].id], reason="読み"
    )
    session.commit()
    assert "再提出されていない登録が1件" in staff.get(page).text
    refused = staff.submit(f"{page}list", {"returned": "0"})
    assert refused.status_code == 422
    assert 'name="returned" type="hidden" value="1"' in refused.text
    assert staff.submit(f"{page}list", {"returned": "1"}).location == page
    assert "結果は、出来事の日" in staff.get(page).text
    at(DRAWN)
    assert staff.submit(f"{page}result", {"result": ""}).status_code == 422
    assert staff.submit(f"{page}result", {"result": "0815"}).location == page
    assert staff.submit(f"{page}draw").location == page
    assert client.get(f"/youth/editions/{edition.id}/lottery.json").get_json()["seed"] == "0815"


def test_an_event_that_was_missed_is_said_and_stays_on_the_page(
    session: Session, client: Visitor, client_as: SignIn, at: At
) -> None:
    edition = a_lottery(session)
    announce_event(session, actor=COORDINATOR, edition_id=edition.id, event=EVENT)
    session.commit()
    page, staff = f"/youth/editions/{edition.id}/lottery/", client_as(Role.COORDINATOR)
    at(DRAWN)
    assert "次の出来事を公表してください" in staff.get(page).text
    event = {"event": "第7001回", "event_on": "2026-07-12"}
    assert staff.submit(f"{page}event", event).location == page
    text = client.get(page).text
    assert "2026-07-10 第7000回の当せん番号" in text
    assert "第7001回" in text


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("opens_on", "2026-06-02"),
        ("closes_on", "2026-07-01"),
        ("quota", "3"),
        ("school_quota", "1"),
        ("female_quota", "1"),
        ("selection", "screening"),
    ],
)
def test_what_was_promised_with_the_announcement_stays(
    session: Session, client_as: SignIn, field: str, typed: str
) -> None:
    edition, _ = seeded(session)
    session.commit()
    staff, path = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/edit"
    form = {
        **{"title_ja": "見本派遣", "direction": "send", "starts": "2026-08-01"},
        **{"ends": "2026-08-10", "opens_on": "2026-06-01", "closes_on": "2026-06-30"},
        **{"selection": "lottery", "quota": "2", "offer_days": "3", "counts": ""},
        "version": str(edition.version),
    }
    refused = staff.submit(path, {**form, field: typed})
    assert refused.status_code == 422
    assert "抽選の決め方を" in refused.text
    assert staff.submit(path, {**form, "ends": "2026-08-11"}).status_code == 302


def test_an_edition_without_a_lottery_has_no_such_page(session: Session, client: Visitor) -> None:
    edition = make_edition(session)
    assert client.get(f"/youth/editions/{edition.id}/lottery/").status_code == 404
