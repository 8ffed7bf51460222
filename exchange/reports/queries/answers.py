"""What is on record about a partner in a period."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from exchange.agreements.lineage import lineage
from exchange.agreements.queries import agreements_of, bases_of
from exchange.budgets.enums import Payer
from exchange.budgets.models import BudgetLine
from exchange.core.dates import FiscalYear
from exchange.delegations.enums import VisitState
from exchange.delegations.models import VisitPartner
from exchange.delegations.queries import visits_between
from exchange.delegations.queries.cycles import cycles, last_official_visits
from exchange.delegations.queries.visits import member_counts
from exchange.delegations.reciprocity import balance, read_cycle
from exchange.indicators.breakdown import breakdown
from exchange.indicators.enums import Dimension
from exchange.indicators.queries.closing import groups_of
from exchange.partners.enums import FactKind
from exchange.partners.models import Partner, PartnerFact
from exchange.promises.queries import open_promises
from exchange.reports.answers.known import EARLIEST, Known, YearCost, first_year_of
from exchange.reports.answers.youth import read_youth, told
from exchange.reports.queries.indicators import reading_of
from exchange.youth.enums.closing import CorrectionKind
from exchange.youth.ledger import approved, persons_today
from exchange.youth.ledger.totals import PERSON, counted_rows
from exchange.youth.models import Correction, Edition, Participation, Programme
from exchange.youth.rules.corrections import Presence


def answer_period(
    session: Session, partner: Partner, *, today: date
) -> tuple[FiscalYear, FiscalYear]:
    """Return the period a sheet covers unless another is asked for: since the agreement."""
    steps = lineage(agreements_of(session, partner.id), today=today)
    this = FiscalYear.of(today)
    first = max(first_year_of(steps, today).start, EARLIEST)
    return FiscalYear(min(first, this.start)), this


def answer_facts(
    session: Session, partner: Partner, first: FiscalYear, last: FiscalYear, *, today: date
) -> Known:
    """Return everything about a partner, loaded with its facts, in the fiscal years of a period."""
    found = cycles(session, partner_id=partner.id)
    official = last_official_visits(session, partner_id=partner.id).get(partner.id, ())
    visits = [
        visit
        for visit in visits_between(
            session, first=first.first_day, last=last.last_day, partners=[partner.slug]
        )
        if visit.state is not VisitState.DRAFT and first.first_day <= visit.starts
    ]
    rows = _presences(session, partner.id, last)
    persons = persons_today(session)
    sealed = read_youth(rows, (), first, persons)
    agreements = agreements_of(session, partner.id)
    public = bases_of(session, [each.id for each in agreements], public_only=True)
    return Known(
        partner=partner,
        steps=lineage(agreements, today=today),
        bases=frozenset(basis.agreement_id for basis in public),
        first=first,
        last=last,
        visits=visits,
        people=member_counts(session, visits),
        reading=reading_of(session, today),
        youth=read_youth(rows, _corrections(session, partner.id, last), first, persons),
        aloud=told(sealed, _shown_years(session, partner, sealed.years), first),
        youth_years=_years_on_record(session, partner.id),
        costs=_costs(session, partner.id, first, last),
        promises=open_promises(session, [partner.id]),
        balance=balance(official, [turn for cycle in found for turn in cycle.turns]),
        cycles=[read_cycle(cycle, cycle.turns, today=today) for cycle in found],
        history=_history(partner),
        today=today,
    )


def _history(partner: Partner) -> Sequence[PartnerFact]:
    """Return the partner's timeline: what happened when, undated notes last."""
    facts = [
        fact
        for fact in partner.facts
        if fact.kind is FactKind.HISTORY and fact.ended_at is None and fact.text is not None
    ]
    return sorted(facts, key=lambda fact: (fact.date is None, str(fact.date), fact.position))


def _presences(session: Session, partner_id: UUID, last: FiscalYear) -> Sequence[Presence]:
    """Return the rows of the ledger that count with a partner, whose each is, to a year's end."""
    rows: Iterable[Any] = session.execute(
        select(
            Participation.fiscal_year, Participation.person_digest, PERSON, Participation.id
        ).where(
            *counted_rows(with_demo=True),
            Participation.partner_id == partner_id,
            Participation.fiscal_year <= last.start,
        )
    )
    return [Presence(*row) for row in rows]


def _corrections(session: Session, partner_id: UUID, last: FiscalYear) -> Sequence[Correction]:
    """Return the approved corrections that are of a partner's editions, or join persons."""
    own = select(Edition.id).join(Edition.programme).where(Programme.partner_id == partner_id)
    found = approved(session)
    editions = frozenset(session.scalars(own)) if found else frozenset()
    return [
        each
        for each in found
        if each.fiscal_year <= last.start
        and (each.edition_id in editions or each.kind is CorrectionKind.MERGED)
    ]


def _shown_years(session: Session, partner: Partner, years: Iterable[int]) -> frozenset[int]:
    """Return the years of which public tables show a partner's number, or will once closed."""
    return frozenset(
        year
        for year in years
        for table in breakdown(groups_of(session, year, with_demo=True), everything=False) or ()
        for cell in table.cells
        if table.dimension is Dimension.PARTNER
        and cell.key == partner.slug
        and cell.person_times is not None
    )


def _years_on_record(session: Session, partner_id: UUID) -> frozenset[int]:
    """Return the fiscal years of any participation with a partner, counted or not."""
    years = select(Participation.fiscal_year).where(Participation.partner_id == partner_id)
    return frozenset(session.scalars(years.distinct()))


def _costs(
    session: Session, partner_id: UUID, first: FiscalYear, last: FiscalYear
) -> Mapping[int, YearCost]:
    """Add up the lines of a partner's visits by the fiscal year they are paid in."""
    city = BudgetLine.payer == Payer.CITY
    spent = func.coalesce(BudgetLine.spent, 0)
    visits = select(VisitPartner.visit_id).where(VisitPartner.partner_id == partner_id)
    rows = session.execute(
        select(
            BudgetLine.fiscal_year,
            func.sum(func.coalesce(BudgetLine.budgeted, 0)),
            func.sum(case((city, spent), else_=0)),
            func.sum(case((city, 0), else_=spent)),
            func.sum(case((BudgetLine.spent.is_(None), 1), else_=0)),
        )
        .where(
            BudgetLine.visit_id.in_(visits),
            BudgetLine.ended_at.is_(None),
            BudgetLine.fiscal_year.between(first.start, last.start),
        )
        .group_by(BudgetLine.fiscal_year)
    )
    return {row[0]: YearCost(*(int(found) for found in row[1:])) for row in rows}
