"""What speaks against a guest's stay with a family, what for it, and what is to be asked first."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.text import fold
from exchange.hosting.enums import (
    ACCEPTABLE,
    AgeBand,
    Animal,
    Avoidance,
    Caution,
    Conflict,
    Fit,
    Preference,
    Sex,
    Smoking,
    Standing,
)
from exchange.hosting.rules.checks import may_host
from exchange.hosting.rules.stays import Days, most_at_once

#: What each reason for a stay weighs; words shared are counted up to the second.
_WEIGHTS: Final = {Fit.PAIR: 20, Fit.LANGUAGE: 4, Fit.HOBBY: 2, Fit.AGE: 3}
_COUNTED: Final = 2
_CAUTION: Final = -1
#: The last age at which somebody of the same years is a child or a teenager.
_LAST_CHILD, _LAST_TEEN = 12, 18


@dataclass(frozen=True, slots=True)
class GuestFacts:
    """What counts of a guest."""

    days: Days
    age: int
    sex: Sex
    consented: bool
    avoids: Collection[Avoidance] = ()
    languages: Sequence[str] = ()
    hobbies: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """What counts of a family."""

    free: Days
    places: int
    standings: Sequence[Standing]
    #: Days on which other guests stay there.
    taken: Sequence[Days] = ()
    preference: Preference = Preference.ANY
    #: None: nobody asked.
    animals: Collection[Animal] | None = ()
    smoking: Smoking = Smoking.NONE
    languages: Sequence[str] = ()
    hobbies: Sequence[str] = ()
    ages: Collection[AgeBand] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that fits, with the words both have in common."""

    kind: Fit
    words: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """How much it counts."""
        return _WEIGHTS[self.kind] * min(max(len(self.words), 1), _COUNTED)


@dataclass(frozen=True, slots=True)
class Assessment:
    """A guest and a family held side by side."""

    conflicts: tuple[Conflict, ...] = ()
    cautions: tuple[Caution, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def score(self) -> int:
        """The higher, the better; conflicts are not weighed, they forbid."""
        return sum(reason.weight for reason in self.reasons) + _CAUTION * len(self.cautions)

    @property
    def forbidden(self) -> tuple[Conflict, ...]:
        """The conflicts nobody may place across."""
        return tuple(each for each in self.conflicts if each not in ACCEPTABLE)


def assess(guest: GuestFacts, family: FamilyFacts, *, were_paired: bool = False) -> Assessment:
    """Hold a guest and a family side by side; `were_paired`: its child is the guest's pair."""
    return Assessment(
        tuple(_conflicts(guest, family)),
        tuple(_cautions(guest, family)),
        tuple(_reasons(guest, family, were_paired=were_paired)),
    )


def ensure_placeable(found: Assessment, accepted: Collection[Conflict]) -> None:
    """Refuse a stay that is forbidden, or across a conflict that nobody said they know of."""
    if found.forbidden:
        raise DomainError(_SENTENCES[found.forbidden[0]])
    unknown = [each for each in found.conflicts if each not in accepted]
    if unknown:
        raise DomainError(_SENTENCES[unknown[0]], field="accepted")


_SENTENCES: Final = {
    Conflict.CONSENT: message("hosting.error.no_consent"),
    Conflict.CHECKS: message("hosting.error.not_checked"),
    Conflict.DATES: message("hosting.error.not_free"),
    Conflict.ROOM: message("hosting.error.no_room"),
    Conflict.SEX: message("hosting.error.sex"),
    Conflict.PETS: message("hosting.error.pets"),
    Conflict.SMOKE: message("hosting.error.smoke"),
}


def _conflicts(guest: GuestFacts, family: FamilyFacts) -> Iterator[Conflict]:
    if not guest.consented:
        yield Conflict.CONSENT
    if not may_host(family.standings):
        yield Conflict.CHECKS
    if not family.free.holds(guest.days):
        yield Conflict.DATES
    if most_at_once(family.taken, guest.days) >= family.places:
        yield Conflict.ROOM
    if family.preference is not Preference.ANY and family.preference.value != guest.sex.value:
        yield Conflict.SEX
    if {each.value for each in family.animals or ()} & {each.value for each in guest.avoids}:
        yield Conflict.PETS
    if Avoidance.SMOKE in guest.avoids and family.smoking is Smoking.INSIDE:
        yield Conflict.SMOKE


def _cautions(guest: GuestFacts, family: FamilyFacts) -> Iterator[Caution]:
    if not shared(guest.languages, family.languages):
        yield Caution.LANGUAGE
    if family.animals is None and set(guest.avoids) - {Avoidance.SMOKE}:
        yield Caution.PETS
    if Avoidance.SMOKE in guest.avoids and family.smoking in {Smoking.UNKNOWN, Smoking.OUTSIDE}:
        yield Caution.SMOKE
    if {Standing.UNCHECKED, Standing.EXPIRED} & set(family.standings):
        yield Caution.ADULT


def _reasons(guest: GuestFacts, family: FamilyFacts, *, were_paired: bool) -> Iterator[Reason]:
    if were_paired:
        yield Reason(Fit.PAIR)
    if languages := shared(guest.languages, family.languages):
        yield Reason(Fit.LANGUAGE, languages)
    if hobbies := shared(guest.hobbies, family.hobbies):
        yield Reason(Fit.HOBBY, hobbies)
    if _peer(guest.age) in family.ages:
        yield Reason(Fit.AGE)


def shared(ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Return the words of the first list that the second has too, however they are written."""
    known = {fold(word) for word in theirs}
    return tuple(word for word in ours if fold(word) in known)


def _peer(age: int) -> AgeBand:
    if age <= _LAST_CHILD:
        return AgeBand.CHILD
    return AgeBand.TEEN if age <= _LAST_TEEN else AgeBand.YOUNG
