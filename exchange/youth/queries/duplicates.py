"""Pupils who may be one child: found by match key across schools and years."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.youth.models import Pupil

#: As many values as one statement may carry on every database.
_PORTION: Final = 5_000


def known_elsewhere(
    session: Session, school_id: UUID, match_keys: Collection[str]
) -> frozenset[str]:
    """Return which match keys are pupils of another school: the keys alone, nothing of whom.

    One statement for each 5,000 keys.
    """
    wanted = sorted(set(match_keys))
    found: set[str] = set()
    for start in range(0, len(wanted), _PORTION):
        portion = wanted[start : start + _PORTION]
        statement = select(Pupil.match_key).where(
            Pupil.match_key.in_(portion), Pupil.school_id != school_id
        )
        found.update(session.scalars(statement.distinct()))
    return frozenset(found)
