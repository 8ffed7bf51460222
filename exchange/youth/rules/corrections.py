"""What a closed year comes to once what was found out about it is taken in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from uuid import UUID

from exchange.core.errors import DomainError, TransitionError
from exchange.core.messages import label, message
from exchange.youth.enums import CountReason, RegistrationState
from exchange.youth.enums.closing import CorrectionKind
from exchange.youth.rules.counting import Totals

if TYPE_CHECKING:
    from exchange.youth.models import Correction, Edition, Participation, Registration

#: A correction by a number alone changes no more than this.
MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class Presence:
    """One person-time that counts: in which fiscal year, whose digest, and as which person."""

    fiscal_year: int
    own: str
    person: str
    participation_id: UUID | None = None


def corrected(
    presences: Iterable[Presence], corrections: Iterable["Correction"]
) -> Sequence[Presence]:
    """Return presences with approved corrections taken in, one after the other.

    One by number names nobody, so it changes no presence.
    """
    rows = list(presences)
    for each in corrections:
        if each.kind is CorrectionKind.STRUCK:
            rows = [row for row in rows if row.participation_id != each.participation_id]
        elif each.kind is CorrectionKind.FOUND:
            rows.append(Presence(each.fiscal_year, each.digests[-1], each.digests[0]))
        elif each.kind is CorrectionKind.MERGED:
            rows = [_renamed(row, each.fiscal_year, _persons(each.digests)) for row in rows]
    return rows


def totals_of(presences: Iterable[Presence], fiscal_year: int) -> Totals:
    """Count person-times and unique persons of a fiscal year."""
    people = [row.person for row in presences if row.fiscal_year == fiscal_year]
    return Totals(len(people), len(set(people)))


def known_now(
    presences: Iterable[Presence], named: Collection[str], today: Mapping[str, str]
) -> Sequence[str]:
    """Return as whom some persons count from now on, for all that is known today.

    Each digest of theirs among the presences, and the person's after it, in turn.
    """
    persons = {today.get(digest, digest) for digest in named}
    pairs = {(row.own, today.get(row.own, row.own)) for row in presences}
    return [digest for pair in sorted(pairs) if pair[1] in persons for digest in pair]


def found_as(presences: Iterable[Presence], own: str, today: Mapping[str, str]) -> str:
    """Return as whom somebody found in a fiscal year counts: one counted there already, if any.

    Whoever was merged since the year was closed is one person with who was counted then.
    """
    person = today.get(own, own)
    there = {row.person for row in presences if today.get(row.own, row.own) == person}
    return min(there, default=own)


def years_to_merge(presences: Collection[Presence]) -> Sequence[int]:
    """Return the years in which one person's presences count as more than one."""
    years = sorted({row.fiscal_year for row in presences})
    return [year for year in years if totals_of(presences, year).unique_persons > 1]


def years_to_part(
    presences: Collection[Presence], sides: Sequence[Collection[str]]
) -> Sequence[int]:
    """Return the years in which presences of two persons count as one person's."""
    counted = [
        {(row.fiscal_year, row.person) for row in presences if row.own in side} for side in sides
    ]
    return sorted({year for year, _ in set.intersection(*counted)})


def unique_since(
    presences: Iterable[Presence], corrections: Collection["Correction"], today: Mapping[str, str]
) -> int:
    """Return what corrections, and who is known as one person today, add to unique persons.

    `presences` are since the start, as the ledger counts them.
    """
    rows = list(presences)
    persons = {today.get(row.own, row.own) for row in corrected(rows, corrections)}
    by_number = sum(each.unique_since for each in corrections if each.kind is CorrectionKind.NUMBER)
    return len(persons) - len({row.person for row in rows}) + by_number


def _renamed(row: Presence, fiscal_year: int, persons: Mapping[str, str]) -> Presence:
    if row.fiscal_year != fiscal_year or row.own not in persons:
        return row
    return replace(row, person=persons[row.own])


def _persons(digests: Sequence[str]) -> Mapping[str, str]:
    """Read the pairs that `known_now` wrote."""
    return dict(zip(digests[::2], digests[1::2], strict=True))


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


def ensure_countable(reason: CountReason, *, field: str) -> None:
    """Refuse to correct by whom the rule of the closed year does not count, and say why not."""
    if reason is not CountReason.COUNTED:
        sentence = message("youth.correction.error.counts_not", reason=label(reason))
        raise DomainError(sentence, field=field)


def ensure_counted(participation: "Participation") -> None:
    """Refuse to strike what was never counted."""
    if not participation.counts:
        raise DomainError(message("youth.correction.error.not_counted"))


def ensure_number(person_times: int, unique_persons: int, since: int) -> None:
    """Refuse a number that changes nothing, or changes persons more than what they are among.

    No person-times and some persons: those counted were fewer or more people than was thought.
    """
    change = (person_times, unique_persons, since)
    if not any(change) or max(abs(each) for each in change) > MOST:
        raise DomainError(message("youth.correction.error.number", most=MOST), field="person_times")
    if person_times and not _among(unique_persons, person_times):
        raise DomainError(message("youth.correction.error.unique"), field="unique_persons")
    if (person_times or unique_persons) and not _among(since, unique_persons):
        raise DomainError(message("youth.correction.error.since"), field="unique_since")


def _among(number: int, whole: int) -> bool:
    """Say whether a change goes the same way as another and is not larger."""
    low, high = sorted((0, whole))
    return low <= number <= high


def ensure_once(already: bool) -> None:
    """Refuse to enter again what is entered already."""
    if already:
        raise TransitionError(message("youth.correction.error.twice"))


def ensure_of_edition(registration: "Registration", edition: "Edition") -> None:
    """Refuse somebody of another edition, or who is in the ledger already."""
    completed = registration.state is RegistrationState.COMPLETED
    if registration.edition_id != edition.id or completed:
        raise DomainError(message("youth.correction.error.registration"), field="registration_id")
