"""Which completed participations count towards the city's indicator, and the three readings."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from exchange.youth.enums import (
    CountReason,
    Organiser,
    ParticipantKind,
    YouthDirection,
)

if TYPE_CHECKING:
    from exchange.youth.models import Edition, Programme, Registration


@dataclass(frozen=True, slots=True)
class CountingRule:
    """The written answers to what the indicator's text leaves open."""

    version: int
    #: The first fiscal year that adds to the running total; the baseline stands before it.
    first_year: int
    #: Pupils who host in a receive edition.
    hosting: bool
    #: Pupils who met their partners online only.
    online: bool
    #: Pupils who returned before the last day.
    early_return: bool = True
    #: The first fiscal year this version decides about, once it is locked.
    since_year: int = 0
    #: A manager has settled it.
    locked: bool = False


class Versioned(Protocol):
    """What decides which version of a rule holds in a fiscal year."""

    @property
    def version(self) -> int:
        """Number of the version."""

    @property
    def since_year(self) -> int:
        """The first fiscal year it decides about."""

    @property
    def locked(self) -> bool:
        """Whether a manager has settled it."""


VersionT = TypeVar("VersionT", bound=Versioned)

#: Answers where no rule has been loaded; the same as in the reference data.
FIRST_RULE: Final = CountingRule(
    version=1, first_year=2024, hosting=True, online=False, since_year=2024
)

#: The reasons a version of the rule decides between; the others hold under every version.
BY_RULE: Final = (
    CountReason.COUNTED,
    CountReason.HOSTING,
    CountReason.ONLINE,
    CountReason.EARLY_RETURN,
)


def version_of_year(
    versions: Iterable[VersionT], fiscal_year: int, *, sealed: int | None = None
) -> VersionT:
    """Return the version that decides about a fiscal year; there is at least one.

    A closed year has the one it was `sealed` with. Otherwise the newest locked one that has
    begun. Before any is locked the first holds, provisionally: a draft moves no figure.
    """
    by_number = sorted(versions, key=lambda each: each.version)
    if kept := [each for each in by_number if each.version == sealed]:
        return kept[0]
    locked = [each for each in by_number if each.locked and each.since_year <= fiscal_year]
    return locked[-1] if locked else by_number[0]


@dataclass(frozen=True, slots=True)
class Completion:
    """Somebody who completed an edition: all that counting looks at."""

    kind: ParticipantKind
    organiser: Organiser
    edition_counts: bool
    direction: YouthDirection
    left_early: bool = False


def count_reason(completion: Completion, rule: CountingRule) -> CountReason:
    """Say why a completed participation counts or not; the first "no" is the reason."""
    refusals = (
        (completion.kind is ParticipantKind.GUEST, CountReason.GUEST),
        (completion.kind is ParticipantKind.CHAPERONE, CountReason.CHAPERONE),
        (completion.organiser is Organiser.PREFECTURE, CountReason.PREFECTURE),
        (completion.organiser is Organiser.OTHER, CountReason.OTHER_ORGANISER),
        (not completion.edition_counts, CountReason.EDITION),
        (
            completion.direction is YouthDirection.RECEIVE and not rule.hosting,
            CountReason.HOSTING,
        ),
        (completion.direction is YouthDirection.ONLINE and not rule.online, CountReason.ONLINE),
        (completion.left_early and not rule.early_return, CountReason.EARLY_RETURN),
    )
    return next((reason for refused, reason in refusals if refused), CountReason.COUNTED)


def completion_of(
    registration: "Registration | None", edition: "Edition", programme: "Programme"
) -> Completion:
    """Gather what counting looks at; without a registration, of any of the city's own youth."""
    return Completion(
        registration.kind if registration else ParticipantKind.OWN_YOUTH,
        programme.organiser,
        edition.counts,
        edition.direction,
        left_early=registration is not None and registration.left_early_on is not None,
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """Person-times and unique persons of one scope."""

    person_times: int
    unique_persons: int
