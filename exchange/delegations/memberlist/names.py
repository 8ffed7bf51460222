"""Who a row is: matched by native name and passport spelling, folded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Final
from uuid import UUID

from exchange.core.database import Name
from exchange.core.messages import Message, message
from exchange.delegations.enums import MemberField
from exchange.delegations.memberlist.facts import Facts, KnownMember, KnownPerson
from exchange.delegations.memberlist.rows import Problem, ReadRow
from exchange.people.spellings import name_keys

_F: Final = MemberField
#: Which field of a list a part of a name belongs to.
_FIELDS: Final = {
    "family": _F.FULL_NAME,
    "given": _F.FULL_NAME,
    "native": _F.FULL_NAME,
    "family_kana": _F.FULL_KANA,
    "given_kana": _F.FULL_KANA,
    "passport": _F.PASSPORT_NAME,
}


@dataclass(frozen=True, slots=True)
class Found:
    """Who a row is, or why that cannot be said."""

    member: KnownMember | None = None
    person: KnownPerson | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Matcher:
    """Meets the rows of a list one by one."""

    facts: Facts
    _rows: list[tuple[int, Name]] = field(default_factory=list)

    def meet(self, row: ReadRow) -> Found:
        """Say who a row is."""
        name = row.entry.name
        twice = next((number for number, other in self._rows if same_person(name, other)), None)
        self.learn(row.number, name)
        if twice is not None:
            return _problem(message("delegations.list.problem.twice", row=twice))
        members = _best(name, self.facts.members)
        if len(members) > 1:
            return _problem(message("delegations.list.problem.several"))
        if members:
            return Found(members[0])
        people = [
            person
            for person in self.facts.people
            if same_person(name, person.name)
            and (
                len(name_keys(name) & name_keys(person.name)) > 1
                or (row.entry.affiliation or "") == person.affiliation != ""
            )
        ]
        return Found(person=people[0] if len(people) == 1 else None)

    def learn(self, number: int, name: Name) -> None:
        """Remember a row for those that follow."""
        self._rows.append((number, name))

    def named(self, text: str) -> int | UUID | None:
        """Return the row of a name, else the member on record; None where that is not one."""
        wanted = Name("", native=text)
        keys = name_keys(wanted)
        rows = [number for number, name in self._rows if keys & name_keys(name)]
        if rows:
            return rows[0] if len(rows) == 1 else None
        members = _best(wanted, self.facts.members)
        return members[0].id if len(members) == 1 else None


def same_person(one: Name, other: Name) -> bool:
    """Say whether two names are one person's: a common spelling, and no two passports."""
    if not name_keys(one) & name_keys(other):
        return False
    passports = [name_keys(Name("", passport=each.passport)) for each in (one, other)]
    return not all(passports) or passports[0] == passports[1]


def merged_name(known: Name, new: Name) -> Name:
    """Return the newest spelling of each part; what a list leaves out stays as it was."""
    if new.native and known.family:  # the same name, once undivided: what is divided says more
        new = Name(**{**_parts(new), "native": ""})
    return Name(**{part: text or getattr(known, part) for part, text in _parts(new).items()})


def name_changes(old: Name, new: Name) -> Iterator[tuple[MemberField, tuple[object, object]]]:
    """Yield which fields of a name differ, each once, as they are shown."""
    shown = {
        _F.FULL_NAME: (old.written, new.written),
        _F.FULL_KANA: (old.kana, new.kana),
        _F.PASSPORT_NAME: (old.passport, new.passport),
    }
    differing = {wanted for part, wanted in _FIELDS.items() if _at(new, part) != _at(old, part)}
    for each, values in shown.items():
        if each in differing:
            yield each, values


def _best(name: Name, known: Sequence[KnownMember]) -> list[KnownMember]:
    """Return who shares most spellings with a name; several where that does not decide."""
    keys = name_keys(name)
    shared = [(len(keys & name_keys(each.name)), each) for each in known]
    most = max((count for count, _ in shared), default=0)
    return [each for count, each in shared if count == most and most]


def _problem(sentence: Message) -> Found:
    return Found(problems=(Problem(None, sentence),))


def _at(name: Name, part: str) -> object:
    return getattr(name, part)


def _parts(name: Name) -> dict[str, str]:
    return {part.name: getattr(name, part.name) for part in fields(name)}
