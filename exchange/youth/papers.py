"""Lists and certificates as the data that workbooks and papers are made of."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from exchange.core.languages import Language
from exchange.core.messages import Message, label, message
from exchange.core.printing import day_text, range_text
from exchange.core.translate import show, translate
from exchange.youth.enums.journeys import ListKind
from exchange.youth.enums.waiting import SelectionResult
from exchange.youth.models import Edition, Registration
from exchange.youth.rules.letters import RESULTS, told_sentence
from exchange.youth.services.listing import Sheet

#: A workbook's sheet cannot be called by more letters, or by these.
_SHEET_NAME: Final = 31
_REFUSED: Final = str.maketrans("", "", "[]:*?/\\")


def sheet_name(sheet: Sheet, language: str) -> str:
    """Name a list's sheet; with demo rows on it, it says so."""
    name = show(label(sheet.kind), language)
    if sheet.contains_demo:
        name = translate(message("youth.list.demo_sheet", name=name), language)
    return name.translate(_REFUSED)[:_SHEET_NAME]


def list_columns(sheet: Sheet, language: str) -> Sequence[str]:
    """Return the headings of a list in a language."""
    return [show(label(column), language) for column in sheet.columns]


def list_rows(sheet: Sheet, language: str) -> Sequence[Mapping[str, object]]:
    """Return a list's rows by heading; numbers stay numbers, what is not known is None."""
    return [
        {
            show(label(column), language): value
            if value is None or isinstance(value, int)
            else show(value, language)
            for column, value in row.items()
        }
        for row in sheet.rows
    ]


def list_title(sheet: Sheet, language: str) -> str:
    """Name a list for its reader."""
    title = sheet.edition.title.in_language(language)
    return translate(
        message("youth.list.title_of", list=label(sheet.kind), edition=title), language
    )


def list_paper(sheet: Sheet, language: str, *, today: date) -> Mapping[str, object]:
    """Return what the paper of a list says."""
    edition = sheet.edition
    dates = range_text(edition.starts, edition.ends, language)
    cards = sheet.kind is ListKind.EMERGENCY
    # On a card an empty line could be read as "none"; in a table it is room to write.
    unknown = translate(message("youth.list.not_told"), language) if cards else ""
    rows = [
        [unknown if value is None else show(value, language) for value in row.values()]
        for row in sheet.rows
    ]
    return {
        "subtitle": translate(
            message("youth.list.as_of", dates=dates, day=today, count=len(rows)), language
        ),
        "columns": list_columns(sheet, language),
        "rows": rows,
        "cards": cards,
        "handling": translate(message("youth.list.handling"), language),
    }


def certificate_paper(
    edition: Edition, rows: Sequence[Registration], *, today: date
) -> Mapping[str, Sequence[Mapping[str, str]]]:
    """Return what certificates say, one a page, in Japanese with English beneath."""
    return {"sheets": [_certificate(edition, row, today) for row in rows]}


def _certificate(edition: Edition, row: Registration, today: date) -> Mapping[str, str]:
    last = row.left_early_on or edition.ends
    ja, en = Language.JA, Language.EN
    name = row.pupil.name
    took_part = message(
        "youth.certificate.took_part" if row.left_early_on else "youth.certificate.completed",
        edition=edition.title.in_language(ja),
        dates=range_text(edition.starts, last, ja),
    )
    certified = message(
        "youth.certificate.certified",
        name=name.romaji or name.written,
        edition=edition.title.in_language(en),
        dates=range_text(edition.starts, last, en),
    )
    return {
        "title": translate(message("youth.certificate.word"), ja),
        "title-en": translate(message("youth.certificate.word"), en),
        "name": name.written,
        "honorific": translate(message("youth.certificate.honorific"), ja),
        "body": translate(took_part, ja),
        "body-en": translate(certified, en),
        "day": day_text(today, ja, weekday=False),
        "day-en": day_text(today, en, weekday=False),
        "city": translate(message("youth.certificate.city"), ja),
        "city-en": translate(message("youth.certificate.city"), en),
    }


def letters_paper(
    rows: Sequence[Registration], *, today: date
) -> Mapping[str, Sequence[Mapping[str, str]]]:
    """Return the letters to guardians, one a page: the result alone, and of nobody else."""
    return {"sheets": [_letter(row, today) for row in rows]}


def _after(row: Registration) -> Message:
    """Return what follows the result: whoever was chosen is asked for health and passport."""
    if RESULTS[row.state] is SelectionResult.SELECTED:
        return message("youth.letter.next_by_school")
    return message("youth.letter.after")


def _letter(row: Registration, today: date) -> Mapping[str, str]:
    ja = Language.JA
    return {
        "day": day_text(today, ja, weekday=False),
        "school": row.pupil.school.name,
        "to": translate(message("youth.letter.to", name=row.guardian_name), ja),
        "sender": translate(message("youth.letter.sender"), ja),
        "title": translate(message("youth.letter.title"), ja),
        "lead": translate(
            message(
                "youth.letter.lead",
                pupil=row.pupil.name.written,
                edition=row.edition.title.in_language(ja),
            ),
            ja,
        ),
        "result": translate(told_sentence(row), ja),
        "after": translate(_after(row), ja),
    }
