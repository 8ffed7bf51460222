"""Who was erased and comes back with a backup is erased again."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from config import Settings
from exchange.backups.making import back_up
from exchange.cli import main
from exchange.core import clock
from exchange.core.database import Database, unit_of_work, uuid7
from exchange.core.database.revision import newest_revision
from exchange.hosting.models import HostFamily, HostingPlan
from exchange.jobs.enums import JobState
from exchange.jobs.models import Job
from exchange.jobs.worker import Worker
from exchange.privacy.erased_list import FILE, read_list, write_list
from exchange.privacy.models import ErasureRecord
from exchange.privacy.services import Offered, erase_pupil, purge_hosting
from exchange.privacy.services.erasing import KEEP
from exchange.rooms.keeping import JOB_ENDINGS, JOB_HANDLERS
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.models import Pupil
from tests.factories.hosting import make_family, make_plan, make_receiving
from tests.factories.whole_pupils import ACTOR
from tests.factories.youth import make_edition, make_pupil, make_registration

OVER = (EditionState.CLOSED, RegistrationState.NOT_SELECTED)


def registered(session: Session, edition: EditionState, state: RegistrationState) -> Pupil:
    pupil = make_pupil(session)
    in_it = make_edition(session, state=edition)
    make_registration(session, edition=in_it, pupil=pupil, state=state)
    return pupil


@pytest.fixture(autouse=True)
def instance(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands find the keys and the folder."""
    monkeypatch.setenv("EXCHANGE_INSTANCE_DIR", str(settings.instance_dir))
    monkeypatch.setenv("EXCHANGE_DATA_KEY", settings.data_key or "")


def worked_off(database: Database, settings: Settings) -> list[tuple[str, JobState]]:
    Worker(database, settings, JOB_HANDLERS, JOB_ENDINGS, (KEEP,)).tidy()
    Worker(database, settings, JOB_HANDLERS, JOB_ENDINGS).work_off()
    with database.reading() as session:
        return [(job.kind, job.state) for job in session.scalars(select(Job).order_by(Job.id))]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_backup_brings_back_nobody_who_was_erased_since(
    fresh_database: Database,
    empty_database: Database,
    settings: Settings,
    offered: Offered,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with unit_of_work(fresh_database) as session:
        gone, stays = registered(session, *OVER), registered(session, *OVER)
        session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        newest = {"found": newest_revision()}
        session.execute(text("INSERT INTO alembic_version VALUES (:found)"), newest)
        name, keys = gone.name.written, (gone.id, stays.id)
    back_up(fresh_database, tmp_path / "b", now=clock.now(), passphrase=None)
    with unit_of_work(fresh_database) as session:
        words = {"typed": name, "reason": "保護者からの申出"}
        erase_pupil(session, actor=ACTOR, pupil_id=keys[0], offered=offered, **words)
    assert set(worked_off(fresh_database, settings)) == {(KEEP, JobState.DONE)}
    assert read_list(settings.instance_dir / FILE) == {keys[0]: clock.today()}
    url = empty_database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("EXCHANGE_DATABASE_URL", url)
    assert main(["restore", str(tmp_path / "b")]) == 0
    assert "erased again: 1\n" in capsys.readouterr().out
    with empty_database.reading() as session:
        back = [session.get_one(Pupil, key).erased_at is None for key in keys]
        assert back == [False, True]
        record = session.scalars(select(ErasureRecord)).one()
    assert (record.by_name, "バックアップ" in record.reason) == ("exchange restore", True)


def test_who_cannot_be_erased_yet_is_said_until_they_can(
    fresh_database: Database, settings: Settings
) -> None:
    with unit_of_work(fresh_database) as session:
        back = registered(session, EditionState.ANNOUNCED, RegistrationState.CONFIRMED).id
        free = registered(session, *OVER).id
    listed = dict.fromkeys((back, free, uuid7()), date(2026, 11, 1))
    write_list(settings.instance_dir / FILE, listed)
    assert worked_off(fresh_database, settings) == [(KEEP, JobState.FAILED)]
    assert read_list(settings.instance_dir / FILE) == listed
    with fresh_database.reading() as session:
        assert session.get_one(Pupil, back).erased_at is None
        assert session.get_one(Pupil, free).erased_at is not None
        assert "1 pupils" in (session.scalars(select(Job.error)).one() or "")


def test_families_that_were_purged_before_their_day_are_purged_again_with_a_record(
    fresh_database: Database, settings: Settings
) -> None:
    ended = date(2026, 11, 20)
    with unit_of_work(fresh_database) as session:
        past = [make_receiving(session, starts=ended.replace(day=1), ends=ended) for _ in range(2)]
        for edition in past:
            make_plan(session, edition)
        family = make_family(session, edition=past[0]).id
        gone, back = (edition.id for edition in past)
        purge_hosting(session, actor=ACTOR, edition_id=gone, language="ja")
    listed = {back: date(2026, 11, 24)}
    write_list(settings.instance_dir / FILE, listed)
    assert {state for _, state in worked_off(fresh_database, settings)} == {JobState.DONE}
    assert read_list(settings.instance_dir / FILE) == {gone: clock.today(), **listed}
    with fresh_database.reading() as session:
        assert session.get_one(HostFamily, family).name == ""
        assert None not in set(session.scalars(select(HostingPlan.purged_at)))
        rows = session.scalars(select(ErasureRecord).order_by(ErasureRecord.id)).all()
    assert [(row.counts, row.by_name) for row in rows] == [
        ({"hosting": 1}, ACTOR.name),
        ({"hosting": 1}, KEEP),
    ]
    assert "バックアップ" in rows[1].reason


def test_a_list_that_cannot_be_read_is_refused_before_anything_is_changed(
    settings: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (settings.instance_dir / FILE).write_text("2026-11-25 somebody\n", encoding="ascii")
    assert main(["restore", str(tmp_path / "b")]) == 1
    assert "line 1 of" in capsys.readouterr().err
