"""What a partnership that ended leaves in calendars and open data."""

from datetime import date

from sqlalchemy.orm import Session

from exchange.agreements.entries import anniversary_entries
from exchange.core.database import reference_uuid
from exchange.core.dates import PartialDate
from exchange.core.entries import Audience, EntryQuery
from exchange.core.permissions import system_actor
from exchange.partners.models import Partner, Source
from exchange.partners.services import end_partnership
from tests.servers.visitor import Visitor

ACTOR = system_actor("tests")


def end_ulsan(session: Session) -> None:
    ulsan = session.get_one(Partner, reference_uuid("partner", "ulsan"))
    end_partnership(
        session,
        actor=ACTOR,
        slug="ulsan",
        version=ulsan.version,
        ended_on=PartialDate(2027, 4),
        source=session.get_one(Source, reference_uuid("source", "KM-US")),
        note=None,
        today=date(2027, 12, 1),
    )


def uids(session: Session) -> list[str]:
    query = EntryQuery(
        first=date(2025, 1, 1),
        last=date(2035, 12, 31),
        language="ja",
        audience=Audience.PUBLIC,
        partners=frozenset({"ulsan"}),
    )
    return [entry.uid for entry in anniversary_entries(session, query)]


def test_anniversaries_up_to_the_end_keep_their_uids_and_later_ones_are_not_counted(
    session: Session,
) -> None:
    assert len(uids(session)) == 11
    end_ulsan(session)
    assert uids(session) == [
        f"ulsan-affiliation-{year}@exchange.kumamoto-city" for year in (2025, 2026, 2027)
    ]


def test_the_page_and_its_place_in_open_data_stay(client: Visitor, session: Session) -> None:
    end_ulsan(session)
    assert "2027年4月に終わりました" in client.get("/partners/ulsan/").text
    assert "ulsan" in client.get("/open-data/partners.csv").text
    assert 'href="/partners/ulsan/" aria-label=' not in client.get("/").text
