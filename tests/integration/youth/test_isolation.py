"""A school meets nothing of another school: on no page, in no file, at no address."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, cast
from uuid import UUID, uuid4

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, Rule, UUIDConverter
from werkzeug.test import TestResponse

from config import Settings
from exchange.accounts.models import User, UserSession
from exchange.calendars.rules import kinds_for
from exchange.calendars.services import FeedChoice, create_feed
from exchange.core import clock
from exchange.core.database import seal, uuid7
from exchange.core.keys import Keyring
from exchange.core.links import LinkPurpose, Target, issue_signed, signed_token
from exchange.core.permissions import PERMISSIONS, Role
from exchange.documents.lists.keeping import pack
from exchange.documents.sheet_files import read_sheets
from exchange.web.access import PUBLIC
from exchange.youth.enums.rosters import RosterState
from exchange.youth.models import ConsentPaper, Edition, Pupil, Roster, SchoolMove
from tests.factories.accounts import make_user
from tests.factories.requests import make_move
from tests.factories.whole_pupils import BORN, NAME, SECRETS, surround
from tests.factories.youth import make_edition, make_pupil, make_registration, make_school
from tests.policy.access_objects import SCHOOL_OBJECTS
from tests.servers.visitor import Visitor

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

#: All of the other school that may stand nowhere; its name alone is known, for pupils who move.
OTHERS: Final = (*SECRETS, "oki@school.example", "隠岐 先生", "隠岐の予定")
OWN: Final = "出水中学校"
#: Not there; a form that is not filled in; too many guesses.
LEADS_NOWHERE: Final = frozenset({404, 422, 429})


@dataclass(frozen=True)
class Desks:
    """The first school's desk, and the keys of one thing of each kind of both schools."""

    visitor: Visitor
    own: Mapping[str, UUID]
    other: Mapping[str, UUID]


def keys_of(
    session: Session, pupil: Pupil, row: UUID, user: User, edition: Edition
) -> dict[str, UUID]:
    """Give somebody's desk a browser and a feed, and name one of everything it has."""
    at = clock.machine_now()
    key = str(user.id)
    browser = UserSession(
        user_id=user.id, token_hash=key, begun_at=at, seen_at=at, device="", address=""
    )
    session.add(browser)
    choice = FeedChoice(f"{user.name}の予定", "ja", tuple(kinds_for(user.as_actor()))[:1])
    feed = create_feed(session, actor=user.as_actor(), key=uuid7(), choice=choice).feed
    school = pupil.school_id
    papers = select(ConsentPaper.id).where(ConsentPaper.school_id == school)
    rosters = select(Roster.id).where(Roster.school_id == school)
    moves = select(SchoolMove.id).where(SchoolMove.pupil_id == pupil.id)
    session.flush()
    return {
        "edition": edition.id,
        "feed": feed.id,
        "move": session.scalars(moves).one(),
        "paper": session.scalars(papers.order_by(ConsentPaper.id)).all()[0],
        "registration": row,
        "roster": session.scalars(rosters).one(),
        "session": browser.id,
    }


@pytest.fixture
def desks(session: Session, app: Flask, settings: Settings) -> Desks:
    """Let two schools have one of everything in one edition."""
    ring = Keyring.parse(settings.data_key or "")
    edition = make_edition(session)
    there = make_school(session, name="隠岐中学校")
    pupil = make_pupil(session, school=there, name=NAME, birth_date=BORN)
    theirs = make_registration(session, edition=edition, pupil=pupil)
    surround(session, theirs, ring=ring)
    them = make_user(
        session, role=Role.SCHOOL, school_id=there.id, name="隠岐 先生", email="oki@school.example"
    )
    here = make_school(session, name=OWN)
    mine = make_pupil(session, school=here)
    row = make_registration(session, edition=edition, pupil=mine)
    make_move(session, mine)
    roster = Roster(
        edition_id=edition.id,
        school_id=here.id,
        file_name="名簿.csv",
        sent_by="学校 見本",
        state=RosterState.WAITING,
        kept_until=clock.now(),
        choices={},
    )
    seal(roster, "kept", pack(read_sheets("氏名,学年\n見本 一,2\n".encode())), ring=ring)
    session.add(roster)
    user = make_user(session, role=Role.SCHOOL, school_id=here.id, name="出水 先生")
    visitor = cast(Visitor, app.test_client())
    visitor.sign_in(user)
    own = keys_of(session, mine, row.id, user, edition)
    other = keys_of(session, pupil, theirs.id, them, edition)
    session.commit()
    return Desks(visitor, own, other)


def opened(app: Flask, permissions: frozenset[str]) -> Iterator[Rule]:
    """Yield the rules that one of some permissions opens."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if getattr(view, "access", None) in permissions:
            yield rule


def part_of(rule: Rule, name: str) -> object:
    """Return something of a part's kind."""
    match rule._converters[name]:
        case AnyConverter() as converter:
            return min(converter.items)
        case UUIDConverter():
            return uuid4()
        case _:
            return "1"


def ask(app: Flask, visitor: Visitor, rule: Rule, key: UUID) -> TestResponse:
    """Open an address, or send an empty form to it."""
    address = app.url_map.bind("localhost").build(rule.endpoint, {"key": key})
    return visitor.get(address) if "GET" in (rule.methods or ()) else visitor.submit(address, {})


def text_of(answer: TestResponse) -> str:
    """Return all that an answer says: of a page, a workbook, a PDF, and of its head."""
    body, head = answer.data, str(answer.headers)
    if body.startswith(b"%PDF"):
        pages = PdfReader(io.BytesIO(body)).pages
        return head + "".join(page.extract_text() for page in pages)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return head + "".join(
                book.read(name).decode(errors="replace") for name in book.namelist()
            )
    return f"{head}{body.decode(errors='replace')}"


def met(answer: TestResponse) -> list[str]:
    said = text_of(answer).lower()
    return [each for each in OTHERS if each in said]


def test_the_table_names_every_address_of_a_school_that_has_a_key(app: Flask) -> None:
    rules = opened(app, PERMISSIONS[Role.SCHOOL])
    assert sorted({rule.endpoint for rule in rules if rule.arguments}) == sorted(SCHOOL_OBJECTS)


def test_each_address_answers_as_the_table_says_and_says_nothing_of_the_other_school(
    app: Flask, desks: Desks
) -> None:
    wrong = []
    for rule in opened(app, PERMISSIONS[Role.SCHOOL]):
        if not rule.arguments:
            continue
        expected = SCHOOL_OBJECTS[rule.endpoint]
        asked = {
            "own": (expected.own, desks.own[expected.kind]),
            "other": (expected.other, desks.other[expected.kind]),
            "absent": (expected.absent, uuid4()),
        }
        for whose, (status, key) in asked.items():
            if status is not None:
                answer = ask(app, desks.visitor, rule, key)
                found = (answer.status_code, met(answer))
                if found != (status, []):
                    wrong.append((rule.endpoint, whose, *found))
    assert wrong == []


def test_no_page_of_a_school_says_anything_of_another(app: Flask, desks: Desks) -> None:
    paths = [
        rule.rule
        for rule in opened(app, PERMISSIONS[Role.SCHOOL] | {PUBLIC})
        if not rule.arguments and "GET" in (rule.methods or ())
    ]
    paths += [f"/search/?q={word}" for word in ("秘匿", "隠岐", "fuki", "見本")]
    assert {"/school/", "/school/messages/", "/school/moves/", "/youth/"} <= set(paths)
    found = {path: met(desks.visitor.get(path)) for path in paths if not path.startswith("/static")}
    asked = {path: words for path, words in found.items() if words and "?q=" not in path}
    assert asked == {}
    searched = {path: set(words) - {"秘匿"} for path, words in found.items() if "?q=" in path}
    assert {path: words for path, words in searched.items() if words} == {}


def test_the_own_pages_do_say_what_is_one_s_own(desks: Desks) -> None:
    assert OWN in desks.visitor.get("/school/?lang=ja").text
    page = desks.visitor.get(f"/school/registrations/{desks.own['registration']}/?lang=ja")
    assert "見本 花子" in page.text


def test_a_guardian_s_address_opens_by_its_own_link_alone(
    app: Flask, session: Session, desks: Desks, settings: Settings
) -> None:
    """A forged token, and a live one of another purpose, lead nowhere; nothing is said."""
    other = issue_signed(session, Target(LinkPurpose.PASSWORD_RESET, "user", uuid4()))
    session.commit()
    tokens = ("x" * 64, signed_token(other, settings.secret_key or ""))
    visitor = cast(Visitor, app.test_client())
    wrong = []
    for rule in opened(app, frozenset({PUBLIC})):
        if "token" not in rule.arguments or rule.endpoint.startswith(("accounts.", "calendars.")):
            continue
        for token in tokens:
            values = {name: part_of(rule, name) for name in rule.arguments} | {"token": token}
            address = app.url_map.bind("localhost").build(rule.endpoint, values)
            get = "GET" in (rule.methods or ())
            answer = visitor.get(address) if get else visitor.submit(address, {})
            if answer.status_code not in LEADS_NOWHERE or met(answer):
                wrong.append((rule.endpoint, answer.status_code))
    assert wrong == []
    assert desks.own["registration"] != desks.other["registration"]
