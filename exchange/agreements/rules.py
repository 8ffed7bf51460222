"""Claims weighed, states and lineages computed, anniversaries counted; nothing of it is stored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from exchange.agreements.enums import (
    AgreementFactKind,
    AgreementKind,
    AgreementState,
    ClaimStanding,
    TermKind,
)
from exchange.core.dates import PartialDate, anniversary
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.partners.enums import ExchangeField

if TYPE_CHECKING:
    from exchange.agreements.lineage import LineageStep
    from exchange.agreements.models import (
        Agreement,
        AgreementFact,
        AgreementParty,
        Basis,
        DateClaim,
    )

_MILESTONE_YEARS: Final = 5
_GREAT: Final = frozenset({25, 50, 100})
#: How long before a term runs out staff are reminded: time to ask, draft and go to the council.
REMINDER_MONTHS: Final = 6


def adopted_claim(claims: Iterable["DateClaim"]) -> "DateClaim | None":
    """Return the adopted claim of an agreement, if there is one."""
    return next((claim for claim in claims if claim.adopted), None)


def adopted_date(claims: Iterable["DateClaim"]) -> PartialDate | None:
    """Return the adopted date, at its own precision."""
    claim = adopted_claim(claims)
    return claim.date if claim else None


def standing(claim: "DateClaim", adopted: PartialDate | None) -> ClaimStanding:
    """Say how a claim stands to the adopted date."""
    if claim.adopted:
        return ClaimStanding.ADOPTED
    if adopted is None:
        return ClaimStanding.ALONE
    if claim.date.conflicts_with(adopted):
        return ClaimStanding.CONFLICTS
    return ClaimStanding.REFINES if claim.date.refines(adopted) else ClaimStanding.AGREES


@dataclass(frozen=True, slots=True)
class WeighedClaim:
    """A claim with its standing beside the adopted one."""

    agreement: "Agreement"
    claim: "DateClaim"
    standing: ClaimStanding


def weigh(agreement: "Agreement") -> list[WeighedClaim]:
    """Weigh every claim of an agreement."""
    adopted = adopted_date(agreement.claims)
    return [WeighedClaim(agreement, c, standing(c, adopted)) for c in agreement.claims]


def standing_of(agreement: "Agreement", key: UUID) -> ClaimStanding:
    """Say how one claim of an agreement stands; a claim that is not there stands alone."""
    return next(
        (found.standing for found in weigh(agreement) if found.claim.id == key),
        ClaimStanding.ALONE,
    )


def rival_dates(claims: Sequence["DateClaim"]) -> list[PartialDate]:
    """Return the adopted date, then those that cannot hold beside it; for staff."""
    adopted = adopted_date(claims)
    if adopted is None:
        return []
    rivals = {c.date for c in claims if standing(c, adopted) is ClaimStanding.CONFLICTS}
    return [adopted, *sorted(rivals)]


def sources_disagree(claims: Sequence["DateClaim"]) -> bool:
    """Say whether a claim cannot hold beside the adopted one."""
    adopted = adopted_date(claims)
    return any(standing(claim, adopted) is ClaimStanding.CONFLICTS for claim in claims)


@dataclass(frozen=True, slots=True)
class Anniversary:
    """One year's anniversary of a basis."""

    basis: str
    ordinal: int
    #: As precise as the date it is counted from.
    date: PartialDate
    #: 28 February instead of 29 February.
    moved: bool = False

    @property
    def milestone(self) -> bool:
        """Say whether it is a multiple of five."""
        return self.ordinal % _MILESTONE_YEARS == 0

    @property
    def great(self) -> bool:
        """Say whether it is the 25th, 50th or 100th."""
        return self.ordinal in _GREAT


def anniversaries(
    basis: "Basis", claims: Iterable["DateClaim"], *, first_year: int, last_year: int
) -> list[Anniversary]:
    """Return the anniversaries of the adopted date in the calendar years of the span."""
    adopted = adopted_date(claims)
    if adopted is None:
        return []
    return list(_counted(basis, adopted, first_year, last_year))


def disputed_anniversaries(
    basis: "Basis", claims: Sequence["DateClaim"], *, first_year: int, last_year: int
) -> list[Anniversary]:
    """Return the anniversaries as the conflicting claims would have them; for staff only."""
    adopted = adopted_date(claims)
    dates = {c.date for c in claims if standing(c, adopted) is ClaimStanding.CONFLICTS}
    return [found for day in sorted(dates) for found in _counted(basis, day, first_year, last_year)]


def _counted(
    basis: "Basis", day: PartialDate, first_year: int, last_year: int
) -> Iterator[Anniversary]:
    """Count year by year; a partnership that ended has no anniversary after its end."""
    ended = basis.ended_on
    for year in range(max(first_year, day.year + 1), last_year + 1):
        kept = anniversary(day, year)
        if ended is None or kept.earliest <= ended.latest:
            yield Anniversary(basis.slug, year - day.year, kept, moved=kept.day != day.day)


def term_end(agreement: "Agreement") -> PartialDate | None:
    """Return the day, month or year in which a fixed term runs out."""
    start = adopted_date(agreement.claims)
    if start is None or agreement.term_kind is not TermKind.FIXED or not agreement.term_years:
        return None
    return anniversary(start, start.year + agreement.term_years)


def expiry(agreement: "Agreement") -> PartialDate | None:
    """Return the month in which a term runs out, unless the agreement was ended before."""
    ends = term_end(agreement)
    if ends is None or ends.month is None or agreement.ended_on is not None:
        return None
    return PartialDate(ends.year, ends.month)


def months_before(month: PartialDate, count: int) -> PartialDate:
    """Return the month `count` months before one."""
    year, rest = divmod(month.year * 12 + month.earliest.month - 1 - count, 12)
    return PartialDate(year, rest + 1)


def successor(agreement: "Agreement", others: Iterable["Agreement"]) -> "Agreement | None":
    """Return the agreement that took this one's place; events carry it on instead."""
    return next(
        (
            other
            for other in others
            if other.predecessor_id == agreement.id
            and not other.kind.is_event
            and adopted_date(other.claims) is not None
        ),
        None,
    )


def public_story(agreement: "Agreement") -> "AgreementFact | None":
    """Return how an agreement came about; None unless its source can be read by anyone."""
    told = (fact for fact in agreement.facts if fact.kind is AgreementFactKind.BACKGROUND)
    return next((fact for fact in told if fact.source is not None and fact.source.url), None)


def state(agreement: "Agreement", others: Iterable["Agreement"], *, today: date) -> AgreementState:
    """Compute what an agreement is today; `others` are the agreements of its partner."""
    if agreement.ended_on is not None and agreement.ended_on.latest < today:
        return AgreementState.ENDED
    if adopted_date(agreement.claims) is None:
        return AgreementState.UNCONFIRMED
    ends = term_end(agreement)
    if ends is not None and ends.earliest <= today:
        return AgreementState.LAPSED
    following = successor(agreement, others)
    begun = following and adopted_date(following.claims)
    if begun and begun.earliest <= today:
        return AgreementState.SUPERSEDED
    return AgreementState.IN_FORCE


def parties_on(parties: Sequence["AgreementParty"], day: date) -> list["AgreementParty"]:
    """Return the parties of a day: the ended ones are gone, their successors stand there.

    One that joined later is not there yet.
    """
    waiting = {
        party.successor_id
        for party in parties
        if party.until is not None and day <= party.until.latest
    }
    ended = {p.id for p in parties if p.until is not None and p.until.latest < day}
    later = {p.id for p in parties if p.since is not None and p.since.earliest > day}
    return [party for party in parties if party.id not in waiting | ended | later]


def ensure_term(kind: TermKind, years: int | None) -> None:
    """Refuse a fixed term without its years, and years without a fixed term."""
    if kind is TermKind.FIXED and not years:
        raise DomainError(message("agreements.error.no_years"), field="term_years")
    if kind is not TermKind.FIXED and years:
        raise DomainError(message("agreements.error.needless_years"), field="term_years")


def ensure_end(begun: PartialDate | None, ended_on: PartialDate) -> None:
    """Refuse an end before the beginning."""
    if begun is not None and ended_on.latest < begun.earliest:
        raise DomainError(message("agreements.error.ends_before_start"), field="ended_on")


def ensure_line(line: Mapping[UUID, UUID | None], own: UUID | None, before: UUID | None) -> None:
    """Refuse a predecessor of another partner, and one that follows the agreement itself.

    `line` holds the predecessor of each of the partner's agreements.
    """
    if before is None:
        return
    if before not in line:
        raise DomainError(message("agreements.error.other_line"), field="predecessor_id")
    place: UUID | None = before
    while place is not None:
        if place == own:
            raise DomainError(message("agreements.error.circle"), field="predecessor_id")
        place = line.get(place)


def ensure_party(
    since: PartialDate | None,
    until: PartialDate | None,
    successor_id: UUID | None,
    others: Set[UUID],
) -> None:
    """Refuse an end before the beginning, and a successor without an end or from elsewhere."""
    if since and until and until.latest < since.earliest:
        raise DomainError(message("agreements.error.until_before_since"), field="until")
    if successor_id is None:
        return
    if until is None:
        raise DomainError(message("agreements.error.successor_needs_end"), field="until")
    if successor_id not in others:
        raise DomainError(message("agreements.error.no_such_party"), field="successor_id")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of agreements is narrowed to; None leaves a thing open."""

    partner: str | None = None
    kind: AgreementKind | None = None
    state: AgreementState | None = None
    field: ExchangeField | None = None


def chosen(steps: Iterable["LineageStep"], wanted: Wanted) -> list["LineageStep"]:
    """Return the agreements a list is narrowed to, in their order."""
    return [step for step in steps if _fits(step, wanted)]


def _fits(step: "LineageStep", wanted: Wanted) -> bool:
    agreement = step.agreement
    return (
        wanted.partner in {None, agreement.partner.slug}
        and wanted.kind in {None, agreement.kind}
        and wanted.state in {None, step.state}
        and (wanted.field is None or wanted.field.value in agreement.fields)
    )
