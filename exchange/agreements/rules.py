"""Claims weighed, states and lineages computed, anniversaries counted; nothing of it is stored."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from exchange.agreements.enums import AgreementState, ClaimStanding, TermKind
from exchange.core.dates import PartialDate, anniversary

if TYPE_CHECKING:
    from exchange.agreements.models import Agreement, AgreementParty, Basis, DateClaim

_MILESTONE_YEARS: Final = 5
_GREAT: Final = frozenset({25, 50, 100})


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


def state(agreement: "Agreement", others: Iterable["Agreement"], *, today: date) -> AgreementState:
    """Compute what an agreement is today; `others` are the agreements of its partner."""
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
    """Return the parties of a day: the ended ones are gone, their successors stand there."""
    waiting = {
        party.successor_id
        for party in parties
        if party.until is not None and day <= party.until.latest
    }
    ended = {p.id for p in parties if p.until is not None and p.until.latest < day}
    return [party for party in parties if party.id not in waiting | ended]


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which nothing was in force between an agreement's end and the next one."""

    after: PartialDate
    before: PartialDate


@dataclass(frozen=True, slots=True)
class LineageStep:
    """One agreement in a partner's line, with the gap before it if there is one."""

    agreement: "Agreement"
    date: PartialDate | None
    state: AgreementState
    disagreement: bool
    ended: PartialDate | None = None
    gap: Gap | None = None


def lineage(agreements: Sequence["Agreement"], *, today: date) -> list[LineageStep]:
    """Order a partner's agreements in time; those without an adopted date stand last."""
    dated = [(adopted_date(agreement.claims), agreement) for agreement in agreements]
    ordered = sorted(dated, key=lambda pair: (pair[0] is None, str(pair[0]), pair[1].slug))
    by_id = {agreement.id: agreement for agreement in agreements}
    return [
        LineageStep(
            agreement=agreement,
            date=day,
            state=state(agreement, agreements, today=today),
            disagreement=sources_disagree(agreement.claims),
            ended=_ended(agreement, agreements, today=today),
            gap=_gap(
                day, by_id.get(agreement.predecessor_id) if agreement.predecessor_id else None
            ),
        )
        for day, agreement in ordered
    ]


def _ended(
    agreement: "Agreement", others: Sequence["Agreement"], *, today: date
) -> PartialDate | None:
    found = state(agreement, others, today=today)
    if found is AgreementState.LAPSED:
        return _to_month(term_end(agreement))
    following = successor(agreement, others) if found is AgreementState.SUPERSEDED else None
    return adopted_date(following.claims) if following else None


def _gap(begins: PartialDate | None, before: "Agreement | None") -> Gap | None:
    ends = _to_month(term_end(before)) if before else None
    if begins is None or ends is None or begins.earliest <= ends.latest:
        return None
    return Gap(after=ends, before=begins)


def _to_month(day: PartialDate | None) -> PartialDate | None:
    """Drop the day: whether a term's first day counts is in no source."""
    return day and PartialDate(day.year, day.month)
