"""What a merge of persons, and its taking back, mean to closed years: corrections of them."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.permissions import Actor
from exchange.youth.enums.closing import CorrectionKind, CorrectionState
from exchange.youth.ledger.corrected import corrected_of
from exchange.youth.ledger.corrections import Finding, decide, propose
from exchange.youth.models import Correction, Participation
from exchange.youth.rules.corrections import years_to_merge, years_to_part


def propose_merge(
    session: Session, *, actor: Actor, digests: Sequence[str], reason: str, origin_id: UUID
) -> Sequence[Correction]:
    """Enter that persons are one, in every closed year that counts them as more."""
    _withdraw(session, actor, origin_id, reason)
    years = years_to_merge(corrected_of(session, digests))
    return _propose(session, actor, digests, years, reason=reason, origin_id=origin_id)


def propose_parting(
    session: Session,
    *,
    actor: Actor,
    sides: Sequence[Collection[str]],
    reason: str,
    origin_id: UUID,
) -> Sequence[Correction]:
    """Take back what a merge meant to closed years, approved before or closed meanwhile.

    `sides` are the digests of either person; call it after `part_persons`.
    """
    _withdraw(session, actor, origin_id, reason)
    digests = [digest for side in sides for digest in side]
    years = years_to_part(corrected_of(session, digests), sides)
    return _propose(session, actor, digests, years, reason=reason, origin_id=origin_id)


def _withdraw(session: Session, actor: Actor, origin_id: UUID, reason: str) -> None:
    """Withdraw what the same pair of pupils had entered and nobody has decided."""
    waiting = session.scalars(
        select(Correction)
        .where(Correction.origin_id == origin_id, Correction.state == CorrectionState.PROPOSED)
        .order_by(Correction.fiscal_year, Correction.id)
        .with_for_update()
    ).all()
    for each in waiting:
        decide(session, each, CorrectionState.WITHDRAWN, actor=actor, reason=reason)


def _propose(
    session: Session,
    actor: Actor,
    digests: Sequence[str],
    years: Iterable[int],
    *,
    reason: str,
    origin_id: UUID,
) -> Sequence[Correction]:
    counted = select(Participation.id).where(
        Participation.person_digest.in_(digests), Participation.is_demo.is_(True)
    )
    found = select(Correction.id).where(
        Correction.found_digest.in_(digests), Correction.is_demo.is_(True)
    )
    is_demo = any(session.scalar(each.limit(1)) for each in (counted, found))
    return [
        propose(
            session,
            actor=actor,
            finding=Finding(
                fiscal_year=year,
                kind=CorrectionKind.MERGED,
                reason=reason,
                digests=sorted(digests),
                origin_id=origin_id,
                is_demo=is_demo,
            ),
        )
        for year in years
    ]
