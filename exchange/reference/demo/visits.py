"""The demo's visits: past, called off, under way, and planned for Heidelberg in 2027."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import Localized
from exchange.core.languages import OFFICE_ZONE
from exchange.core.permissions import Actor
from exchange.core.walltime import WallTime
from exchange.delegations.enums import ApprovalClass, Direction, Level, VisitState
from exchange.delegations.legs import Leg
from exchange.delegations.models import Visit
from exchange.delegations.queries.choices import parties_for
from exchange.delegations.rules import Approval
from exchange.delegations.services.legs import state_legs
from exchange.delegations.services.members import Membership, add_new_member
from exchange.delegations.services.states import advance_visit, approve_visit, cancel_visit
from exchange.delegations.services.visits import VisitPlan, create_visit
from exchange.itineraries.services.items import ItemPlan, add_item
from exchange.reference.demo.guests import KAOHSIUNG, KUMAMOTO, SAN_ANTONIO, Guest

_TOKYO: Final = "Asia/Tokyo"
_BERLIN: Final = "Europe/Berlin"
_TAIPEI: Final = "Asia/Taipei"


def load_visits(session: Session, *, actor: Actor, today: date) -> None:
    """Make the four visits; the past ones step by step, on the days they happened."""
    _past(session, actor, today)
    _called_off(session, actor, today)
    _under_way(session, actor, today)
    _heidelberg_2027(session, actor)


def _past(session: Session, actor: Actor, today: date) -> None:
    starts = today - timedelta(days=75)
    plan = VisitPlan(
        direction=Direction.IN,
        level=Level.DEPUTY_MAYOR,
        title=Localized(
            {
                "ja": "（見本）高雄市訪問団の受入",
                "en": "(Demo) Delegation from Kaohsiung",
                "zh-Hant": "（範例）高雄市訪問團來訪",
            }
        ),
        purpose="見本データ：表敬訪問と視察",
        starts=starts,
        ends=starts + timedelta(days=3),
        partners=("kaohsiung",),
        parties=_parties(session, "kaohsiung", starts),
    )
    visit = _create(session, actor, plan, created=starts - timedelta(days=90))
    _members(session, actor, visit, KAOHSIUNG)
    arrival = ItemPlan(
        title=Localized({"ja": "（見本）到着", "en": "(Demo) Arrival", "zh-Hant": "（範例）抵達"}),
        start=WallTime.planned(starts, time(17, 40), zone=_TAIPEI),
        end=WallTime.planned(starts, time(21, 0), zone=_TOKYO),
        place="阿蘇くまもと空港",
        open_to_press=True,
    )
    add_item(session, actor=actor, visit_id=visit.id, plan=arrival, is_demo=True)
    _advance(session, actor, visit, VisitState.CLOSED)


def _called_off(session: Session, actor: Actor, today: date) -> None:
    """Call a visit off three weeks ago: diet and mobility of its members are purged next week."""
    starts = today - timedelta(days=26)
    plan = VisitPlan(
        direction=Direction.IN,
        level=Level.OFFICIALS,
        title=Localized(
            {
                "ja": "（見本）サンアントニオ市訪問団の受入",
                "en": "(Demo) Delegation from San Antonio",
                "zh-Hant": "（範例）聖安東尼奧市訪問團來訪",
            }
        ),
        purpose="見本データ：視察",
        starts=starts,
        ends=starts + timedelta(days=2),
        partners=("san-antonio",),
        hosts="熊本市",
    )
    visit = _create(session, actor, plan, created=starts - timedelta(days=90))
    _members(session, actor, visit, SAN_ANTONIO)
    _advance(session, actor, visit, VisitState.PLANNED)
    with clock.held(_moment(starts - timedelta(days=3))):
        cancel_visit(
            session,
            actor=actor,
            key=visit.id,
            version=visit.version,
            reason="（見本）台風の接近により中止",
        )


def _under_way(session: Session, actor: Actor, today: date) -> None:
    plan = VisitPlan(
        direction=Direction.IN,
        level=Level.OFFICIALS,
        title=Localized(
            {
                "ja": "（見本）蔚山広域市実務者訪問団の受入",
                "en": "(Demo) Officials from Ulsan",
                "zh-Hant": "（範例）蔚山廣域市實務人員來訪",
            }
        ),
        purpose="見本データ：実務協議",
        starts=today - timedelta(days=1),
        ends=today + timedelta(days=1),
        partners=("ulsan",),
        hosts="熊本市",
    )
    visit = _create(session, actor, plan, created=today - timedelta(days=60))
    meeting = ItemPlan(
        title=Localized({"ja": "（見本）協議", "en": "(Demo) Meeting", "zh-Hant": "（範例）會議"}),
        start=WallTime.planned(today, time(10, 0), zone=_TOKYO),
        end=WallTime.planned(today, time(12, 0), zone=_TOKYO),
        place="熊本市役所",
    )
    add_item(session, actor=actor, visit_id=visit.id, plan=meeting, is_demo=True)
    _advance(session, actor, visit, VisitState.UNDER_WAY)


def _heidelberg_2027(session: Session, actor: Actor) -> None:
    plan = VisitPlan(
        direction=Direction.OUT,
        level=Level.MAYOR,
        title=Localized(
            {
                "ja": "（見本）ハイデルベルク市友好都市締結35周年訪問団",
                "en": "(Demo) Delegation to Heidelberg for the 35th anniversary",
                "zh-Hant": "（範例）海德堡市締結35週年訪問團",
            }
        ),
        purpose="見本データ：35周年記念式典への出席",
        starts=date(2027, 5, 17),
        ends=date(2027, 5, 22),
        partners=("heidelberg",),
        parties=_parties(session, "heidelberg", date(2027, 5, 17)),
        fallback_starts=date(2027, 5, 31),
        fallback_ends=date(2027, 6, 5),
        measures=("measure-3",),
        projects=("leading-project-01",),
    )
    visit = create_visit(session, actor=actor, plan=plan, is_demo=True)
    visit = state_legs(
        session,
        actor=actor,
        key=visit.id,
        version=visit.version,
        legs=(
            Leg(None, "フランクフルト", date(2027, 5, 17), date(2027, 5, 18)),
            Leg(visit.links[0].partner_id, "", date(2027, 5, 18), date(2027, 5, 22)),
        ),
    )
    _members(session, actor, visit, KUMAMOTO)
    for item in _HEIDELBERG_ITEMS:
        add_item(session, actor=actor, visit_id=visit.id, plan=item, is_demo=True)
    advance_visit(
        session, actor=actor, key=visit.id, version=visit.version, target=VisitState.PLANNED
    )


def _parties(session: Session, partner: str, day: date) -> Sequence[UUID]:
    """Name everybody who is party to the partner's agreement on a day, but the partner."""
    found = parties_for(session, [partner], day)
    return [party.id for party in found if party.partner_id is None]


def _create(session: Session, actor: Actor, plan: VisitPlan, *, created: date) -> Visit:
    with clock.held(_moment(created)):
        return create_visit(session, actor=actor, plan=plan, is_demo=True)


def _advance(session: Session, actor: Actor, visit: Visit, target: VisitState) -> None:
    """Take a visit through its states up to the target, each on a day that fits."""
    days = {
        VisitState.PLANNED: visit.starts - timedelta(days=40),
        VisitState.APPROVED: visit.starts - timedelta(days=30),
        VisitState.CONFIRMED: visit.starts - timedelta(days=20),
        VisitState.UNDER_WAY: visit.starts,
        VisitState.CLOSED: visit.ends,
    }
    for state, day in days.items():
        with clock.held(_moment(day)):
            _step(session, actor, visit, state)
        if state is target:
            return


def _step(session: Session, actor: Actor, visit: Visit, state: VisitState) -> None:
    today = clock.today()
    if state is not VisitState.APPROVED:
        advance_visit(session, actor=actor, key=visit.id, version=visit.version, target=state)
        return
    approval = Approval(
        document_number="見本第1号",
        drafted_on=today - timedelta(days=3),
        approved_on=today,
        approval_class=ApprovalClass.DEPARTMENT,
    )
    approve_visit(session, actor=actor, key=visit.id, version=visit.version, approval=approval)


def _members(session: Session, actor: Actor, visit: Visit, guests: Sequence[Guest]) -> None:
    for guest in guests:
        add_new_member(
            session,
            actor=actor,
            visit_id=visit.id,
            name=guest.name,
            affiliation=guest.affiliation,
            membership=Membership(
                role=guest.role, title=guest.title, diet=guest.diet, mobility=guest.mobility
            ),
            is_demo=True,
        )


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9, 0), OFFICE_ZONE)


_HEIDELBERG_ITEMS: Final = (
    ItemPlan(
        title=Localized(
            {"ja": "（見本）福岡 → フランクフルト", "en": "(Demo) Fukuoka to Frankfurt"}
        ),
        start=WallTime.planned(date(2027, 5, 17), time(9, 30), zone=_TOKYO),
        end=WallTime.planned(date(2027, 5, 17), time(18, 30), zone=_BERLIN),
        place="福岡空港",
        end_place="フランクフルト空港",
        city="福岡",
        end_city="フランクフルト",
        transport="見本航空101便",
        lodging="見本ホテル・ハイデルベルク",
        meal="機内",
    ),
    ItemPlan(
        title=Localized({"ja": "（見本）旧市街の視察", "en": "(Demo) Walk through the old town"}),
        start=WallTime.planned(date(2027, 5, 18), time(10, 0), zone=_BERLIN),
        end=WallTime.planned(date(2027, 5, 18), time(12, 0), zone=_BERLIN),
        place="Altstadt",
        city="ハイデルベルク",
        track="視察班",
        rain_plan="城の展示室",
    ),
    ItemPlan(
        title=Localized({"ja": "（見本）実務協議", "en": "(Demo) Talks between officials"}),
        start=WallTime.planned(date(2027, 5, 18), time(10, 0), zone=_BERLIN),
        end=WallTime.planned(date(2027, 5, 18), time(12, 0), zone=_BERLIN),
        place="Rathaus Heidelberg",
        city="ハイデルベルク",
        track="協議班",
        host="Stadt Heidelberg",
        interpreter="見本 通訳",
    ),
    ItemPlan(
        title=Localized({"ja": "（見本）35周年記念式典", "en": "(Demo) 35th anniversary ceremony"}),
        start=WallTime.planned(date(2027, 5, 19), time(11, 0), zone=_BERLIN),
        end=WallTime.planned(date(2027, 5, 19), time(13, 0), zone=_BERLIN),
        place="Rathaus Heidelberg",
        city="ハイデルベルク",
        dress="平服",
        speech=True,
        fixed=True,
        own_text=Localized({"ja": "市長のあいさつは5分です。"}),
    ),
    ItemPlan(
        title=Localized(
            {"ja": "（見本）フランクフルト → 福岡", "en": "(Demo) Frankfurt to Fukuoka"}
        ),
        start=WallTime.planned(date(2027, 5, 21), time(13, 0), zone=_BERLIN),
        end=WallTime.planned(date(2027, 5, 22), time(12, 30), zone=_TOKYO),
        place="Frankfurt am Main",
    ),
)
