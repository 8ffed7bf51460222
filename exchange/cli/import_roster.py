"""`exchange import-roster`: what would become of a school's roster, and with --confirm doing it."""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.cli import CommandError
from exchange.cli.instance import opened
from exchange.core import clock
from exchange.core.database import Database, transact
from exchange.core.errors import NotFoundError
from exchange.core.permissions import Actor, system_actor
from exchange.core.translate import translate
from exchange.documents.lists.keeping import Choices, without_guarded
from exchange.documents.sheet_files import FileKind, SheetFile, read_sheets
from exchange.documents.sheet_limits import BYTES, MOST_MEGABYTES
from exchange.youth.enums.rosters import Fate
from exchange.youth.models import Edition, School
from exchange.youth.queries.changes import lock_pupils_of
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.rosters import dry_run, habit_of, school_by_name, school_slugs
from exchange.youth.queries.schools import locked_school
from exchange.youth.roster.columns import VOCABULARY
from exchange.youth.roster.dryrun import DryRun
from exchange.youth.roster.fates import FateRow
from exchange.youth.rules.editions import ensure_window
from exchange.youth.services.rosters import import_roster

_LANGUAGE = "en"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file, the edition, the school, and whether to do it."""
    parser.epilog = (
        "Say what would become of each row of a school's roster (xlsx, xls, csv); with --confirm"
        " take all of it over, or nothing while a row is refused."
    )
    parser.add_argument("file", type=Path, help="an .xlsx, .xls or .csv file")
    parser.add_argument(
        "--edition", required=True, type=UUID, metavar="ID", help="as in /youth/editions/<ID>/"
    )
    parser.add_argument(
        "--school",
        required=True,
        metavar="SLUG",
        help="the school's short name, as /youth/schools/ lists it beside each school",
    )
    parser.add_argument("--confirm", action="store_true", help="change the data; else a dry run")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the dry run; with --confirm do it in one transaction."""
    file = _read(arguments.file)
    actor = system_actor("exchange import-roster")
    with opened() as (_settings, database):
        found = _run(database, actor, arguments, file)
    told = _as_json(found) if arguments.json else "\n".join(_lines(found))
    print(told, flush=True)
    if arguments.confirm and not _is_clean(found):
        refused, total = _refused(found), len(found.announcement.rows)
        raise CommandError(f"{refused} of {total} rows are refused; nothing was changed")
    return 0


def _read(path: Path) -> SheetFile:
    try:
        if path.stat().st_size > MOST_MEGABYTES * BYTES:
            raise CommandError(f"{path} is larger than {MOST_MEGABYTES} MB")
        return read_sheets(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error


def _run(
    database: Database, actor: Actor, arguments: argparse.Namespace, file: SheetFile
) -> DryRun:
    """Make the dry run and, where that was asked for and nothing is refused, carry it out."""

    def work(session: Session) -> DryRun:
        edition, school = _places(session, actor, arguments)
        lock_pupils_of(session, school.id)
        ensure_window(edition, clock.now())
        choices = Choices(remembered=habit_of(session, school.id))
        kept = without_guarded(file, choices, VOCABULARY)
        found = dry_run(session, edition, school, (kept, choices), declares=False)
        if arguments.confirm and _is_clean(found):
            import_roster(session, actor=actor, places=(edition, school), run=found)
        return found

    return transact(database, work)


def _is_clean(found: DryRun) -> bool:
    return bool(found.announcement.rows) and not _refused(found)


def _refused(found: DryRun) -> int:
    return found.announcement.counts[Fate.REFUSED]


def _places(
    session: Session, actor: Actor, arguments: argparse.Namespace
) -> tuple[Edition, School]:
    try:
        edition = locked_edition(session, actor, arguments.edition)
    except NotFoundError as error:
        raise CommandError(f"there is no edition {arguments.edition}") from error
    try:
        school = locked_school(session, school_by_name(session, arguments.school).id)
    except NotFoundError as error:
        known = ", ".join(school_slugs(session)) or "none yet"
        raise CommandError(
            f"there is no active school {arguments.school!r}; known: {known}"
        ) from error
    return edition, school


def _as_json(found: DryRun) -> str:
    """Return the report in the form the README promises."""
    reading = found.reading
    return json.dumps(
        {
            "encoding": _encoding(found),
            "header_row": reading.table.head.row,
            "columns": {field.value: name for field, name in reading.columns.items()},
            "rows": [_row(found, row) for row in found.announcement.rows],
            "problems": [
                {"column": None, "message": sentence} for sentence in _file_problems(found)
            ],
        },
        ensure_ascii=False,
    )


def _encoding(found: DryRun) -> str:
    file = found.reading.file
    return file.encoding.value if file.kind is FileKind.CSV and file.encoding else file.kind.value


def _row(found: DryRun, row: FateRow) -> Mapping[str, Any]:
    name = row.name or row.read.name
    born = row.read.birth_date
    return {
        "row": row.number,
        "fate": row.fate.value,
        "family_name": name.family,
        "given_name": name.given,
        "kana": name.kana,
        "birth_date": born.isoformat() if born else None,
        "grade": row.read.grade,
        "problems": [
            {
                "column": found.reading.column_of(problem.field),
                "message": translate(problem.sentence, _LANGUAGE),
            }
            for problem in row.problems
        ],
    }


def _file_problems(found: DryRun) -> Sequence[str]:
    return [translate(sentence, _LANGUAGE) for sentence in (*found.faults, *found.notes)]


def _lines(found: DryRun) -> Sequence[str]:
    """Print the same for people: the file, what is wrong with it, each row, the sum."""
    reading, counts = found.reading, found.announcement.counts
    columns = ", ".join(f"{name} = {field.value}" for field, name in reading.columns.items())
    lines = [f"read as {_encoding(found)}, headings in row {reading.table.head.row}: {columns}"]
    lines += [
        f"not stored: {', '.join(names)} ({kind.value})" for kind, names in reading.guarded.items()
    ]
    lines += _file_problems(found)
    for row in found.announcement.rows:
        name = row.name or row.read.name
        lines.append(f"row {row.number}: {row.fate.value} {name.written}{_why(found, row)}")
    return [*lines, ", ".join(f"{count} {fate.value}" for fate, count in counts.items())]


def _why(found: DryRun, row: FateRow) -> str:
    said = [translate(problem.sentence, _LANGUAGE) for problem in row.problems]
    said += [translate(note, _LANGUAGE) for note in row.notes]
    said += [f"changes {field.value}" for field in row.changed_fields]
    return f": {' '.join(said)}" if said else ""
