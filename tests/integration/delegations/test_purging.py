"""What members need to eat and to get about goes thirty days after the visit."""

from datetime import date

from sqlalchemy.orm import Session

from exchange.audit.queries import lines_of
from exchange.core.permissions import system_actor
from exchange.delegations.services.purging import empty_needs
from exchange.delegations.services.visits import subject_of
from tests.factories.delegations import make_member, make_visit
from tests.factories.partners import make_partner

ACTOR = system_actor("tests")


def test_diet_and_mobility_go_thirty_days_after_the_visit(session: Session) -> None:
    make_partner(session)
    over = make_visit(session, starts=date(2026, 9, 1), ends=date(2026, 9, 5))
    first = make_member(session, over, diet="落花生を使わない")
    second = make_member(session, over, mobility="車椅子")
    later = make_visit(session, starts=date(2026, 9, 1), ends=date(2026, 9, 6))
    kept = make_member(session, later, diet="菜食")
    assert empty_needs(session, actor=ACTOR, today=date(2026, 10, 5), limit=50) == []
    today = date(2026, 10, 6)
    assert empty_needs(session, actor=ACTOR, today=today, limit=50) == [first, second]
    assert [member.diet + member.mobility for member in (first, second, kept)] == ["", "", "菜食"]
    line, *_earlier = lines_of(session, subject_of(over))
    assert (line.act, line.fields, line.values) == (
        "visits.correct_member",
        ["diet", "mobility"],
        [],
    )
    assert empty_needs(session, actor=ACTOR, today=today, limit=50) == []
