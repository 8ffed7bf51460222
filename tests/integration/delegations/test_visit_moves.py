"""A visit is made from an earlier one, and given new days; what hangs on them follows."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Localized
from exchange.core.errors import DomainError, TransitionError
from exchange.core.permissions import Role
from exchange.delegations.enums import ApprovalClass, Direction, Level, VisitState
from exchange.delegations.models import Visit
from exchange.delegations.queries import members_of
from exchange.delegations.queries.wholes import whole_visit
from exchange.delegations.services.copying import copy_visit
from exchange.delegations.services.moving import look_at_dates, look_at_postponing, move_visit
from exchange.delegations.services.steps import apply_steps
from exchange.delegations.services.visits import plan_of, span_of, stated
from exchange.itineraries.queries import items_of
from exchange.rooms.offers import FOLLOW_SOURCES
from exchange.tasks.models import Task
from exchange.tasks.rules import Span
from tests.factories.delegations import ACTOR, make_member, make_plan, make_visit
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner
from tests.factories.tasks import make_step, make_template
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

#: A year and a day later than the factory's visit, the same days of the week.
LATER = Span(date(2028, 5, 15), date(2028, 5, 20))


@pytest.fixture
def visit(session: Session) -> Visit:
    """Go to Heidelberg from 17 to 22 May 2027 with a member, two items and two steps."""
    make_partner(session)
    made = make_visit(session, state=VisitState.PLANNED)
    make_member(session, made)
    make_item(session, made)
    make_item(session, made, "2027-05-20 09:00", "2027-05-20 10:00", fixed=True)
    template = make_template(session)
    make_step(session, template, title=Localized({"ja": "通訳"}), days=-18)
    make_step(session, template, title=Localized({"ja": "議会"}), days=-40, fixed=True)
    apply_steps(session, actor=ACTOR, key=made.id, template_id=template.id)
    return made


def digest_of(session: Session, visit: Visit, new: Span = LATER) -> str:
    return look_at_dates(
        session, visit=whole_visit(session, visit.id), new=new, sources=FOLLOW_SOURCES
    )[1]


def move(session: Session, visit: Visit, digest: str, new: Span = LATER) -> None:
    move_visit(session, actor=ACTOR, key=visit.id, new=new, digest=digest, sources=FOLLOW_SOURCES)


def tasks(session: Session, visit: Visit) -> dict[str, tuple[date | None, bool]]:
    session.expire_all()
    found = session.scalars(select(Task).where(Task.subject_id == visit.id))
    return {task.title: (task.due, task.to_check) for task in found}


def test_what_would_follow_is_shown_before(session: Session, visit: Visit) -> None:
    found, _ = look_at_dates(
        session, visit=whole_visit(session, visit.id), new=LATER, sources=FOLLOW_SOURCES
    )
    assert [(str(each.before), each.after and str(each.after), each.flagged) for each in found] == [
        ("2027-04-07", None, True),
        ("2027-04-29", "2028-04-27", False),
        ("2027-05-19", "2028-05-17", False),
        ("2027-05-20", None, True),
    ]


def test_tasks_and_programme_follow_and_fixed_ones_stay(session: Session, visit: Visit) -> None:
    move(session, visit, digest_of(session, visit))
    assert span_of(visit) == LATER
    assert tasks(session, visit) == {
        "通訳": (date(2028, 4, 27), False),
        "議会": (date(2027, 4, 7), True),
    }
    days = {item.start.day for item in items_of(session, visit.id)}
    assert days == {date(2028, 5, 17), date(2027, 5, 20)}
    act = select(AuditLine.act).where(AuditLine.act == "visits.move")
    assert session.scalars(act).all() == ["visits.move"]


def test_a_visit_that_grows_at_its_end_moves_no_item(session: Session, visit: Visit) -> None:
    new = Span(visit.starts, date(2027, 5, 24))
    found, digest = look_at_dates(
        session, visit=whole_visit(session, visit.id), new=new, sources=FOLLOW_SOURCES
    )
    assert found == []
    move(session, visit, digest, new)
    assert {item.start.day for item in items_of(session, visit.id)} == {
        date(2027, 5, 19),
        date(2027, 5, 20),
    }


def test_what_was_changed_since_it_was_shown_is_looked_at_again(
    session: Session, visit: Visit
) -> None:
    digest = digest_of(session, visit)
    make_item(session, visit, "2027-05-21 09:00", "2027-05-21 10:00")
    with pytest.raises(TransitionError):
        move(session, visit, digest)
    assert visit.starts == date(2027, 5, 17)


@pytest.mark.parametrize(
    "new",
    [Span(date(2027, 5, 17), date(2027, 5, 22)), Span(date(2028, 5, 20), date(2028, 5, 15))],
)
def test_the_same_days_and_turned_ones_are_refused(
    session: Session, visit: Visit, new: Span
) -> None:
    with pytest.raises(DomainError):
        digest_of(session, visit, new)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (VisitState.CANCELLED, "delegations.error.not_movable"),
        # What has begun, begins no later than today; what is over, ended.
        (VisitState.UNDER_WAY, "delegations.error.too_early"),
        (VisitState.CLOSED, "delegations.error.too_early"),
    ],
)
def test_what_is_called_off_or_has_begun_moves_to_no_later_year(
    session: Session, visit: Visit, state: VisitState, sentence: str
) -> None:
    visit.state = state
    with session.no_autoflush, pytest.raises(DomainError) as refusal:
        digest_of(session, visit)
    assert refusal.value.sentence.id == sentence


def test_the_days_of_a_visit_that_is_over_are_put_right_alone(
    session: Session, visit: Visit
) -> None:
    visit.state = VisitState.CLOSED
    visit.approved_on, visit.approval_class = date(2026, 10, 1), ApprovalClass.MAYOR
    new = Span(date(2026, 5, 18), date(2026, 5, 23))
    move(session, visit, digest_of(session, visit, new), new)
    assert span_of(visit) == new
    assert {item.start.day for item in items_of(session, visit.id)} == {
        date(2027, 5, 19),
        date(2027, 5, 20),
    }


def test_a_copy_has_the_structure_and_the_steps_and_nobody(session: Session, visit: Visit) -> None:
    plan = make_plan(starts=LATER.first, ends=LATER.last, hosts="熊本市")
    copy = copy_visit(session, actor=ACTOR, source_id=visit.id, plan=plan)
    assert (copy.state, copy.copied_from_id) == (VisitState.DRAFT, visit.id)
    assert stated(plan_of(whole_visit(session, copy.id))) == stated(plan)
    assert tasks(session, copy) == {
        "通訳": (date(2028, 4, 27), False),
        "議会": (date(2028, 4, 5), False),
    }
    assert list(members_of(session, copy.id)) == []
    assert list(items_of(session, copy.id)) == []
    assert visit.successor_id is None


def test_a_form_sent_twice_makes_one_copy(session: Session, visit: Visit) -> None:
    plan = make_plan(starts=LATER.first, ends=LATER.last)
    first = copy_visit(session, actor=ACTOR, source_id=visit.id, plan=plan)
    again = copy_visit(session, actor=ACTOR, source_id=visit.id, plan=plan, key=first.id)
    assert again is first
    assert len(tasks(session, first)) == 2


def test_what_takes_the_place_of_a_cancelled_visit_is_named_once(session: Session) -> None:
    make_partner(session)
    visit = make_visit(session, state=VisitState.CANCELLED)
    plan = make_plan(starts=LATER.first, ends=LATER.last)
    first = copy_visit(session, actor=ACTOR, source_id=visit.id, plan=plan)
    copy_visit(session, actor=ACTOR, source_id=visit.id, plan=plan)
    assert visit.successor_id == first.id


@pytest.fixture
def coordinator(client_as: Callable[..., Visitor]) -> Visitor:
    visitor = client_as(Role.COORDINATOR)
    visitor.get("/delegations/?lang=en")
    return visitor


def test_the_pages_show_what_follows_and_move(
    coordinator: Visitor, session: Session, visit: Visit
) -> None:
    path = f"/delegations/{visit.id}/dates"
    assert path in coordinator.get(f"/delegations/{visit.id}/").text
    assert 'value="2027-05-17"' in coordinator.get(path).text
    days = {"starts": "2028-05-15", "ends": "2028-05-20"}
    page = coordinator.submit(path, days).text
    assert page.count("Fixed: stays, check it") == 2
    digest = digest_of(session, visit)
    assert digest in page
    assert coordinator.submit(path, {**days, "digest": "x"}).status_code == 409
    moved = coordinator.submit(path, {**days, "digest": digest})
    assert moved.location == f"/delegations/{visit.id}/"
    session.expire_all()
    assert span_of(visit) == LATER
    assert coordinator.submit(path, {"starts": "", "ends": ""}).status_code == 422
    assert coordinator.submit(path, days).status_code == 422


def test_a_visit_is_put_off_to_new_days_in_one_act_seen_before(
    coordinator: Visitor, session: Session, visit: Visit
) -> None:
    path = f"/delegations/{visit.id}/postponed"
    form = {"version": str(visit.version), "reason": "Typhoon", "starts": "2028-05-15"}
    half = coordinator.submit(path, form)
    assert (half.status_code, "both the first and the last day" in half.text) == (422, True)
    form["ends"] = "2028-05-20"
    page = coordinator.submit(path, form).text
    assert page.count("Fixed: stays, check it") == 2
    digest = digest_of(session, visit)
    assert digest in page
    assert (visit.state, visit.starts) == (VisitState.PLANNED, date(2027, 5, 17))
    assert coordinator.submit(path, {**form, "digest": "x"}).status_code == 409
    stale = coordinator.submit(path, {**form, "digest": digest, "version": "99"})
    assert stale.status_code == 409
    assert coordinator.submit(path, {**form, "digest": digest}).status_code == 302
    session.expire_all()
    assert (visit.state, visit.reason) == (VisitState.POSTPONED, "Typhoon")
    assert span_of(visit) == LATER
    assert tasks(session, visit)["通訳"] == (date(2028, 4, 27), False)
    days = {item.start.day for item in items_of(session, visit.id)}
    assert days == {date(2028, 5, 17), date(2027, 5, 20)}


def test_only_what_can_be_postponed_is_asked_what_would_follow(
    session: Session, visit: Visit
) -> None:
    visit.state = VisitState.DRAFT
    with pytest.raises(TransitionError):
        look_at_postponing(
            session, visit=whole_visit(session, visit.id), new=LATER, sources=FOLLOW_SOURCES
        )


def test_the_form_shows_the_days_and_the_way_to_change_them(
    coordinator: Visitor, session: Session, visit: Visit
) -> None:
    path = f"/delegations/{visit.id}/edit"
    page = coordinator.get(path).text
    assert 'name="starts"' not in page
    assert f"/delegations/{visit.id}/dates" in page
    fields = {"direction": "out", "level": "council", "title": "議会", "partner": "heidelberg"}
    given = {**fields, "starts": "2028-05-15", "ends": "2028-05-20", "version": str(visit.version)}
    assert coordinator.submit(path, given).status_code == 302
    session.expire_all()
    assert (visit.level, span_of(visit)) == (
        Level.COUNCIL,
        Span(date(2027, 5, 17), date(2027, 5, 22)),
    )


def test_a_copy_is_made_by_the_form_and_links_back(coordinator: Visitor, session: Session) -> None:
    make_partner(session)
    visit = make_visit(session, state=VisitState.CANCELLED, direction=Direction.IN)
    path = f"/delegations/{visit.id}/copy"
    assert "ハイデルベルク友好訪問" in coordinator.get(path).text
    fields = {"direction": "in", "level": "mayor", "title": "再訪", "partner": "heidelberg"}
    assert coordinator.submit(path, fields).status_code == 422
    made = coordinator.submit(path, fields | {"starts": "2028-05-15", "ends": "2028-05-20"})
    copy = session.scalars(select(Visit).where(Visit.id != visit.id)).one()
    assert made.location == f"/delegations/{copy.id}/"
    assert f"/delegations/{visit.id}/" in coordinator.get(made.location).text
    page = coordinator.get(f"/delegations/{visit.id}/").text
    assert "See the visit that takes its place" in page


def test_many_items_are_looked_at_in_few_statements(
    coordinator: Visitor, session: Session, visit: Visit
) -> None:
    path, days = f"/delegations/{visit.id}/dates", {"starts": "2028-05-15", "ends": "2028-05-20"}
    with count_statements() as few:
        coordinator.submit(path, days)
    for hour in range(10, 18):
        make_item(session, visit, f"2027-05-21 {hour}:00", f"2027-05-21 {hour}:30")
    with count_statements() as many:
        coordinator.submit(path, days)
    assert len(many) == len(few)
