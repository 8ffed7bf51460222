"""Who read, exported or printed personal data: listed, narrowed, and taken as a file."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.enums import Act
from exchange.audit.enums.purposes import Purpose
from exchange.audit.enums.trust import TrustAct
from exchange.audit.enums.uses import USES
from exchange.audit.enums.youth import YouthAct
from exchange.audit.models import AuditLine
from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role
from tests.factories.hosting import make_family, make_guest
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
READER = Actor(UUID(int=1), Role.COORDINATOR, "閲覧 花子")
PRINTER = Actor(UUID(int=2), Role.SECTION, "印刷 太郎")
FIRST, SECOND = UUID(int=11), UUID(int=12)
#: Acts whose names sound like a use of personal data and are none.
NONE = {
    TrustAct.ACCOUNTS_TAKE_UP: "that an account goes on",
    TrustAct.ACCOUNTS_PRINT_CODES: "codes of one's own account",
    Act.BUDGETS_EXPORT: "sums of money",
    Act.LISTS_READ_AS: "how the columns of a list are read",
    Act.MESSAGES_READ: "that a school has seen a message",
    YouthAct.ROSTERS_READ_AS: "how the columns of a list are read",
}
SOUND = re.compile(r"\.(read|print|export|take)(_|$)")


@pytest.fixture
def lines(session: Session) -> None:
    """Let two people use two subjects on two days."""
    said = {"purpose": "修学旅行の確認", "count": 3}
    with clock.held(datetime(2026, 11, 1, 3, tzinfo=UTC)):
        record(
            session,
            actor=PRINTER,
            act="lists.export",
            subject=Subject("edition", SECOND),
            changes=created(said),
            purpose=Purpose.PREPARATION,
        )
    with clock.held(datetime(2026, 11, 20, 3, tzinfo=UTC)):
        about = Subject("registration", FIRST)
        record(session, actor=READER, act="follow_ups.read", subject=about, purpose=Purpose.CARE)
        record(session, actor=READER, act="tasks.add", subject=Subject("task", SECOND))
    session.commit()


def test_every_act_that_sounds_like_a_use_is_one_or_says_why_not() -> None:
    sounds = {act for act in (*Act, *TrustAct, *YouthAct) if SOUND.search(act.value)}
    assert sounds - USES.keys() - NONE.keys() == {
        Act.PARTNER_REQUESTS_TAKE_BACK,
        YouthAct.ROSTERS_TAKE_BACK,
    }
    assert NONE.keys() & USES.keys() == set()


@pytest.mark.usefixtures("lines")
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", {"閲覧 花子", "印刷 太郎"}),
        ("who=花子", {"閲覧 花子"}),
        ("use=export", {"印刷 太郎"}),
        ("use=print", set()),
        ("act=follow_ups.read", {"閲覧 花子"}),
        ("purpose=care", {"閲覧 花子"}),
        (f"subject={SECOND}", {"印刷 太郎"}),
        ("first=2026-11-02", {"閲覧 花子"}),
        ("last=2026-11-01", {"印刷 太郎"}),
        ("first=2026-11-01&last=2026-11-20", {"閲覧 花子", "印刷 太郎"}),
        ("subject=nonsense&first=x&use=y&purpose=z", set()),
    ],
)
def test_the_list_is_narrowed(client_as: SignIn, asked: str, shown: set[str]) -> None:
    page = client_as(Role.MANAGER).get(f"/audit/personal/?lang=ja&{asked}")
    body = page.text.partition("<tbody")[2]
    assert {name for name in ("閲覧 花子", "印刷 太郎") if name in body} == shown
    assert "tasks.add" not in page.text


def test_an_empty_list_says_whether_it_was_narrowed(client_as: SignIn) -> None:
    manager = client_as(Role.MANAGER)
    never, unmatched = "has been recorded yet", "No use of personal data matches."
    whole = manager.get("/audit/personal/?lang=en").text
    assert (never in whole, unmatched in whole) == (True, False)
    narrowed = manager.get("/audit/personal/?lang=en&who=nobody").text
    assert (never in narrowed, unmatched in narrowed) == (False, True)


@pytest.mark.usefixtures("lines")
def test_what_was_typed_is_read_by_those_who_read_personal_data(client_as: SignIn) -> None:
    manager, administrator = client_as(Role.MANAGER), client_as(Role.ADMINISTRATOR)
    for path in ("/audit/personal/", "/audit/personal.csv"):
        assert "修学旅行の確認" in manager.get(path).text
        assert "修学旅行の確認" not in administrator.get(path).text
        assert administrator.get(f"{path}?lang=ja").text.count("派遣・受入れの準備") >= 1
    assert manager.get("/audit/?lang=ja").text.count("/audit/personal/") >= 1


def test_whose_data_was_used_is_named_to_those_who_may_see_it(
    session: Session, client_as: SignIn
) -> None:
    guest, family = make_guest(session), make_family(session)
    name = guest.name.written
    for about in (Subject("guest", guest.id), Subject("pupil", FIRST)):
        record(session, actor=READER, act="follow_ups.read", subject=about, purpose=Purpose.CARE)
    about = Subject("host_family", family.id)
    record(session, actor=PRINTER, act="hosting.read_family", subject=about, purpose=Purpose.CARE)
    session.commit()
    manager, administrator = client_as(Role.MANAGER), client_as(Role.ADMINISTRATOR)
    for path in ("/audit/personal/?lang=en", "/audit/personal.csv?lang=en"):
        for visitor, sees in ((manager, True), (administrator, False)):
            text = visitor.get(path).text
            assert (name in text, family.name in text) == (sees, sees)
            assert "Somebody who was erased" in text
    page = manager.get(f"/audit/personal/?subject={guest.id}").text
    assert (name in page, family.name in page, f'value="{guest.id}"' in page) == (True, False, True)


@pytest.mark.usefixtures("lines")
def test_the_file_holds_what_was_asked_for_and_is_noted(
    session: Session, client_as: SignIn
) -> None:
    answer = client_as(Role.MANAGER).get("/audit/personal.csv?lang=ja&who=花子")
    rows = answer.text.strip().split("\n")
    assert (len(rows), "閲覧 花子" in rows[1], "閲覧" in rows[1]) == (2, True, True)
    assert datetime.fromisoformat(rows[1].partition(",")[0]).utcoffset() == timedelta(hours=9)
    line = session.scalars(select(AuditLine).where(AuditLine.act == "audit.export")).one()
    assert line.fields == ["lines"]
