"""A section officer at every address with a key: the section's own opens, another's is nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, Rule, UUIDConverter
from werkzeug.test import TestResponse

from config import Settings
from exchange.accounts.models import User, UserSession
from exchange.attachments.contents import examine
from exchange.calendars.rules import kinds_for
from exchange.calendars.services import FeedChoice, create_feed
from exchange.core import clock
from exchange.core.database import uuid7
from exchange.core.dates import PartialDate
from exchange.core.keys import Keyring
from exchange.core.permissions import PERMISSIONS, Role, system_actor
from exchange.indicators.queries.values import values_of
from exchange.inquiries.services import answer
from exchange.privacy.services.disclosing import Request, order_copy
from exchange.youth.enums import Selection
from exchange.youth.models import (
    Achievement,
    Application,
    ConsentPaper,
    Edition,
    OrientationSession,
    Programme,
    Registration,
)
from tests.factories.accounts import make_user
from tests.factories.activities import make_activity
from tests.factories.attachments import PDF
from tests.factories.hosting import (
    make_family,
    make_guest,
    make_member,
    make_pair,
    make_placement,
    make_receiving,
)
from tests.factories.inquiries import a_report, make_inquiry, make_survey
from tests.factories.tasks import make_task
from tests.factories.whole_pupils import SECRETS, make_secret_pupil, surround
from tests.factories.youth import (
    make_edition,
    make_partner_request,
    make_programme,
    make_pupil,
    make_registration,
)
from tests.policy.access_sections import PERSONAL_OBJECTS, SECTION_OBJECTS, SHARED
from tests.servers.visitor import Visitor

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

OWN, OTHER = "教育委員会", "国際課"
#: What a form that is only pressed sends, with a reason.
SENT: Final = {"version": "1", "reason": "見本"}
_SYSTEM: Final = system_actor("tests")


@dataclass(frozen=True)
class Desk:
    """An officer's browser, and the keys of one thing of each kind: own, and another's."""

    visitor: Visitor
    own: Mapping[str, UUID]
    other: Mapping[str, UUID]


def of_person(session: Session, user: User) -> dict[str, UUID]:
    """Give somebody a browser, a feed and a task."""
    at, key = clock.machine_now(), str(user.id)
    browser = UserSession(
        user_id=user.id, token_hash=key, begun_at=at, seen_at=at, device="", address=""
    )
    session.add(browser)
    choice = FeedChoice("予定", "ja", tuple(kinds_for(user.as_actor()))[:1])
    feed = create_feed(session, actor=user.as_actor(), key=uuid7(), choice=choice).feed
    task = make_task(session, assignee_id=user.id)
    session.flush()
    return {"feed": feed.id, "session": browser.id, "task": task.id}


def of_section(
    session: Session, officer: User, row: Registration, ring: Keyring
) -> dict[str, UUID]:
    """Give an officer's section one of everything beside a registration, and name it all."""
    edition = session.get_one(Edition, row.edition_id)
    surround(session, row, ring=ring)
    of_row, of_edition = {"registration_id": row.id}, {"edition_id": edition.id}
    found = {
        "achievement": select(Achievement.id).filter_by(**of_row),
        "application": select(Application.id).filter_by(**of_row),
        "meeting": select(OrientationSession.id).filter_by(**of_edition),
        "paper": select(ConsentPaper.id).filter_by(**of_edition),
    }
    return {
        **{name: session.scalars(statement).all()[0] for name, statement in found.items()},
        **of_hosting(session, edition.programme),
        **of_figures(session, officer),
        "edition": edition.id,
        "programme": edition.programme_id,
        "registration": row.id,
        "request": make_partner_request(session, edition=edition).id,
    }


def of_hosting(session: Session, programme: Programme) -> dict[str, UUID]:
    """Let guests of a programme stay with a family."""
    edition = make_receiving(session, programme=programme)
    family, guest = make_family(session, edition=edition), make_guest(session, edition=edition)
    make_pair(session, edition=edition, guest=make_guest(session, edition=edition))
    return {
        "family": family.id,
        "guest": guest.id,
        "hosting": edition.id,
        "member": make_member(session, family=family).id,
        "placement": make_placement(session, guest=guest, family=family).id,
    }


def of_figures(session: Session, officer: User) -> dict[str, UUID]:
    """Let a section log an activity, and answer an inquiry with a document."""
    section = officer.section or ""
    inquiry = make_inquiry(session, section=section, year=2020 + len(section))
    answer(
        session,
        actor=officer.as_actor(),
        key=inquiry.id,
        version=inquiry.version,
        report=a_report(),
        file=examine("報告書.pdf", PDF),
    )
    return {
        "activity": make_activity(session, section=section, held=PartialDate(2026, 4)).id,
        "entry": values_of(session, inquiry.indicator_id, inquiry.year)[0].id,
        "inquiry": inquiry.id,
    }


@pytest.fixture
def desk(session: Session, app: Flask, settings: Settings) -> Desk:
    ring = Keyring.parse(settings.data_key or "")
    make_survey(session)
    officer = make_user(session, role=Role.SECTION, section=OWN)
    colleague = make_user(session, role=Role.SECTION, section=OTHER)
    found = {}
    for user, pupil in ((officer, make_pupil(session)), (colleague, make_secret_pupil(session))):
        programme = make_programme(session, section=user.section)
        edition = make_edition(session, programme=programme, selection=Selection.LOTTERY)
        row = make_registration(session, edition=edition, pupil=pupil)
        found[user.section] = of_section(session, user, row, ring) | of_person(session, user)
    visitor = cast(Visitor, app.test_client())
    visitor.sign_in(officer)
    session.commit()
    return Desk(visitor, found[OWN], found[OTHER])


def of_role(app: Flask, role: Role) -> list[Rule]:
    """Return the rules with a key that a role's permissions open."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.arguments
        and getattr(app.view_functions[rule.endpoint], "access", None) in PERMISSIONS[role]
    ]


def ask(app: Flask, visitor: Visitor, rule: Rule, key: UUID) -> TestResponse:
    """Open an address, or send a form to it; what else it names is somebody's, or anything."""
    first = next(
        name for name in ("key", "entry") if isinstance(rule._converters.get(name), UUIDConverter)
    )
    values = {name: _any(rule, name) for name in rule.arguments} | {first: key}
    address = app.url_map.bind("localhost").build(rule.endpoint, values)
    return visitor.get(address) if "GET" in (rule.methods or ()) else visitor.submit(address, SENT)


def _any(rule: Rule, name: str) -> object:
    converter = rule._converters[name]
    return min(converter.items) if isinstance(converter, AnyConverter) else uuid4()


def told(found: TestResponse) -> list[str]:
    """Return what an answer says of the other section's pupil."""
    text = found.data.decode(errors="replace").lower()
    return [word for word in SECRETS if word in text]


def test_the_table_names_every_address_of_a_section_that_has_a_key(app: Flask) -> None:
    found = {rule.endpoint for rule in of_role(app, Role.SECTION)}
    assert sorted(found) == sorted(SECTION_OBJECTS.keys() | SHARED)
    assert not SECTION_OBJECTS.keys() & SHARED


def test_each_address_answers_as_the_table_says(app: Flask, desk: Desk) -> None:
    wrong: dict[str, tuple[int, list[str]]] = {}
    for rule in of_role(app, Role.SECTION):
        expected = SECTION_OBJECTS.get(rule.endpoint)
        if expected is None:
            continue
        if expected.own is not None:
            own = ask(app, desk.visitor, rule, desk.own[expected.kind])
            if own.status_code != expected.own:
                wrong[f"{rule.endpoint}: own"] = (own.status_code, [])
        if expected.other is not None:
            other = ask(app, desk.visitor, rule, desk.other[expected.kind])
            if (other.status_code, told(other)) != (expected.other, []):
                wrong[f"{rule.endpoint}: other"] = (other.status_code, told(other))
    assert wrong == {}, "\n".join(map(str, wrong.items()))


def test_what_a_person_made_for_themselves_opens_for_nobody_else(
    app: Flask, session: Session
) -> None:
    users = [make_user(session, role=Role.MANAGER) for _ in range(2)]
    pupil = make_registration(session).pupil_id
    asked = Request(asker="見本 保護者", checked="旅券", purpose="開示請求")
    own, other = (
        of_person(session, user)
        | {"copy": order_copy(session, actor=user.as_actor(), pupil_id=pupil, request=asked).id}
        for user in users
    )
    visitor = cast(Visitor, app.test_client())
    visitor.sign_in(users[0])
    session.commit()
    wrong = {}
    for rule in of_role(app, Role.MANAGER):
        if expected := PERSONAL_OBJECTS.get(rule.endpoint):
            theirs = ask(app, visitor, rule, other[expected.kind]).status_code
            if theirs != expected.other:
                wrong[f"{rule.endpoint}: other"] = theirs
            if expected.own is not None:
                mine = ask(app, visitor, rule, own[expected.kind]).status_code
                if mine != expected.own:
                    wrong[f"{rule.endpoint}: own"] = mine
    assert wrong == {}
