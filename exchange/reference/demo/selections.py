"""The demo's selections: a waiting list in motion, and lots that were drawn."""

from datetime import date, timedelta
from typing import Final

from exchange.core import clock
from exchange.reference.demo.stage import Stage, announce_one, moment, register_one, titled
from exchange.youth.enums import Selection, YouthDirection
from exchange.youth.models import Edition, Programme
from exchange.youth.rules.editions import Plan
from exchange.youth.rules.lotteries import Event
from exchange.youth.services import EditionDetails, select_pupils, withdraw
from exchange.youth.services.drawing import announce_event, close_list, enter_result, hold_draw

#: Two seats, one a school: the first of each takes one, the others wait.
_APPLIED: Final = (
    *(("school-a", 0), ("school-b", 1), ("school-a", 3)),
    *(("school-b", 3), ("school-b", 5)),
)
_DRAWN: Final = (*(("school-a", 1), ("school-a", 5)), *(("school-b", 0), ("school-b", 2)))


def load_selections(stage: Stage, programme: Programme) -> None:
    """Make both editions; neither has begun, so that neither counts anywhere."""
    _wait(stage, programme)
    _draw(stage, programme)


def _wait(stage: Stage, programme: Programme) -> None:
    """A seat became free: one was passed over, one declined, the next has some days to answer."""
    opens = stage.today - timedelta(days=20)
    plan = _plan(stage, opens_on=opens, days=30, school_quota=1, offer_days=7)
    with clock.held(moment(opens)):
        title = titled(plan.starts, "台湾訪問", "visit to Taiwan", "訪問台灣")
        details = EditionDetails(title, YouthDirection.SEND, plan)
        edition = announce_one(stage, programme, details)
        keys = [register_one(stage, edition, who) for who in _APPLIED]
        seated, leaving, _, declining, _ = keys
        both = [seated, leaving]
        select_pupils(stage.session, actor=stage.actor, edition_id=edition.id, keys=both)
    for days, key, reason in (
        (6, leaving, "（見本）転校のため"),
        (2, declining, "（見本）日程が合わないため"),
    ):
        with clock.held(moment(stage.today - timedelta(days=days))):
            withdraw(stage.session, actor=stage.actor, registration_id=key, reason=reason)


def _draw(stage: Stage, programme: Programme) -> None:
    """A public event decided, after the list was closed."""
    opens = stage.today - timedelta(days=45)
    plan = _plan(stage, opens_on=opens, days=30)
    event = Event("（見本）架空の公開くじ 第1回の当せん番号", plan.closes_on + timedelta(days=5))
    session, actor = stage.session, stage.actor
    with clock.held(moment(opens)):
        edition = _lottery(stage, programme, plan)
        announce_event(session, actor=actor, edition_id=edition.id, event=event)
        for who in _DRAWN:
            register_one(stage, edition, who)
    with clock.held(moment(plan.closes_on + timedelta(days=1))):
        close_list(session, actor=actor, edition_id=edition.id)
    with clock.held(moment(event.day)):
        enter_result(session, actor=actor, edition_id=edition.id, seed="0815")
        hold_draw(session, actor=actor, edition_id=edition.id)


def _lottery(stage: Stage, programme: Programme, plan: Plan) -> Edition:
    title = titled(plan.starts, "国際会議", "international meeting", "國際會議")
    details = EditionDetails(title, YouthDirection.ONLINE, plan, selection=Selection.LOTTERY)
    return announce_one(stage, programme, details)


def _plan(
    stage: Stage,
    *,
    opens_on: date,
    days: int,
    school_quota: int | None = None,
    offer_days: int = 3,
) -> Plan:
    """Two seats; away for some days in two months."""
    starts = stage.today + timedelta(days=60)
    return Plan(
        starts=starts,
        ends=starts + timedelta(days=4),
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=days),
        quota=2,
        school_quota=school_quota,
        offer_days=offer_days,
    )
