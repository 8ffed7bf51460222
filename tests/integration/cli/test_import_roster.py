"""`exchange import-roster`: a dry run that changes nothing, and all or nothing with --confirm."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from exchange.cli import main
from exchange.core import clock
from exchange.core.database import Database, unit_of_work
from exchange.youth.models import Pupil, Registration
from tests.factories.rosters import FIRST, SECOND, rows_of
from tests.factories.sheets import csv_of
from tests.factories.youth import make_edition, make_school

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
WRONG = ("見本 三郎", "みほん さぶろう", "R3.5.3", "1")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    fresh_database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run the command on a file's bytes for the sample school and edition."""
    clock.fix(datetime(2026, 6, 15, 3, 0, tzinfo=UTC))
    with unit_of_work(fresh_database) as session:
        make_school(session, slug="mihon-jhs")
        edition = str(make_edition(session).id)
    monkeypatch.setenv("EXCHANGE_DATABASE_URL", str(fresh_database.engine.url))
    monkeypatch.setenv("EXCHANGE_INSTANCE_DIR", str(tmp_path))
    monkeypatch.setenv("EXCHANGE_NOW", "2026-06-15T12:00:00+09:00")
    path = tmp_path / "名簿.csv"

    def one(body: bytes, *words: str, school: str = "mihon-jhs") -> tuple[int, str, str]:
        path.write_bytes(body)
        status = main(
            ["import-roster", str(path), "--edition", edition, "--school", school, *words]
        )
        told = capsys.readouterr()
        return status, told.out, told.err

    return one


def kept(database: Database) -> tuple[int, int]:
    with database.reading() as session:
        pupils = session.scalar(select(func.count()).select_from(Pupil))
        return pupils or 0, session.scalar(select(func.count()).select_from(Registration)) or 0


def test_a_dry_run_tells_every_row_and_changes_nothing(run: Run, fresh_database: Database) -> None:
    status, out, _ = run(csv_of(rows_of(FIRST, WRONG), "cp932"), "--json")
    told: dict[str, Any] = json.loads(out)
    assert status == 0
    assert list(told) == ["encoding", "header_row", "columns", "rows", "problems"]
    assert (told["encoding"], told["header_row"], told["problems"]) == ("cp932", 1, [])
    assert told["columns"]["birth_date"] == "生年月日"
    first, second = told["rows"]
    assert first == {
        "row": 2,
        "fate": "new",
        "family_name": "髙﨑",
        "given_name": "花子",
        "kana": "たかさき はなこ",
        "birth_date": "2012-05-03",
        "grade": 2,
        "problems": [],
    }
    assert (second["fate"], second["problems"][0]["column"]) == ("refused", "生年月日")
    assert kept(fresh_database) == (0, 0)


def test_confirmed_twice_it_leaves_the_same_pupils(run: Run, fresh_database: Database) -> None:
    body = csv_of(rows_of(FIRST, SECOND))
    assert run(body, "--confirm")[0] == 0
    assert kept(fresh_database) == (2, 2)
    status, out, _ = run(body, "--confirm", "--json")
    assert (status, kept(fresh_database)) == (0, (2, 2))
    assert [row["fate"] for row in json.loads(out)["rows"]] == ["same", "same"]


def test_one_refused_row_stops_all_and_the_status_says_so(
    run: Run, fresh_database: Database
) -> None:
    status, out, err = run(csv_of(rows_of(FIRST, WRONG)), "--confirm")
    assert (status, kept(fresh_database)) == (1, (0, 0))
    assert "row 3: refused 見本 三郎" in out
    assert err == "exchange: 1 of 2 rows are refused; nothing was changed\n"


def test_people_read_what_was_told_of_the_whole_file(run: Run) -> None:
    headings = [*rows_of()[0], "アレルギー"]
    _, out, _ = run(csv_of([headings, [*FIRST, "そば"], ["", "", "", "", "計"]]))
    assert "not stored: アレルギー (health)" in out
    assert "Rows passed over, for they are nobody’s: 3" in out
    assert "1 new, 0 changed, 0 same, 0 refused" in out
    assert "そば" not in out


def test_what_is_not_there_is_named_in_one_line(run: Run, tmp_path: Path) -> None:
    body = csv_of(rows_of(FIRST))
    status, out, err = run(body, school="nowhere")
    assert (status, out) == (1, "")
    assert err == "exchange: there is no active school 'nowhere'; known: mihon-jhs\n"
    nobody = "00000000-0000-0000-0000-000000000000"
    status, _, err = run(body, "--edition", nobody)
    assert (status, err) == (1, f"exchange: there is no edition {nobody}\n")
    status, _, err = run(b"\0" * (5 * 1024 * 1024 + 1))
    assert (status, "larger than 5 MB" in err) == (1, True)
    status, _, err = run(b"PK\x03\x04")
    assert (status, "cannot be opened" in err) == (1, True)
    missing = ["import-roster", str(tmp_path / "no.csv"), "--edition", nobody, "--school", "x"]
    assert main(missing) == 1
