"""Versions of the rule: a draft moves nothing, a lock decides anew, an unlock takes it back."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Database, uuid7
from exchange.core.errors import DomainError, NotFoundError, StaleRowError, TransitionError
from exchange.core.permissions import Actor, Role
from exchange.indicators.enums import ReadingKind, RuleStep
from exchange.indicators.models import CountingRule, Indicator
from exchange.indicators.queries.versions import decisions_of, version_by_number
from exchange.indicators.services import (
    RuleAnswers,
    draft_rule,
    lock_rule,
    revise_rule,
    unlock_rule,
)
from exchange.youth.enums import Organiser, ParticipantKind, YouthDirection
from exchange.youth.ledger import Scope, differences, kept_totals
from exchange.youth.models import Participation
from exchange.youth.queries.counting import counting_rules
from exchange.youth.rules.counting import Completion, count_reason, version_of_year
from tests.factories.indicators import make_indicator, make_rule
from tests.factories.participations import close_edition_of
from tests.factories.strategy import make_measure, make_strategy
from tests.factories.youth import make_pupil
from tests.servers.visitor import Visitor

MANAGER = Actor(user_id=None, role=Role.MANAGER, name="見本 課長")
PATH = "/indicators/youth-participation/rules"


@pytest.fixture
def indicator(session: Session) -> Indicator:
    found = make_indicator(session, make_measure(session, make_strategy(session), 4))
    make_rule(session, found)
    return found


def answers(**changes: object) -> RuleAnswers:
    values: dict[str, object] = {
        "default_reading": ReadingKind.RUNNING_TOTAL,
        "since_year": 2026,
        "hosts_count": False,
        "online_counts": True,
        "early_return_counts": True,
        "reason": "課内会議で整理した",
    }
    return RuleAnswers(**(values | changes))  # type: ignore[arg-type]


def draft(session: Session, **changes: object) -> CountingRule:
    return draft_rule(session, actor=MANAGER, answers=answers(**changes))


def lock(session: Session, number: int) -> CountingRule:
    row = version_by_number(session, number)
    return lock_rule(
        session, actor=MANAGER, number=number, version=row.version, reason="4月10日の課内会議"
    )


def unlock(session: Session, number: int) -> CountingRule:
    row = version_by_number(session, number)
    return unlock_rule(
        session, actor=MANAGER, number=number, version=row.version, reason="部会の意見による"
    )


def counted(session: Session) -> dict[int, int]:
    totals = kept_totals(session)
    return {scope.fiscal_year: found.person_times for scope, found in totals.items() if found}


@pytest.mark.usefixtures("indicator")
def test_a_lock_decides_the_ledger_anew_and_an_unlock_takes_it_back(session: Session) -> None:
    for year in (2025, 2026):
        for direction in (YouthDirection.ONLINE, YouthDirection.RECEIVE, YouthDirection.SEND):
            close_edition_of(session, [make_pupil(session)], fiscal_year=year, direction=direction)
    before = counted(session)
    draft(session, hosts_count=False, online_counts=False, early_return_counts=False)
    assert counted(session) == before == {0: 4, 2025: 2, 2026: 2}
    lock(session, 2)
    assert counted(session) == {0: 3, 2025: 2, 2026: 1}
    assert differences(session) == []
    versions = {
        (row.fiscal_year, row.rule_version) for row in session.scalars(select(Participation))
    }
    assert versions == {(2025, 1), (2026, 2)}
    unlock(session, 2)
    assert counted(session) == before
    assert differences(session) == []
    acts = session.scalars(
        select(AuditLine.act)
        .where(AuditLine.subject_kind == "counting_rule")
        .order_by(AuditLine.at, AuditLine.id)
    ).all()
    assert acts == [
        "counting_rules.draft",
        "counting_rules.lock",
        "participations.decide_anew",
        "counting_rules.unlock",
        "participations.decide_anew",
    ]


@pytest.mark.usefixtures("indicator")
def test_whoever_is_no_youth_of_the_city_stays_out_whatever_the_rule_says(
    session: Session,
) -> None:
    close_edition_of(session, [make_pupil(session)], kind=ParticipantKind.GUEST)
    close_edition_of(session, [make_pupil(session)], kind=ParticipantKind.CHAPERONE)
    draft(session)
    lock(session, 2)
    assert kept_totals(session)[Scope(2026, False)].person_times == 0


@pytest.mark.usefixtures("indicator")
def test_every_step_keeps_who_and_why(session: Session) -> None:
    row = draft(session)
    revise_rule(
        session,
        actor=MANAGER,
        number=2,
        version=row.version,
        answers=answers(reason="年度を改めた", since_year=2027),
    )
    revise_rule(
        session,
        actor=MANAGER,
        number=2,
        version=row.version,
        answers=answers(reason="年度を改めた", since_year=2027),
    )
    lock(session, 2)
    assert (row.locked_by, row.lock_reason) == ("見本 課長", "4月10日の課内会議")
    unlock(session, 2)
    assert [(each.step, each.reason) for each in decisions_of(session, row)] == [
        (RuleStep.DRAFTED, "課内会議で整理した"),
        (RuleStep.REVISED, "年度を改めた"),
        (RuleStep.LOCKED, "4月10日の課内会議"),
        (RuleStep.UNLOCKED, "部会の意見による"),
    ]


@pytest.mark.usefixtures("indicator")
def test_a_form_sent_twice_makes_one_version(session: Session) -> None:
    key = uuid7()
    made = [draft_rule(session, actor=MANAGER, answers=answers(), key=key).number for _ in range(2)]
    assert made == [2, 2]
    assert len(counting_rules(session)) == 2


@pytest.mark.usefixtures("indicator")
def test_what_was_in_force_is_not_rewritten(session: Session) -> None:
    draft(session)
    lock(session, 2)
    unlock(session, 2)
    for number in (1, 2):
        row = version_by_number(session, number)
        with pytest.raises(TransitionError, match="not_draft"):
            revise_rule(
                session, actor=MANAGER, number=number, version=row.version, answers=answers()
            )


@pytest.mark.usefixtures("indicator")
def test_impossible_steps_are_refused(session: Session) -> None:
    with pytest.raises(DomainError, match="since"):
        draft(session, since_year=2020)
    with pytest.raises(TransitionError, match="not_locked"):
        unlock(session, 1)
    lock(session, 1)
    with pytest.raises(TransitionError, match=r"error\.locked"):
        lock(session, 1)
    with pytest.raises(StaleRowError):
        unlock_rule(session, actor=MANAGER, number=1, version=1, reason="古い画面から")
    with pytest.raises(NotFoundError):
        lock(session, 9)


def every_direction(session: Session) -> None:
    """Write editions of two years and all directions, and let one pupil come home early."""
    for year in (2024, 2026):
        for direction in YouthDirection:
            close_edition_of(session, [make_pupil(session)], fiscal_year=year, direction=direction)
    early = session.scalars(select(Participation).order_by(Participation.id).limit(1)).one()
    early.left_early = True
    session.flush()


ANSWERS = st.tuples(st.booleans(), st.booleans(), st.booleans())


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(2024, 2027), ANSWERS, st.booleans()), max_size=3))
def test_after_any_versions_every_row_is_decided_as_the_rule_of_its_year_decides(
    database: Database, steps: list[tuple[int, tuple[bool, bool, bool], bool]]
) -> None:
    with database.writing() as session:
        found = make_indicator(session, make_measure(session, make_strategy(session), 4))
        make_rule(session, found)
        every_direction(session)
        for since, (hosts, online, back), again in steps:
            row = draft(
                session,
                since_year=since,
                hosts_count=hosts,
                online_counts=online,
                early_return_counts=back,
            )
            lock(session, row.number)
            if again:
                unlock(session, row.number)
        versions = counting_rules(session)
        for part in session.scalars(select(Participation)):
            rule = version_of_year(versions, part.fiscal_year)
            completion = Completion(
                ParticipantKind.OWN_YOUTH,
                Organiser.CITY,
                True,
                part.direction,
                left_early=part.left_early,
            )
            assert (part.reason, part.rule_version) == (
                count_reason(completion, rule),
                rule.version,
            )
        assert differences(session) == []
        session.rollback()


FIELDS = {
    "default_reading": "running_total",
    "since_year": "2026",
    "hosts_count": "yes",
    "online_counts": "no",
    "early_return_counts": "yes",
    "reason": "整理したため",
}


@pytest.mark.usefixtures("indicator")
def test_a_manager_drafts_locks_and_unlocks_on_the_pages(
    client: Visitor, client_as: Callable[..., Visitor], session: Session
) -> None:
    manager = client_as(Role.MANAGER)
    assert manager.get(f"{PATH}/new").status_code == 200
    assert manager.submit(f"{PATH}/new", FIELDS | {"reason": ""}).status_code == 422
    assert manager.submit(f"{PATH}/new", FIELDS).status_code == 302
    assert version_by_number(session, 2).reach is version_by_number(session, 1).reach
    edit = FIELDS | {"version": "1", "since_year": "2020"}
    assert manager.get(f"{PATH}/2/edit").status_code == 200
    assert manager.submit(f"{PATH}/2/edit", edit).status_code == 422
    assert manager.submit(f"{PATH}/2/edit", edit | {"since_year": "2026"}).status_code == 302
    public = client.get("/indicators/youth-participation/?lang=ja").text
    assert "暫定" in public
    assert manager.submit(f"{PATH}/2/lock", {"version": "1"}).status_code == 422
    lock_fields = {"version": "1", "reason": "課内会議"}
    assert manager.submit(f"{PATH}/2/lock", lock_fields).status_code == 302
    assert manager.submit(f"{PATH}/2/lock", lock_fields).status_code == 409
    public = client.get("/indicators/youth-participation/?lang=ja").text
    assert "暫定" not in public
    assert "46.7%（検証値に対する割合、累計延べ人数で計算）" in public
    assert (
        "から算定方法が第2版に変わったため、前の年度の数字とは比べられません。理由：整理したため"
        in public
    )
    assert "（第2版から）" in public
    viewer = client_as(Role.VIEWER)
    page = viewer.get(f"{PATH}/2/?lang=ja").text
    assert "理由：課内会議" in page
    assert f'action="{PATH}/2/unlock"' not in page
    row = version_by_number(session, 2)
    unlock_fields = {"version": str(row.version), "reason": "見直し"}
    manager = client_as(Role.MANAGER)
    assert manager.submit(f"{PATH}/2/unlock", unlock_fields).status_code == 302
    assert manager.submit(f"{PATH}/2/unlock", unlock_fields).status_code == 409
    page = manager.get(f"{PATH}/?lang=en").text
    assert "No version is settled" in page
    assert manager.get(f"{PATH}/9/").status_code == 404
