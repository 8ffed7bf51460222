"""An order of precedence as seats: the first to the host's right, the second to the left."""

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING

from exchange.core.messages import label, message
from exchange.core.printing import day_text
from exchange.core.translate import translate
from exchange.delegations.enums import Paper
from exchange.papers.roster import guests_language, latin_name, written_name
from exchange.papers.tables import JA, Cell, Heading, Line, Section, TablePaper, both, one

if TYPE_CHECKING:
    from exchange.delegations.models import Visit, VisitMember


def seating_paper(
    visit: "Visit", members: Sequence["VisitMember"], *, event: str, language: str, today: date
) -> TablePaper:
    """Return the seats of an event, or of the visit's own order where `event` is empty."""
    guests = guests_language(visit)
    seats = [_seat(place, each, guests, language) for place, each in enumerate(members, start=1)]
    rows = [
        [one(str(place)), left, right]
        for place, (right, left) in enumerate(
            zip_longest(seats[::2], seats[1::2], fillvalue=()), start=1
        )
    ]
    title = message("papers.roster.title", visit=visit.title[JA], list=label(Paper.SEATING))
    days = f"{day_text(visit.starts, JA)} ～ {day_text(visit.ends, JA)}"
    return TablePaper(
        title=translate(title, JA),
        lead=[
            *one(event, JA, "strong"),
            Line(days),
            Line(translate(message("papers.seating.host"), JA)),
            Line(translate(message("papers.printed", day=today), JA), JA, "quiet"),
        ],
        columns=[
            Heading(one(translate(message("papers.seating.from_host"), JA)), 2),
            Heading(one(translate(message("papers.seating.left"), JA)), 7),
            Heading(one(translate(message("papers.seating.right"), JA)), 7),
        ],
        sections=[Section(rows)],
        notes=[Line(translate(message("papers.seating.flags"), JA))],
        contains_demo=visit.is_demo or any(each.is_demo or each.person.is_demo for each in members),
    )


def _seat(place: int, member: "VisitMember", guests: str, language: str) -> Cell:
    """Return who sits there: place in the order, post, name in its scripts."""
    name = member.person.name
    rank = Line(translate(message("papers.seating.rank", place=place), JA), JA, "quiet")
    title = both(member.title, language) if member.title else ()
    return [rank, *title, *written_name(name, guests), *one(latin_name(name))]
