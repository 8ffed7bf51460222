"""What a closed year comes to once what was found out about it is taken in."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from exchange.core.errors import DomainError, TransitionError
from exchange.core.messages import message
from exchange.youth.enums import RegistrationState
from exchange.youth.enums.closing import CorrectionKind
from exchange.youth.rules.counting import Totals

if TYPE_CHECKING:
    from exchange.youth.models import Correction, Edition, Participation, Registration

#: A correction by a number alone changes no more than this.
MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class Presence:
    """One person-time that counts: in which fiscal year, and whose."""

    fiscal_year: int
    person: str
    participation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Person-times and unique persons of each fiscal year, and since the start."""

    by_year: Mapping[int, Totals]
    since: Totals


def corrected_figures(
    presences: Iterable[Presence], corrections: Collection["Correction"], first_year: int
) -> Figures:
    """Count presences anew with every correction that names rows or persons taken in."""
    struck = {each.participation_id for each in corrections if each.participation_id}
    found = (
        Presence(each.fiscal_year, each.digests[0])
        for each in corrections
        if each.kind is CorrectionKind.FOUND
    )
    rows = [row for row in presences if row.participation_id not in struck]
    merges = [each for each in corrections if each.kind is CorrectionKind.MERGED]
    return _figures([*rows, *found], merges, first_year)


def change_of(before: Figures, after: Figures, fiscal_year: int) -> tuple[int, int, int]:
    """Return what changed: person-times and unique persons of a year, unique since the start."""
    nothing = Totals(0, 0)
    old, new = (each.by_year.get(fiscal_year, nothing) for each in (before, after))
    return (
        new.person_times - old.person_times,
        new.unique_persons - old.unique_persons,
        after.since.unique_persons - before.since.unique_persons,
    )


@dataclass(frozen=True, slots=True)
class Parted:
    """A person-time of somebody whose merge is undone: whose it is, and as whom it counts."""

    fiscal_year: int
    #: Which of the two persons it is of.
    side: int
    person: str


def parting_changes(
    rows: Collection[Parted], closed: Collection[int], first_year: int
) -> Mapping[int, tuple[int, int]]:
    """Return what closed years lack once a merge they were closed with is undone.

    By year: unique persons of the year, and since the start; the latter once, in the last of them.
    """
    sides = {
        year: {row.side for row in rows if row.fiscal_year == year}
        for year in sorted(closed)
        if any(row.fiscal_year == year for row in rows)
    }
    if not sides:
        return {}
    counted = [row for row in rows if row.fiscal_year >= first_year]
    since = len({row.side for row in counted}) - len({row.person for row in counted})
    changes = {year: (len(there) - 1, 0) for year, there in sides.items()}
    last = max(sides)
    changes[last] = (changes[last][0], since)
    return {year: change for year, change in changes.items() if any(change)}


def _figures(rows: Sequence[Presence], merges: Sequence["Correction"], first_year: int) -> Figures:
    """Count; a merge joins persons in its own year, and in what runs on since the start."""
    people: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        people[row.fiscal_year].append(row.person)
    by_year = {
        year: _totals(listed, [each.digests for each in merges if each.fiscal_year == year])
        for year, listed in people.items()
    }
    since = [person for year, listed in people.items() if year >= first_year for person in listed]
    return Figures(by_year, _totals(since, [each.digests for each in merges]))


def _totals(people: Sequence[str], merged: Iterable[Sequence[str]]) -> Totals:
    same = _one_person(merged)
    return Totals(len(people), len({same.get(person, person) for person in people}))


def _one_person(merged: Iterable[Sequence[str]]) -> Mapping[str, str]:
    """Return under which digest each merged one counts, merges of merges included."""
    groups: list[set[str]] = []
    for digests in merged:
        joined = set(digests)
        for group in [each for each in groups if each & joined]:
            groups.remove(group)
            joined |= group
        groups.append(joined)
    return {digest: min(group) for group in groups for digest in group}


def ensure_reason(reason: str) -> None:
    """Refuse a correction or a refusal without its reason."""
    if not reason.strip():
        raise DomainError(message("youth.correction.error.reason"), field="reason")


def ensure_sealed(closed: bool) -> None:
    """Refuse a correction of a year that is still open: there the records are put right."""
    if not closed:
        raise TransitionError(message("youth.correction.error.open_year"))


def ensure_another(entered_by: UUID | None, decided_by: UUID | None) -> None:
    """Refuse that one person enters a correction and approves it."""
    if entered_by is not None and entered_by == decided_by:
        raise DomainError(message("youth.correction.error.same_person"))


def ensure_entered_by(entered_by: UUID | None, withdrawn_by: UUID | None) -> None:
    """Refuse that somebody else takes back what a person entered."""
    if entered_by != withdrawn_by:
        raise DomainError(message("youth.correction.error.not_yours"))


def ensure_countable(edition: "Edition") -> None:
    """Refuse to find anybody in an edition of which nobody counts."""
    if not edition.counts:
        raise DomainError(message("youth.correction.error.counts_not"), field="edition_id")


def ensure_counted(participation: "Participation") -> None:
    """Refuse to strike what was never counted."""
    if not participation.counts:
        raise DomainError(message("youth.correction.error.not_counted"))


def ensure_number(person_times: int, unique_persons: int) -> None:
    """Refuse a number that changes nothing, or more persons than person-times."""
    if not 0 < abs(person_times) <= MOST:
        raise DomainError(message("youth.correction.error.number", most=MOST), field="person_times")
    low, high = sorted((0, person_times))
    if not low <= unique_persons <= high:
        raise DomainError(message("youth.correction.error.unique"), field="unique_persons")


def ensure_once(already: bool) -> None:
    """Refuse to enter again what is entered already."""
    if already:
        raise TransitionError(message("youth.correction.error.twice"))


def ensure_of_edition(registration: "Registration", edition: "Edition") -> None:
    """Refuse somebody of another edition, or who is in the ledger already."""
    completed = registration.state is RegistrationState.COMPLETED
    if registration.edition_id != edition.id or completed:
        raise DomainError(message("youth.correction.error.registration"), field="registration_id")
