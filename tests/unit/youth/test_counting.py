"""Who counts towards the indicator, case by case."""

import itertools

import pytest

from exchange.youth.enums import CountReason, Organiser, ParticipantKind, YouthDirection
from exchange.youth.rules.counting import FIRST_RULE, Completion, CountingRule, count_reason

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
