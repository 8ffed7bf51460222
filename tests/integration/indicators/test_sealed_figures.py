"""A closed year seals what every indicator reads; afterwards there are corrections alone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from config import Settings
from exchange.core import clock
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError, TransitionError
from exchange.core.permissions import Actor, Role
from exchange.indicators.enums import Method, ValueStep, YearBasis
from exchange.indicators.models import CountingRule, IndicatorValue, SealedFigure
from exchange.indicators.offers import remaining
from exchange.indicators.progress import Latest
from exchange.indicators.queries.definitions import all_indicators
from exchange.indicators.queries.figures import figures_of
from exchange.indicators.services.values import (
    Report,
    accept_value,
    enter_value,
    record_value,
    return_value,
)
from exchange.indicators.verifying import seal_faults
from exchange.strategy.enums import ActivityKind
from exchange.strategy.models import Activity
from exchange.strategy.services import correct_activity, log_activity, withdraw_activity
from tests.factories.accounts import make_user
from tests.factories.activities import activity_plan, make_activity
from tests.factories.indicators import make_indicator
from tests.integration.indicators.test_closing import NOW, close
from tests.servers.visitor import Visitor

SEMINARS, SURVEY = "seminars", "survey"
HELD = PartialDate(2026, 10)
REPORT = Report(value=Decimal(9), source="実施報告書")


@pytest.fixture(autouse=True)
def at() -> Iterator[None]:
    clock.fix(NOW)
    yield
    clock.fix(None)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, fixed_now=NOW)


@pytest.fixture
def activity(session: Session, rule: CountingRule, manager: Actor) -> Activity:
    """Close FY2026 with a course of eight evenings, and without a value of the survey."""
    place = next(each for each in all_indicators(session) if each.id == rule.indicator_id)
    assert place.measure is not None
    for slug, method in ((SEMINARS, Method.SEMINARS_AND_COURSES), (SURVEY, Method.REPORTED)):
        make_indicator(session, place.measure, slug=slug, method=method)
    found = make_activity(session, kind=ActivityKind.COURSE, held=HELD, times=8)
    make_activity(session, kind=ActivityKind.OTHER, held=HELD)
    close(session, manager)
    return found


def test_before_a_year_is_closed_only_what_has_no_value_is_named(
    session: Session, rule: CountingRule, coordinator: Actor
) -> None:
    place = next(each for each in all_indicators(session) if each.id == rule.indicator_id)
    assert place.measure is not None
    for slug, basis in ((SEMINARS, YearBasis.FISCAL), (SURVEY, YearBasis.SURVEY)):
        make_indicator(session, place.measure, slug=slug, method=Method.REPORTED, year_basis=basis)
    for slug in (SEMINARS, SURVEY):
        record_value(session, actor=coordinator, slug=slug, year=2025, report=REPORT)
    found = remaining(session, fiscal_year=2026, actor=coordinator)
    assert [each.path for each in found] == [f"/indicators/{SEMINARS}/"]
    record_value(session, actor=coordinator, slug=SEMINARS, year=2026, report=REPORT)
    assert remaining(session, fiscal_year=2026, actor=coordinator) == []


def values(session: Session, slug: str) -> list[Latest]:
    return list(figures_of(session, all_indicators(session), with_demo=False)[slug])


def test_the_database_keeps_what_a_closed_year_s_figures_are_counted_from(
    session: Session, activity: Activity
) -> None:
    columns = {column.name: getattr(activity, column.name) for column in Activity.__table__.columns}
    own, other = Activity.id == activity.id, Activity.kind == ActivityKind.OTHER
    [sealed] = session.scalars(select(SealedFigure).where(SealedFigure.with_demo.is_(False)))
    assert (sealed.fiscal_year, sealed.value) == (2026, Decimal(8))
    entry = {"id": UUID(int=2), "indicator_id": sealed.indicator_id, "year": 2026, "number": 1}
    entry |= {"value": 9, "source": "報告書", "at": NOW, "actor_name": "見本"}
    open_year = {"fiscal_year": 2027, "calendar_year": 2027}
    refused = [
        insert(Activity).values(columns | {"id": UUID(int=1)}),
        delete(Activity).where(own),
        *(
            update(Activity).where(own).values(changed)
            for changed in (
                {"times": 9},
                {"kind": ActivityKind.OTHER},
                {"withdrawn_at": NOW, "withdrawn_reason": "重複"},
                open_year,
            )
        ),
        update(Activity).where(other).values(kind=ActivityKind.COURSE),
        insert(IndicatorValue).values(entry | {"step": ValueStep.ACCEPTED}),
        update(SealedFigure).values(value=9),
        delete(SealedFigure),
    ]
    for statement in refused:
        with pytest.raises(IntegrityError, match="refuses"), session.begin_nested():
            session.execute(statement.execution_options(synchronize_session=False))
    allowed = [
        insert(Activity).values(columns | open_year | {"id": UUID(int=1)}),
        update(Activity).where(own).values(evidence="実施報告書（改）"),
        update(Activity).where(other).values(times=2),
    ]
    for statement in allowed:
        session.execute(statement.execution_options(synchronize_session=False))


def test_an_activity_of_a_closed_year_keeps_what_is_counted(
    session: Session, activity: Activity, coordinator: Actor
) -> None:
    kept = activity_plan(kind=ActivityKind.COURSE, held=HELD, times=8, note="会場を追記")
    asked: dict[str, Any] = {"actor": coordinator, "key": activity.id, "version": 1}
    with pytest.raises(TransitionError, match="sealed"):
        log_activity(session, actor=coordinator, plan=kept)
    for changed in ({"times": 9}, {"held": PartialDate(2027, 4)}):
        with pytest.raises(TransitionError, match="sealed"):
            correct_activity(session, **asked, plan=replace(kept, **changed))
    with pytest.raises(TransitionError, match="sealed"):
        withdraw_activity(session, **asked, reason="重複")
    correct_activity(session, **asked, plan=kept)
    log_activity(session, actor=coordinator, plan=replace(kept, kind=ActivityKind.OTHER))
    assert values(session, SEMINARS) == [Latest(Decimal(8), 2026, published=Decimal(8))]


@pytest.mark.usefixtures("activity")
def test_a_closed_year_s_value_is_corrected_by_two_and_both_show(
    session: Session, coordinator: Actor, manager: Actor
) -> None:
    asked: dict[str, Any] = {"slug": SEMINARS, "year": 2026, "report": REPORT}
    decided: dict[str, Any] = {"slug": SEMINARS, "year": 2026}
    with pytest.raises(DomainError, match="no_reason"):
        record_value(session, actor=manager, **asked)
    with pytest.raises(DomainError, match="counted"):
        record_value(session, actor=manager, **asked | {"year": 2027, "reason": "訂正"})
    record_value(session, actor=manager, **asked, reason="1回の記録もれ")
    assert values(session, SEMINARS) == [Latest(Decimal(8), 2026, published=Decimal(8))]
    with pytest.raises(TransitionError, match="correction_waits"):
        record_value(session, actor=coordinator, **asked, reason="同じもの")
    with pytest.raises(TransitionError, match="not_approver"):
        accept_value(session, actor=coordinator, **decided)
    with pytest.raises(TransitionError, match="same_person"):
        accept_value(session, actor=manager, **decided)
    second = make_user(session, role=Role.MANAGER).as_actor()
    accept_value(session, actor=second, **decided)
    assert values(session, SEMINARS) == [Latest(Decimal(9), 2026, published=Decimal(8), moved=True)]
    late = asked | {"slug": SURVEY}
    with pytest.raises(DomainError, match="no_reason"):
        enter_value(session, actor=coordinator, **late)
    noted = replace(REPORT, note="集計が遅れたため")
    enter_value(session, actor=coordinator, **late | {"report": noted})
    found = accept_value(session, actor=manager, slug=SURVEY, year=2026)
    assert (found.step, found.reason) == (ValueStep.CORRECTED, noted.note)
    assert values(session, SURVEY) == [Latest(Decimal(9), 2026, moved=True)]
    assert seal_faults(session) == []


@pytest.mark.usefixtures("rule")
def test_what_waited_when_its_year_was_closed_needs_a_reason_all_the_same(
    session: Session, coordinator: Actor, manager: Actor, rule: CountingRule
) -> None:
    place = next(each for each in all_indicators(session) if each.id == rule.indicator_id)
    assert place.measure is not None
    make_indicator(session, place.measure, slug=SURVEY, method=Method.REPORTED)
    enter_value(session, actor=coordinator, slug=SURVEY, year=2026, report=REPORT)
    close(session, manager)
    with pytest.raises(TransitionError, match="without_reason"):
        accept_value(session, actor=manager, slug=SURVEY, year=2026)
    return_value(session, actor=manager, slug=SURVEY, year=2026, reason="理由がない")
    noted = replace(REPORT, note="集計が遅れたため")
    enter_value(session, actor=coordinator, slug=SURVEY, year=2026, report=noted)
    accept_value(session, actor=manager, slug=SURVEY, year=2026)
    # Nothing of any indicator was sealed with the year: nothing is said of what was published.
    assert values(session, SURVEY) == [Latest(Decimal(9), 2026)]


@pytest.mark.usefixtures("activity")
def test_on_the_pages_one_enters_a_correction_and_another_decides(  # long: one story
    session: Session, client_as: Callable[..., Visitor]
) -> None:
    enter = client_as(Role.COORDINATOR)
    assert "確定した年度の値を訂正" in enter.get(f"/indicators/{SEMINARS}/?lang=ja").text
    assert f'value="{SEMINARS}"' in enter.get("/inquiries/record").text
    fields = {"indicator": SEMINARS, "year": "2026", "section": "国際課", "value": "9"}
    fields |= {"source": "実施報告書", "reason": "1回の記録もれ"}
    first = enter.submit("/inquiries/record", fields).location or ""
    assert first.startswith("/inquiries/corrections/")
    page = enter.get(f"{first}?lang=ja").text
    assert ("訂正を取り下げる" in page, "訂正を承認" in page) == (True, False)
    assert first in enter.get("/inquiries/").text
    assert first in enter.get(f"/indicators/{SEMINARS}/").text
    assert enter.submit(f"{first}approve", {}).status_code == 403
    assert enter.submit(f"{first}refuse", {"reason": ""}).status_code == 422
    assert enter.submit(f"{first}refuse", {"reason": "入力の誤り"}).status_code == 302
    second = enter.submit("/inquiries/record", fields).location or ""
    decide = client_as(Role.MANAGER)
    assert "訂正を承認" in decide.get(f"{second}?lang=ja").text
    assert decide.submit(f"{first}approve", {}).status_code == 409
    assert decide.submit(f"{second}approve", {}).status_code == 302
    assert "この訂正は処理済みです" in decide.get(f"{second}?lang=ja").text
    assert decide.get(f"/inquiries/corrections/{UUID(int=7)}/").status_code == 404
    page = decide.get(f"/indicators/{SEMINARS}/?lang=ja").text
    assert ("（公表時：8）" in page, "承認待ちの訂正" in page) == (True, False)
    listed = decide.get("/inquiries/?lang=ja").text
    assert "承認を待っています" not in listed
