"""The copy as a file: a paper and a workbook in its reader's language, the files, plain data."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Final

from exchange.audit.enums import Act
from exchange.audit.enums.purposes import Purpose
from exchange.audit.enums.trust import TrustAct
from exchange.audit.enums.youth import YouthAct
from exchange.core.messages import Message, label, message
from exchange.core.translate import translate
from exchange.documents.papers import render_paper
from exchange.documents.xlsx_files import Tab, workbook_bytes
from exchange.privacy.copying import Copied, KeptFile
from exchange.privacy.enums import Withheld
from exchange.privacy.enums.tables import KeptTable
from exchange.privacy.logbook import Changed, Logged
from exchange.privacy.models import Disclosure
from exchange.privacy.wording import plain, said

_ACTS: Final[Mapping[str, Act | TrustAct | YouthAct]] = {
    act.value: act for act in (*Act, *TrustAct, *YouthAct)
}
_PURPOSES: Final[Mapping[str, Purpose]] = {each.value: each for each in Purpose}
_TABLES: Final[Mapping[str, KeptTable]] = {each.value: each for each in KeptTable}
#: A workbook's sheet cannot be called by more letters, or by these.
_LONGEST_TAB: Final = 31
_REFUSED: Final = str.maketrans("", "", "[]:*?/\\")
#: A table on paper has no more columns, and no longer cells; what does not fit is told in boxes.
_MOST_COLUMNS: Final = 6
_LONGEST_CELL: Final = 60


@dataclass(frozen=True, slots=True)
class Copy:
    """All that a copy holds."""

    disclosure: Disclosure
    name: str
    tables: Sequence[Copied]
    log: Sequence[Logged]
    files: Sequence[KeptFile]
    contains_demo: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the copy in words: its title, and its rows as names with what they hold."""

    title: str
    rows: Sequence[Mapping[str, str]]


def archive(copy: Copy, *, language: str, today: date) -> bytes:
    """Return the ZIP file of a copy, in a language."""
    parts = [_part(each, language) for each in copy.tables]
    log = _Part(
        translate(message("privacy.copy.log"), language),
        [_line(each, language) for each in copy.log],
    )
    written = io.BytesIO()
    held = {
        "copy.pdf": _paper(copy, [*parts, log], language, today=today),
        "data.xlsx": workbook_bytes(_tabs([*parts, log])),
        "data.json": _plain(copy),
        **{
            f"files/{number:02d}{PurePath(file.name).suffix}": file.body
            for number, file in enumerate(copy.files, start=1)
        },
    }
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as out:
        for name, body in held.items():
            made = zipfile.ZipInfo(name, (today.year, today.month, today.day, 0, 0, 0))
            out.writestr(made, body, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _part(table: Copied, language: str) -> _Part:
    known = _TABLES.get(table.table)
    return _Part(
        translate(label(table.held if known is None else known), language),
        [
            {
                translate(label(column), language): said(value, language)
                for column, value in row.items()
            }
            for row in table.rows
        ],
    )


def _line(line: Logged, language: str) -> Mapping[str, str]:
    """Say a line of the log; an act or a purpose of an earlier release stands as written."""
    cells: Sequence[tuple[Message, object]] = (
        (message("privacy.copy.at"), line.at),
        (message("privacy.copy.who"), line.who),
        (message("privacy.copy.act"), _ACTS.get(line.act, line.act)),
        (message("privacy.copy.used_for"), _PURPOSES.get(line.purpose or "", line.purpose)),
        (message("privacy.copy.changes"), [_changed(each, language) for each in line.changes]),
    )
    return {translate(name, language): said(value, language) for name, value in cells}


def _changed(change: Changed, language: str) -> Message:
    words = {"name": change.words, "new": said(change.new, language)}
    if change.old is None:
        return message("privacy.copy.set", **words)
    return message("privacy.copy.changed", old=said(change.old, language), **words)


def _tabs(parts: Sequence[_Part]) -> Sequence[Tab]:
    """Return the sheets under names that are unlike each other."""
    tabs: list[Tab] = []
    for part in parts:
        if not part.rows:
            continue
        name = base = part.title.translate(_REFUSED)[:_LONGEST_TAB]
        number = 1
        while name.lower() in {tab.name.lower() for tab in tabs}:
            number += 1
            name = f"{base[: _LONGEST_TAB - 3]} {number}"
        tabs.append(Tab(name, list(part.rows[0]), part.rows))
    return tabs


def _plain(copy: Copy) -> bytes:
    """Return the same for machines: codes as they are kept, days by ISO 8601."""
    data = {
        "tables": {table.table: [plain(row) for row in table.rows] for table in copy.tables},
        "log": [
            {
                "at": plain(line.at),
                "who": plain(line.who),
                "act": line.act,
                "purpose": line.purpose,
                "changes": {
                    each.field: [plain(each.old), plain(each.new)] for each in line.changes
                },
                "withheld": {field: why.value for field, why in line.withheld.items()},
            }
            for line in copy.log
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _paper(copy: Copy, told: Sequence[_Part], language: str, *, today: date) -> bytes:
    """Return the paper of what is told; the log, which is a table, comes last."""
    *parts, log = told
    row = copy.disclosure
    title = translate(message("privacy.copy.title"), language)
    data = {
        "facts": [
            (message("privacy.copy.whose"), copy.name),
            (message("privacy.copy.asker"), row.asker),
            (message("privacy.copy.checked"), row.checked),
            (message("privacy.copy.purpose"), row.purpose),
            (message("privacy.copy.made_on"), today),
            (message("privacy.copy.made_by"), row.ordered_by),
            (message("privacy.copy.reference"), row.reference),
        ],
        "columns": [message("privacy.column.kind"), message("privacy.column.count")],
        "rows": [(part.title, str(len(part.rows))) for part in told],
        "parts": [_drawn(part) for part in parts],
        "log": {
            "title": log.title,
            "columns": list(log.rows[0]) if log.rows else [],
            "rows": [list(row.values()) for row in log.rows],
        },
        "withheld_title": message("privacy.copy.withheld"),
        "withheld": [
            label(each) for each in Withheld if copy.files or each is not Withheld.IN_FILES
        ],
        "notes": [
            message("privacy.copy.note"),
            *([message("privacy.copy.note_files")] if copy.files else []),
            message("privacy.copy.note_wrong"),
        ],
    }
    return render_paper(
        "disclosure", data, title=title, language=language, contains_demo=copy.contains_demo
    )


def _drawn(part: _Part) -> Mapping[str, object]:
    """Return a part as its paper draws it: what all rows say once, and a table; or boxes.

    What no row says is left out.
    """
    names = [name for name in part.rows[0] if any(row[name] for row in part.rows)]
    shared = [name for name in names if len({row[name] for row in part.rows}) == 1]
    columns = [name for name in names if name not in shared]
    cells = [[row[name] for name in columns] for row in part.rows]
    is_table = 0 < len(columns) <= _MOST_COLUMNS and all(
        len(cell) <= _LONGEST_CELL for row in cells for cell in row
    )
    if is_table:
        once = [(name, part.rows[0][name]) for name in shared]
        return {"title": part.title, "shared": once, "columns": columns, "rows": cells}
    boxes = [[pair for pair in row.items() if pair[1]] for row in part.rows]
    return {"title": part.title, "boxes": boxes}
