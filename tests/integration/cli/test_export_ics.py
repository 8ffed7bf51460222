"""`exchange export-ics` writes what the feed's address answers, whatever is asked for."""

from pathlib import Path
from typing import Any

import pytest

from config import Settings
from exchange.app import create_app
from exchange.cli import main
from exchange.core.database import Database, unit_of_work
from tests.factories.reference import load


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_the_file_holds_the_same_bytes_as_the_feed(
    fresh_database: Database,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with unit_of_work(fresh_database) as session:
        load(session)
    url = str(fresh_database.engine.url)
    monkeypatch.setenv("EXCHANGE_DATABASE_URL", url)
    monkeypatch.setenv("EXCHANGE_BASE_URL", settings.base_url)
    monkeypatch.setenv("EXCHANGE_INSTANCE_DIR", str(tmp_path))
    client: Any = create_app(settings, fresh_database).test_client()
    for number, (words, query) in enumerate(ASKED):
        file = tmp_path / f"{number}.ics"
        assert main(["export-ics", str(file), *words]) == 0
        assert file.read_bytes() == client.get(f"/feeds/anniversaries.ics?{query}").data
    assert main(["export-ics", str(tmp_path / "x.ics"), "--partner", "atlantis"]) != 0
    assert not (tmp_path / "x.ics").exists()


ASKED = (
    ((), ""),
    (("--lang", "de", "--milestones"), "lang=de&milestones=1"),
    (
        ("--partner", "ulsan", "--partner", "heidelberg", "--months", "span"),
        "partner=heidelberg&partner=ulsan&months=span",
    ),
    (("--kinds", "anniversaries,registrations"), "kinds=anniversaries,registrations"),
    (("--download", "--lang", "zh-Hant"), "download=1&lang=zh-Hant"),
)
