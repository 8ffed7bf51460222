"""A person's own data as a file: a workbook to be read, and the same as JSON for machines."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Final

from exchange.accounts.queries import OwnAccount
from exchange.audit.enums import Act
from exchange.audit.enums.purposes import Purpose
from exchange.audit.enums.trust import TrustAct
from exchange.audit.enums.youth import YouthAct
from exchange.audit.models import AuditLine
from exchange.core.belongings import Item
from exchange.core.database import Localized
from exchange.core.messages import Message, label, message
from exchange.core.printing import moment_text
from exchange.core.translate import translate
from exchange.documents.xlsx_files import Tab, workbook_bytes
from exchange.handover.services import OwnData

_WORDS: Final[Mapping[str, Enum]] = {
    each.value: each for kinds in (Act, TrustAct, YouthAct, Purpose) for each in kinds
}
#: When the files of the archive were written: the same content is the same bytes.
_WRITTEN: Final = (2026, 1, 1, 0, 0, 0)

#: The columns of a line with their values.
Row = Sequence[tuple[Message, object]]
#: What columns of a table are called.
Columns = Sequence[tuple[Message, str]]

_PASSKEYS: Final[Columns] = (
    (message("accounts.field.passkey_name"), "name"),
    (message("accounts.passkey.added"), "added_at"),
    (message("accounts.passkey.used"), "used_at"),
    (message("handover.own.removed_at"), "removed_at"),
)
_IDENTITIES: Final[Columns] = (
    (message("handover.own.issuer"), "issuer"),
    (message("handover.own.subject"), "subject"),
    (message("handover.own.bound_at"), "bound_at"),
    (message("handover.own.ended_at"), "ended_at"),
)
_SESSIONS: Final[Columns] = (
    (message("accounts.session.device"), "device"),
    (message("accounts.session.address"), "address"),
    (message("accounts.session.begun"), "begun_at"),
    (message("accounts.session.seen"), "seen_at"),
    (message("handover.own.ended_at"), "ended_at"),
)
_ATTEMPTS: Final[Columns] = (
    (message("audit.field.at"), "at"),
    (message("accounts.session.address"), "address"),
    (message("handover.own.succeeded"), "succeeded"),
)


def own_archive(found: OwnData, language: str) -> bytes:
    """Return the ZIP file of a person's own data, in their language."""
    read = _sheets(found)
    sheets, plain = _named(read, language, _said), _named(read, language, _plain)
    tabs = [Tab(name, list(rows[0]), rows) for name, rows in sheets.items() if rows]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as out:
        _add(out, "data.xlsx", workbook_bytes(tabs))
        _add(out, "data.json", json.dumps(plain, ensure_ascii=False, indent=1).encode())
    return written.getvalue()


def _named(
    sheets: Sequence[tuple[Message, Sequence[Row]]],
    language: str,
    write: Callable[[object, str], object],
) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Return the sheets under the names of a language, each value as `write` gives it."""
    return {
        translate(name, language): [
            {translate(column, language): write(value, language) for column, value in row}
            for row in rows
        ]
        for name, rows in sheets
    }


def _add(out: zipfile.ZipFile, name: str, body: bytes) -> None:
    out.writestr(zipfile.ZipInfo(name, _WRITTEN), body, zipfile.ZIP_DEFLATED)


def _sheets(found: OwnData) -> Sequence[tuple[Message, Sequence[Row]]]:
    account = found.account
    return [
        (message("handover.own.account"), [_account(account)]),
        (message("handover.own.passkeys"), _rows(_PASSKEYS, account.passkeys)),
        (message("handover.own.identities"), _rows(_IDENTITIES, account.identities)),
        (message("handover.own.sessions"), _rows(_SESSIONS, account.sessions)),
        (message("handover.own.attempts"), _rows(_ATTEMPTS, account.attempts)),
        (message("handover.own.answers_for"), list(_holdings(found))),
        (message("handover.own.log"), [_line(line) for line in found.lines]),
    ]


def _rows(columns: Columns, rows: Sequence[object]) -> Sequence[Row]:
    return [[(column, getattr(row, name)) for column, name in columns] for row in rows]


def _account(account: OwnAccount) -> Row:
    user = account.user
    return [
        (message("accounts.field.name"), user.name),
        (message("accounts.field.email"), user.email),
        (message("accounts.field.role"), user.role),
        (message("accounts.field.section"), user.section),
        (message("handover.own.created_at"), user.created_at),
        (message("accounts.users.seen"), user.last_seen_at),
        (message("handover.own.has_password"), user.password_hash is not None),
        (message("handover.own.has_app"), account.factors.has_app),
        (message("handover.own.codes_left"), account.factors.codes_left),
    ]


def _holdings(found: OwnData) -> Iterable[Row]:
    for each in found.holdings:
        for item in each.items:
            yield _item(each.kind, item)


def _item(kind: Enum, item: Item) -> Row:
    return [
        (message("handover.own.kind"), kind),
        (message("handover.column.title"), item.title),
        (message("handover.column.state"), item.state),
        (message("handover.column.due"), item.due),
    ]


def _line(line: AuditLine) -> Row:
    return [
        (message("audit.field.at"), line.at),
        (message("audit.field.who"), line.actor_name),
        (message("audit.field.act"), _WORDS.get(line.act, line.act)),
        (message("audit.field.purpose"), _WORDS.get(line.purpose or "", "")),
        (message("audit.field.subject"), f"{line.subject_kind} {line.subject_id}"),
        (message("audit.field.fields"), ", ".join(line.fields)),
    ]


def _said(value: object, language: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            said = message("handover.own.yes") if value else message("handover.own.no")
            return translate(said, language)
        case Enum():
            return translate(label(value), language)
        case Message():
            return translate(value, language)
        case Localized():
            return value.in_language(language)
        case datetime():
            return moment_text(value, language)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _plain(value: object, language: str) -> object:
    """Return a value as JSON knows it: numbers, truths, codes, days and instants by ISO 8601."""
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case bool() | int() | None:
            return value
        case _:
            return _said(value, language)
