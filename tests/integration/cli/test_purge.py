"""`exchange purge`: what is kept past its day goes, and is counted."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from exchange.cli import main
from exchange.core.database import Database, seal, unit_of_work, uuid7
from exchange.core.keys import Keyring, decode_key, new_key
from exchange.hosting.models import HostFamily
from exchange.youth.enums import RegistrationState
from exchange.youth.models import HealthNote
from tests.factories.hosting import make_family, make_plan, make_receiving
from tests.factories.youth import make_registration

NOTHING_ELSE = [
    f"{kind}: 0 due, 0 more within 30 days" for kind in ("applications", "mails", "pupils")
]
NONE_ELSE = [f"{kind}: 0 purged" for kind in ("applications", "mails", "pupils")]
FILLED = datetime(2026, 6, 15, 3, 0, tzinfo=UTC)


def test_purge_deletes_what_is_due_and_says_how_many(
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
    said = []
    for now in ("2026-10-08T12:00:00+09:00", "2026-10-09T12:00:00+09:00"):
        monkeypatch.setenv("EXCHANGE_NOW", now)
        assert (main(["purge", "--dry-run"]), main(["purge"])) == (0, 0)
        said.append(capsys.readouterr().out.splitlines())
    assert said == [
        [
            "hosting: 0 due, 1 more within 30 days",
            "youth: 1 due, 0 more within 30 days",
            *NOTHING_ELSE,
            *("hosting: 0 purged", "youth: 1 purged", *NONE_ELSE),
        ],
        [
            "hosting: 1 due, 0 more within 30 days",
            "youth: 0 due, 0 more within 30 days",
            *NOTHING_ELSE,
            *("hosting: 1 purged", "youth: 0 purged", *NONE_ELSE),
        ],
    ]
    with unit_of_work(fresh_database) as session:
        assert session.scalars(select(HostFamily.name)).all() == [""]
        assert session.scalars(select(HealthNote.emergency)).all() == [None]
