"""The text of an audit line's value stands for what a page can say: never for a raw code."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from exchange.audit.meanings import Key, Meaning, Place, Several, Slug, meant_by
from exchange.audit.services import record
from exchange.audit.wording import line_words
from exchange.core.amounts import Money
from exchange.core.database import Localized
from exchange.core.dates import FiscalYear, PartialDate
from exchange.core.languages import Language
from exchange.core.messages import label, message
from exchange.core.offers import Subject
from exchange.core.permissions import Role, system_actor
from exchange.core.translate import translate
from exchange.papers.enums import Occasion
from exchange.papers.services.occasions import SpeechPlan, add_speech
from exchange.rooms.naming import KINDS
from exchange.youth.enums import RegistrationState
from exchange.youth.enums.changes import RequestState
from tests.factories.accounts import make_user
from tests.factories.delegations import make_visit
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
KEY: Final = UUID("01a22386-67f8-7000-8000-000000000000")


@pytest.mark.parametrize(
    ("kind", "field", "text", "meaning"),
    [
        ("user", "role", "viewer", label(Role.VIEWER)),
        ("user", "ends_at", "2026-11-25 03:00:00+00:00", datetime(2026, 11, 25, 3, tzinfo=UTC)),
        ("user", "successor_id", str(KEY), Key(KEY)),
        ("user", "school_id", str(KEY), Subject("school", KEY)),
        ("user", "active", "True", message("core.yes")),
        ("visit", "occasion", "reception", label(Occasion.RECEPTION)),
        ("visit", "start_clock", "17:40:00", "17:40"),
        ("visit", "starts", "2026-09-11", date(2026, 9, 11)),
        ("visit", "parties", "[]", message("audit.value.nothing")),
        ("visit", "reason", "", message("audit.value.nothing")),
        ("visit", "title", "2026年の訪問", "2026年の訪問"),
        ("visit", "text", "{not json", "{not json"),
        ("registration", "state", "waiting", label(RequestState.WAITING)),
        ("registration", "state", "selected", label(RegistrationState.SELECTED)),
        ("promise", "due", "2026-10", PartialDate.parse("2026-10")),
        ("celebration", "basis", "guilin-affiliation", Slug("basis", "guilin-affiliation")),
        ("activity", "partners", '["ulsan"]', Several((("", Slug("partner", "ulsan")),))),
        ("fiscal_year", "fiscal_year", "2025", FiscalYear(2025)),
        ("gift", "value", "Money(minor=950, currency='EUR')", Money(950, "EUR")),
        (
            "mail_merge",
            "text",
            '{"de": "Hallo", "ja": "拝啓"}',
            Localized({"ja": "拝啓", "de": "Hallo"}),
        ),
        ("registration", "before", '{"grade": 2}', Several((("grade", "2"),))),
        ("none of this release", "day", "2026-99-99", "2026-99-99"),
    ],
)
def test_a_text_stands_for(kind: str, field: str, text: str, meaning: Meaning) -> None:
    assert meant_by(Place(KINDS, "changes.answer", kind), field, text) == meaning


@pytest.mark.parametrize(
    ("act", "kind", "field", "words"),
    [
        ("papers.write", "visit", "text", "Text"),
        ("papers.write", "visit", "points", "Points to make"),
        ("visits.add_member", "visit", "member", "Member"),
        ("pupils.create", "pupil", "birth_date", "Date of birth"),
        ("tasks.add", "task", "title", "What to do"),
    ],
)
def test_a_field_is_called_by_what_it_is_there(act: str, kind: str, field: str, words: str) -> None:
    found = line_words(act, kind, KINDS[kind].room, field)
    assert found is not None
    assert translate(found, Language.EN) == words


def test_rows_are_named_and_instants_are_in_office_time(
    client_as: SignIn, session: Session
) -> None:
    partner, successor = make_partner(session), make_user(session, name="見本 後任")
    about = Subject("user", make_user(session).id)
    item = make_item(session, make_visit(session))
    plan = SpeechPlan(
        occasion=Occasion.RECEPTION,
        speaker="見本市長",
        minutes=3,
        text=Localized({"ja": "あいさつ"}),
    )
    actor = system_actor("exchange test")
    speech = add_speech(session, actor=actor, visit_id=item.visit_id, plan=plan)
    told: dict[str, tuple[object, object]] = {
        "successor_id": (None, successor.id),
        "ends_at": (None, "2027-04-01 00:00:00+09:00"),
        "partners": (None, [partner.slug, "nowhere"]),
        "text": (None, {"ja": "拝啓\n" + "あ" * 200}),
        "item": (None, item.id),
        "speech": (None, speech.id),
    }
    record(session, actor=actor, act="handover.plan", subject=about, changes=told)
    session.flush()
    page = client_as(Role.MANAGER).get("/audit/?lang=ja").text
    for said in (
        "<ins>見本 後任</ins>",
        "<ins>令和9年(2027年)4月1日(木) 00:00</ins>",
        f"<ins>{partner.names['ja']}、nowhere</ins>",
        "<ins>拝啓…（全203字）</ins>",
        "<ins>市長表敬</ins>",
        "<ins>見本市長（歓迎会・レセプション）</ins>",
    ):
        assert said in page
    assert str(successor.id) not in page.partition("<tbody")[2]
