"""The demo's activities: promotions abroad, seminars and a course, over two fiscal years."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.dates import FiscalYear, PartialDate
from exchange.core.permissions import Actor
from exchange.reference.demo.cast import SECTION
from exchange.strategy.enums import ActivityKind, ActivityOrganiser
from exchange.strategy.services import ActivityPlan, log_activity, withdraw_activity


def load_activities(session: Session, *, actor: Actor, today: date) -> None:
    """Log what was done this fiscal year and the last one; one of them was written down twice."""
    before = FiscalYear.of(today).previous.first_day
    plans = [_promotion(before + timedelta(days=200)), _promotion(today - timedelta(days=40))]
    plans += [_seminar(before + timedelta(days=90)), _seminar(today - timedelta(days=12))]
    plans += [_course(before + timedelta(days=150))]
    for plan in plans:
        log_activity(session, actor=actor, plan=plan, is_demo=True)
    twice = log_activity(session, actor=actor, plan=plans[-1], is_demo=True)
    withdraw_activity(
        session,
        actor=actor,
        key=twice.id,
        version=twice.version,
        reason="同じ講座を二度登録したため（見本）",
    )


def _promotion(day: date) -> ActivityPlan:
    return ActivityPlan(
        kind=ActivityKind.PROMOTION,
        title=Localized(
            {
                "ja": "（見本）高雄市の旅行博覧会で観光PR",
                "en": "(Demo) Kumamoto at the travel fair in Kaohsiung",
                "zh-Hant": "（範例）於高雄市旅展宣傳熊本",
            }
        ),
        held=PartialDate.of(day),
        organiser=ActivityOrganiser.OTHER,
        organiser_name="見本旅行博実行委員会",
        section="国際課",
        audience="現地の旅行会社・来場者",
        audience_number=1200,
        evidence="復命書（見本第3号）",
        partners=("kaohsiung",),
        measures=("measure-3",),
        projects=("leading-project-03",),
    )


def _seminar(day: date) -> ActivityPlan:
    return ActivityPlan(
        kind=ActivityKind.SEMINAR,
        title=Localized(
            {
                "ja": "（見本）国際交流セミナー ハイデルベルクの水とまち",
                "en": "(Demo) Seminar: water and the city in Heidelberg",
                "zh-Hant": "（範例）國際交流研討會：海德堡的水與城市",
            }
        ),
        held=PartialDate.of(day),
        organiser=ActivityOrganiser.CITY,
        section="国際課",
        audience="市民",
        audience_number=48,
        evidence="実施報告書（見本第7号）",
        partners=("heidelberg",),
        measures=("measure-5",),
        projects=("leading-project-01", "leading-project-09"),
    )


def _course(day: date) -> ActivityPlan:
    return ActivityPlan(
        kind=ActivityKind.COURSE,
        title=Localized(
            {
                "ja": "（見本）青少年のための国際理解講座（全6回）",
                "en": "(Demo) Course for young people, six evenings",
                "zh-Hant": "（範例）青少年國際理解課程（共六回）",
            }
        ),
        held=PartialDate(day.year, day.month),
        times=6,
        organiser=ActivityOrganiser.JOINT,
        organiser_name="見本交流振興事業団",
        section=SECTION,
        audience="中学生・高校生",
        evidence="講座の出席簿の集計（見本）",
        measures=("measure-5",),
    )
