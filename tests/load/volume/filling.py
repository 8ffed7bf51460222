"""Fills an empty database, from the schools to the closed years."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from exchange.accounts.models import User
from exchange.accounts.queries import has_demo_users, has_real_users
from exchange.core.database import Database, transact, unit_of_work
from exchange.core.dates import FiscalYear
from exchange.core.keys import Keyring, LedgerKey
from exchange.indicators.models import Indicator
from exchange.indicators.services import Closing, close_year, lock_rule
from exchange.partners.models import Partner
from exchange.youth.ledger.totals import keep_totals
from exchange.youth.models import Pupil, School
from exchange.youth.queries.consents import current_text
from exchange.youth.queries.counting import counting_rule
from tests.load.volume.editions import Busy, Editions
from tests.load.volume.house import House
from tests.load.volume.pen import Pen
from tests.load.volume.pupils import Register
from tests.load.volume.registers import Desk, Registers
from tests.load.volume.schools import DOMAIN, Places, write_schools
from tests.load.volume.sizes import Sizes


class PeopledError(RuntimeError):
    """The database holds people: nothing is written beside them."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What was written, as pages name it."""

    rows: int
    places: Places
    busy: Busy
    desk: Desk


def fill(
    database: Database,
    sizes: Sizes,
    *,
    keys: tuple[Keyring, LedgerKey],
    password_hash: str,
    today: date,
) -> Filled:
    """Fill a database that holds the city's facts and nobody; raises PeopledError."""
    with database.reading() as session:
        if (
            has_real_users(session)
            or has_demo_users(session)
            or session.scalar(select(Pupil.id).limit(1))
            or session.scalar(select(School.id).limit(1))
        ):
            raise PeopledError("this database holds people already; the volume needs an empty one")
        partners = session.scalars(select(Partner.id).order_by(Partner.number)).all()
        indicators = session.scalars(
            select(Indicator.id).where(Indicator.method == "reported").order_by(Indicator.position)
        ).all()
        text_id = current_text(session).id
    pen = Pen(database, today=today)
    places = write_schools(pen, sizes, password_hash)
    register = Register(pen, places, text_id, keys)
    busy = Editions(pen, sizes, register, partners).write()
    desk = Registers(pen, sizes, places, partners).write()
    House(pen, sizes, places, busy).write(register, indicators)
    pen.flush()
    _close_years(database, sizes, today)
    return Filled(pen.written, places, busy, desk)


def _close_years(database: Database, sizes: Sizes, today: date) -> None:
    """Keep the totals, settle the counting rule, and close the years that are over since then."""
    this = FiscalYear.of(today).start
    years = range(this - sizes.years + 1, this + 1)
    transact(database, lambda session: keep_totals(session, list(years)))
    with database.reading() as session:
        actor = (
            session.scalars(select(User).where(User.email == f"manager-0@{DOMAIN}"))
            .one()
            .as_actor()
        )
        rule = counting_rule(session, this)
    transact(
        database,
        lambda session: lock_rule(
            session, actor=actor, number=rule.version, version=1, reason="見本の決裁"
        ),
    )
    for year in range(min(rule.first_year, years[0]), this):
        closing = Closing(year, "見本", remaining=0, accepted=True)
        with unit_of_work(database) as session:
            close_year(session, actor=actor, closing=closing)
