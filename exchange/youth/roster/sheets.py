"""Sheets that go back to a school: the form to fill in, and refused rows to put right."""

from collections.abc import Callable, Mapping, Sequence

from exchange.core.messages import Message, label, message
from exchange.documents.sheet_files import text_of
from exchange.documents.xlsx_forms import FormColumn, FormSheet
from exchange.youth.enums import Relationship, SchoolLevel
from exchange.youth.enums.rosters import RosterField
from exchange.youth.enums.waiting import Gender
from exchange.youth.roster.dryrun import DryRun
from exchange.youth.roster.fates import FateRow
from exchange.youth.rules.pupils import GRADES

#: Turns a message into words of one language.
Say = Callable[[Message], str]
_F = RosterField

#: The headings of the form with an example; Japanese, whatever the page's language.
_COLUMNS = (
    (_F.FAMILY_NAME, "姓", "見本", 12),
    (_F.GIVEN_NAME, "名", "花子", 12),
    (_F.FAMILY_KANA, "ふりがな（姓）", "みほん", 16),
    (_F.GIVEN_KANA, "ふりがな（名）", "はなこ", 16),
    (_F.BIRTH_DATE, "生年月日", "H24.5.3", 16),
    (_F.GRADE, "学年", "2年", 8),
    (_F.SCHOOL_CLASS, "組", "1", 8),
    (_F.GENDER, "性別", "女子", 12),
    (_F.GUARDIAN_NAME, "保護者氏名", "見本 太郎", 18),
    (_F.GUARDIAN_RELATIONSHIP, "続柄", "父", 12),
    (_F.GUARDIAN_MAIL, "保護者メール", "mihon@example.jp", 26),
    (_F.GUARDIAN_PHONE, "保護者電話", "090-1234-5678", 18),
)


def roster_form(
    level: SchoolLevel, say: Say, say_in_japanese: Say, *, asks_gender: bool = False
) -> FormSheet:
    """Return the form of a school of a kind: its years and relations to choose from."""
    choices = {
        _F.GRADE: [f"{year}年" for year in range(1, GRADES[level] + 1)],
        _F.GENDER: [say_in_japanese(label(each)) for each in Gender],
        _F.GUARDIAN_RELATIONSHIP: [say_in_japanese(label(each)) for each in Relationship],
    }
    columns = [
        FormColumn(heading, say(_note(field)), example, width, choices.get(field, ()))
        for field, heading, example, width in _COLUMNS
        if asks_gender or field is not _F.GENDER
    ]
    return FormSheet("名簿", "記入例", columns)


def _note(field: RosterField) -> Message:
    notes = {
        _F.FAMILY_NAME: message("youth.roster.form.name"),
        _F.GIVEN_NAME: message("youth.roster.form.name"),
        _F.FAMILY_KANA: message("youth.roster.form.kana"),
        _F.GIVEN_KANA: message("youth.roster.form.kana"),
        _F.BIRTH_DATE: message("youth.roster.form.birth_date"),
        _F.GRADE: message("youth.roster.form.grade"),
    }
    return notes.get(field, message("youth.roster.form.optional"))


def refused_table(
    run: DryRun, rows: Sequence[FateRow], say: Say
) -> tuple[Sequence[str], Sequence[Mapping[str, str]]]:
    """Return headings and cells of refused rows as they were sent, and what to put right in each.

    Each names its row in the file that was sent. Columns that are never stored are left out.
    """
    reading, why = run.reading, say(message("youth.roster.fix"))
    number = say(message("youth.roster.row_sent"))
    kept = [
        (at, name)
        for at, name in _headings(run)
        if at not in reading.table.head.guarded and name not in {number, why}
    ]
    cells = reading.table.sheet.rows
    told = []
    for row in rows:
        own = cells[row.number - 1]
        values = {name: text_of(own[at]) if at < len(own) else "" for at, name in kept}
        told.append({**values, number: str(row.shown), why: " / ".join(_sentences(run, row, say))})
    return [*(name for _, name in kept), number, why], told


def _headings(run: DryRun) -> Sequence[tuple[int, str]]:
    """Return each column's heading; one that was there before gets its letters behind it."""
    seen: set[str] = set()
    named = []
    for at in range(len(run.reading.table.head.headings)):
        name = run.reading.name_of(at)
        if name in seen:
            name = f"{name} {at + 1}"
        seen.add(name)
        named.append((at, name))
    return named


def _sentences(run: DryRun, row: FateRow, say: Say) -> Sequence[str]:
    return [
        f"{column}: {say(problem.sentence)}"
        if (column := run.reading.column_of(problem.field))
        else say(problem.sentence)
        for problem in row.problems
    ]
