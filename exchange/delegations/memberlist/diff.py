"""A list beside the members on record: + who is new, − who is gone, ~ what differs, by field."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from exchange.core.messages import Message, message
from exchange.delegations.enums import Direction, MemberFate, MemberField, MemberRole, Paper
from exchange.delegations.memberlist.facts import Facts, KnownMember, KnownPerson
from exchange.delegations.memberlist.names import Matcher, merged_name, name_changes
from exchange.delegations.memberlist.rows import Problem, ReadRow
from exchange.delegations.memberlist.titles import Asked, Title, title_of, titles_asked
from exchange.delegations.reprints import papers_touched, printed_of

_F: Final = MemberField
#: (old, new) by field, as the page shows them.
Changes = Mapping[MemberField, tuple[object, object]]


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One row and what would become of it."""

    read: ReadRow
    fate: MemberFate
    member: KnownMember | None = None
    #: Somebody known from another visit, whom a new member is.
    person: KnownPerson | None = None
    title: Title = field(default_factory=Title)
    #: The role that would be kept.
    role: MemberRole = MemberRole.MEMBER
    #: Whom this one accompanies: a row of the list, or a member on record beside it.
    companion: int | UUID | None = None
    changes: Changes = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    notes: Sequence[Message] = ()

    @property
    def number(self) -> int:
        """The row in the file, from 1."""
        return self.read.number


@dataclass(frozen=True, slots=True)
class MemberDiff:
    """What a list would change; `digest` is the same when confirming would change the same."""

    rows: Sequence[DiffRow]
    gone: Sequence[KnownMember]
    #: The titles nobody has approved a translation for.
    asked: Sequence[Asked]
    #: Whether the list names everybody.
    complete: bool = True

    @property
    def counts(self) -> Mapping[MemberFate, int]:
        """How many members have each fate."""
        counted = Counter(row.fate for row in self.rows)
        return {**{fate: counted[fate] for fate in MemberFate}, MemberFate.GONE: len(self.gone)}

    @property
    def digest(self) -> str:
        """What the announcement comes to, as hexadecimal text."""
        said = hashlib.sha256()
        for row in self.rows:
            known = row.member.id if row.member else row.person and row.person.id
            what = (row.number, row.fate, row.read.entry, known, row.title, row.role, row.companion)
            said.update(repr((*what, sorted(row.changes.items()))).encode())
        said.update(repr([member.id for member in self.gone]).encode())
        return said.hexdigest()

    def papers(self, direction: Direction, printed: Collection[str]) -> Sequence[Paper]:
        """Return the papers that name what would change; no others need printing anew.

        `printed` are the values of those that were printed before.
        """
        touched = {field for row in self.rows for field in row.changes}
        moved = bool(self.gone) or any(row.fate is MemberFate.ADDED for row in self.rows)
        named = printed_of(direction, papers_touched(touched, joined_or_left=moved))
        return [paper for paper in named if paper.value in printed]

    @property
    def added(self) -> Sequence[DiffRow]:
        """The new members."""
        return [row for row in self.rows if row.fate is MemberFate.ADDED]


def compare(read: Sequence[ReadRow], facts: Facts) -> MemberDiff:
    """Compare a list with the record; of one that is not complete nobody is missing."""
    matched = list(_matched(read, facts))
    met = {row.member.id for row in matched if row.member is not None}
    gone = [each for each in facts.members if facts.complete and each.id not in met]
    accompanied = list(_with_companions(matched, facts, gone))
    rows = [_settled(row, facts, accompanied) for row in _with_heads(accompanied, facts)]
    kept = [(row.read.entry, row.title) for row in rows if row.fate is not MemberFate.REFUSED]
    return MemberDiff(rows, gone, titles_asked(kept), facts.complete)


def _matched(read: Sequence[ReadRow], facts: Facts) -> Iterator[DiffRow]:
    """Find who each row is; of two rows that are one person, the second is refused."""
    matcher = Matcher(facts)
    for row in read:
        found = matcher.meet(row)
        problems = [*row.problems, *found.problems]
        fate = MemberFate.REFUSED if problems else MemberFate.SAME
        yield DiffRow(
            row,
            fate,
            found.member,
            found.person,
            title=title_of(row.entry, facts),
            problems=problems,
            notes=row.notes,
        )


def _with_companions(
    rows: Sequence[DiffRow], facts: Facts, gone: Sequence[KnownMember]
) -> Iterator[DiffRow]:
    """Find whom each companion accompanies: in the list, else a member who stays on record."""
    finder = Matcher(facts)
    for row in rows:
        finder.learn(row.number, row.read.entry.name)
    leaving = {member.id for member in gone}
    for row in rows:
        named = row.read.entry.companion
        found = finder.named(named) if named else None
        if named and (found is None or found == row.number or found in leaving):
            sentence = message("delegations.list.problem.companion")
            yield _refused(row, Problem(_F.COMPANION, sentence))
        else:
            yield replace(row, companion=found)


def _with_heads(known: Sequence[DiffRow], facts: Facts) -> Iterator[DiffRow]:
    """Give everybody a role; two heads are refused, and a new head takes the place of the old."""
    heads = [row for row in known if row.read.entry.role is MemberRole.LEADER]
    met = {row.member.id for row in known if row.member is not None}
    former = next((each for each in facts.members if each.role is MemberRole.LEADER), None)
    for row in known:
        role = row.read.entry.role or (row.member.role if row.member else MemberRole.MEMBER)
        if row in heads and len(heads) > 1:
            named = ", ".join(str(each.number) for each in heads)
            sentence = message("delegations.list.problem.two_heads", rows=named)
            yield replace(_refused(row, Problem(_F.ROLE, sentence)), role=role)
        elif row in heads and former and not facts.complete and former.id not in met:
            yield _refused(row, Problem(_F.ROLE, message("delegations.list.problem.other_head")))
        elif heads and row not in heads and role is MemberRole.LEADER:
            yield replace(row, role=MemberRole.MEMBER)
        else:
            yield replace(row, role=role)


def _settled(row: DiffRow, facts: Facts, rows: Sequence[DiffRow]) -> DiffRow:
    if row.fate is MemberFate.REFUSED:
        return row
    if row.member is None:
        return replace(row, fate=MemberFate.ADDED)
    changes = dict(_changes(row, row.member))
    changes.update(_companion_change(row, row.member, facts, rows))
    return replace(row, fate=MemberFate.CHANGED if changes else MemberFate.SAME, changes=changes)


def _changes(
    row: DiffRow, member: KnownMember
) -> Iterator[tuple[MemberField, tuple[object, object]]]:
    entry = row.read.entry
    yield from name_changes(member.name, merged_name(member.name, entry.name))
    for wanted, old, new in (
        (_F.AFFILIATION, member.affiliation, entry.affiliation),
        (_F.DIET, member.diet, entry.diet),
        (_F.MOBILITY, member.mobility, entry.mobility),
    ):
        if new is not None and new != old:
            yield wanted, (old, new)
    if row.title.differs(member.title, member.title_as_sent):
        yield _F.TITLE, (member.title or member.title_as_sent, row.title.shown)
    if row.role is not member.role:
        yield _F.ROLE, (member.role, row.role)


def _companion_change(
    row: DiffRow, member: KnownMember, facts: Facts, rows: Sequence[DiffRow]
) -> Mapping[MemberField, tuple[object, object]]:
    """Compare whom a member accompanies with the record: a row may be a member there."""
    members = {each.number: each.member.id for each in rows if each.member is not None}
    new = members.get(row.companion) if isinstance(row.companion, int) else row.companion
    said = row.read.entry.companion
    if said is None:
        stays = not facts.complete or member.companion_of in {None, *members.values()}
        if stays:
            return {}
    elif (row.companion is None and member.companion_of is None) or (
        new is not None and new == member.companion_of
    ):
        return {}
    names = {each.id: each.name.written for each in facts.members}
    old = names.get(member.companion_of, "") if member.companion_of else ""
    return {_F.COMPANION: (old, said or "")}


def _refused(row: DiffRow, problem: Problem) -> DiffRow:
    return replace(row, fate=MemberFate.REFUSED, problems=[*row.problems, problem])
