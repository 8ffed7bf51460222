"""The copy as a file: a workbook and JSON with the same words, the files, and a cover sheet."""

import io
import json
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import PurePath
from typing import Final

from exchange.audit.enums import Act
from exchange.audit.enums.trust import TrustAct
from exchange.audit.enums.youth import YouthAct
from exchange.audit.models import AuditLine
from exchange.core.languages import OFFICE_ZONE, Language
from exchange.core.messages import label, message
from exchange.core.translate import translate
from exchange.documents.papers import render_paper
from exchange.documents.xlsx_files import Tab, workbook_bytes
from exchange.privacy.copying import Copied, KeptFile
from exchange.privacy.enums import Withheld
from exchange.privacy.models import Disclosure

#: The office answers a guardian in its own language.
_LANGUAGE: Final = Language.JA
_ACTS: Final[Mapping[str, Act | TrustAct | YouthAct]] = {
    act.value: act for act in (*Act, *TrustAct, *YouthAct)
}
_LONGEST_TAB: Final = 31
#: When the files of the archive were written, so that the same content is the same bytes.
_WRITTEN: Final = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Copy:
    """All that a copy holds."""

    disclosure: Disclosure
    name: str
    tables: Sequence[Copied]
    lines: Sequence[AuditLine]
    files: Sequence[KeptFile]
    contains_demo: bool


def archive(copy: Copy, *, today: date) -> bytes:
    """Return the ZIP file of a copy."""
    sheets = {**_sheets(copy), translate(message("privacy.copy.log"), _LANGUAGE): _log(copy)}
    tabs = [Tab(name, list(rows[0]), rows) for name, rows in sheets.items() if rows]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as out:
        _add(out, "cover.pdf", _cover(copy, today))
        _add(out, "data.xlsx", workbook_bytes(tabs))
        _add(out, "data.json", json.dumps(sheets, ensure_ascii=False, indent=1).encode())
        for number, file in enumerate(copy.files, start=1):
            _add(out, f"files/{number:02d}{PurePath(file.name).suffix}", file.body)
    return written.getvalue()


def _add(out: zipfile.ZipFile, name: str, body: bytes) -> None:
    out.writestr(zipfile.ZipInfo(name, _WRITTEN), body, zipfile.ZIP_DEFLATED)


def _sheets(copy: Copy) -> dict[str, list[dict[str, str]]]:
    """Return the rows of each table in words, under names that are unlike each other."""
    used: Counter[str] = Counter()
    found: dict[str, list[dict[str, str]]] = {}
    for each in copy.tables:
        kind = translate(label(each.held), _LANGUAGE)
        used[kind] += 1
        name = kind if used[kind] == 1 else f"{kind} {used[kind]}"
        found[name[:_LONGEST_TAB]] = [
            {translate(label(column), _LANGUAGE): _said(value) for column, value in row.items()}
            for row in each.rows
        ]
    return found


def _log(copy: Copy) -> list[dict[str, str]]:
    """Return who changed, read, printed or exported what, the oldest first."""
    at, who, act = (
        translate(each, _LANGUAGE)
        for each in (
            message("privacy.copy.at"),
            message("privacy.copy.who"),
            message("privacy.copy.act"),
        )
    )
    return [
        {at: _said(line.at), who: line.actor_name, act: _deed_said(line.act)} for line in copy.lines
    ]


def _deed_said(deed: str) -> str:
    """Say an act in words; one of an earlier release is said as it was written."""
    return translate(label(_ACTS[deed]), _LANGUAGE) if deed in _ACTS else deed


def _said(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            said = message("privacy.copy.yes") if value else message("privacy.copy.no")
            return translate(said, _LANGUAGE)
        case Enum():
            return translate(label(value), _LANGUAGE)
        case datetime():
            return value.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def _cover(copy: Copy, today: date) -> bytes:
    row = copy.disclosure
    title = translate(message("privacy.copy.title"), _LANGUAGE)
    counts: Counter[str] = Counter()
    for each in copy.tables:
        counts[translate(label(each.held), _LANGUAGE)] += len(each.rows)
    data = {
        "facts": [
            (message("privacy.copy.whose"), copy.name),
            (message("privacy.copy.asker"), row.asker),
            (message("privacy.copy.checked"), row.checked),
            (message("privacy.copy.purpose"), row.purpose),
            (message("privacy.copy.made_on"), today),
            (message("privacy.copy.made_by"), row.ordered_by),
        ],
        "columns": [message("privacy.column.kind"), message("privacy.column.count")],
        "rows": [(kind, str(number)) for kind, number in counts.items()],
        "withheld_title": message("privacy.copy.withheld"),
        "withheld": [label(each) for each in Withheld],
        "note": message("privacy.copy.note"),
    }
    return render_paper(
        "disclosure", data, title=title, language=_LANGUAGE, contains_demo=copy.contains_demo
    )
