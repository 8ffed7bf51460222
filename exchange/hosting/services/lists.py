"""A pasted host list becomes families: all of it or nothing."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.errors import DomainError
from exchange.core.keys import Keyring
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.hosting.enums import Column, Fate
from exchange.hosting.hostlist import HostList, match_key, read_list
from exchange.hosting.queries.families import families_of, known_families
from exchange.hosting.services.families import added, changed
from exchange.hosting.services.plans import begun_plan
from exchange.youth.queries.programmes import locked_edition


def take_in(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    rows: Sequence[Sequence[str]],
    columns: Mapping[int, Column] | None,
    ring: Keyring,
) -> HostList:
    """Save the families of a list that are new or changed; raises DomainError if one is refused.

    Read anew under the edition's lock: the same list twice changes nothing the second time, and
    families the list leaves out stay.
    """
    edition = locked_edition(session, actor, edition_id)
    begun_plan(session, edition)
    known = known_families(session, edition, ring=ring)
    found = read_list(rows, known, near=edition.starts, columns=columns)
    if found.refused:
        raise DomainError(message("hosting.error.lines_refused", count=found.refused))
    families = {family.match_key: family for family in families_of(session, edition)}
    for line in found.lines:
        assert line.details is not None, "refused lines were refused as a whole"
        if line.fate is Fate.NEW:
            added(session, actor=actor, edition=edition, details=line.details, ring=ring)
        elif line.fate is Fate.CHANGED:
            family = families[match_key(line.details)]
            changed(session, actor=actor, family=family, details=line.details, ring=ring)
    return found
