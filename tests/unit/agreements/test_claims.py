"""Claims weighed beside the adopted one."""

import pytest

from exchange.agreements.enums import ClaimStanding
from exchange.agreements.rules import adopted_date, sources_disagree, standing, weigh
from exchange.core.dates import PartialDate
from tests.factories.agreements import agreement, claim, reference_agreements


@pytest.mark.parametrize(
    ("text", "adopted", "expected"),
    [
        ("2010", "2010-04", ClaimStanding.AGREES),
        ("2010-04", "2010-04", ClaimStanding.AGREES),
        ("2010-04-26", "2010-04", ClaimStanding.REFINES),
        ("2010-05", "2010-04", ClaimStanding.CONFLICTS),
        ("2010-03-23", "2015-06", ClaimStanding.CONFLICTS),
        ("1979-10", "1979-10-01", ClaimStanding.AGREES),
        ("2025-10", None, ClaimStanding.ALONE),
    ],
)
def test_a_claim_stands_to_the_adopted_date(
    text: str, adopted: str | None, expected: ClaimStanding
) -> None:
    assert standing(claim(text), PartialDate.parse(adopted) if adopted else None) is expected


def test_the_adopted_claim_is_adopted() -> None:
    one = claim("2015-06", adopted=True)
    assert standing(one, one.date) is ClaimStanding.ADOPTED


def test_a_person_decides_about_finer_conflicting_and_lonely_claims() -> None:
    assert {found for found in ClaimStanding if found.waits} == {
        ClaimStanding.REFINES,
        ClaimStanding.CONFLICTS,
        ClaimStanding.ALONE,
    }


def test_the_city_s_waiting_claims_are_these() -> None:
    waiting = {
        (slug, str(found.claim.date), found.standing.value)
        for slug, one in reference_agreements().items()
        for found in weigh(one)
        if found.standing.waits
    }
    assert waiting == {
        ("rome-ga-takeover", "2010-03-23", "conflicts"),
        ("rome-ga-2025", "2025-10", "alone"),
        ("ulsan-2010", "2010-04-26", "refines"),
    }


def test_only_the_takeover_s_sources_disagree() -> None:
    disagree = [
        slug for slug, one in reference_agreements().items() if sources_disagree(one.claims)
    ]
    assert disagree == ["rome-ga-takeover"]


def test_an_agreement_without_an_adopted_claim_has_no_date() -> None:
    assert adopted_date(agreement(claim("2025-10")).claims) is None
