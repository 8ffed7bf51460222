"""起案用紙: what is asked to be decided about a visit, with room for the seals of those who decide.

The decision itself is taken on paper; what is not on record yet is a blank to be written by hand.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Final

from exchange.budgets.enums import Payer
from exchange.core.amounts import YEN, Money
from exchange.core.dates import FiscalYear
from exchange.core.messages import Message, label, message
from exchange.core.printing import day_text, fiscal_year_text, money_text, range_text
from exchange.core.translate import translate
from exchange.delegations.enums import ApprovalClass, Direction, MemberRole
from exchange.delegations.legs import leg_text
from exchange.papers.tables import JA
from exchange.papers.words import ROLES

if TYPE_CHECKING:
    from exchange.budgets.models import BudgetLine
    from exchange.celebrations.models import Celebration
    from exchange.delegations.models import Visit, VisitMember
    from exchange.strategy.models import LeadingProject, Measure

#: An amount of a line in yen: what was asked for, given, spent; None where nobody wrote it.
Stage = Callable[["BudgetLine"], int | None]
_PROPOSED: Final[Sequence[Stage]] = (lambda line: line.requested, lambda line: line.budgeted)

#: Whose seal a sheet has room for, from who decides in the highest class to who drafts.
_POSTS: Final[Mapping[ApprovalClass, Message]] = {
    ApprovalClass.MAYOR: message("papers.approval.mayor"),
    ApprovalClass.DEPUTY_MAYOR: message("papers.approval.deputy_mayor"),
    ApprovalClass.BUREAU: message("papers.approval.bureau"),
    ApprovalClass.DEPARTMENT: message("papers.approval.department"),
    ApprovalClass.SECTION: message("papers.approval.section"),
}
_SUBSECTION: Final = message("papers.approval.subsection")
_DRAFTER: Final = message("papers.approval.drafter")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed: a visit with all that it is tied to, its members and its costs."""

    visit: "Visit"
    members: Sequence["VisitMember"]
    lines: Sequence["BudgetLine"]
    celebrations: Sequence["Celebration"]


def approval_data(proposal: Proposal) -> Mapping[str, object]:
    """Return what the template of the sheet prints."""
    visit = proposal.visit
    inward = visit.direction is Direction.IN
    asked = message("papers.approval.asked_in") if inward else message("papers.approval.asked_out")
    return {
        "heading": message("papers.approval.title"),
        "record": _record(visit),
        "classes": _classes(visit.approval_class),
        "class-title": message("papers.approval.class"),
        "seals-title": message("papers.approval.seals"),
        "seals": seals(visit.approval_class),
        "consulted": message("papers.approval.consulted"),
        "subject-title": message("papers.approval.subject"),
        "subject": visit.title[JA],
        "asked": asked,
        "facts": [{"title": name, "lines": lines} for name, lines in _facts(proposal) if lines],
        "members-title": message("papers.approval.members", people=len(proposal.members)),
        "member-columns": [
            message("papers.approval.rank"),
            message("papers.approval.role"),
            message("papers.approval.name"),
            message("papers.approval.post"),
        ],
        "members": [
            member_row(number, each) for number, each in enumerate(proposal.members, start=1)
        ],
        "members-note": without_head(proposal.members),
        "costs-title": message("papers.approval.costs"),
        "cost-columns": [
            message("papers.approval.year"),
            message("papers.approval.heading"),
            message("papers.approval.payer"),
            message("papers.approval.requested"),
            message("papers.approval.budgeted"),
        ],
        "costs": costs(proposal.lines, _PROPOSED),
        "no-costs": message("papers.approval.no_costs"),
    }


def seals(decided_by: ApprovalClass | None, drafter: Message = _DRAFTER) -> Sequence[Message]:
    """Return whose seals are needed, from who decides down to who drafts; all while it is open."""
    classes = list(ApprovalClass)
    first = classes.index(decided_by) if decided_by else 0
    return [*(_POSTS[each] for each in classes[first:]), _SUBSECTION, drafter]


def costs(lines: Sequence["BudgetLine"], stages: Sequence[Stage]) -> Sequence[Sequence[str]]:
    """Return what each 節 takes by year and payer, then what the city pays and the whole.

    `stages` are the amounts of a line that are shown.
    """

    def key(line: "BudgetLine") -> tuple[int, int, str, str]:
        return line.fiscal_year, line.heading.number, line.payer.value, line.payer_name

    rows = [
        [
            fiscal_year_text(FiscalYear(year), JA),
            f"{number} {found[0].heading.name[JA]}",
            name or _said(label(Payer(payer))),
            *_amounts(found, stages),
        ]
        for (year, number, payer, name), group in groupby(sorted(lines, key=key), key=key)
        if (found := list(group))
    ]
    if not rows:
        return []
    city = [line for line in lines if line.payer is Payer.CITY]
    paid = ["", _said(message("papers.approval.city_total")), "", *_amounts(city, stages)]
    return [
        *rows,
        paid,
        ["", _said(message("papers.approval.total")), "", *_amounts(lines, stages)],
    ]


def _amounts(lines: Sequence["BudgetLine"], stages: Sequence[Stage]) -> Sequence[str]:
    """Return what lines come to at each stage; nothing where nobody wrote it yet."""
    known = [[each for each in map(stage, lines) if each is not None] for stage in stages]
    return [money_text(Money(sum(found), YEN), JA) if found else "" for found in known]


def _classes(chosen: ApprovalClass | None) -> Sequence[Mapping[str, object]]:
    return [{"chosen": each is chosen, "text": label(each)} for each in ApprovalClass]


def _record(visit: "Visit") -> Sequence[Mapping[str, object]]:
    return [
        {"title": message("papers.approval.number"), "text": visit.document_number},
        {"title": message("papers.approval.drafted"), "text": _day(visit.drafted_on)},
        {"title": message("papers.approval.approved"), "text": _day(visit.approved_on)},
    ]


def _facts(proposal: Proposal) -> Sequence[tuple[Message, Sequence[str]]]:
    visit = proposal.visit
    kind = f"{_said(label(visit.direction))}・{_said(label(visit.level))}"
    hosts = [*(party.names[JA] for party in visit.parties), *filter(None, [visit.hosts])]
    served = [
        *(_said(message("papers.approval.measure", **_titled(each))) for each in visit.measures),
        *(_said(message("papers.approval.project", **_titled(each))) for each in visit.projects),
    ]
    fallback = visit.fallback_starts, visit.fallback_ends
    return [
        (message("papers.approval.kind"), [kind]),
        (message("papers.approval.partners"), ["、".join(p.names[JA] for p in visit.partners)]),
        (message("papers.approval.days"), [_span(visit.starts, visit.ends)]),
        (message("papers.approval.fallback"), [_span(*fallback)] if all(fallback) else []),
        (message("papers.approval.legs"), [leg_text(leg, JA) for leg in visit.legs]),
        (message("papers.approval.hosts"), ["、".join(hosts)] if hosts else []),
        (message("papers.approval.purpose"), visit.purpose.splitlines()),
        (message("papers.approval.celebration"), [c.title[JA] for c in proposal.celebrations]),
        (message("papers.approval.strategy"), served),
        (message("papers.approval.owner"), [visit.owner.name] if visit.owner else []),
    ]


def member_row(number: int, member: "VisitMember") -> Sequence[str]:
    """Return a member as the papers that go up for a decision list them."""
    post = " ".join(
        filter(None, (member.person.affiliation, member.title[JA] if member.title else ""))
    )
    return [str(number), ROLES[member.role][JA], member.person.name.written, post]


def without_head(members: Sequence["VisitMember"]) -> Message | None:
    """Say that nobody is a member, or nobody the head."""
    if not members:
        return message("papers.missing.members")
    led = any(member.role is MemberRole.LEADER for member in members)
    return None if led else message("papers.missing.head")


def _titled(row: "Measure | LeadingProject") -> Mapping[str, object]:
    return {"number": row.number, "title": row.title[JA]}


def _day(value: date | None) -> str:
    return day_text(value, JA, weekday=False) if value else ""


def _span(first: date | None, last: date | None) -> str:
    return range_text(first, last, JA, weekday=True) if first and last else ""


def _said(sentence: Message) -> str:
    return translate(sentence, JA)
