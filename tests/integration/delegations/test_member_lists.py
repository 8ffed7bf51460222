"""A partner's list: sent, compared, confirmed exactly as announced, or not at all."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine, AuditValue
from exchange.core.database import Database, Localized, transact, unit_of_work, uuid7
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.keys import Keyring, new_key
from exchange.delegations.enums import Direction, ListState, MemberRole
from exchange.delegations.memberlist.dryrun import ListRun
from exchange.delegations.models import MemberList, MemberListHabit, Visit, VisitMember
from exchange.delegations.queries import members_of, visit_by_id
from exchange.delegations.queries.lists import habit_of, kept_file, list_by_id, list_run
from exchange.delegations.services.list_confirming import Confirmation, confirm_list
from exchange.delegations.services.lists import (
    Manners,
    Sent,
    discard_list,
    drop_list,
    receive_list,
    reread_list,
)
from exchange.delegations.services.titles import TermDetails, approve_term
from exchange.documents.delimited import Encoding
from exchange.documents.lists.keeping import Choices
from exchange.documents.sheet_files import read_sheets
from exchange.jobs.models import Job
from exchange.jobs.worker import Work
from exchange.people.models import Person
from tests.factories.delegations import ACTOR, make_member, make_visit
from tests.factories.partners import make_partner
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
RING = Keyring.parse(f"k1:{new_key()}")
FIRST = (
    "姓名\t職稱\t團內職務\t護照英文姓名\t飲食\t護照號碼\n"
    "陳其明\t副市長\t團長\tCHEN CHI-MING\t\tX123\n"
    "林美麗\t局長\t團員\tLIN MEI-LI\t素食\tX124\n"
    "王大文\t科長\t團員\tWANG TA-WEN\t\tX125\n"
)
SECOND = (
    "姓名\t職稱\t團內職務\t護照英文姓名\t飲食\n"
    "陳其明\t副市長\t團長\tCHEN CHI-MING\t\n"
    "林美麗\t副局長\t團員\tLIN MEI-LI\t素食\n"
    "張小華\t科長\t團員\tCHANG HSIAO-HUA\t\n"
)


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(
        session,
        slug="kaohsiung",
        names=Localized({"ja": "高雄市", "en": "Kaohsiung", "zh-Hant": "高雄市"}),
        native_language="zh-Hant",
        languages=["zh-Hant-TW"],
    )
    return make_visit(session, direction=Direction.IN, partners=["kaohsiung"])


def send(session: Session, visit: Visit, text: str, **choices: object) -> MemberList:
    sent = Sent("", read_sheets(text.encode(), encoding=Encoding.UTF_8))
    row = receive_list(session, actor=ACTOR, visit_id=visit.id, sent=sent, ring=RING, key=uuid7())
    row.choices = {**row.choices, **choices}
    session.flush()
    return row


def run_of(session: Session, visit: Visit, row: MemberList) -> ListRun:
    return list_run(session, visit_by_id(session, visit.id), row, RING)


def confirm(
    session: Session,
    visit: Visit,
    row: MemberList,
    replacements: dict[UUID, int] | None = None,
    *,
    leave_titles: bool = True,
) -> MemberList:
    digest = run_of(session, visit, row).diff.digest
    return confirm_list(
        session,
        actor=ACTOR,
        visit_id=visit.id,
        key=row.id,
        confirmation=Confirmation(digest, replacements or {}, leave_titles),
        ring=RING,
    )


def shown(session: Session, visit: Visit) -> list[tuple[str, str, str]]:
    session.expire_all()
    return [
        (
            member.person.name.written,
            member.role.value,
            member.title["ja"] if member.title else member.title_as_sent,
        )
        for member in members_of(session, visit.id)
    ]


def named(session: Session, visit: Visit, name: str) -> VisitMember:
    return next(m for m in members_of(session, visit.id) if m.person.name.written == name)


def test_nothing_is_saved_before_it_is_confirmed(session: Session, visit: Visit) -> None:
    row = send(session, visit, FIRST)
    run = run_of(session, visit, row)
    assert {fate.value: count for fate, count in run.diff.counts.items() if count} == {"added": 3}
    assert [each.term for each in run.diff.asked] == ["副市長", "局長", "科長"]
    assert shown(session, visit) == []
    assert session.scalar(select(func.count()).select_from(Person)) == 0


def test_passport_numbers_are_emptied_before_anything_is_kept(
    session: Session, visit: Visit
) -> None:
    row = send(session, visit, FIRST)
    file = kept_file(row, RING)
    assert file is not None
    assert "X123" not in repr(file)
    assert "CHEN CHI-MING" in repr(file)
    run = run_of(session, visit, row)
    assert [names for names in run.reading.guarded.values()] == [["護照號碼"]]


def test_confirming_applies_the_first_list_with_its_head_first(
    session: Session, visit: Visit
) -> None:
    mixed = FIRST.replace("團長", "副團長").replace("科長\t團員", "科長\t團長")
    row = confirm(session, visit, send(session, visit, mixed))
    assert shown(session, visit) == [
        ("王大文", "leader", "科長"),
        ("陳其明", "deputy_leader", "副市長"),
        ("林美麗", "member", "局長"),
    ]
    lin = named(session, visit, "林美麗")
    assert (lin.diet, lin.title, lin.person.passport_name) == ("素食", None, "LIN MEI-LI")
    assert (row.state, row.kept) == (ListState.CONFIRMED, None)
    assert row.outcome == {"added": 3, "gone": 0, "changed": 0, "same": 0, "refused": 0}
    values = session.scalars(select(AuditValue.new).where(AuditValue.new.is_not(None))).all()
    assert not [value for value in values if value and ("素食" in value or "LIN MEI" in value)]


def test_the_second_version_applies_the_diff_and_keeps_who_was_replaced(
    session: Session, visit: Visit
) -> None:
    confirm(session, visit, send(session, visit, FIRST))
    wang = named(session, visit, "王大文")
    before = named(session, visit, "陳其明").version
    row = send(session, visit, SECOND)
    run = run_of(session, visit, row)
    assert [member.name.written for member in run.diff.gone] == ["王大文"]
    confirm(session, visit, row, {wang.id: 4})
    assert shown(session, visit) == [
        ("陳其明", "leader", "副市長"),
        ("林美麗", "member", "副局長"),
        ("張小華", "member", "科長"),
    ]
    chang = named(session, visit, "張小華")
    assert wang.replaced_by_id == chang.id
    assert wang.ended_at is not None
    assert named(session, visit, "陳其明").version == before
    acts = session.scalars(select(AuditLine.act).where(AuditLine.subject_id == visit.id)).all()
    assert sorted(set(acts)) == [
        "lists.confirm",
        "lists.receive",
        "visits.add_member",
        "visits.correct_member",
        "visits.create",
        "visits.end_member",
    ]


def test_who_comes_instead_of_somebody_has_that_place_and_others_come_last(
    session: Session, visit: Visit
) -> None:
    confirm(session, visit, send(session, visit, FIRST))
    lin = named(session, visit, "林美麗")
    others = FIRST.replace("林美麗", "張小華").replace("MEI-LI", "HSIAO-HUA")
    row = send(session, visit, f"{others}吳一\t科長\t團員\tWU I\t\t\n")
    confirm(session, visit, row, {lin.id: 3})
    assert [name for name, _, _ in shown(session, visit)] == ["陳其明", "張小華", "王大文", "吳一"]
    ranks = [member.precedence for member in members_of(session, visit.id)]
    assert ranks == [1, 2, 3, 4]


def test_the_same_list_again_changes_nothing_and_confirming_twice_is_once(
    session: Session, visit: Visit
) -> None:
    row = confirm(session, visit, send(session, visit, FIRST))
    again = send(session, visit, FIRST)
    assert run_of(session, visit, again).is_idle
    done = confirm_list(
        session,
        actor=ACTOR,
        visit_id=visit.id,
        key=row.id,
        confirmation=Confirmation("anything"),
        ring=RING,
    )
    assert done is row


def test_a_head_and_a_companion_change_hands_in_one_confirmation(
    session: Session, visit: Visit
) -> None:
    confirm(session, visit, send(session, visit, FIRST))
    swapped = (
        "姓名\t團內職務\t同伴\n陳其明\t團員\t林美麗\n林美麗\t團長\t\n"
        "王大文\t\t張小華\n張小華\t\t林美麗\n"
    )
    confirm(session, visit, send(session, visit, swapped))
    lin, chen = named(session, visit, "林美麗"), named(session, visit, "陳其明")
    assert (lin.role, chen.role) == (MemberRole.LEADER, MemberRole.MEMBER)
    chang = named(session, visit, "張小華")
    assert chen.companion_of_id == lin.id
    assert named(session, visit, "王大文").companion_of_id == chang.id
    assert chang.companion_of_id == lin.id


def test_what_is_not_said_stays_and_a_list_of_some_sends_nobody_away(
    session: Session, visit: Visit
) -> None:
    confirm(session, visit, send(session, visit, FIRST))
    some = send(session, visit, "姓名\t機關\n林美麗\t觀光局\n", complete=False)
    confirm(session, visit, some)
    assert len(shown(session, visit)) == 3
    lin = named(session, visit, "林美麗")
    assert (lin.person.affiliation, lin.diet, lin.title_as_sent) == ("觀光局", "素食", "局長")


def test_somebody_of_an_earlier_visit_is_the_same_person(session: Session, visit: Visit) -> None:
    confirm(session, visit, send(session, visit, FIRST))
    later = make_visit(session, direction=Direction.IN, partners=["kaohsiung"])
    kana = FIRST.replace("飲食", "カナ").replace("\t素食\t", "\tリン ビレイ\t")
    confirm(session, later, send(session, later, kana))
    assert session.scalar(select(func.count()).select_from(Person)) == 3
    assert named(session, later, "林美麗").person.name.kana == "リン ビレイ"


def test_approved_titles_are_used_and_others_wait(session: Session, visit: Visit) -> None:
    partner = visit_by_id(session, visit.id).partners[0]
    words = Localized({"ja": "副市長", "en": "Deputy Mayor"})
    for term in ("副市長", "局長"):
        approve_term(
            session,
            actor=ACTOR,
            partner_id=partner.id,
            details=TermDetails(language="zh-Hant", term=term, title=words),
            key=uuid7(),
        )
    once = TermDetails(language="zh-Hant", term="課長", title=words)
    key = uuid7()
    rows = [
        approve_term(session, actor=ACTOR, partner_id=partner.id, details=once, key=key)
        for _ in range(2)
    ]
    assert rows[0] is rows[1]
    row = send(session, visit, FIRST)
    with pytest.raises(DomainError) as refusal:
        confirm(session, visit, row, leave_titles=False)
    assert refusal.value.field == "leave_titles"
    assert refusal.value.sentence.params == {"count": 1}
    confirm(session, visit, row)
    assert named(session, visit, "陳其明").title == Localized({**words, "zh-Hant": "副市長"})
    assert named(session, visit, "林美麗").title == Localized({**words, "zh-Hant": "局長"})
    assert named(session, visit, "王大文").title is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("姓名\t團內職務\n甲\t團長\n乙\t團長\n", "refused"),
        ("職稱\t機關\n", "lacking"),
        ("姓名\t職稱\n", "empty"),
    ],
)
def test_a_list_that_is_not_whole_is_refused_as_a_whole(
    session: Session, visit: Visit, text: str, why: str
) -> None:
    row = send(session, visit, text)
    with pytest.raises(DomainError) as refusal:
        confirm(session, visit, row)
    assert refusal.value.sentence.id.rpartition(".")[2] == why
    assert shown(session, visit) == []


def test_what_changed_since_it_was_seen_is_not_applied(session: Session, visit: Visit) -> None:
    row = send(session, visit, FIRST)
    seen = run_of(session, visit, row).diff.digest
    make_member(session, visit, "見本")
    with pytest.raises(DomainError, match=r"list\.error\.other"):
        confirm_list(
            session,
            actor=ACTOR,
            visit_id=visit.id,
            key=row.id,
            confirmation=Confirmation(seen, leave_titles=True),
            ring=RING,
        )


def test_replacements_are_of_who_leaves_by_who_comes_and_each_once(
    session: Session, visit: Visit
) -> None:
    confirm(session, visit, send(session, visit, FIRST))
    chen, lin, wang = members_of(session, visit.id)
    row = send(session, visit, "姓名\t職稱\n陳其明\t副市長\n張小華\t科長\n")
    for chosen, why in (
        ({chen.id: 3}, "other"),
        ({wang.id: 2}, "other"),
        ({wang.id: 3, lin.id: 3}, "replaced_twice"),
    ):
        with pytest.raises(DomainError, match=rf"list\.error\.{why}"):
            confirm(session, visit, row, chosen)


def test_a_list_read_in_another_way_is_remembered_for_the_partner(
    session: Session, visit: Visit
) -> None:
    row = send(session, visit, "貴賓\t級別\n甲\t局長\n")
    assert run_of(session, visit, row).faults
    said = {"貴賓": "full_name", "級別": "title"}
    manners = Manners(Choices(header_row=1, remembered=said), complete=False)
    arguments = {"actor": ACTOR, "visit_id": visit.id, "ring": RING, "manners": manners}
    with pytest.raises(StaleRowError):
        reread_list(session, key=row.id, version=row.version + 1, **arguments)  # type: ignore[arg-type]
    reread_list(session, key=row.id, version=row.version, **arguments)  # type: ignore[arg-type]
    run = run_of(session, visit, row)
    assert [each.read.entry.name.native for each in run.diff.rows] == ["甲"]
    partner_id = visit_by_id(session, visit.id).partners[0].id
    assert habit_of(session, partner_id) == said
    later = send(session, visit, "貴賓\t級別\n乙\t局長\n")
    assert not run_of(session, visit, later).faults
    manners = Manners(Choices(header_row=1), complete=True)
    arguments["manners"] = manners
    reread_list(session, key=later.id, version=later.version, **arguments)  # type: ignore[arg-type]
    assert session.get_one(MemberListHabit, partner_id).meanings == said


def test_a_list_sent_twice_is_one_and_of_one_visit(session: Session, visit: Visit) -> None:
    sent = Sent("名冊.xlsx", read_sheets(FIRST.encode(), encoding=Encoding.UTF_8))
    key = uuid7()
    other = make_visit(session, direction=Direction.IN, partners=["kaohsiung"])
    arguments = {"actor": ACTOR, "sent": sent, "ring": RING, "key": key}
    one = receive_list(session, visit_id=visit.id, **arguments)  # type: ignore[arg-type]
    assert receive_list(session, visit_id=visit.id, **arguments) is one  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        receive_list(session, visit_id=other.id, **arguments)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        list_by_id(session, other.id, key)
    jobs = session.scalars(select(Job.arguments).where(Job.kind == "delegations.drop_list"))
    assert list(jobs) == [{"list": str(key)}]


def test_a_dropped_list_keeps_nothing_and_cannot_be_confirmed(
    session: Session, visit: Visit
) -> None:
    row = send(session, visit, FIRST)
    discard_list(session, actor=ACTOR, visit_id=visit.id, key=row.id, version=row.version)
    assert (row.state, row.kept) == (ListState.DROPPED, None)
    for attempt in (
        lambda: run_of(session, visit, row),
        lambda: confirm_list(
            session,
            actor=ACTOR,
            visit_id=visit.id,
            key=row.id,
            confirmation=Confirmation(""),
            ring=RING,
        ),
    ):
        with pytest.raises(DomainError, match=r"list\.error\.over"):
            attempt()


def test_the_job_drops_what_nobody_confirmed(fresh_database: Database, settings: object) -> None:
    with unit_of_work(fresh_database) as session:
        make_partner(session)
        visit = make_visit(session)
        waiting = send(session, visit, FIRST).id
        confirmed = confirm(session, visit, send(session, visit, FIRST)).id
        jobs = [job.arguments for job in session.scalars(select(Job)).all()]
    for arguments in (*jobs, {"list": str(uuid7())}):
        drop_list(Work(fresh_database, settings, arguments, False, lambda _: None))  # type: ignore[arg-type]

    def found(session: Session) -> list[tuple[ListState, object]]:
        rows = [session.get_one(MemberList, key) for key in (waiting, confirmed)]
        return [(row.state, row.kept) for row in rows]

    assert transact(fresh_database, found) == [
        (ListState.DROPPED, None),
        (ListState.CONFIRMED, None),
    ]
