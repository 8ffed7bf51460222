"""Which adults of a family are checked: a child stays only where two of them are."""

from collections.abc import Iterable
from datetime import date
from typing import Final, Protocol

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.hosting.enums import ADULTS, AgeBand, CheckKind, CheckResult, Standing

#: Checked adults a child needs: one can be away.
CONTACTS_NEEDED: Final = 2


class Checked(Protocol):
    """What is known of one check."""

    @property
    def kind(self) -> CheckKind:
        """How it was done."""

    @property
    def checked_on(self) -> date:
        """When it was done."""

    @property
    def result(self) -> CheckResult:
        """What came of it."""

    @property
    def expires_on(self) -> date | None:
        """The last day it holds."""


def standing(checks: Iterable[Checked], *, until: date) -> Standing:
    """Say whether an adult is checked through a day, by the latest check of each kind.

    One kind that failed outweighs all that were passed, until that kind is passed anew.
    """
    latest: dict[CheckKind, Checked] = {}
    for check in sorted(checks, key=lambda each: each.checked_on):
        latest[check.kind] = check
    found = latest.values()
    if any(check.result is CheckResult.FAILED for check in found):
        return Standing.FAILED
    if any(check.expires_on is None or check.expires_on >= until for check in found):
        return Standing.CHECKED
    return Standing.EXPIRED if latest else Standing.UNCHECKED


def is_adult(age: AgeBand) -> bool:
    """Say whether somebody can be a contact, and so is to be checked."""
    return age in ADULTS


def may_host(standings: Iterable[Standing]) -> bool:
    """Say whether a family's adults are checked well enough for a child to stay."""
    found = list(standings)
    return Standing.FAILED not in found and found.count(Standing.CHECKED) >= CONTACTS_NEEDED


def ensure_check(age: AgeBand, checked_on: date, expires_on: date | None, *, today: date) -> None:
    """Refuse a check of a child, one that lies ahead, and one that ran out before it was made."""
    if not is_adult(age):
        raise DomainError(message("hosting.error.check_of_child"))
    if checked_on > today:
        raise DomainError(message("hosting.error.check_ahead"), field="checked_on")
    if expires_on is not None and expires_on < checked_on:
        raise DomainError(message("hosting.error.check_expires"), field="expires_on")
