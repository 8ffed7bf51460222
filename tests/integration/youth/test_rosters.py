"""Rosters: nothing before confirming, all or nothing then, the same file twice the same pupils."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.audit.queries import lines_of
from exchange.core.database import Database, expect_version, transact, unit_of_work, uuid7
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.jobs.models import Job
from exchange.jobs.worker import Work
from exchange.youth.enums import RegistrationState, Selection
from exchange.youth.enums.rosters import Fate, RosterField, RosterState
from exchange.youth.models import Duplicate, Pupil, Registration, RegistrationStep, Roster
from exchange.youth.queries.registrations import registration_for
from exchange.youth.queries.roster_runs import choices_of
from exchange.youth.queries.rosters import habit_of, lately_sent, roster_for
from exchange.youth.roster.dryrun import DryRun
from exchange.youth.rules.registrations import Declared
from exchange.youth.services import register_pupil, return_registration, withdraw
from exchange.youth.services.rosters import (
    Confirmation,
    confirm_roster,
    discard_roster,
    drop_roster,
    import_roster,
    receive_roster,
    reread_roster,
)
from tests.factories.rosters import (
    FIRST,
    HEADINGS,
    RING,
    SECOND,
    make_roster,
    rows_of,
    run_of,
    sent,
)
from tests.factories.sheets import csv_of
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_entry,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.servers.statements import count_statements

_S = RegistrationState
DECLARED = Declared(date(2026, 6, 10), purpose_explained=True)


def fates(run: DryRun) -> list[Fate]:
    return [row.fate for row in run.announcement.rows]


def confirm(session: Session, actor: Actor, roster: Roster, *, leave_out: bool = False) -> Roster:
    digest = run_of(session, actor, roster).announcement.digest
    return confirm_roster(
        session,
        actor=actor,
        key=roster.id,
        confirmation=Confirmation(digest, DECLARED, leave_out),
        ring=RING,
    )


def counts(session: Session) -> Mapping[type, int]:
    return {
        table: session.scalar(select(func.count()).select_from(table)) or 0
        for table in (Pupil, Registration, RegistrationStep)
    }


def test_nothing_is_registered_before_confirming_and_everything_after(session: Session) -> None:
    actor, edition = school_actor(make_school(session)), make_edition(session)
    roster = make_roster(session, actor, edition.id, csv_of(rows_of(FIRST, SECOND), "cp932"))
    assert fates(run_of(session, actor, roster)) == [Fate.NEW, Fate.NEW]
    assert counts(session) == {Pupil: 0, Registration: 0, RegistrationStep: 0}
    confirm(session, actor, roster)
    assert counts(session) == {Pupil: 2, Registration: 2, RegistrationStep: 2}
    assert (roster.state, roster.kept) == (RosterState.CONFIRMED, None)
    assert roster.confirmed_by == actor.name
    assert roster.outcome == {"new": 2, "changed": 0, "same": 0, "refused": 0, "waiting": 0}
    pupil = session.scalars(select(Pupil).where(Pupil.birth_date == date(2012, 5, 3))).one()
    assert (pupil.family_name, pupil.given_name) == ("髙﨑", "花子")
    key = session.scalars(select(Registration.id).where(Registration.pupil_id == pupil.id)).one()
    row = registration_for(session, actor, key)
    assert (row.state, row.grade, row.school_class) == (_S.SUBMITTED, 2, "1")
    assert (row.guardian_name, row.guardian_mail) == ("髙﨑 太郎", "t@example.jp")
    assert (row.guardian_phone, row.guardian_relationship) == ("0901234567", None)
    assert (row.principal_confirmed_on, row.purpose_explained) == (date(2026, 6, 10), True)
    assert [(step.previous, step.state) for step in row.steps] == [(None, _S.SUBMITTED)]


def test_a_confirmed_row_leaves_the_audit_lines_of_the_single_form(session: Session) -> None:
    actor, edition = school_actor(make_school(session)), make_edition(session)
    confirm(session, actor, make_roster(session, actor, edition.id, csv_of(rows_of(FIRST))))
    row = session.scalars(select(Registration)).one()
    [line] = lines_of(session, Subject("registration", row.id))
    values = {value.field: value.new for value in line.values}
    assert (line.act, line.actor_name) == ("registrations.submitted", actor.name)
    assert values["guardian_mail"] == "t@example.jp"
    [pupil_line] = lines_of(session, Subject("pupil", row.pupil_id))
    assert pupil_line.act == "pupils.create"
    assert {value.field for value in pupil_line.values} >= {"family_name", "birth_date"}


def test_the_same_file_twice_leaves_the_same_pupils(session: Session) -> None:
    actor, edition = school_actor(make_school(session)), make_edition(session)
    body = csv_of(rows_of(FIRST, SECOND))
    confirm(session, actor, make_roster(session, actor, edition.id, body))
    before = counts(session)
    again = make_roster(session, actor, edition.id, body)
    assert fates(run_of(session, actor, again)) == [Fate.SAME, Fate.SAME]
    confirm(session, actor, again)
    assert counts(session) == before


def test_a_changed_row_names_its_fields_and_leaves_out_what_is_blank(session: Session) -> None:
    actor, edition = school_actor(make_school(session)), make_edition(session)
    confirm(session, actor, make_roster(session, actor, edition.id, csv_of(rows_of(FIRST))))
    changed = ("高崎 花子", "たかさき はな", *FIRST[2:4], "3", "", "", "0907777777")
    roster = make_roster(session, actor, edition.id, csv_of(rows_of(changed)))
    [row] = run_of(session, actor, roster).announcement.rows
    assert (row.fate, row.changed_fields) == (
        Fate.CHANGED,
        [
            RosterField.FULL_NAME,
            RosterField.FULL_KANA,
            RosterField.SCHOOL_CLASS,
            RosterField.GUARDIAN_PHONE,
        ],
    )
    confirm(session, actor, roster)
    found = session.scalars(select(Registration)).one()
    pupil = session.get_one(Pupil, found.pupil_id)
    assert (pupil.family_name, pupil.given_kana) == ("高崎", "はな")
    assert (found.school_class, found.guardian_phone) == ("3", "0907777777")
    assert (found.guardian_mail, found.guardian_name) == ("t@example.jp", "髙﨑 太郎")
    acts = [line.act for line in lines_of(session, Subject("registration", found.id))]
    assert sorted(acts) == ["registrations.change", "registrations.submitted"]


def test_one_refused_row_stops_all_unless_it_is_left_out(session: Session) -> None:
    actor, edition = school_actor(make_school(session)), make_edition(session)
    wrong = ("見本 三郎", "みほん さぶろう", "R3.5.3", "1")
    roster = make_roster(session, actor, edition.id, csv_of(rows_of(FIRST, wrong)))
    assert fates(run_of(session, actor, roster)) == [Fate.NEW, Fate.REFUSED]
    with pytest.raises(DomainError, match=r"roster\.error\.refused") as refused:
        confirm(session, actor, roster)
    assert refused.value.field == "leave_out_refused"
    assert counts(session)[Pupil] == 0
    confirm(session, actor, roster, leave_out=True)
    assert counts(session)[Pupil] == 1
    [left] = run_of(session, actor, roster).announcement.rows
    assert (left.fate, left.read.name.written) == (Fate.REFUSED, "見本 三郎")


def test_what_is_confirmed_is_what_was_seen(session: Session) -> None:
    actor, edition = school_actor(make_school(session)), make_edition(session)
    roster = make_roster(session, actor, edition.id, csv_of(rows_of(FIRST)))
    seen = run_of(session, actor, roster).announcement.digest
    confirm(session, actor, make_roster(session, actor, edition.id, csv_of(rows_of(FIRST))))
    with pytest.raises(DomainError, match=r"roster\.error\.other"):
        confirm_roster(
            session,
            actor=actor,
            key=roster.id,
            confirmation=Confirmation(seen, DECLARED),
            ring=RING,
        )


def test_sent_and_confirmed_twice_it_is_once(session: Session) -> None:
    school = make_school(session)
    actor, edition = school_actor(school), make_edition(session)
    file, key = sent(csv_of(rows_of(FIRST))), uuid7()

    def send(sender: Actor) -> Roster:
        return receive_roster(
            session, actor=sender, edition_id=edition.id, sent=file, ring=RING, key=key
        )

    assert send(actor).id == send(actor).id == key
    assert [row.id for row in lately_sent(session, school.id, edition.id)] == [key]
    with pytest.raises(NotFoundError):
        send(school_actor(make_school(session)))
    roster = confirm(session, actor, send(actor))
    stale = Confirmation("an old page", DECLARED)
    assert confirm_roster(session, actor=actor, key=key, confirmation=stale, ring=RING) is roster
    assert counts(session)[Registration] == 1


def test_another_schools_roster_is_not_there(session: Session) -> None:
    edition = make_edition(session)
    own, other = school_actor(make_school(session)), school_actor(make_school(session))
    roster = make_roster(session, own, edition.id, csv_of(rows_of(FIRST)))
    with pytest.raises(NotFoundError):
        roster_for(session, other, roster.id)
    with pytest.raises(NotFoundError):
        discard_roster(session, actor=other, key=roster.id, version=1)


def test_a_pupil_of_another_school_is_said_without_a_word_of_it(session: Session) -> None:
    edition = make_edition(session)
    there = make_pupil(session, name=replace(make_entry().name, family="髙﨑", given="花子"))
    actor = school_actor(make_school(session))
    roster = make_roster(session, actor, edition.id, csv_of(rows_of(FIRST)))
    [row] = run_of(session, actor, roster).announcement.rows
    assert (row.fate, row.known) == (Fate.NEW, None)
    assert [note.id for note in row.notes] == ["youth.roster.note.elsewhere"]
    assert all(note.params == {} for note in row.notes)
    confirm(session, actor, roster)
    assert session.get_one(Pupil, there.id).school_id != actor.school_id
    [asked] = session.scalars(select(Duplicate)).all()
    assert there.id in {asked.first_id, asked.second_id}


def test_one_person_is_in_an_edition_once_whatever_school_sends_the_row(session: Session) -> None:
    edition = make_edition(session)
    name = replace(make_entry().name, family="髙﨑", given="花子")
    there = make_pupil(session, name=name)
    make_registration(session, edition=edition, pupil=there)
    school = make_school(session)
    here = make_pupil(session, name=name, school=school)
    here.merged_into_id = there.id
    session.flush()
    actor = school_actor(school)
    roster = make_roster(session, actor, edition.id, csv_of(rows_of(FIRST)))
    [row] = run_of(session, actor, roster).announcement.rows
    assert row.fate is Fate.REFUSED
    assert [problem.sentence.id for problem in row.problems] == [
        "youth.duplicate.error.registered_elsewhere"
    ]


def test_the_last_seats_go_to_the_first_rows_and_the_others_wait(session: Session) -> None:
    actor, edition = school_actor(make_school(session)), make_edition(session, quota=1)
    roster = make_roster(session, actor, edition.id, csv_of(rows_of(FIRST, SECOND)))
    run = run_of(session, actor, roster)
    rows = run.announcement.rows
    assert [(row.state, row.rank) for row in rows] == [(_S.SUBMITTED, None), (_S.WAITLISTED, 1)]
    assert (run.places.left, run.announcement.waiting) == (1, 1)
    assert confirm(session, actor, roster).outcome == {
        **dict.fromkeys(("changed", "same", "refused"), 0),
        **{"new": 2, "waiting": 1},
    }
    found = session.scalars(select(Registration).order_by(Registration.waitlist_rank)).all()
    assert sorted((row.state, row.waitlist_rank or 0) for row in found) == [
        (_S.SUBMITTED, 0),
        (_S.WAITLISTED, 1),
    ]


def test_a_full_waiting_list_refuses_the_row(session: Session) -> None:
    actor = school_actor(make_school(session))
    edition = make_edition(session, quota=1, waitlist_limit=0)
    roster = make_roster(session, actor, edition.id, csv_of(rows_of(FIRST, SECOND)))
    first, second = run_of(session, actor, roster).announcement.rows
    assert (first.fate, second.fate) == (Fate.NEW, Fate.REFUSED)
    assert [problem.sentence.id for problem in second.problems] == ["youth.error.full"]


def test_one_who_was_taken_out_is_registered_again_and_one_sent_back_submitted(
    session: Session,
) -> None:
    actor, edition = school_actor(make_school(session)), make_edition(session)
    confirm(session, actor, make_roster(session, actor, edition.id, csv_of(rows_of(FIRST, SECOND))))
    first, second = session.scalars(select(Registration).order_by(Registration.grade)).all()
    withdraw(session, actor=actor, registration_id=first.id, reason="都合")
    return_registration(
        session, actor=COORDINATOR, edition_id=edition.id, keys=[second.id], reason="組"
    )
    changed = (*SECOND[:4], "5", *SECOND[5:])
    roster = make_roster(session, actor, edition.id, csv_of(rows_of(FIRST, changed)))
    assert fates(run_of(session, actor, roster)) == [Fate.NEW, Fate.CHANGED]
    confirm(session, actor, roster)
    session.expire_all()
    assert (first.state, second.state, second.school_class) == (_S.SUBMITTED, _S.SUBMITTED, "5")
    steps = registration_for(session, actor, second.id).steps
    assert [step.state for step in steps] == [_S.SUBMITTED, _S.RETURNED, _S.SUBMITTED]
    assert counts(session)[Registration] == 2


def test_a_pupil_known_from_another_edition_is_one_person(session: Session) -> None:
    actor = school_actor(make_school(session))
    name = replace(make_entry().name, family="髙崎", given="花子")
    entry = make_entry(name=name, birth_date=date(2012, 5, 3))
    register_pupil(session, actor=actor, edition_id=make_edition(session).id, entry=entry)
    edition = make_edition(session)
    roster = make_roster(session, actor, edition.id, csv_of(rows_of(FIRST)))
    confirm(session, actor, roster)
    pupil = session.scalars(select(Pupil)).one()
    assert (pupil.family_name, counts(session)[Registration]) == ("髙﨑", 2)


def test_health_diet_and_passport_are_never_kept(session: Session) -> None:
    actor, edition = school_actor(make_school(session)), make_edition(session)
    headings = (*HEADINGS, "アレルギー", "パスポート番号", "食事の制限")
    row = (*FIRST, "そば", "TZ1234567", "なし")
    roster = make_roster(session, actor, edition.id, csv_of([headings, row]))
    run = run_of(session, actor, roster)
    assert {kind.value: names for kind, names in run.reading.guarded.items()} == {
        "health": ["アレルギー"],
        "passport": ["パスポート番号"],
        "diet": ["食事の制限"],
    }
    kept = [str(cell) for line in run.reading.table.sheet.rows for cell in line]
    assert not {"そば", "TZ1234567", "なし"} & set(kept)


def test_a_mapping_put_right_is_remembered_for_the_school_alone(session: Session) -> None:
    school = make_school(session)
    actor, edition = school_actor(school), make_edition(session)
    headings = ("だれ", "よみかた", "うまれ", "なんねん")
    body = csv_of([headings, FIRST[:4]])
    roster = make_roster(session, actor, edition.id, body)
    assert run_of(session, actor, roster).announcement.rows == []
    said = {
        "だれ": "full_name",
        "よみかた": "full_kana",
        "うまれ": "birth_date",
        "なんねん": "grade",
    }
    choices = replace(choices_of(roster), header_row=1, remembered=said)
    reread_roster(
        session, actor=actor, key=roster.id, choices=choices, ring=RING, version=roster.version
    )
    assert fates(run_of(session, actor, roster)) == [Fate.NEW]
    later = make_roster(session, actor, edition.id, body)
    assert fates(run_of(session, actor, later)) == [Fate.NEW]
    assert habit_of(session, make_school(session).id) == {}
    with pytest.raises(StaleRowError):
        reread_roster(session, actor=actor, key=roster.id, choices=choices, ring=RING, version=1)


def test_a_discarded_roster_keeps_nothing_and_cannot_be_confirmed(session: Session) -> None:
    actor, edition = school_actor(make_school(session)), make_edition(session)
    roster = make_roster(session, actor, edition.id, csv_of(rows_of(FIRST)))
    expect_version(roster, 1)
    discard_roster(session, actor=actor, key=roster.id, version=1)
    assert (roster.state, roster.kept) == (RosterState.DROPPED, None)
    with pytest.raises(DomainError, match="dropped"):
        run_of(session, actor, roster)
    stale = Confirmation("x", DECLARED)
    with pytest.raises(DomainError, match="dropped"):
        confirm_roster(session, actor=actor, key=roster.id, confirmation=stale, ring=RING)


def test_outside_the_window_nothing_is_taken_in(session: Session) -> None:
    actor = school_actor(make_school(session))
    edition = make_edition(session, opens_on=date(2026, 7, 1), closes_on=date(2026, 7, 2))
    with pytest.raises(DomainError, match="before_window"):
        make_roster(session, actor, edition.id, csv_of(rows_of(FIRST)))


def test_the_job_drops_what_was_kept(fresh_database: Database, settings: object) -> None:
    with unit_of_work(fresh_database) as session:
        actor, edition = school_actor(make_school(session)), make_edition(session)
        waiting = make_roster(session, actor, edition.id, csv_of(rows_of(FIRST))).id
        wrong = ("見本 三郎", "みほん", "R3.5.3", "1")
        roster = make_roster(session, actor, edition.id, csv_of(rows_of(FIRST, wrong)))
        confirmed = confirm(session, actor, roster, leave_out=True).id
        jobs = [job.arguments for job in session.scalars(select(Job)).all()]
    for arguments in (*jobs, {"roster": str(uuid7())}):
        drop_roster(Work(fresh_database, settings, arguments, False, lambda _: None))  # type: ignore[arg-type]

    def found(session: Session) -> list[tuple[RosterState, object]]:
        rows = [session.get_one(Roster, key) for key in (waiting, confirmed)]
        return [(row.state, row.kept) for row in rows]

    assert transact(fresh_database, found) == [
        (RosterState.DROPPED, None),
        (RosterState.CONFIRMED, None),
    ]


def test_the_statements_do_not_grow_with_the_rows(session: Session) -> None:
    actor = school_actor(make_school(session))

    def spent(number: int) -> int:
        edition = make_edition(session, quota=500)
        rows = [
            (f"見本 {number}の{at}", "みほん はなこ", "2012/5/3", "2", "1", "見本 太郎")
            for at in range(number)
        ]
        roster = make_roster(session, actor, edition.id, csv_of(rows_of(*rows)))
        with count_statements() as statements:
            confirm(session, actor, roster)
        return len(statements)

    few, many = spent(2), spent(200)
    assert few == many < 100


def test_nobody_to_register_is_nothing_to_confirm(session: Session) -> None:
    actor, edition = school_actor(make_school(session)), make_edition(session)
    roster = make_roster(session, actor, edition.id, csv_of(rows_of()))
    with pytest.raises(DomainError, match=r"roster\.error\.empty"):
        confirm(session, actor, roster)
    choices = replace(choices_of(roster), with_hidden=False)
    reread_roster(session, actor=actor, key=roster.id, choices=choices, ring=RING, version=1)
    assert choices_of(roster).with_hidden is False


def test_one_taken_out_comes_back_at_the_end_of_the_waiting_list(session: Session) -> None:
    actor, edition = school_actor(make_school(session)), make_edition(session, quota=1)
    confirm(session, actor, make_roster(session, actor, edition.id, csv_of(rows_of(FIRST))))
    row = session.scalars(select(Registration)).one()
    withdraw(session, actor=actor, registration_id=row.id, reason="都合")
    make_registration(session, edition=edition)
    confirm(session, actor, make_roster(session, actor, edition.id, csv_of(rows_of(FIRST))))
    session.expire_all()
    assert (row.state, row.waitlist_rank) == (_S.WAITLISTED, 1)


@pytest.mark.parametrize(
    ("state", "named"),
    [
        (_S.SELECTED, "youth.change.error.ask"),
        (_S.NOT_SELECTED, "youth.error.already_registered_as"),
    ],
)
def test_after_the_decision_a_roster_renames_nobody(
    session: Session, state: RegistrationState, named: str
) -> None:
    school = make_school(session)
    actor, edition = school_actor(school), make_edition(session)
    name = replace(make_entry().name, family="高崎", given="花子")
    pupil = make_pupil(session, school=school, name=name)
    make_registration(session, edition=edition, pupil=pupil, state=state)
    roster = make_roster(session, actor, edition.id, csv_of(rows_of(FIRST)))
    [row] = run_of(session, actor, roster).announcement.rows
    assert [problem.sentence.id for problem in row.problems] == [named]


@pytest.mark.parametrize("selection", [Selection.LOTTERY, Selection.SCREENING])
def test_whoever_a_roster_registers_gets_the_number_of_an_applicant(
    session: Session, selection: Selection
) -> None:
    actor, edition = school_actor(make_school(session)), make_edition(session, selection=selection)
    alone = register_pupil(session, actor=actor, edition_id=edition.id, entry=make_entry())
    confirm(session, actor, make_roster(session, actor, edition.id, csv_of(rows_of(FIRST, SECOND))))
    rows = session.scalars(select(Registration).order_by(Registration.id)).all()
    numbers = {row.id: row.blind_number for row in rows}
    assert len({number for number in numbers.values() if number}) == 3
    [other] = [row for row in rows if row.grade == 3]
    withdraw(session, actor=actor, registration_id=other.id, reason="都合")
    confirm(session, actor, make_roster(session, actor, edition.id, csv_of(rows_of(FIRST, SECOND))))
    session.expire_all()
    assert {row.id: row.blind_number for row in rows} == numbers, "kept whatever becomes of it"
    lines = lines_of(session, Subject("registration", other.id))
    assert [line.act for line in lines].count("registrations.number") == 1
    assert alone.blind_number == numbers[alone.id]


def test_where_the_first_to_come_are_taken_nobody_is_numbered(session: Session) -> None:
    actor, edition = school_actor(make_school(session)), make_edition(session)
    confirm(session, actor, make_roster(session, actor, edition.id, csv_of(rows_of(FIRST))))
    assert session.scalars(select(Registration.blind_number)).all() == [None]


def test_what_a_command_has_read_is_taken_over_whole_or_not_at_all(session: Session) -> None:
    school, edition = make_school(session), make_edition(session)
    actor, places = school_actor(school), (edition, school)
    unread = ("見本 三郎", "みほん さぶろう", "いつか", *FIRST[3:])
    for rows, taken in (((FIRST, unread), 0), ((FIRST, SECOND), 2)):
        run = run_of(
            session, actor, make_roster(session, actor, edition.id, csv_of(rows_of(*rows)))
        )
        if not taken:
            with pytest.raises(DomainError, match=r"roster\.error\.refused"):
                import_roster(session, actor=COORDINATOR, places=places, run=run)
        else:
            import_roster(session, actor=COORDINATOR, places=places, run=run)
        assert counts(session) == {Pupil: taken, Registration: taken, RegistrationStep: taken}
