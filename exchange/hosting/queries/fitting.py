"""Guests and families of an edition held side by side, in a fixed number of statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.keys import Keyring
from exchange.hosting.enums import Animal, Avoidance, Conflict, PlacementState, Standing
from exchange.hosting.models import Guest, HostFamily, HostingPlan, HostMember, Placement
from exchange.hosting.queries.families import families_of, plan_of, present
from exchange.hosting.queries.guests import avoidances_of, current_placements, guests_of
from exchange.hosting.queries.pairs import paired_pupils
from exchange.hosting.rules.checks import is_adult, standing
from exchange.hosting.rules.fitting import Assessment, FamilyFacts, GuestFacts, assess
from exchange.hosting.rules.stays import Days, most_at_once, purge_day, within
from exchange.youth.models import Edition


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family as the board shows it."""

    family: HostFamily
    members: Sequence[HostMember]
    #: Of the adults, by member.
    standings: Mapping[UUID, Standing]
    guests: Sequence[Placement]
    #: Places left on the fullest day.
    left: int


@dataclass(frozen=True, slots=True)
class GuestRow:
    """A guest as the board shows it: where, and what stands against it that nobody accepted."""

    guest: Guest
    state: PlacementState
    placement: Placement | None
    conflicts: Sequence[Conflict]


@dataclass(frozen=True, slots=True)
class Board:
    """The hosting of an edition as it stands; reading it opens what guests must avoid."""

    edition: Edition
    plan: HostingPlan | None
    families: Sequence[FamilyRow]
    guests: Sequence[GuestRow]
    #: What each guest must not be near, by guest.
    avoids: Mapping[UUID, Collection[Avoidance]] = field(repr=False)
    #: Of our pupils, by guest: the lasting pair.
    pupils: Mapping[UUID, UUID]

    @property
    def whole(self) -> Days:
        """The days of the edition."""
        return whole(self.edition)

    @property
    def purged_on(self) -> date:
        """When families and needs are deleted."""
        return purge_day(self.edition.ends)

    @property
    def waiting(self) -> Sequence[GuestRow]:
        """The guests without a family."""
        return [row for row in self.guests if row.state is PlacementState.WAITING]

    def assessment(self, guest: Guest, row: FamilyRow) -> Assessment:
        """Hold one guest and one family side by side."""
        return _assess(self, guest, row)


def board_of(session: Session, edition: Edition, *, ring: Keyring) -> Board:
    """Return the hosting of an edition, guests and families by name."""
    placements = current_placements(session, edition)
    by_family: dict[UUID, list[Placement]] = {}
    for placement in placements:
        by_family.setdefault(placement.family_id, []).append(placement)
    families = [
        _family_row(family, by_family.get(family.id, ()), edition)
        for family in families_of(session, edition)
        if family.ended_at is None or family.id in by_family
    ]
    guests = guests_of(session, edition)
    board = Board(
        edition=edition,
        plan=plan_of(session, edition.id),
        families=families,
        guests=(),
        avoids={guest.id: avoidances_of(guest, ring=ring) for guest in guests},
        pupils=paired_pupils(session, edition),
    )
    by_guest = {placement.guest_id: placement for placement in placements}
    rows = [_guest_row(board, guest, by_guest.get(guest.id)) for guest in guests]
    return replace(board, guests=rows)


def whole(edition: Edition) -> Days:
    """Return the days of an edition."""
    return Days(edition.starts, edition.ends)


def stay_of(guest: Guest, edition: Edition) -> Days:
    """Return the days a guest stays."""
    return within(guest.stays_from, guest.stays_until, whole(edition))


def standings_of(members: Collection[HostMember], until: date) -> Mapping[UUID, Standing]:
    """Return the standing of each adult through a day, by member."""
    return {
        member.id: standing(member.checks, until=until)
        for member in members
        if is_adult(member.age)
    }


def _family_row(
    family: HostFamily, placements: Collection[Placement], edition: Edition
) -> FamilyRow:
    members = present(family)
    free = within(family.free_from, family.free_until, whole(edition))
    until = min(free.last, edition.ends)
    taken = most_at_once([Days(each.starts, each.until) for each in placements], free)
    return FamilyRow(
        family,
        members,
        standings_of(members, max(until, free.first)),
        tuple(placements),
        max(0, family.places - taken),
    )


def _guest_row(board: Board, guest: Guest, placement: Placement | None) -> GuestRow:
    if guest.withdrawn_at is not None:
        return GuestRow(guest, PlacementState.WITHDRAWN, None, ())
    if placement is None:
        return GuestRow(guest, PlacementState.WAITING, None, ())
    family = next(row for row in board.families if row.family.id == placement.family_id)
    found = _assess(board, guest, family).conflicts
    open_still = [each for each in found if each.value not in placement.accepted]
    return GuestRow(guest, PlacementState.PLACED, placement, open_still)


def _assess(board: Board, guest: Guest, row: FamilyRow) -> Assessment:
    days = stay_of(guest, board.edition)
    family, child = row.family, row.family.registration
    facts = FamilyFacts(
        free=within(family.free_from, family.free_until, board.whole),
        places=family.places,
        standings=list(standings_of(row.members, days.last).values()),
        taken=[Days(at.starts, at.until) for at in row.guests if at.guest_id != guest.id],
        preference=family.preference,
        animals=None if family.animals is None else list(map(Animal, family.animals)),
        smoking=family.smoking,
        languages=family.languages,
        hobbies=family.hobbies,
        ages={member.age for member in row.members},
    )
    stated = GuestFacts(
        days=days,
        age=guest.age,
        sex=guest.sex,
        consented=guest.consent_on is not None,
        avoids=board.avoids[guest.id],
        languages=guest.languages,
        hobbies=guest.hobbies,
    )
    pupil = board.pupils.get(guest.id)
    return assess(stated, facts, were_paired=child is not None and child.pupil_id == pupil)
