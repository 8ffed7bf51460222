"""Inquiries and reported values, made by the same services as everywhere."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.permissions import Actor, Role, system_actor
from exchange.indicators.enums import Method, YearBasis
from exchange.indicators.models import Indicator
from exchange.indicators.services.values import Report
from exchange.inquiries.enums import Way
from exchange.inquiries.models import Inquiry
from exchange.inquiries.queries import officers_of
from exchange.inquiries.services import LinkPrinter, Question, ask
from tests.factories.accounts import make_user
from tests.factories.indicators import make_indicator
from tests.factories.strategy import make_measure, make_strategy

ACTOR: Final = system_actor("tests")
SLUG: Final = "good-place-to-live"
SECTION: Final = "市民課"


def printer(secret: str = "secret", *, public: bool = True) -> LinkPrinter:
    """Print links as the house does."""
    return LinkPrinter("http://exchange.example", secret, public=public)


def make_survey(session: Session, **changes: Any) -> Indicator:  # noqa: ANN401 - any of its columns
    """Add an indicator a section reports: 73.3 % in 2023, 90 in 2031, nothing for 2027."""
    values: dict[str, Any] = {
        "slug": SLUG,
        "number": 1,
        "unit": Localized({"ja": "％", "en": "%"}),
        "decimals": 1,
        "year_basis": YearBasis.SURVEY,
        "baseline": Decimal("73.3"),
        "method": Method.REPORTED,
        "targets": {2027: None, 2031: Decimal(90)},
    }
    measure = changes.pop("measure", None) or make_measure(session, make_strategy(session), 4)
    return make_indicator(session, measure, **(values | changes))


def a_report(value: str = "75.5", **changes: str) -> Report:
    """State a value with the document it stands in."""
    return Report(value=Decimal(value), **({"source": "市民アンケート報告書"} | changes))


def make_inquiry(session: Session, **changes: Any) -> Inquiry:  # noqa: ANN401 - fields of the question
    """Ask for the value of 2025 until the middle of December 2026; an officer can be asked."""
    values: dict[str, Any] = {
        "year": 2025,
        "section": SECTION,
        "way": Way.ACCOUNT,
        "due": date(2026, 12, 15),
    }
    slug, secret = changes.pop("slug", SLUG), changes.pop("secret", "secret")
    question = Question(**(values | changes))
    if question.way is Way.ACCOUNT and not officers_of(session, question.section):
        make_user(session, role=Role.SECTION, section=question.section)
    return ask(session, actor=ACTOR, slug=slug, question=question, printer=printer(secret))


def ask_the_city_s(session: Session, actor: Actor, way: Way) -> Inquiry:
    """Ask for one of the city's own reported figures, of a year for each way."""
    year = {Way.LINK: 2024, Way.PAPER: 2025}[way]
    slug = session.scalars(
        select(Indicator.slug)
        .where(Indicator.method == Method.REPORTED)
        .order_by(Indicator.position)
    ).first()
    assert slug is not None
    mail = "section@city.example" if way is Way.LINK else ""
    asked = Question(year=year, section="教育委員会", way=way, due=date(2026, 12, 15), mail=mail)
    return ask(session, actor=actor, slug=slug, question=asked, printer=printer())
