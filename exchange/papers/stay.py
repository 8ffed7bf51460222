"""滞在予定表: each day of a visit for those who decide on visas."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from exchange.core.messages import Message, label, message
from exchange.core.printing import day_text
from exchange.core.translate import translate
from exchange.delegations.enums import Paper
from exchange.itineraries.clocks import Row, cities_of, programme
from exchange.papers.tables import JA, Cell, Heading, Line, Section, TablePaper, one
from exchange.papers.visa import applicants, contact_line
from exchange.papers.words import UNKNOWN

if TYPE_CHECKING:
    from exchange.delegations.models import Visit, VisitMember
    from exchange.itineraries.models import ItineraryItem
    from exchange.papers.models import VisaParticulars


def stay_paper(
    visit: "Visit",
    members: Sequence["VisitMember"],
    items: Sequence["ItineraryItem"],
    stated: "VisaParticulars | None",
    *,
    today: date,
) -> TablePaper:
    """Return the days of a stay: what happens, whom to ask, where the guests sleep."""
    title = message("papers.roster.title", visit=visit.title[JA], list=label(Paper.STAY_SCHEDULE))
    span = f"{day_text(visit.starts, JA)} ～ {day_text(visit.ends, JA)}"
    contact, sleeping = _cell(contact_line(stated)), nights(visit, items)
    rows = [
        [
            one(day_text(day, JA)),
            [line for each in planned for line in _plan(each)] or _cell(""),
            contact,
            _cell(sleeping[day]) if day in sleeping else (),
        ]
        for day, planned in _by_day(visit, items).items()
    ]
    return TablePaper(
        title=_said(title),
        lead=[
            Line(f"{_said(message('papers.stay.span'))}：{span}"),
            Line(
                f"{_said(message('papers.visa.applicants'))}：{applicants(members)}", JA, "strong"
            ),
            Line(_said(message("papers.printed", day=today)), JA, "quiet"),
        ],
        columns=[
            Heading(one(_said(message("papers.stay.day"))), 4),
            Heading(one(_said(message("papers.stay.plan"))), 9),
            Heading(one(_said(message("papers.stay.contact"))), 4),
            Heading(one(_said(message("papers.stay.lodging"))), 4),
        ],
        sections=[Section(rows)],
        contains_demo=visit.is_demo or any(each.is_demo or each.person.is_demo for each in members),
    )


def missing_of_stay(
    visit: "Visit", items: Sequence["ItineraryItem"], stated: "VisaParticulars | None"
) -> Sequence[Message]:
    """Say what a mission will ask for: days without a plan, nights, the ways in and out."""
    planned = _by_day(visit, items)
    empty = sum(1 for rows in planned.values() if not rows)
    homeless = sum(1 for lodging in nights(visit, items).values() if not lodging)
    found = [message("papers.missing.days", days=empty)] if empty else []
    if homeless:
        found.append(message("papers.missing.nights", nights=homeless))
    if not any(row.item.transport for row in planned[visit.starts]):
        found.append(message("papers.missing.arrival"))
    if not any(row.item.transport for row in planned[visit.ends]):
        found.append(message("papers.missing.departure"))
    if not contact_line(stated):
        found.append(message("papers.missing.contact"))
    return found


def nights(visit: "Visit", items: Sequence["ItineraryItem"]) -> Mapping[date, str]:
    """Return where the guests sleep by the day they go to bed; empty where no item says it.

    On the day of departure nobody stays.
    """
    said = {item.start_day: item.lodging for item in items if item.lodging}
    return {day: said.get(day, "") for day in _days(visit) if day < visit.ends}


def _days(visit: "Visit") -> Sequence[date]:
    count = (visit.ends - visit.starts).days + 1
    return [visit.starts + timedelta(days=each) for each in range(count)]


def _by_day(visit: "Visit", items: Sequence["ItineraryItem"]) -> Mapping[date, Sequence[Row]]:
    """Return the programme by day, with the days of the stay on which nothing is planned."""
    planned = dict(programme(items, cities_of(visit.partners), JA))
    return {day: planned.get(day, ()) for day in sorted({*planned, *_days(visit)})}


def _plan(row: Row) -> Sequence[Line]:
    item = row.item
    place = " → ".join(dict.fromkeys(name for name in (item.place, item.end_place) if name))
    under = "、".join(text for text in (place, item.transport) if text)
    when = row.start.clock
    if row.start.city != row.end.city:
        when = f"{row.start.city} {when} → {row.end.city} {row.end.clock}"
    return [Line(f"{when} {item.title[JA]}"), *one(under, JA, "quiet")]


def _cell(text: str) -> Cell:
    return one(text) or one(_said(UNKNOWN), JA, "quiet")


def _said(sentence: Message) -> str:
    return translate(sentence, JA)
