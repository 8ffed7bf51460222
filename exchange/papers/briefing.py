"""A briefing for whoever receives a delegation: who comes, what was before, what is still open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from exchange.core.messages import Message, label, message
from exchange.core.printing import day_text
from exchange.core.translate import translate
from exchange.delegations.enums import Paper
from exchange.papers.enums import RosterColumn
from exchange.papers.roster import guests_language, latin_name, written_name
from exchange.papers.tables import JA, Cell, Heading, Line, Section, TablePaper, one
from exchange.papers.words import COLUMNS, ROLES

if TYPE_CHECKING:
    from exchange.delegations.models import Visit, VisitMember
    from exchange.gifts.models import Gift
    from exchange.people.models import Post
    from exchange.promises.models import Promise


@dataclass(frozen=True, slots=True)
class Before:
    """What is on record of people and their city, by person where it is one's own."""

    visits: Mapping[UUID, Sequence["Visit"]] = field(default_factory=dict)
    gifts: Mapping[UUID, Sequence["Gift"]] = field(default_factory=dict)
    posts: Mapping[UUID, Sequence["Post"]] = field(default_factory=dict)
    city_gifts: Sequence["Gift"] = ()
    promises: Sequence["Promise"] = ()


def briefing_paper(
    visit: "Visit", members: Sequence["VisitMember"], before: Before, *, today: date
) -> TablePaper:
    """Return the briefing of a visit, in Japanese, for our own side alone."""
    guests = guests_language(visit)
    title = message("papers.roster.title", visit=visit.title[JA], list=label(Paper.BRIEFING))
    days = f"{day_text(visit.starts, JA)} ～ {day_text(visit.ends, JA)}"
    return TablePaper(
        title=_said(title),
        lead=[
            Line(days),
            *one(visit.purpose),
            Line(_said(message("papers.briefing.handling"))),
            Line(_said(message("papers.printed", day=today)), JA, "quiet"),
        ],
        columns=_columns(),
        sections=[Section([_row(each, before, guests) for each in members])],
        notes=[*_city_gifts(before.city_gifts), *_promises(before.promises)],
        contains_demo=visit.is_demo or any(each.is_demo or each.person.is_demo for each in members),
    )


def _said(sentence: Message) -> str:
    return translate(sentence, JA)


def _columns() -> Sequence[Heading]:
    return [
        Heading(one(COLUMNS[RosterColumn.NAME][JA]), 5),
        Heading(one(_said(message("papers.briefing.posts"))), 6),
        Heading(one(_said(message("papers.briefing.care"))), 4),
        Heading(one(_said(message("papers.briefing.visits"))), 6),
        Heading(one(_said(message("papers.briefing.gifts"))), 6),
    ]


def _row(member: "VisitMember", before: Before, guests: str) -> Sequence[Cell]:
    key, name = member.person_id, member.person.name
    none = one(_said(message("papers.briefing.none")), JA, "quiet")
    return [
        [
            *written_name(name, guests),
            *one(name.kana),
            *one(latin_name(name)),
            Line(ROLES[member.role][JA], JA, "quiet"),
        ],
        _posts(member, before.posts.get(key, ())),
        _care(member),
        [Line(_visit(each)) for each in before.visits.get(key, ())] or none,
        [Line(_gift(each)) for each in before.gifts.get(key, ())] or none,
    ]


def _posts(member: "VisitMember", posts: Sequence["Post"]) -> Cell:
    """Return where the person belongs, the post of this visit, and those on record."""
    lines = [
        *one(member.person.affiliation),
        *one(member.title[JA] if member.title else "", JA, "strong"),
    ]
    for post in posts:
        begins, ends = post.begins or "", post.ends or ""
        said = message("papers.briefing.post", title=post.title[JA], begins=begins, ends=ends)
        lines.append(Line(_said(said), JA, "quiet"))
    return lines


def _care(member: "VisitMember") -> Cell:
    companion = member.companion_of.person.name.written if member.companion_of else ""
    found = {
        RosterColumn.DIET: member.diet,
        RosterColumn.MOBILITY: member.mobility,
        RosterColumn.COMPANION: companion,
    }
    return [Line(f"{COLUMNS[column][JA]}：{text}") for column, text in found.items() if text]


def _visit(visit: "Visit") -> str:
    return f"{visit.starts.year}年{visit.starts.month}月 {visit.title[JA]}"


def _gift(gift: "Gift") -> str:
    said = message(
        "papers.briefing.gift", day=gift.day, title=gift.title[JA], direction=label(gift.direction)
    )
    return _said(said)


def _city_gifts(gifts: Sequence["Gift"]) -> Sequence[Line]:
    if not gifts:
        return ()
    head = Line(_said(message("papers.briefing.city_gifts")), JA, "strong")
    return [head, *(Line(_gift(each)) for each in gifts)]


def _promises(promises: Sequence["Promise"]) -> Sequence[Line]:
    head = Line(_said(message("papers.briefing.promises")), JA, "strong")
    if not promises:
        return [head, Line(_said(message("papers.briefing.none")))]
    return [head, *(Line(_promise(each)) for each in promises)]


def _promise(promise: "Promise") -> str:
    side, title = label(promise.side), promise.title[JA]
    if promise.due is None:
        return _said(message("papers.briefing.promise", side=side, title=title))
    due = message("papers.briefing.promise_due", side=side, title=title, due=promise.due)
    return _said(due)
