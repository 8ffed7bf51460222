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
FILLED = datetime(2026, 6, 15, 3, 0, tzinfo=UTC)


def test_purge_deletes_what_is_due_only_when_told_to_and_says_how_many(
    fresh_database: Database,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
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
    said: list[list[str]] = []
    for now in ("2026-10-08T12:00:00+09:00", "2026-10-09T12:00:00+09:00"):
        monkeypatch.setenv("EXCHANGE_NOW", now)
        assert [main(["purge", *words]) for words in ((), ("--dry-run",))] == [0, 0]
        lines = capsys.readouterr().out.splitlines()
        with fresh_database.reading() as session:
            records = session.scalars(select(ErasureRecord.id)).all()
        assert len(records) == len(said)
        assert main(["purge", "--confirm"]) == 0
        with fresh_database.reading() as session:
            [made] = set(session.scalars(select(ErasureRecord.id))) - set(records)
        told = capsys.readouterr().out.replace(str(made), "N").splitlines()
        assert lines[: len(lines) // 2] == lines[len(lines) // 2 :]
        said.append([*lines[: len(lines) // 2], *told])
    assert said == [
        [
            "hosting: 0 due, 1 more within 30 days",
            "youth: 1 due, 0 more within 30 days",
            *NOTHING_ELSE,
            *("hosting: 0 purged", "youth: record N, 1 purged", "youth: 1 purged", *NONE_ELSE),
        ],
        [
            "hosting: 1 due, 0 more within 30 days",
            "youth: 0 due, 0 more within 30 days",
            *NOTHING_ELSE,
            *("hosting: record N, 1 purged", "hosting: 1 purged", "youth: 0 purged", *NONE_ELSE),
        ],
    ]
    with unit_of_work(fresh_database) as session:
        assert session.scalars(select(HostFamily.name)).all() == [""]
        assert session.scalars(select(HealthNote.emergency)).all() == [None]
