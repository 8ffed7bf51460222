"""What is kept for a time only: seen before, deleted by kind, and recorded."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from exchange.core import clock
from exchange.core.database import Database, Name, unit_of_work, uuid7
from exchange.core.links import LinkPurpose, Target, issue_signed
from exchange.core.messages import message
from exchange.core.permissions import Role
from exchange.jobs.enums import JobState
from exchange.jobs.models import Job
from exchange.jobs.worker import Worker
from exchange.outbox.enums import MailState
from exchange.outbox.models import Mail
from exchange.privacy.certificates import who_of
from exchange.privacy.enums import RecordedAct, Retained
from exchange.privacy.models import ErasureRecord
from exchange.privacy.services import Offered, due_of, purge_kind, retentions_of
from exchange.privacy.services.purging import AT_ONCE
from exchange.rooms.keeping import DAILY_JOBS, JOB_ENDINGS, JOB_HANDLERS, RETENTIONS
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.models import (
    Application,
    Edition,
    Pupil,
    School,
    SchoolMessage,
)
from exchange.youth.queries.erasing import pupils_past_their_time
from tests.factories.whole_pupils import ACTOR, make_achievement
from tests.factories.youth import make_edition, make_pupil, make_registration, make_school
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
ENDED = date(2020, 8, 10)
TODAY = date(2026, 11, 25)
_S = RegistrationState


def past(
    session: Session,
    state: _S = _S.COMPLETED,
    ends: date = ENDED,
    pupil: Pupil | None = None,
    mail: str | None = None,
) -> Pupil:
    """Add a pupil of an edition that is long over."""
    edition = make_edition(
        session, state=EditionState.CLOSED, starts=ends.replace(day=1), ends=ends
    )
    pupil = pupil or make_pupil(session)
    make_registration(session, edition=edition, pupil=pupil, state=state, guardian_mail=mail)
    return pupil


def message_to(session: Session, school: School, text: str) -> None:
    """Add a message that a school wrote."""
    values = {"from_school": True, "author_name": "学校 見本", "written_at": clock.now()}
    session.add(SchoolMessage(school_id=school.id, text=text, **values))
    session.flush()


def unused_link(session: Session, edition: Edition) -> None:
    """Add the application of a link that nobody used."""
    key, now = uuid7(), clock.now()
    target = Target(LinkPurpose.APPLICATION, "application", key)
    link = issue_signed(session, target, expires_at=now)
    session.add(
        Application(
            id=key,
            edition_id=edition.id,
            link=link,
            mail="parent@example.jp",
            language="ja",
            mailed_at=now,
            tries=0,
        )
    )


@pytest.mark.parametrize(
    ("state", "today", "over"),
    [
        (_S.COMPLETED, date(2025, 8, 10), False),
        (_S.COMPLETED, date(2025, 8, 11), True),
        (_S.NOT_SELECTED, date(2021, 8, 10), False),
        (_S.NOT_SELECTED, date(2021, 8, 11), True),
    ],
)
def test_who_was_chosen_is_kept_longer(
    session: Session, state: _S, today: date, over: bool
) -> None:
    pupil = past(session, state)
    assert (pupil in pupils_past_their_time(session, today)) is over


def test_a_newer_registration_a_merged_row_and_an_achievement_keep_somebody(
    session: Session,
) -> None:
    kept, joined, known = past(session), past(session), past(session)
    make_registration(session, pupil=kept)
    twin = make_pupil(session, merged_into_id=joined.id)
    make_registration(session, pupil=twin)
    make_achievement(session, known, ends_on=date(2027, 9, 1))
    nobody = make_pupil(session)
    found = pupils_past_their_time(session, date(2026, 11, 25))
    assert {kept, joined, twin, known, nobody} & set(found) == set()
    assert known in pupils_past_their_time(session, date(2027, 9, 2))


def test_the_preview_deletes_nothing_and_the_purge_leaves_its_record(
    session: Session, offered: Offered
) -> None:
    today, retentions = date(2026, 11, 25), retentions_of(RETENTIONS, offered)
    pupil = past(session)
    past(session, _S.NOT_SELECTED, ends=date(2025, 12, 10))
    open_still = past(session)
    make_registration(
        session,
        edition=make_edition(session, starts=ENDED, ends=ENDED),
        pupil=open_still,
        state=_S.CONFIRMED,
    )
    due = {
        each.kind: (each.now, each.soon)
        for each in due_of(session, today=today, retentions=retentions)
    }
    assert due[Retained.PUPILS] == (1, 1)
    assert pupil.erased_at is None
    for counts in ({"pupils": 1}, None):
        record = purge_kind(
            session,
            actor=ACTOR,
            today=today,
            kind=Retained.PUPILS,
            retention=retentions[Retained.PUPILS],
        )
        assert (record.counts if record else None) == counts
    assert (pupil.erased_at is None, open_still.erased_at) == (False, None)


def test_schoolmates_go_together_and_take_no_namesake_of_another_school_along(
    session: Session, offered: Offered
) -> None:
    here, there = make_school(session), make_school(session)
    one, two, three = Name("見本", "花子"), Name("仮置", "蕗乃"), Name("仮置", "蓮太")
    pupils = [
        past(session, pupil=make_pupil(session, school=school, name=name))
        for school, name in ((here, one), (here, two), (there, three))
    ]
    for school in (here, there):
        for text in ("見本 花子さんの件", "仮置 蕗乃さんの件", "仮置 蓮太さんの件"):
            message_to(session, school, text)
    retention = retentions_of(RETENTIONS, offered)[Retained.PUPILS]
    retention.purge(session, actor=ACTOR, today=date(2026, 11, 25), limit=AT_ONCE)
    assert [pupil.erased_at is None for pupil in pupils] == [False] * 3
    kept = session.execute(
        select(SchoolMessage.school_id, SchoolMessage.text).where(SchoolMessage.text.contains("件"))
    )
    assert {(key, text[3:5]) for key, text in kept} == {
        (here.id, "蓮太"),
        (there.id, "花子"),
        (there.id, "蕗乃"),
    }


def mails_to(session: Session, *addresses: str) -> None:
    """Add a mail that went to each address."""
    sent = {"language": "ja", "state": MailState.SENT, "sent_at": clock.now()}
    session.add_all(Mail(recipient=each, subject="ご案内", **sent) for each in addresses)
    session.flush()


@pytest.mark.parametrize("is_one_school", [True, False])
def test_an_address_is_erased_with_the_last_who_share_it(
    session: Session, offered: Offered, is_one_school: bool
) -> None:
    here = make_school(session)
    there = here if is_one_school else make_school(session)
    for school, mail, ends in (
        (here, "Siblings@example.jp", ENDED),
        (there, "siblings@example.jp", ENDED),
        (here, "elder@example.jp", ENDED),
        (there, "elder@example.jp", date(2026, 8, 10)),
    ):
        past(session, pupil=make_pupil(session, school=school), ends=ends, mail=mail)
    mails_to(session, "siblings@example.jp", "elder@example.jp")
    retention = retentions_of(RETENTIONS, offered)[Retained.PUPILS]
    assert len(retention.purge(session, actor=ACTOR, today=TODAY, limit=AT_ONCE)) == 3
    assert set(session.scalars(select(Mail.recipient))) == {"elder@example.jp"}


def test_the_manager_sees_the_rules_and_deletes_what_is_due(
    session: Session, client_as: SignIn
) -> None:
    past(session)
    manager = client_as(Role.MANAGER)
    page = manager.get("/privacy/retention/?lang=ja").text
    asking = "/privacy/retention/pupils"
    assert (f'href="{asking}"' in page, "実施の終了から60日" in page) == (True, True)
    assert "1件を消去" in manager.get(f"{asking}?lang=ja").text
    assert manager.submit("/privacy/retention/pupils").status_code == 302
    record = session.scalars(select(ErasureRecord)).one()
    assert (record.kind, record.counts) == (RecordedAct.PURGE, {"pupils": 1})
    assert "今日消去できるものはありません" in manager.get(asking).text
    assert "保存期間の満了" in manager.get(f"/privacy/records/{record.id}/?lang=ja").text
    assert manager.get(f"/privacy/records/{record.id}.pdf").status_code == 200
    again = manager.submit("/privacy/retention/pupils")
    assert again.location == "/privacy/retention/"


def test_the_page_leaves_what_is_more_than_fifty_to_a_job(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session)
    for _ in range(AT_ONCE + 1):
        unused_link(session, edition)
    manager = client_as(Role.MANAGER)
    page = manager.get(manager.submit("/privacy/retention/applications").location)
    assert "残りの1件" in page.text
    assert session.scalars(select(ErasureRecord.counts)).all() == [{"applications": AT_ONCE}]
    assert session.scalars(select(Job.kind)).all() == ["privacy.purge_applications"]


def test_a_worker_alone_deletes_what_is_past_its_time_fifty_a_transaction(
    fresh_database: Database, settings: Settings
) -> None:
    with unit_of_work(fresh_database) as session:
        pupil = past(session).id
        edition = make_edition(session)
        for _ in range(AT_ONCE + 1):
            unused_link(session, edition)
    worker = Worker(fresh_database, settings, JOB_HANDLERS, JOB_ENDINGS, DAILY_JOBS)
    for _ in range(2):  # the second time there is nothing to do: it was done today
        worker.tidy()
        worker.work_off()
    with fresh_database.reading() as session:
        assert session.get_one(Pupil, pupil).erased_at is not None
        rows = session.scalars(select(ErasureRecord)).all()
        assert sorted(str(row.counts) for row in rows) == [
            "{'applications': 1}",
            "{'applications': 50}",
            "{'pupils': 1}",
        ]
        assert {row.by_name for row in rows} == {"exchange work"}
        assert [who_of(row) for row in rows] == [message("privacy.copy.by_itself")] * 3
        jobs = session.scalars(select(Job)).all()
    assert {job.kind for job in jobs} == set(DAILY_JOBS)
    assert {(job.state, job.attempts) for job in jobs} == {(JobState.DONE, 1)}
