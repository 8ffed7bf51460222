"""Host families: of an edition, one, and what is stated of them with its sealed parts opened."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from exchange.core.database import unseal
from exchange.core.errors import NotFoundError
from exchange.core.keys import Keyring
from exchange.core.permissions import Actor
from exchange.hosting.enums import Animal
from exchange.hosting.hostlist import FamilyDetails, MemberDetails
from exchange.hosting.models import HostFamily, HostingPlan, HostMember
from exchange.youth.models import Edition, Registration
from exchange.youth.queries.programmes import edition_for

#: Columns that are stored sealed.
SEALED = ("address", "phone", "mail", "notes")


def plan_of(session: Session, edition_id: UUID) -> HostingPlan | None:
    """Return what is decided about an edition's hosting; None: nothing yet."""
    return session.scalar(select(HostingPlan).where(HostingPlan.edition_id == edition_id))


def families_of(session: Session, edition: Edition) -> Sequence[HostFamily]:
    """Return the families of an edition by name, read anew, with members, checks and own child."""
    found = _families().where(HostFamily.edition_id == edition.id)
    ordered = found.order_by(HostFamily.sort_key, HostFamily.number)
    return session.scalars(ordered.execution_options(populate_existing=True)).all()


def family_for(session: Session, actor: Actor, key: UUID) -> HostFamily:
    """Return a family of an edition the actor works with, read anew; raises NotFoundError."""
    found = session.scalar(
        _families().where(HostFamily.id == key).execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    edition_for(session, actor, found.edition_id)
    return found


def member_for(session: Session, actor: Actor, key: UUID) -> tuple[HostFamily, HostMember]:
    """Return a member with the family, of an edition the actor works with; NotFoundError."""
    family_id = session.scalar(select(HostMember.family_id).where(HostMember.id == key))
    if family_id is None:
        raise NotFoundError
    family = family_for(session, actor, family_id)
    return family, next(member for member in family.members if member.id == key)


def next_number(session: Session, edition: Edition) -> int:
    """Return the number of an edition's next family; the edition is locked."""
    last = session.scalar(
        select(func.max(HostFamily.number)).where(HostFamily.edition_id == edition.id)
    )
    return (last or 0) + 1


def known_families(
    session: Session, edition: Edition, *, ring: Keyring
) -> Mapping[str, FamilyDetails]:
    """Return what is stated of an edition's families, opened, by match key."""
    return {
        family.match_key: details_of(family, ring=ring)
        for family in families_of(session, edition)
        if family.match_key is not None
    }


def details_of(family: HostFamily, *, ring: Keyring) -> FamilyDetails:
    """Return all that is stated of a family: whoever shows it has logged that it was read."""
    opened: dict[str, Any] = {name: unseal(family, name, ring=ring) or "" for name in SEALED}
    free = (family.free_from, family.free_until)
    return FamilyDetails(
        name=family.name,
        kana=family.kana,
        members=tuple(
            MemberDetails(member.name, member.relation, member.age) for member in present(family)
        ),
        languages=tuple(family.languages),
        hobbies=tuple(family.hobbies),
        pets=family.pets,
        animals=None if family.animals is None else tuple(map(Animal, family.animals)),
        smoking=family.smoking,
        meals=family.meals,
        preference=family.preference,
        places=family.places,
        available=None if free[0] is None or free[1] is None else (free[0], free[1]),
        **opened,
    )


def present(family: HostFamily) -> Sequence[HostMember]:
    """Return the members still on the list."""
    return [member for member in family.members if member.left_at is None]


def _families() -> Select[HostFamily]:
    return select(HostFamily).options(
        selectinload(HostFamily.members).selectinload(HostMember.checks),
        joinedload(HostFamily.registration).joinedload(Registration.pupil),
    )
