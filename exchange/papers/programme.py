"""A visit's programme as a paper: ours with everything, the partner's in two languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import Message, message
from exchange.core.printing import day_of_year_text, day_text
from exchange.core.translate import translate
from exchange.delegations.legs import leg_text
from exchange.itineraries.clocks import Face, Row, cities_of, programme
from exchange.itineraries.telling import FIELD_LABELS, Teller, ToldChange
from exchange.itineraries.versions import Changes
from exchange.papers.enums import Side
from exchange.papers.tables import JA, Cell, Heading, Line, Section, TablePaper, both, one
from exchange.papers.words import PROGRAMME, TIME, WHAT, WHERE

if TYPE_CHECKING:
    from exchange.delegations.models import Visit
    from exchange.itineraries.models import ItineraryItem, PlanVersion

#: What our own paper says under an item, and beside it.
_UNDER: Final = ("host", "dress", "rain_plan", "gift_note")
_TRAVEL: Final = ("transport", "vehicle", "lodging", "meal")


@dataclass(frozen=True, slots=True)
class Programme:
    """What is printed of a programme, loaded."""

    visit: "Visit"
    items: Sequence["ItineraryItem"]
    #: The written names of people, and who attends what; None is the whole delegation.
    names: Mapping[UUID, str]
    attending: Mapping[UUID, Sequence[UUID] | None]
    #: The latest version, and whether the programme has changed since.
    version: "PlanVersion | None" = None
    changed: bool = False
    #: The version a paper marks what changed since.
    since: "PlanVersion | None" = None
    changes: Changes = field(default_factory=Changes)
    #: Whose programme it is: a track's or a person's name, or everybody's.
    of: str = ""


def programme_paper(found: Programme, side: Side, *, language: str, today: date) -> TablePaper:
    """Return the paper of a programme; `language` stands beside Japanese on the partner's."""
    own = side is Side.OWN
    language = JA if own else language
    cities = cities_of(found.visit.partners)
    days = programme(found.items, cities, JA)
    theirs = programme(found.items, cities, language)
    marks = _marks(found.changes) if found.since else {}
    sections = [
        Section(
            title=_day(day, language),
            rows=[
                [
                    _when(row, other, language),
                    *(_own(row, found, marks) if own else _partner(row, marks, language)),
                ]
                for row, other in zip(rows, others, strict=True)
            ],
        )
        for (day, rows), (_, others) in zip(days, theirs, strict=True)
    ]
    return TablePaper(
        title=f"{found.visit.title[JA]} {PROGRAMME[JA]}",
        lead=[*_title(found, language), *_stamp(found, language, today)],
        columns=_columns(side, language),
        sections=sections,
        grouped_by=_said(message("papers.programme.day")),
        notes=_removed(found),
        version=_version(found),
        contains_demo=found.visit.is_demo or any(item.is_demo for item in found.items),
    )


def without_words(items: Sequence["ItineraryItem"], language: str) -> int:
    """Return how many items have no title in a language."""
    return sum(1 for item in items if language not in item.title)


def _said(sentence: Message) -> str:
    return translate(sentence, JA)


def _columns(side: Side, language: str) -> Sequence[Heading]:
    time, place = Heading(both(TIME, language), 4), Heading(both(WHERE, language), 4)
    if side is Side.OWN:
        return [
            time,
            Heading(both(WHAT, JA), 9),
            place,
            Heading(one(_said(message("papers.programme.people"))), 4),
            Heading(one(_said(message("papers.programme.travel"))), 5),
        ]
    return [
        time,
        Heading(one(WHAT[JA]), 7),
        Heading(one(WHAT[language], language), 7),
        place,
    ]


def _title(found: Programme, language: str) -> Sequence[Line]:
    lines = [*both(found.visit.title, language)[1:], *both(PROGRAMME, language)[1:]]
    if found.of:
        lines.append(Line(_said(message("papers.programme.of", name=found.of)), JA, "strong"))
    return lines


def _stamp(found: Programme, language: str, today: date) -> Sequence[Line]:
    """Say the days, the version, and when it was printed."""
    visit, version = found.visit, found.version
    lines = [Line(f"{day_text(visit.starts, JA)} ～ {day_text(visit.ends, JA)}")]
    if language != JA:
        days = f"{day_text(visit.starts, language)} – {day_text(visit.ends, language)}"
        lines.append(Line(days, language))
    lines += _legs(visit, language)
    if version is None:
        said = message("papers.programme.no_version", day=today)
    else:
        day = version.at.astimezone(OFFICE_ZONE).date()
        which = {"number": version.number, "of": day, "day": today}
        said = (
            message("papers.programme.changed_since", **which)
            if found.changed
            else message("papers.programme.version", **which)
        )
    lines.append(Line(_said(said), JA, "quiet"))
    if found.since:
        lines.append(Line(_said(message("papers.programme.marked", number=found.since.number))))
    return lines


def _legs(visit: "Visit", language: str) -> Sequence[Line]:
    """Name the legs; a paper that guests and hosts read names no other partner."""
    if language != JA and len(visit.partners) > 1:
        return ()
    languages = dict.fromkeys((JA, language))
    return [Line(leg_text(leg, each), each) for each in languages for leg in visit.legs]


def _version(found: Programme) -> Message:
    """Say at the foot of every page which version the paper is."""
    if found.version is None:
        return message("papers.stamp.no_version")
    if found.changed:
        return message("papers.stamp.changed", number=found.version.number)
    return message("papers.stamp.version", number=found.version.number)


def _marks(changes: Changes) -> Mapping[str, Message]:
    new, changed = message("papers.programme.new"), message("papers.programme.changed")
    return {
        **{str(plan["key"]): new for plan in changes.added},
        **{str(each.after["key"]): changed for each in (*changes.moved, *changes.changed)},
    }


def _day(day: date, language: str) -> Cell:
    found = [Line(day_text(day, JA))]
    return found if language == JA else [*found, Line(day_text(day, language), language)]


def _when(row: Row, other: Row, language: str) -> Cell:
    """Return both clocks; a city is named once where it is the same at both ends."""
    cell = [Line(_span(row.start, row.end, JA), JA, "strong")]
    if language != JA and (theirs := _cities(other)) != _cities(row):
        cell.append(Line(theirs, language, "quiet"))
    if row.start_elsewhere and row.end_elsewhere:
        cell.append(Line(f"({_span(row.start_elsewhere, row.end_elsewhere, JA)})", JA, "quiet"))
    return cell


def _cities(row: Row) -> str:
    return " → ".join(dict.fromkeys((row.start.city, row.end.city)))


def _span(start: Face, end: Face, language: str) -> str:
    last = end.clock
    if end.day != start.day:
        last = f"{day_of_year_text(end.day, language)} {last}"
    if start.city == end.city:
        return f"{start.city} {start.clock}–{last}"
    return f"{start.city} {start.clock} → {end.city} {last}"


def _own(row: Row, found: Programme, marks: Mapping[str, Message]) -> Sequence[Cell]:
    item = row.item
    what = [*_marked(item, marks), Line(item.title[JA], JA, "strong")]
    if item.track:
        what.append(Line(item.track, JA, "quiet"))
    if item.own_text:
        what.append(Line(item.own_text[JA]))
    what += _labelled(item, _UNDER)
    if item.speech:
        what.append(Line(_said(FIELD_LABELS["speech"])))
    return [what, _where(item), _people(item, found), _labelled(item, _TRAVEL)]


def _partner(row: Row, marks: Mapping[str, Message], language: str) -> Sequence[Cell]:
    """Return the item in both languages; where nobody wrote one, its cell stays empty."""
    item = row.item
    ja, other = _marked(item, marks) + _texts(item, JA), _texts(item, language)
    return [ja, other, _where(item)]


def _texts(item: "ItineraryItem", language: str) -> list[Line]:
    title = item.title.get(language, "")
    text = item.partner_text.get(language, "") if item.partner_text else ""
    return [*one(title, language, "strong"), *one(text, language)]


def _marked(item: "ItineraryItem", marks: Mapping[str, Message]) -> list[Line]:
    said = marks.get(str(item.id))
    return [Line(_said(said), JA, "mark")] if said else []


def _where(item: "ItineraryItem") -> Cell:
    return one(" → ".join(dict.fromkeys(name for name in (item.place, item.end_place) if name)))


def _people(item: "ItineraryItem", found: Programme) -> Cell:
    keys = found.attending[item.id]
    everybody = _said(message("papers.programme.everybody"))
    who = everybody if keys is None else "、".join(found.names[key] for key in keys)
    return [*one(who), *_labelled(item, ("interpreter",))]


def _labelled(item: "ItineraryItem", names: Sequence[str]) -> list[Line]:
    colon = "："
    return [
        Line(f"{_said(FIELD_LABELS[name])}{colon}{text}")
        for name in names
        if (text := str(getattr(item, name)))
    ]


def _removed(found: Programme) -> Sequence[Line]:
    """Name what was on the programme of the version and is no more."""
    if not found.changes.removed:
        return ()
    teller = Teller(cities_of(found.visit.partners), {}, JA)
    gone: Sequence[ToldChange] = teller.told(Changes(removed=found.changes.removed))["removed"]
    head = Line(_said(message("papers.programme.removed")), JA, "strong")
    return [head, *(Line(f"{each.before} {each.title}") for each in gone)]
