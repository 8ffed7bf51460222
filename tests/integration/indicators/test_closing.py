"""A fiscal year is closed, sealed against everything, and corrected by two persons."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from config import Settings
from exchange.core import clock
from exchange.core.database import uuid7
from exchange.core.errors import DomainError, StaleRowError, TransitionError
from exchange.core.permissions import Actor, Role
from exchange.indicators.models import CountingRule
from exchange.indicators.opendata import youth_json, youth_rows
from exchange.indicators.queries.youth import running_total, youth_reading
from exchange.indicators.services import (
    Closing,
    close_year,
    draft_rule,
    enter_found,
    enter_number,
    enter_struck,
    lock_rule,
    unlock_rule,
)
from exchange.indicators.verifying import seal_faults
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.enums.closing import CorrectionKind, CorrectionState
from exchange.youth.ledger import (
    approve,
    corrections_of,
    differences,
    faults,
    ledger_file,
    sealed_file,
    take_back,
    turn_down,
    write_ledger,
)
from exchange.youth.models import (
    ClosedYear,
    Correction,
    Edition,
    Participation,
    ParticipationTotal,
    Pupil,
    SamePerson,
)
from exchange.youth.queries.counting import counting_rule
from exchange.youth.services import close_edition
from tests.factories.accounts import make_user
from tests.factories.participations import LEDGER_KEY, close_edition_of
from tests.factories.youth import make_edition, make_pupil, make_registration
from tests.integration.indicators.test_versions import answers
from tests.servers.schemas import refusals
from tests.servers.visitor import Visitor

NOW = datetime(2027, 4, 20, 3, 0, tzinfo=UTC)
TODAY = date(2027, 4, 20)
PATH = "/indicators/youth-participation"
ENTERED = [
    column.key for column in Correction.__table__.columns if column.key not in {"id", "version"}
]
FROM_2025 = pytest.mark.parametrize("rule", [2025], indirect=True)


@pytest.fixture(autouse=True)
def at() -> Iterator[None]:
    clock.fix(NOW)
    yield
    clock.fix(None)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Let the application stand there too."""
    return replace(settings, fixed_now=NOW)


def close(session: Session, actor: Actor, year: int = 2026, **changes: object) -> ClosedYear:
    values = {"fiscal_year": year, "note": "国際課第1号", "remaining": 0, "accepted": False}
    return close_year(session, actor=actor, closing=Closing(**(values | changes)))  # type: ignore[arg-type]


def taken_in(session: Session, actor: Actor, correction: Correction) -> Correction:
    return approve(session, actor=actor, key=correction.id, version=correction.version)


def figures(session: Session) -> tuple[object, object, object]:
    found = youth_json(youth_reading(session, with_demo=False, today=TODAY))
    return found["running_total"], found["unique_since_start"], found["fiscal_years"]


def seen_on(page: str) -> str:
    """Return the digest of what the page to close a year showed."""
    return str(re.findall(r'name="seen"[^>]* value="(\w{64})"', page)[0])


def row_of(session: Session, edition: Edition) -> Participation:
    statement = select(Participation).where(Participation.edition_id == edition.id)
    return session.scalars(statement.order_by(Participation.id).limit(1)).one()


def first_row(session: Session) -> Participation:
    """Return the first row of FY2026."""
    statement = select(Participation).where(Participation.fiscal_year == 2026)
    return session.scalars(statement.order_by(Participation.id).limit(1)).one()


@pytest.fixture
def people(session: Session, rule: CountingRule) -> list[Pupil]:
    """Three pupils; the first was in two editions of FY2026, all are in its ledger."""
    assert rule.locked
    pupils = [make_pupil(session) for _ in range(3)]
    close_edition_of(session, pupils)
    close_edition_of(session, pupils[:1])
    return pupils


@pytest.mark.usefixtures("people")
def test_a_closed_year_keeps_its_figures_and_the_file_has_the_digest(
    session: Session, manager: Actor
) -> None:
    sealed = close(session, manager)
    body = sealed_file(session, 2026)
    assert body == ledger_file(session, 2026)
    assert (sealed.rows, sealed.digest) == (4, hashlib.sha256(body or b"").hexdigest())
    rows = list(csv.DictReader(io.StringIO((body or b"").decode())))
    assert [row["participation"] for row in rows] == sorted(row["participation"] for row in rows)
    assert len({row["counted_as"] for row in rows}) == 3
    assert figures(session) == (
        18,
        3,
        {"2026": {"person_times": 4, "unique": 3, "closed": True}},
    )
    assert faults(session) == []


@pytest.mark.usefixtures("people")
def test_the_database_refuses_every_change_to_a_closed_year(
    session: Session, manager: Actor
) -> None:
    close(session, manager)
    open_edition = close_edition_of(session, [make_pupil(session)], fiscal_year=2027)
    other = row_of(session, open_edition)
    row = first_row(session)
    columns = {c.name: getattr(row, c.name) for c in Participation.__table__.columns}
    same = {"number": 1, "same_as": "y", "since": TODAY}
    year_2026 = ParticipationTotal.fiscal_year == 2026
    refused = [
        insert(Participation).values(columns | {"id": UUID(int=1), "person_digest": "x"}),
        update(Participation).where(Participation.id == row.id).values(left_early=True),
        update(Participation).where(Participation.id == other.id).values(fiscal_year=2026),
        delete(Participation).where(Participation.id == row.id),
        update(ParticipationTotal).where(year_2026).values(person_times=9),
        delete(ParticipationTotal).where(year_2026),
        insert(SamePerson).values(same | {"digest": "z", "from_year": 2026}),
        update(ClosedYear).values(digest="0"),
        delete(ClosedYear),
    ]
    for statement in refused:
        with pytest.raises(IntegrityError, match="refuses"), session.begin_nested():
            session.execute(statement.execution_options(synchronize_session=False))
    session.execute(insert(SamePerson).values(same | {"digest": "z", "from_year": 2027}))
    assert faults(session) == []


@pytest.mark.usefixtures("rule")
@pytest.mark.parametrize(
    ("year", "changes", "words"),
    [
        (2027, {}, "running"),
        (2026, {"remaining": 2}, "error.remaining"),
        (2026, {"remaining": 2, "accepted": True}, None),
        (2026, {}, None),
    ],
)
def test_what_stands_in_the_way_of_closing(
    session: Session, manager: Actor, year: int, changes: dict[str, object], words: str | None
) -> None:
    if words is None:
        assert close(session, manager, year, **changes).fiscal_year == year
        with pytest.raises(TransitionError, match="closed"):
            close(session, manager, year, **changes)
        return
    with pytest.raises(DomainError, match=words):
        close(session, manager, year, **changes)


@FROM_2025
def test_years_are_closed_in_order_and_under_a_locked_rule(
    session: Session, manager: Actor, rule: CountingRule
) -> None:
    with pytest.raises(TransitionError, match="earlier"):
        close(session, manager)
    close(session, manager, 2025)
    unlock_rule(session, actor=manager, number=1, version=rule.version, reason="見直し")
    with pytest.raises(TransitionError, match=r"block\.rule"):
        close(session, manager)


@FROM_2025
def test_what_is_said_of_a_closed_year_outlasts_the_lock_of_its_version(
    session: Session, manager: Actor, rule: CountingRule
) -> None:
    row = draft_rule(session, actor=manager, answers=answers(since_year=2026))
    lock_rule(session, actor=manager, number=2, version=row.version, reason="課内会議")
    for year in (2025, 2026):
        close(session, manager, year)
    unlock_rule(session, actor=manager, number=2, version=row.version, reason="見直し")
    assert [counting_rule(session, year).version for year in (2025, 2026, 2027)] == [1, 2, 1]
    breaks = youth_reading(session, with_demo=False, today=TODAY).breaks
    assert [(each.year, each.version) for each in breaks] == [(2026, 2), (2027, rule.number)]


@pytest.mark.usefixtures("people")
def test_a_new_version_never_rewrites_a_closed_year(
    session: Session, manager: Actor, rule: CountingRule
) -> None:
    close(session, manager)
    before = figures(session)
    with pytest.raises(DomainError, match=r"error\.closed"):
        draft_rule(session, actor=manager, answers=answers(since_year=2026))
    row = draft_rule(session, actor=manager, answers=answers(since_year=2027))
    lock_rule(session, actor=manager, number=2, version=row.version, reason="課内会議")
    unlock_rule(session, actor=manager, number=1, version=rule.version, reason="見直し")
    lock_rule(session, actor=manager, number=1, version=rule.version, reason="元に戻す")
    assert figures(session) == before
    assert (faults(session), differences(session)) == ([], [])


def test_a_draft_of_a_year_that_was_closed_meanwhile_is_not_locked(
    session: Session, manager: Actor, rule: CountingRule
) -> None:
    assert rule.locked
    row = draft_rule(session, actor=manager, answers=answers(since_year=2026))
    close(session, manager)
    with pytest.raises(DomainError, match=r"error\.closed"):
        lock_rule(session, actor=manager, number=2, version=row.version, reason="課内会議")


def test_corrections_move_the_corrected_figures_and_leave_what_was_published(  # long: one story
    session: Session, manager: Actor, coordinator: Actor, people: list[Pupil]
) -> None:
    edition = make_edition(
        session, state=EditionState.CLOSED, starts=date(2026, 8, 1), ends=date(2026, 8, 9)
    )
    late = make_pupil(session)
    absent = make_registration(session, edition=edition, pupil=late, state=RegistrationState.ABSENT)
    close(session, manager)
    by_number = enter_number(
        session, actor=coordinator, edition_id=edition.id, change=(2, 1, 1), reason="参加者数の訂正"
    )
    found = enter_found(
        session,
        actor=coordinator,
        edition_id=edition.id,
        registration_id=absent.id,
        reason="出席簿で確認",
        ledger_key=LEDGER_KEY,
    )
    digest = LEDGER_KEY.digest(people[1].id)
    row = session.scalars(select(Participation).where(Participation.person_digest == digest)).one()
    strike: dict[str, Any] = {"participation_id": row.id, "reason": "不参加と判明"}
    struck = enter_struck(session, actor=coordinator, **strike)
    assert figures(session)[0] == 18
    with pytest.raises(TransitionError, match="twice"):
        enter_struck(session, actor=coordinator, **strike)
    for entered in (found, struck):
        again = {each: getattr(entered, each) for each in ENTERED}
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(insert(Correction).values(id=uuid7(), version=1, **again))
    with pytest.raises(DomainError, match="same_person"):
        taken_in(session, coordinator, struck)
    for correction in (by_number, found, struck):
        taken_in(session, manager, correction)
    changes = [(each.person_times, each.unique_persons) for each in corrections_of(session, 2026)]
    assert changes == [(2, 1), (1, 1), (-1, -1)]
    year: dict[str, object] = {"person_times": 6, "unique": 4, "closed": True}
    year |= {"published": {"person_times": 4, "unique": 3}, "published_running_total": 18}
    assert figures(session) == (20, 4, {"2026": year})
    assert running_total(session) == 20
    line = youth_rows(youth_reading(session, with_demo=False, today=TODAY))[1]
    assert (line["person_times"], line["published_person_times"], line["published_unique"]) == (
        6,
        4,
        3,
    )
    assert faults(session) == []
    with pytest.raises(IntegrityError, match="refuses"), session.begin_nested():
        session.execute(update(Correction).values(person_times=7))


@FROM_2025
def test_a_running_total_was_published_with_what_was_corrected_by_then(
    session: Session, manager: Actor, coordinator: Actor, people: list[Pupil]
) -> None:
    edition = close_edition_of(session, people[:2], fiscal_year=2025)

    def one_more() -> None:
        """Find that FY2025 had one person-time more."""
        more: dict[str, Any] = {"edition_id": edition.id, "change": (1, 0, 0), "reason": "訂正"}
        taken_in(session, manager, enter_number(session, actor=coordinator, **more))

    close(session, manager, 2025)
    one_more()
    close(session, manager, 2026)
    years = youth_reading(session, with_demo=False, today=TODAY).fiscal_years
    assert [each.running_total for each in years.values()] == [14 + 3, 14 + 3 + 4]
    assert [each.published_running for each in years.values()] == [14 + 2, None]
    one_more()
    years = youth_reading(session, with_demo=False, today=TODAY).fiscal_years
    assert [each.running_total for each in years.values()] == [14 + 4, 14 + 4 + 4]
    assert [each.published_running for each in years.values()] == [14 + 2, 14 + 3 + 4]
    assert years[2026].published is None
    assert (faults(session), seal_faults(session)) == ([], [])


def test_a_correction_is_refused_with_a_reason_or_withdrawn_by_who_entered_it(
    session: Session, manager: Actor, coordinator: Actor, people: list[Pupil]
) -> None:
    assert people
    close(session, manager)
    rows = session.scalars(select(Participation).order_by(Participation.id).limit(2)).all()
    first, second = (
        enter_struck(session, actor=coordinator, participation_id=row.id, reason="不参加")
        for row in rows
    )
    with pytest.raises(DomainError, match=r"error\.reason"):
        turn_down(session, actor=manager, key=first.id, version=1, reason=" ")
    turn_down(session, actor=manager, key=first.id, version=1, reason="資料がない")
    with pytest.raises(DomainError, match="not_yours"):
        take_back(session, actor=manager, key=second.id, version=1)
    with pytest.raises(StaleRowError):
        take_back(session, actor=coordinator, key=second.id, version=7)
    take_back(session, actor=coordinator, key=second.id, version=1)
    assert [each.state for each in corrections_of(session, 2026)] == [
        CorrectionState.REFUSED,
        CorrectionState.WITHDRAWN,
    ]
    with pytest.raises(TransitionError):
        taken_in(session, manager, first)
    assert figures(session)[0] == 18


def test_what_cannot_be_corrected_is_refused(
    session: Session, coordinator: Actor, manager: Actor, people: list[Pupil]
) -> None:
    left_out = close_edition_of(session, people[:1], counts=False)
    open_year = close_edition_of(session, people[:1], fiscal_year=2027)
    close(session, manager)
    with pytest.raises(DomainError, match="not_counted"):
        enter_struck(
            session,
            actor=coordinator,
            participation_id=row_of(session, left_out).id,
            reason="不参加",
        )
    with pytest.raises(TransitionError, match="open_year"):
        enter_struck(
            session,
            actor=coordinator,
            participation_id=row_of(session, open_year).id,
            reason="不参加",
        )
    with pytest.raises(DomainError, match="counts_not"):
        enter_number(
            session, actor=coordinator, edition_id=left_out.id, change=(1, 1, 1), reason="訂正"
        )


@pytest.mark.usefixtures("people")
def test_an_edition_closed_late_becomes_corrections(
    session: Session, manager: Actor, coordinator: Actor
) -> None:
    edition = make_edition(session, starts=date(2026, 8, 1), ends=date(2026, 8, 9))
    for _ in range(2):
        make_registration(session, edition=edition, state=RegistrationState.COMPLETED)
    close(session, manager, remaining=1, accepted=True)
    with pytest.raises(TransitionError, match=r"ledger\.error\.closed"):
        write_ledger(session, actor=coordinator, edition=edition, ledger_key=LEDGER_KEY)
    close_edition(session, actor=coordinator, edition_id=edition.id, ledger_key=LEDGER_KEY)
    entered = corrections_of(session, 2026)
    assert [(each.kind, each.state) for each in entered] == [
        (CorrectionKind.FOUND, CorrectionState.PROPOSED)
    ] * 2
    for each in entered:
        taken_in(session, manager, each)
    assert figures(session)[:2] == (20, 5)
    assert faults(session) == []


@pytest.mark.usefixtures("people")
def test_a_manager_closes_on_the_pages_and_two_persons_correct(  # long: one story
    client: Visitor, client_as: Callable[..., Visitor], session: Session
) -> None:
    manager = client_as(Role.MANAGER)
    page = manager.get(f"{PATH}/2026/close?lang=ja").text
    assert "残っていることはありません" in page or "承知のうえで" in page
    fields = {"accepted": "y", "note": "国際課第1号", "seen": seen_on(page)}
    assert manager.submit(f"{PATH}/2027/close", fields).status_code == 422
    close_edition_of(session, [make_pupil(session)], counts=False)
    refused = manager.submit(f"{PATH}/2026/close?lang=ja", fields)
    assert (refused.status_code, "この画面を開いた後に" in refused.text) == (422, True)
    fields["seen"] = seen_on(refused.text)
    assert manager.submit(f"{PATH}/2026/close", fields).status_code == 302
    assert manager.get(f"{PATH}/2026/close").status_code == 409
    row = first_row(session)
    enter = client_as(Role.COORDINATOR)
    base = f"{PATH}/2026/corrections"
    assert enter.get(f"{base}/new").status_code == 200
    assert enter.get(f"{base}/find/{row.edition_id}").status_code == 200
    assert enter.submit(f"{base}/find/{row.edition_id}", {"reason": "x"}).status_code == 422
    assert enter.get(f"{base}/strike/{row.id}").status_code == 200
    assert enter.submit(f"{base}/strike/{row.id}", {"reason": ""}).status_code == 422
    assert enter.submit(f"{base}/strike/{row.id}", {"reason": "不参加"}).status_code == 302
    number = {
        "edition_id": str(row.edition_id),
        "person_times": "-1",
        "unique_persons": "0",
        "unique_since": "0",
    }
    assert enter.submit(f"{base}/new", number).status_code == 422
    for _ in range(2):
        assert enter.submit(f"{base}/new", number | {"reason": "訂正"}).status_code == 302
    first, second, third = corrections_of(session, 2026)
    manager = client_as(Role.MANAGER)
    why = {"version": "1", "reason": "別の年度"}
    for path in (
        f"find/{row.edition_id}",
        f"strike/{row.id}",
        *(f"{first.id}/{verb}" for verb in ("approve", "refuse", "withdraw")),
    ):
        assert manager.submit(f"{PATH}/2025/corrections/{path}", why).status_code == 404, path
    assert manager.submit(f"{base}/{first.id}/approve", {"version": "1"}).status_code == 302
    assert manager.submit(f"{base}/{first.id}/approve", {"version": "1"}).status_code == 409
    assert manager.submit(f"{base}/{second.id}/refuse", {"version": "1"}).status_code == 422
    refusal = {"version": "1", "reason": "資料がない"}
    assert manager.submit(f"{base}/{second.id}/refuse", refusal).status_code == 302
    assert manager.submit(f"{base}/{third.id}/withdraw", {"version": "1"}).status_code == 422
    page = client_as(Role.VIEWER).get(f"{base}/?lang=ja").text
    assert "年度延べ4人、実3人" in page
    assert "年度延べ3人" in page
    assert "理由：資料がない" in page
    public = client.get(f"{PATH}/?lang=ja").text
    assert "確定後に訂正" in public
    assert "公表時：延べ4人、実3人" in public
    assert "公表時：延べ4人、実3人" in client.get(f"{PATH}/2026/?lang=ja").text
    data = json.loads(client.get(f"{PATH}/2026.json").data)
    assert refusals(data, json.loads(client.get(f"{PATH}/year.schema.json").data)) == []
    assert (data["person_times"], data["published"]) == (3, {"person_times": 4, "unique": 3})
    assert {row["municipality_code"] for row in data["rows"]} == {"431001"}
    file = enter.get(f"{PATH}/2026/ledger.csv").data
    digest = session.get_one(ClosedYear, 2026).digest
    assert hashlib.sha256(file).hexdigest() == digest
    assert client_as(Role.VIEWER).get(f"{PATH}/2025/corrections/").status_code == 404


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(("section", "shown"), [("国際課", True), ("観光課", False)])
def test_a_section_reads_the_corrections_of_its_own_programmes_and_no_file(
    session: Session, client: Visitor, manager: Actor, section: str, shown: bool
) -> None:
    close(session, manager)
    row = first_row(session)
    enter_struck(session, actor=manager, participation_id=row.id, reason="不参加")
    client.sign_in(make_user(session, role=Role.SECTION, section=section))
    page = client.get(f"{PATH}/2026/corrections/?lang=ja")
    assert (page.status_code, "不参加" in page.text, "ledger.csv" in page.text) == (
        200,
        shown,
        False,
    )
    assert client.get(f"{PATH}/2026/ledger.csv").status_code == 403
