"""What may be stated of an agreement, its parties and its end; terms and files."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from exchange.agreements.enums import AgreementKind, AgreementState, Criterion, TermKind
from exchange.agreements.lineage import LineageStep
from exchange.agreements.models import Agreement
from exchange.agreements.rules import (
    Wanted,
    chosen,
    ensure_end,
    ensure_line,
    ensure_party,
    ensure_term,
    expiry,
    months_before,
    rival_dates,
    standing_of,
)
from exchange.agreements.survey import standing_for_clair
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError
from exchange.partners.enums import ExchangeField
from tests.factories.agreements import agreement, claim

DAY = PartialDate.parse
A, B, C = uuid4(), uuid4(), uuid4()


@pytest.mark.parametrize(
    ("kind", "years"), [(TermKind.FIXED, 3), (TermKind.NONE, None), (TermKind.UNKNOWN, None)]
)
def test_a_term_that_may_be_stated(kind: TermKind, years: int | None) -> None:
    ensure_term(kind, years)


@pytest.mark.parametrize(
    ("kind", "years", "said"),
    [
        (TermKind.FIXED, None, "no_years"),
        (TermKind.NONE, 3, "needless_years"),
        (TermKind.UNKNOWN, 3, "needless_years"),
    ],
)
def test_a_term_that_may_not(kind: TermKind, years: int | None, said: str) -> None:
    with pytest.raises(DomainError) as error:
        ensure_term(kind, years)
    assert error.value.sentence.id == f"agreements.error.{said}"


def test_an_end_is_not_before_the_beginning() -> None:
    ensure_end(None, DAY("2010"))
    ensure_end(DAY("2010-05-01"), DAY("2010-05"))
    with pytest.raises(DomainError) as error:
        ensure_end(DAY("2010-05-01"), DAY("2010-04"))
    assert error.value.field == "ended_on"


@pytest.mark.parametrize(("own", "before"), [(None, None), (None, A), (C, B), (A, None)])
def test_a_line_that_may_be_stated(own: UUID | None, before: UUID | None) -> None:
    ensure_line({A: None, B: A, C: None}, own, before)


@pytest.mark.parametrize(
    ("own", "before", "said"),
    [(None, uuid4(), "other_line"), (A, A, "circle"), (A, B, "circle")],
)
def test_a_line_that_may_not(own: UUID | None, before: UUID, said: str) -> None:
    with pytest.raises(DomainError) as error:
        ensure_line({A: None, B: A, C: None}, own, before)
    assert error.value.sentence.id == f"agreements.error.{said}"


@pytest.mark.parametrize(
    ("since", "until", "heir"),
    [
        (None, None, None),
        ("1995", None, None),
        ("1995-05", "1995", None),
        (None, "2010-03-22", A),
    ],
)
def test_a_party_that_may_be_stated(
    since: str | None, until: str | None, heir: UUID | None
) -> None:
    ensure_party(since and DAY(since), until and DAY(until), heir, {A})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("since", "until", "heir", "said"),
    [
        ("1995-05", "1995-04", None, "until_before_since"),
        (None, None, A, "successor_needs_end"),
        (None, "2010-03-22", B, "no_such_party"),
    ],
)
def test_a_party_that_may_not(
    since: str | None, until: str | None, heir: UUID | None, said: str
) -> None:
    with pytest.raises(DomainError) as error:
        ensure_party(since and DAY(since), until and DAY(until), heir, {A})  # type: ignore[arg-type]
    assert error.value.sentence.id == f"agreements.error.{said}"


def test_a_term_runs_out_in_its_month_only_where_there_is_one() -> None:
    fixed = agreement(claim("2024-10-05", adopted=True), term_years=3)
    assert expiry(fixed) == PartialDate(2027, 10)
    assert expiry(agreement(claim("2024-10-05", adopted=True))) is None
    assert expiry(agreement(claim("2024", adopted=True), term_years=3)) is None
    fixed.ended_on = PartialDate(2025)
    assert expiry(fixed) is None


@pytest.mark.parametrize(
    ("month", "before"), [("2027-10", "2027-04"), ("2027-06", "2026-12"), ("2027-01", "2026-07")]
)
def test_months_are_counted_back(month: str, before: str) -> None:
    assert str(months_before(DAY(month), 6)) == before


def test_rivals_are_the_adopted_date_and_those_that_cannot_hold_beside_it() -> None:
    claims = [claim("2010-03-23"), claim("2015-06", adopted=True), claim("2015"), claim("2009")]
    assert [str(day) for day in rival_dates(claims)] == ["2015-06", "2009", "2010-03-23"]
    assert rival_dates([claim("2015")]) == []


def test_the_standing_of_one_claim() -> None:
    waiting = claim("2010-04-26")
    one = agreement(claim("2010-04", adopted=True), waiting)
    assert standing_of(one, waiting.id).value == "refines"
    assert standing_of(one, uuid4()).value == "alone"


def test_a_list_is_narrowed_by_every_filter() -> None:
    one = agreement(claim("2010-04", adopted=True), kind=AgreementKind.MEMORANDUM)
    one.fields = ["culture"]
    step = LineageStep(_beside(one), None, AgreementState.LAPSED, disagreement=False)
    fitting = Wanted(
        "ulsan", AgreementKind.MEMORANDUM, AgreementState.LAPSED, ExchangeField.CULTURE
    )
    assert chosen([step], fitting) == [step]
    assert chosen([step], Wanted()) == [step]
    for other in (
        Wanted(partner="guilin"),
        Wanted(kind=AgreementKind.AFFILIATION),
        Wanted(state=AgreementState.IN_FORCE),
        Wanted(field=ExchangeField.SPORT),
    ):
        assert chosen([step], other) == []


def _beside(one: Agreement) -> Any:  # noqa: ANN401 - an agreement beside a partner
    return SimpleNamespace(partner=SimpleNamespace(slug="ulsan"), kind=one.kind, fields=one.fields)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("yes yes yes", Criterion.YES),
        ("yes no unknown", Criterion.NO),
        ("yes yes unknown", Criterion.UNKNOWN),
    ],
)
def test_clair_s_criteria_are_met_only_when_each_is(answers: str, expected: Criterion) -> None:
    one = agreement()
    heads, fields, council = map(Criterion, answers.split())
    one.clair_heads_sign, one.clair_not_one_field, one.clair_council = heads, fields, council
    assert standing_for_clair(one) is expected
