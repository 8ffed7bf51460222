"""`exchange indicator` prints the reading and recounts the ledger."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from exchange.cli import main
from exchange.core import clock
from exchange.core.database import Database, unit_of_work
from exchange.indicators.models import CountingRule, SealedFigure
from exchange.indicators.services import Closing, close_year
from exchange.indicators.services.values import record_value
from exchange.strategy.models import Measure
from exchange.youth.models import ClosedYear, Participation, ParticipationTotal, SealedTotal
from tests.factories.indicators import make_indicator, make_rule
from tests.factories.inquiries import ACTOR, SLUG, a_report, make_survey
from tests.factories.participations import close_edition_of
from tests.factories.strategy import make_measure, make_strategy
from tests.factories.youth import make_pupil

Command = Callable[..., int]
LOCKED = {"locked_at": datetime(2026, 5, 1, tzinfo=UTC), "locked_by": "課長", "lock_reason": "決裁"}
#: What somebody with the database's own tools does first, of each table.
WITHOUT_TRIGGER = {
    "sqlite": "DROP TRIGGER tr_{0}_refuse_update",
    "postgresql": "ALTER TABLE {0} DISABLE TRIGGER tr_{0}_refuse_update",
}
#: What is changed then, beside a row of the ledger.
CHANGED = (
    update(SealedTotal).where(SealedTotal.with_demo.is_(True)).values(groups=[]),
    update(SealedTotal).where(SealedTotal.with_demo.is_(False)).values(corrected_since=3),
    update(ClosedYear).values(rows=9),
    update(SealedFigure).where(SealedFigure.with_demo.is_(False)).values(value=7),
)


@pytest.fixture
def command(fresh_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """Give the command on a database in which one pupil took part in two editions of FY2026."""
    with unit_of_work(fresh_database) as session:
        indicator = make_indicator(session, make_measure(session, make_strategy(session), 4))
        make_rule(session, indicator)
        pupil = make_pupil(session)
        close_edition_of(session, [pupil])
        close_edition_of(session, [pupil])
    url = fresh_database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("EXCHANGE_DATABASE_URL", url)
    monkeypatch.setenv("EXCHANGE_INSTANCE_DIR", str(tmp_path))
    return lambda *words: main(["indicator", *words])


def test_the_reading_is_printed_as_json(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("youth-participation", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["running_total"], found["unique_since_start"], found["fiscal_years"]) == (
        16,
        1,
        {"2026": {"person_times": 2, "unique": 1, "closed": False}},
    )


def test_the_reading_is_printed_in_words(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("youth-participation") == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "running total 16 = baseline 14 (2023) + 2",
        "unique persons since FY2024: 1",
        "FY2026: person-times 2, unique persons 1",
        "target 30 (2031)",
    ]


def test_verify_finds_nothing_in_an_untouched_ledger(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("verify") == 0
    assert capsys.readouterr().out == "the totals are what the ledger says\n"


def test_verify_names_a_total_that_the_ledger_does_not_hold(
    command: Command, fresh_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with unit_of_work(fresh_database) as session:
        session.execute(
            update(ParticipationTotal)
            .where(
                ParticipationTotal.fiscal_year == 2026,
                ParticipationTotal.with_demo.is_(False),
            )
            .values(person_times=3)
        )
    assert command("verify") == 1
    assert capsys.readouterr().out == (
        "FY2026: kept 3 person-times and 1 unique persons,"
        " counted 2 person-times and 1 unique persons\n"
    )
    assert [command("verify", "FY2026"), command("verify", "2025")] == [1, 0]


def test_verify_names_what_was_changed_behind_a_closed_year(
    command: Command, fresh_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    clock.fix(datetime(2027, 4, 20, tzinfo=UTC))
    with unit_of_work(fresh_database) as session:
        session.execute(update(CountingRule).values(**LOCKED, first_year=2026))
        make_survey(session, measure=session.scalars(select(Measure).limit(1)).one())
        record_value(session, actor=ACTOR, slug=SLUG, year=2026, report=a_report("76"))
        closing = Closing(2026, "", 0, accepted=True)
        sealed = close_year(session, actor=ACTOR, closing=closing)
        rows, digest = sealed.rows, sealed.digest
        row = session.scalars(select(Participation).order_by(Participation.id)).first()
        assert row is not None
        key, person = row.id, row.person_digest
    assert command("verify", "FY2026") == 0
    assert f"FY2026: {rows} rows, SHA-256 {digest}, as sealed" in capsys.readouterr().out
    with fresh_database.engine.begin() as connection:
        for table in ("participations", "sealed_totals", "closed_years", "sealed_figures"):
            without = WITHOUT_TRIGGER[connection.dialect.name]
            connection.execute(text(without.format(table)))
        changed = update(Participation).where(Participation.id == key)
        for statement in (changed.values(person_digest="0" * 64), *CHANGED):
            connection.execute(statement)
    assert command("verify", "2026") == 1
    lines = capsys.readouterr().out.splitlines()
    assert command("verify", "2025") == 0
    assert f"FY2026: participation {key}: person was {person}, is {'0' * 64}" in lines
    programmes = [line.split()[2] for line in lines if "breakdown" in line]
    assert lines[-5:] == [
        "FY2026: rows: sealed 9, the file has 2",
        "FY2026: corrected by then: sealed 3, approved corrections say not",
        f"FY2026: {SLUG}: sealed 7, the records say 76 or nothing",
        *(
            f"FY2026: breakdown, {each} no partner send junior_high: sealed 0, counted 1,"
            " with demo rows"
            for each in sorted(programmes)
        ),
    ]
    clock.fix(None)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("verify", "last"), "'last' is not a fiscal year such as 2026 or FY2026"),
        (("youth-participation", "2026"), "youth-participation takes no fiscal year"),
    ],
)
def test_bad_input_is_refused_in_one_line(
    command: Command,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    sentence: str,
) -> None:
    assert command(*words) == 1
    assert capsys.readouterr().err == f"exchange: {sentence}\n"
