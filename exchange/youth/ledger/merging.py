"""What a merge of persons means to closed years: corrections of them, and their taking back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.permissions import Actor
from exchange.youth.enums.closing import CorrectionKind, CorrectionState
from exchange.youth.ledger.closing import closed_years
from exchange.youth.ledger.corrections import Finding, decide, found_of, presences, propose
from exchange.youth.ledger.totals import PERSON, counted_rows, first_year_of
from exchange.youth.models import Correction, Participation
from exchange.youth.rules.corrections import Parted, Presence, parting_changes

_S = CorrectionState


def propose_merge(
    session: Session, *, actor: Actor, digests: Sequence[str], reason: str, origin_id: UUID
) -> Sequence[Correction]:
    """Enter what a merge of persons means to closed years, where it means anything."""
    rows = [
        row
        for row in (
            *presences(session, with_demo=True, digests=digests),
            *found_of(session, digests),
        )
        if row.fiscal_year in {year.fiscal_year for year in closed_years(session)}
    ]
    by_year = _people_by_year(rows)
    double = [year for year, people in by_year.items() if len(people) > 1]
    everybody = {person for people in by_year.values() for person in people}
    if len(everybody) < 2:
        return []
    demo = session.scalars(
        select(Participation.is_demo).where(
            Participation.id.in_([row.participation_id for row in rows])
        )
    ).all()
    return [
        propose(
            session,
            actor=actor,
            finding=Finding(
                fiscal_year=year,
                kind=CorrectionKind.MERGED,
                reason=reason,
                digests=sorted(everybody),
                origin_id=origin_id,
                is_demo=any(demo),
            ),
        )
        for year in sorted(double) or [max(by_year)]
    ]


def undo_merge_of(session: Session, *, actor: Actor, origin_id: UUID, reason: str) -> None:
    """Take back what a merge meant to closed years: withdrawn, or entered the other way round."""
    found = session.scalars(
        select(Correction)
        .where(Correction.origin_id == origin_id, Correction.state.in_((_S.PROPOSED, _S.APPROVED)))
        .order_by(Correction.fiscal_year, Correction.id)
        .with_for_update()
    ).all()
    for correction in found:
        if correction.state is _S.PROPOSED:
            decide(session, correction, _S.WITHDRAWN, actor=actor, reason=reason)
            continue
        finding = Finding(
            fiscal_year=correction.fiscal_year,
            kind=CorrectionKind.NUMBER,
            reason=reason,
            unique_persons=-correction.unique_persons,
            unique_since=-correction.unique_since,
            is_demo=correction.is_demo,
        )
        propose(session, actor=actor, finding=finding)


def propose_parting(
    session: Session,
    *,
    actor: Actor,
    sides: Sequence[Collection[str]],
    from_year: int,
    reason: str,
) -> Sequence[Correction]:
    """Enter what undoing a merge means to years that were closed while it held.

    `sides` are the digests of either person; call it after `part_persons`.
    """
    closed = {year.fiscal_year for year in closed_years(session) if year.fiscal_year >= from_year}
    found = _counted_of(session, [digest for side in sides for digest in side])
    rows = [Parted(year, int(own in sides[1]), person) for year, own, person, _ in found]
    changes = parting_changes(rows, closed, first_year_of(session))
    return [
        propose(
            session,
            actor=actor,
            finding=Finding(
                fiscal_year=year,
                kind=CorrectionKind.NUMBER,
                reason=reason,
                unique_persons=unique,
                unique_since=since,
                is_demo=any(row.is_demo for row in found),
            ),
        )
        for year, (unique, since) in sorted(changes.items())
    ]


def _people_by_year(rows: Iterable[Presence]) -> Mapping[int, set[str]]:
    people: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        people[row.fiscal_year].add(row.person)
    return people


def _counted_of(session: Session, digests: Collection[str]) -> Sequence[Any]:
    """Return year, digest, person and demo mark of rows that count and are not struck."""
    struck = select(Correction.participation_id).where(
        Correction.state == _S.APPROVED, Correction.participation_id.is_not(None)
    )
    return session.execute(
        select(
            Participation.fiscal_year, Participation.person_digest, PERSON, Participation.is_demo
        ).where(
            *counted_rows(with_demo=True),
            Participation.person_digest.in_(digests),
            Participation.id.not_in(struck),
        )
    ).all()
