"""A visit's members as a list: each variant has its own columns, and no more."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from exchange.core.languages import FEED_LANGUAGES
from exchange.core.messages import label, message
from exchange.core.printing import day_text
from exchange.core.translate import translate
from exchange.delegations.enums import Direction, Paper
from exchange.delegations.rules import NEEDS_KEPT
from exchange.papers.enums import RosterColumn
from exchange.papers.rules import BY_HAND, ROSTERS, columns_of, subtotals
from exchange.papers.tables import JA, Cell, Heading, Line, Section, TablePaper, both, one
from exchange.papers.words import COLUMNS, ROLES, ROSTER

if TYPE_CHECKING:
    from exchange.core.database import Name
    from exchange.delegations.models import Visit, VisitMember

_C = RosterColumn
#: Shares of the page's width; a number is as wide as it is.
_SHARES: Final = {_C.NUMBER: 0, _C.ROLE: 3, _C.SEX: 2, _C.EXPIRY: 3, _C.BIRTH: 3, _C.ROOM: 3}
_USUAL: Final = 5
#: Without what a list cannot be used for what it is for.
NEEDED: Final = (_C.KANA, _C.LATIN, _C.PASSPORT_NAME, _C.TITLE)
#: What every other paper of the members says of them.
_NAMED: Final = (_C.LATIN, _C.TITLE)


def roster_paper(
    visit: "Visit",
    members: Sequence["VisitMember"],
    kind: Paper,
    *,
    language: str,
    today: date,
    purged_on: date | None = None,
) -> TablePaper:
    """Return a list of members; `language` stands under the Japanese where it is another.

    `purged_on` is when diet and mobility were emptied: their column is not drawn, and that is said.
    """
    columns = columns_of(kind, purged=purged_on is not None)
    guests = guests_language(visit)
    rows = [
        _row(columns, number, member, guests=guests, language=language)
        for number, member in enumerate(members, start=1)
    ]
    title = translate(message("papers.roster.title", visit=visit.title[JA], list=label(kind)), JA)
    return TablePaper(
        title=title,
        lead=_lead(visit, members, language, today),
        columns=[
            Heading(both(COLUMNS[column], language), _SHARES.get(column, _USUAL))
            for column in columns
        ],
        sections=[Section(rows)],
        notes=_notes(kind, columns, members, purged_on),
        contains_demo=visit.is_demo or any(each.is_demo or each.person.is_demo for each in members),
    )


def second_language(visit: "Visit") -> str:
    """Return the language of a visit's first partner, English where papers have no words in it."""
    found = visit.partners[0].native_language
    return found if found in FEED_LANGUAGES and found != JA else "en"


def lacking(members: Sequence["VisitMember"], kind: Paper) -> Mapping[RosterColumn, int]:
    """Return of how many members a list does not know what it is for."""
    asked = [column for column in NEEDED if column in ROSTERS.get(kind, _NAMED)]
    counts = {column: sum(1 for each in members if not _known(each, column)) for column in asked}
    return {column: count for column, count in counts.items() if count}


def _known(member: "VisitMember", column: RosterColumn) -> bool:
    name = member.person.name
    match column:
        case RosterColumn.KANA:
            return bool(name.kana)
        case RosterColumn.TITLE:
            return member.title is not None or not member.title_as_sent
        case RosterColumn.LATIN:
            return bool(latin_name(name))
        case _:
            return bool(name.passport)


def _lead(
    visit: "Visit", members: Sequence["VisitMember"], language: str, today: date
) -> Sequence[Line]:
    lines = both(visit.title, language)[1:] if language != JA else []
    days = f"{day_text(visit.starts, JA)} ～ {day_text(visit.ends, JA)}"
    printed = translate(message("papers.printed", day=today), JA)
    heading = [Line(ROSTER[language], language)] if language != JA else []
    return [
        *heading,
        *lines,
        Line(days),
        Line(summary(members), JA, "strong"),
        Line(printed, JA, "quiet"),
    ]


def summary(members: Sequence["VisitMember"]) -> str:
    """Sum the members up as they are reported: 22名（市長、市議会議員17名、職員4名）."""
    if not members:
        return translate(message("papers.roster.nobody"), JA)
    titles = [each.title[JA] if each.title else ROLES[each.role][JA] for each in members]
    parts = [
        title
        if count == 1
        else translate(message("papers.roster.part", title=title, people=count), JA)
        for title, count in subtotals(titles)
    ]
    return translate(message("papers.roster.sum", people=len(members), parts="、".join(parts)), JA)


def _notes(
    kind: Paper,
    columns: Sequence[RosterColumn],
    members: Sequence["VisitMember"],
    purged_on: date | None,
) -> Sequence[Line]:
    """Say which columns are filled in by hand, known of nobody, or purged."""
    blank = [COLUMNS[column][JA] for column in columns if column in BY_HAND]
    unknown = [
        COLUMNS[column][JA]
        for column, count in lacking(members, kind).items()
        if count == len(members)
    ]
    left_out = [COLUMNS[column][JA] for column in ROSTERS[kind] if column not in columns]
    found = []
    if blank:
        found.append(message("papers.roster.by_hand", columns="、".join(blank)))
    if unknown:
        found.append(message("papers.roster.unknown", columns="、".join(unknown)))
    if left_out and purged_on:
        said = {"columns": "、".join(left_out), "day": purged_on, "days": NEEDS_KEPT.days}
        found.append(message("papers.roster.purged", **said))
    return [Line(translate(each, JA)) for each in found]


def _row(
    columns: Sequence[RosterColumn],
    number: int,
    member: "VisitMember",
    *,
    guests: str,
    language: str,
) -> Sequence[Cell]:
    """Return a member's cells; what is filled in by hand stays empty."""
    name, companion = member.person.name, member.companion_of
    cells: Mapping[RosterColumn, Cell] = {
        _C.NUMBER: one(str(number)),
        _C.ROLE: both(ROLES[member.role], language),
        _C.NAME: written_name(name, guests),
        _C.KANA: one(name.kana),
        _C.LATIN: one(latin_name(name)),
        _C.PASSPORT_NAME: one(name.passport),
        _C.AFFILIATION: one(member.person.affiliation),
        _C.TITLE: both(member.title, language) if member.title else (),
        _C.COMPANION: one(companion.person.name.written if companion else ""),
        _C.DIET: one(member.diet),
        _C.MOBILITY: one(member.mobility),
    }
    return [cells.get(column, ()) for column in columns]


def guests_language(visit: "Visit") -> str:
    """Return the language of a delegation's own script."""
    return visit.partners[0].native_language if visit.direction is Direction.IN else JA


def written_name(name: "Name", guests: str) -> Cell:
    """Return the name as written at home; a guest's own script knows its language."""
    apart = name.native.replace(" ", "") != name.written.replace(" ", "")
    if name.native and apart:
        return [*one(name.written, JA, "strong"), *one(name.native, guests)]
    return one(name.written, guests if name.native else JA, "strong")


def latin_name(name: "Name") -> str:
    """Return the name in Latin letters, surname first and in capitals, as public papers have it."""
    return f"{name.family_romaji.upper()} {name.given_romaji}".strip() or name.passport
