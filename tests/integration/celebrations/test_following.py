"""A celebration held during a visit moves with it; its steps are counted anew, its year stays."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from exchange.celebrations.models import Celebration
from exchange.celebrations.queries import anniversary_of, steps_of
from exchange.celebrations.services.celebrations import link_celebration
from exchange.celebrations.services.steps import StepPlan, add_step, finish_step, start_runway
from exchange.core import clock
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.delegations.queries.wholes import whole_visit
from exchange.delegations.services.moving import look_at_postponing, postpone_to
from exchange.rooms.offers import FOLLOW_SOURCES
from exchange.tasks.rules import Span
from tests.factories.celebrations import ACTOR, HEIDELBERG, make_celebration, plan
from tests.factories.delegations import make_visit

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
LATER = Span(date(2028, 5, 15), date(2028, 5, 20))


def prepared(session: Session, starts: str, ends: str) -> tuple[Visit, Celebration]:
    """Go to Heidelberg in May 2027, with a celebration on these days and a runway to it."""
    visit = make_visit(session, state=VisitState.PLANNED)
    celebration = make_celebration(session, HEIDELBERG, plan(starts, ends))
    link_celebration(
        session,
        actor=ACTOR,
        key=celebration.id,
        version=celebration.version,
        visits=[visit.id],
        editions=[],
    )
    start_runway(session, actor=ACTOR, key=celebration.id, version=celebration.version)
    session.refresh(visit, ["version"])
    return visit, celebration


def postpone(
    session: Session, visit: Visit, new: Span = LATER
) -> list[tuple[str, date, date | None]]:
    """Put the visit off; return what was shown before."""
    whole = whole_visit(session, visit.id)
    found, digest = look_at_postponing(session, visit=whole, new=new, sources=FOLLOW_SOURCES)
    postpone_to(
        session,
        actor=ACTOR,
        key=visit.id,
        version=visit.version,
        reason="台風のため",
        new=new,
        digest=digest,
        sources=FOLLOW_SOURCES,
    )
    return [(dict(each.title)["ja"], each.before, each.after) for each in found]  # type: ignore[arg-type]


def days(session: Session, celebration: Celebration) -> dict[str, date]:
    return {step.title["ja"]: step.due for step in steps_of(session, celebration.id)}


def test_the_runway_is_anchored_anew_and_the_anniversary_stays(session: Session) -> None:
    with clock.held(NOW):
        visit, celebration = prepared(session, "2027-05-19", "2027-05-20")
        key = celebration.id
        done = next(s for s in steps_of(session, key) if s.title["ja"] == "招請状を送付")
        finish_step(
            session, actor=ACTOR, key=key, step_key=done.id, version=done.version, done=True
        )
        by_hand = StepPlan(title="会場の抽選", due=date(2027, 2, 1))
        add_step(session, actor=ACTOR, key=key, plan=by_hand)
        before, occasion = days(session, celebration), anniversary_of(celebration)
        shown = postpone(session, visit)
    assert (celebration.starts, celebration.ends) == (date(2028, 5, 17), date(2028, 5, 18))
    assert anniversary_of(celebration) == occasion
    after = days(session, celebration)
    assert after["招請状を送付"] == before["招請状を送付"]
    assert after["会場の抽選"] == date(2027, 2, 1)
    assert ("会場の抽選", date(2027, 2, 1), None) in shown
    moved = {title for title in before if before[title] != after[title]}
    assert moved == set(before) - {"招請状を送付", "会場の抽選"}
    assert shown[0] == ("式典", date(2027, 5, 19), date(2028, 5, 17))
    assert {(title, before[title], after[title]) for title in moved} < set(shown)
    assert len(shown) == 1 + len(moved) + 1


def test_a_celebration_at_another_time_stays(session: Session) -> None:
    with clock.held(NOW):
        visit, celebration = prepared(session, "2027-10-01", "2027-10-02")
        before = days(session, celebration)
        assert postpone(session, visit) == []
    assert celebration.starts == date(2027, 10, 1)
    assert days(session, celebration) == before


def test_steps_counted_from_the_fiscal_year_stay_within_it(session: Session) -> None:
    with clock.held(NOW):
        visit, celebration = prepared(session, "2027-05-19", "2027-05-20")
        before = days(session, celebration)
        shown = postpone(session, visit, Span(date(2027, 5, 24), date(2027, 5, 29)))
    after = days(session, celebration)
    stayed = {title for title in before if before[title] == after[title]}
    assert "翌年度予算の要求書を提出" in stayed
    assert not stayed & {title for title, *_ in shown}
