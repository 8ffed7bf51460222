"""What each section still owes: values it is asked for, and those that nobody is asked for."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.dates import FiscalYear
from exchange.inquiries.services import answer, give_back
from exchange.reports.sheets import tabs_of
from exchange.reports.years import Frame, Wanted, progress_sheet
from tests.factories.inquiries import ACTOR, SECTION, a_report, make_inquiry, printer

LIVEABLE = "熊本市が住みやすいと感じる在住外国人の割合"
PROMOTIONS = "海外都市や国際機関等のネットワークを活用して熊本市の魅力を発信した回数"
VOLUNTEERS = "国際関係ボランティアの活動回数（延べ人数）"


def owed(session: Session, wanted: Wanted) -> list[tuple[object, ...]]:
    frame = Frame(FiscalYear(2026), "ja", date(2026, 11, 23))
    rows = tabs_of(progress_sheet(session, frame, wanted), "ja")[-1].rows
    return [tuple(row.values()) for row in rows]


def about(rows: Sequence[tuple[object, ...]], *titles: str) -> list[tuple[object, ...]]:
    return [row for row in rows if str(row[1]).startswith(titles)]


def test_a_section_owes_what_it_is_asked_for(session: Session) -> None:
    clock.fix(datetime(2026, 11, 20, 3, 0, tzinfo=UTC))
    make_inquiry(session, due=date(2026, 11, 22))
    back = make_inquiry(session, year=2024)
    answered = make_inquiry(session, year=2026, section="見本課")
    make_inquiry(session, slug="volunteers", section="見本課")
    make_inquiry(session, slug="interest-in-partner-cities", section="見本課")  # of measure 5
    for each in (back, answered):
        answer(session, actor=ACTOR, key=each.id, version=1, report=a_report())
    give_back(session, actor=ACTOR, key=back.id, version=2, reason="再確認", printer=printer())
    clock.fix(None)
    rows = owed(session, Wanted(measures=frozenset({"measure-4"})))
    due = "（回答期限 令和8年(2026年)12月15日）"
    assert about(rows, LIVEABLE, VOLUNTEERS, PROMOTIONS) == [
        (
            SECTION,
            f"{LIVEABLE} ［2025年調査］",
            "指標の値の回答期限を過ぎています（令和8年(2026年)11月22日）",
        ),
        (SECTION, f"{LIVEABLE} ［2024年調査］", f"差し戻した指標の値の再回答待ちです{due}"),
        ("国際課", f"{LIVEABLE} ［2026年調査］", "見本課から回答があり、国際課の確認待ちです"),
        ("見本課", f"{VOLUNTEERS} ［令和7年度(2025年度)］", f"指標の値を照会中です{due}"),
        ("担当課は未登録", VOLUNTEERS, "指標の値が未報告です（未照会）"),
    ]
    assert about(owed(session, Wanted()), PROMOTIONS) == [
        ("国際課", PROMOTIONS, "この年度の記録がなく、値を数えられません")
    ]
    own = owed(session, Wanted(section=SECTION))
    assert own == [row for row in rows if row[0] == SECTION]
