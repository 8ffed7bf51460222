"""`exchange purge`: what is kept past its day goes, and is counted."""

from pathlib import Path

import pytest
from sqlalchemy import select

from exchange.cli import main
from exchange.core.database import Database, unit_of_work
from exchange.hosting.models import HostFamily
from tests.factories.hosting import make_family, make_plan, make_receiving


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
    monkeypatch.setenv("EXCHANGE_INSTANCE_DIR", str(tmp_path))
    url = fresh_database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("EXCHANGE_DATABASE_URL", url)
    said = []
    for now in ("2026-10-08T12:00:00+09:00", "2026-10-09T12:00:00+09:00"):
        monkeypatch.setenv("EXCHANGE_NOW", now)
        assert main(["purge"]) == 0
        said.append(capsys.readouterr().out)
    assert said == ["hosting: 0 purged\n", "hosting: 1 purged\n"]
    with unit_of_work(fresh_database) as session:
        assert session.scalars(select(HostFamily.name)).all() == [""]
