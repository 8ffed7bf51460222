"""A press release: what people wrote, and what is known of the visit; nothing else of anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from exchange.core.messages import Message, message
from exchange.core.printing import day_text
from exchange.core.translate import translate
from exchange.itineraries.clocks import cities_of, city_name
from exchange.papers.enums import RosterColumn
from exchange.papers.roster import summary
from exchange.papers.rules import lines_of
from exchange.papers.tables import JA
from exchange.papers.words import COLUMNS, ROLES

if TYPE_CHECKING:
    from exchange.delegations.models import Visit, VisitMember
    from exchange.itineraries.models import ItineraryItem
    from exchange.papers.models import PressRelease


@dataclass(frozen=True, slots=True)
class PressFacts:
    """What a press release takes from its visit."""

    visit: "Visit"
    members: Sequence["VisitMember"]
    #: The items that are open to the press, in true order.
    items: Sequence["ItineraryItem"]


def press_data(release: "PressRelease", facts: PressFacts) -> Mapping[str, object]:
    """Return the release for its template."""
    return {
        "heading": _said(message("papers.press.heading")),
        "day": day_text(release.day, JA),
        "title": release.title,
        "paragraphs": lines_of(release.text),
        "facts": [
            {"name": name, "lines": [line for line in lines if line]}
            for name, lines in _facts(release, facts)
            if any(lines)
        ],
        "members-title": _said(message("papers.press.members")),
        "columns": [COLUMNS[column][JA] for column in _COLUMNS],
        "members": [_public(member) for member in facts.members],
        "contact-title": _said(message("papers.press.contact")),
        "contact": lines_of(release.contact),
    }


def press_text(release: "PressRelease", facts: PressFacts) -> str:
    """Return the same release as plain text, to be copied into a mail."""
    data = press_data(release, facts)
    lines = [f"【{data['heading']}】{data['day']}", "", str(data["title"]), ""]
    lines += [*lines_of(release.text), ""]
    for name, said in _facts(release, facts):
        lines += [f"■{name}", *said, ""] if any(said) else []
    if facts.members:
        rows = ["　".join(part for part in _public(each) if part) for each in facts.members]
        lines += [f"■{data['members-title']}", *rows, ""]
    return "\n".join([*lines, f"■{data['contact-title']}", *lines_of(release.contact)])


#: What the public list says of a member; no paper for the press says more.
_COLUMNS: Final = (
    RosterColumn.ROLE,
    RosterColumn.NAME,
    RosterColumn.AFFILIATION,
    RosterColumn.TITLE,
)


def _public(member: "VisitMember") -> Sequence[str]:
    return [
        ROLES[member.role][JA],
        member.person.name.written,
        member.person.affiliation,
        member.title[JA] if member.title else "",
    ]


def _facts(release: "PressRelease", facts: PressFacts) -> Sequence[tuple[str, Sequence[str]]]:
    visit = facts.visit
    partners = "、".join(partner.names[JA] for partner in visit.partners)
    days = message(
        "papers.press.days",
        first=day_text(visit.starts, JA),
        last=day_text(visit.ends, JA),
        nights=(visit.ends - visit.starts).days,
        days=(visit.ends - visit.starts).days + 1,
    )
    return [
        (_said(message("papers.press.visit")), [visit.title[JA]]),
        (_said(message("papers.press.when")), [translate(days, JA)]),
        (_said(message("papers.press.partner")), [partners]),
        (_said(message("papers.press.who")), [summary(facts.members) if facts.members else ""]),
        (_said(message("papers.press.programme")), [_item(visit, item) for item in facts.items]),
        (_said(message("papers.press.coverage")), lines_of(release.coverage)),
    ]


def _item(visit: "Visit", item: "ItineraryItem") -> str:
    city = city_name(item.start.zone, JA, cities_of(visit.partners))
    when = f"{day_text(item.start.day, JA)} {item.start.clock:%H:%M}–{item.end.clock:%H:%M}"
    said = message("papers.press.item", when=when, city=city, title=item.title[JA], at=item.place)
    return translate(said, JA).rstrip("　")


def _said(sentence: Message) -> str:
    return translate(sentence, JA)
