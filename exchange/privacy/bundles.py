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
from exchange.privacy.meaning import Doer
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
#: When the files of the archive were written, so that the same content is the same bytes.
_WRITTEN: Final = (2026, 1, 1, 0, 0, 0)


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
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as out:
        _add(out, "copy.pdf", _paper(copy, [*parts, log], language, today=today))
        _add(out, "data.xlsx", workbook_bytes(_tabs([*parts, log])))
        _add(out, "data.json", _plain(copy))
        for number, file in enumerate(copy.files, start=1):
            _add(out, f"files/{number:02d}{PurePath(file.name).suffix}", file.body)
    return written.getvalue()


def _add(out: zipfile.ZipFile, name: str, body: bytes) -> None:
    out.writestr(zipfile.ZipInfo(name, _WRITTEN), body, zipfile.ZIP_DEFLATED)


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
        (message("privacy.copy.who"), Doer(line.who)),
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
                "who": line.who,
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
            (message("privacy.copy.reference"), str(row.id)),
        ],
        "columns": [message("privacy.column.kind"), message("privacy.column.count")],
        "rows": [(part.title, str(len(part.rows))) for part in told],
        "parts": [
            (part.title, [[pair for pair in row.items() if pair[1]] for row in part.rows])
            for part in parts
        ],
        "log": {
            "title": log.title,
            "columns": list(log.rows[0]) if log.rows else [],
            "rows": [list(row.values()) for row in log.rows],
        },
        "withheld_title": message("privacy.copy.withheld"),
        "withheld": [label(each) for each in Withheld],
        "note": message("privacy.copy.note"),
    }
    return render_paper(
        "disclosure", data, title=title, language=language, contains_demo=copy.contains_demo
    )
