"""Who counts towards the indicator, case by case."""

import itertools

import pytest

from exchange.youth.enums import CountReason, Organiser, ParticipantKind, YouthDirection
from exchange.youth.rules.counting import (
    FIRST_RULE,
    Completion,
    CountingRule,
    count_reason,
    version_of_year,
)

OWN = Completion(ParticipantKind.OWN_YOUTH, Organiser.CITY, True, YouthDirection.SEND)
WIDE = CountingRule(version=2, first_year=2024, hosting=True, online=True)
NARROW = CountingRule(version=2, first_year=2024, hosting=False, online=False, early_return=False)
_R = CountReason


def with_(**changes: object) -> Completion:
    fields = {name: getattr(OWN, name) for name in OWN.__dataclass_fields__}
    return Completion(**(fields | changes))


@pytest.mark.parametrize(
    ("completion", "wide", "narrow"),
    [
        (OWN, _R.COUNTED, _R.COUNTED),
        (with_(direction=YouthDirection.CONFERENCE), _R.COUNTED, _R.COUNTED),
        (with_(direction=YouthDirection.RECEIVE), _R.COUNTED, _R.HOSTING),
        (with_(direction=YouthDirection.ONLINE), _R.COUNTED, _R.ONLINE),
        (with_(kind=ParticipantKind.GUEST), _R.GUEST, _R.GUEST),
        (with_(kind=ParticipantKind.CHAPERONE), _R.CHAPERONE, _R.CHAPERONE),
        (with_(organiser=Organiser.PREFECTURE), _R.PREFECTURE, _R.PREFECTURE),
        (with_(organiser=Organiser.OTHER), _R.OTHER_ORGANISER, _R.OTHER_ORGANISER),
        (with_(edition_counts=False), _R.EDITION, _R.EDITION),
        (with_(left_early=True), _R.COUNTED, _R.EARLY_RETURN),
    ],
)
def test_a_completed_participation_counts_or_says_why_not(
    completion: Completion, wide: CountReason, narrow: CountReason
) -> None:
    assert (count_reason(completion, WIDE), count_reason(completion, NARROW)) == (wide, narrow)


def test_the_first_rule_counts_hosts_and_leaves_online_out() -> None:
    assert count_reason(with_(direction=YouthDirection.RECEIVE), FIRST_RULE) is _R.COUNTED
    assert count_reason(with_(direction=YouthDirection.ONLINE), FIRST_RULE) is _R.ONLINE


def test_nobody_but_own_youth_of_the_city_ever_counts() -> None:
    cases = itertools.product(ParticipantKind, Organiser, (True, False), YouthDirection)
    counted = {
        (kind, organiser, counts)
        for kind, organiser, counts, direction in cases
        if count_reason(Completion(kind, organiser, counts, direction), WIDE) is _R.COUNTED
    }
    assert counted == {(ParticipantKind.OWN_YOUTH, Organiser.CITY, True)}


def version(number: int, since: int, *, locked: bool = False) -> CountingRule:
    return CountingRule(number, 2024, hosting=True, online=True, since_year=since, locked=locked)


@pytest.mark.parametrize(
    ("versions", "by_year"),
    [
        ([version(1, 2024)], {2022: 1, 2026: 1}),
        # A draft decides nothing, whatever its year.
        ([version(1, 2024), version(2, 2024)], {2026: 1}),
        ([version(1, 2024, locked=True), version(2, 2027)], {2026: 1, 2027: 1}),
        ([version(1, 2024), version(2, 2026, locked=True)], {2025: 1, 2026: 2, 2030: 2}),
        (
            [version(2, 2026, locked=True), version(1, 2024, locked=True)],
            {2024: 1, 2025: 1, 2026: 2},
        ),
        # A later version with an earlier year has the last word from there on.
        (
            [version(1, 2024), version(2, 2027, locked=True), version(3, 2026, locked=True)],
            {2025: 1, 2026: 3, 2027: 3},
        ),
    ],
)
def test_the_newest_locked_version_that_has_begun_decides(
    versions: list[CountingRule], by_year: dict[int, int]
) -> None:
    assert {year: version_of_year(versions, year).version for year in by_year} == by_year
