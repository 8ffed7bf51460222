"""`exchange purge`: what is kept past its day goes, and is counted."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from exchange.cli import main
from exchange.core.database import Database, seal, unit_of_work, uuid7
from exchange.core.keys import Keyring, decode_key, new_key
from exchange.hosting.models import HostFamily
from exchange.privacy.models import ErasureRecord
from exchange.youth.enums import RegistrationState
from exchange.youth.models import HealthNote
from tests.factories.hosting import make_family, make_plan, make_receiving
from tests.factories.youth import make_registration

OTHERS = ("applications", "mails", "members", "pupils")
NOTHING_ELSE = [
    *(f"{kind}: 0 due, 0 more within 30 days" for kind in OTHERS),
    "nothing was deleted; exchange purge --confirm deletes what is due",
]
NONE_ELSE = [f"{kind}: 0 purged" for kind in OTHERS]
YOUTH_DUE = ("youth: 1 due, 0 more within 30 days",)
YOUTH_OVER = ("youth: 0 due, 0 more within 30 days",)
FILLED = datetime(2026, 6, 15, 3, 0, tzinfo=UTC)


@pytest.fixture
def instance(fresh_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Database:
    """Give a database with a host family and a health note past their times, to the command."""
    with unit_of_work(fresh_database) as session:
        edition = make_receiving(session)
        make_plan(session, edition)
        make_family(session, edition=edition)
        row = make_registration(session, edition=edition, state=RegistrationState.COMPLETED)
        note = HealthNote(id=uuid7(), registration_id=row.id, filled_at=FILLED, filled_by="見本")
        seal(note, "emergency", "父 090-0000-0000", ring=Keyring({"k1": decode_key(new_key())}))
        session.add(note)
    monkeypatch.setenv("EXCHANGE_INSTANCE_DIR", str(tmp_path))
    url = fresh_database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("EXCHANGE_DATABASE_URL", url)
    return fresh_database


def test_purge_deletes_what_is_due_only_when_told_to_and_says_how_many(
    instance: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for now in ("2026-10-08T12:00:00+09:00", "2026-10-09T12:00:00+09:00"):
        monkeypatch.setenv("EXCHANGE_NOW", now)
        known = records(instance)
        assert [main(["purge", *words]) for words in ((), ("--dry-run",))] == [0, 0]
        assert records(instance) == known
        assert main(["purge", "--confirm"]) == 0
        [made] = records(instance) - known
        said.append(capsys.readouterr().out.replace(made, "N").splitlines())
    assert said == [
        [
            *["hosting: 0 due, 1 more within 30 days", *YOUTH_DUE, *NOTHING_ELSE] * 2,
            *("hosting: 0 purged", "youth: record N, 1 purged", "youth: 1 purged", *NONE_ELSE),
        ],
        [
            *["hosting: 1 due, 0 more within 30 days", *YOUTH_OVER, *NOTHING_ELSE] * 2,
            *("hosting: record N, 1 purged", "hosting: 1 purged", "youth: 0 purged", *NONE_ELSE),
        ],
    ]
    with instance.reading() as session:
        assert session.scalars(select(HostFamily.name)).all() == [""]
        assert session.scalars(select(HealthNote.emergency)).all() == [None]


def records(database: Database) -> set[str]:
    with database.reading() as session:
        return {str(key) for key in session.scalars(select(ErasureRecord.id))}
