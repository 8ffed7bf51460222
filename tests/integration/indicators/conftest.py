"""A locked rule to close years under, and the two persons whom a correction takes."""

import pytest
from sqlalchemy.orm import Session

from exchange.core.permissions import Actor, Role
from exchange.indicators.models import CountingRule
from tests.factories.accounts import make_user
from tests.factories.indicators import make_indicator, make_rule
from tests.factories.strategy import make_measure, make_strategy


@pytest.fixture
def rule(session: Session, request: pytest.FixtureRequest) -> CountingRule:
    """Lock a rule that counts from FY2026 on, the first year to close, or from the one asked."""
    first_year = getattr(request, "param", 2026)
    place = make_measure(session, make_strategy(session), 4)
    return make_rule(session, make_indicator(session, place), locked=True, first_year=first_year)


@pytest.fixture
def manager(session: Session) -> Actor:
    return make_user(session, role=Role.MANAGER).as_actor()


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make_user(session, role=Role.COORDINATOR).as_actor()
