"""The page of audit lines: said in words, narrowed, paged."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import Name
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role, system_actor
from tests.factories.accounts import make_user
from tests.factories.hosting import make_guest
from tests.factories.tasks import make_task
from tests.factories.youth import make_edition, make_pupil, make_registration, make_school
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
GONE = UUID("0190c7c0-0000-7000-8000-000000000000")
SUBJECT = Subject("visit", GONE)


def write(
    session: Session,
    count: int = 1,
    act: str = "visits.change",
    *,
    subject: Subject = SUBJECT,
    who: str = "exchange test",
) -> None:
    for _ in range(count):
        record(
            session,
            actor=Actor(None, None, who),
            act=act,
            subject=subject,
            changes={"title": ("<old>", "new")},
        )
    session.flush()


def body(page: str) -> str:
    return page.partition("<tbody")[2].partition("</tbody>")[0]


def test_a_manager_sees_who_changed_what(client_as: SignIn, session: Session) -> None:
    write(session)
    page = body(client_as(Role.MANAGER).get("/audit/?lang=en").text)
    for part in ("exchange test", "visits.change", "Title", "<del>&lt;old&gt;</del>"):
        assert part in page


def test_an_administrator_sees_fields_but_no_values(client_as: SignIn, session: Session) -> None:
    write(session)
    page = body(client_as(Role.ADMINISTRATOR).get("/audit/?lang=en").text)
    assert "<li>Title" in page
    assert "&lt;old&gt;" not in page


@pytest.mark.parametrize(
    ("lang", "words"),
    [("ja", "訪問の内容を変更"), ("en", "Visit revised"), ("zh-Hant", "變更訪問內容")],
)
def test_an_act_is_said_in_words(
    client_as: SignIn, session: Session, lang: str, words: str
) -> None:
    write(session, act="visits.revise")
    page = body(client_as(Role.MANAGER).get(f"/audit/?lang={lang}").text)
    assert words in page
    assert "visits.revise" not in page


def test_a_subject_is_named_and_led_to_as_far_as_its_reader_may(
    client_as: SignIn, session: Session
) -> None:
    pupil = make_pupil(session, name=Name("無二", "鈴", "むに", "すず"))
    edition = make_edition(session)
    registration = make_registration(session, pupil=pupil, edition=edition)
    name = pupil.name.written
    write(session, subject=Subject("edition", edition.id))
    write(session, subject=Subject("registration", registration.id))
    manager, administrator = (
        body(client_as(role).get("/audit/?lang=en").text)
        for role in (Role.MANAGER, Role.ADMINISTRATOR)
    )
    place = f'href="/youth/registrations/{registration.id}/"'
    for page in (manager, administrator):
        assert f'<a href="/youth/editions/{edition.id}/">{edition.title["en"]}' in page
    assert (name in manager, place in manager) == (True, True)
    assert (name in administrator, place in administrator) == (False, False)
    assert "The name is not shown to you" in administrator


def test_a_value_is_said_as_its_page_would_say_it(client_as: SignIn, session: Session) -> None:
    school = make_school(session)
    changes = {
        "role": (Role.VIEWER, Role.SCHOOL),
        "active": (False, True),
        "school_id": (GONE, school.id),
        "name": (None, "True name"),
    }
    about = Subject("user", make_user(session).id)
    actor = system_actor("exchange test")
    record(session, actor=actor, act="accounts.take_up", subject=about, changes=changes)
    session.flush()
    page = body(client_as(Role.MANAGER).get("/audit/?lang=en").text)
    told = dict(re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page, re.S))
    assert {name: re.sub(r"\s+", " ", said).strip() for name, said in told.items()} == {
        "Role": "<del>Viewer</del> → <ins>School desk</ins>",
        "Active": "<del>No</del> → <ins>Yes</ins>",
        "School": f"<del>No longer there</del> → <ins>{school.name}</ins>",
        "Name": "<ins>True name</ins>",
    }


def test_what_is_gone_is_told_as_such(client_as: SignIn, session: Session) -> None:
    write(session)
    purged = make_guest(session, purged_at=clock.now())
    write(session, subject=Subject("guest", purged.id))
    write(session, subject=Subject("guest", GONE))
    write(session, subject=Subject("kind_of_an_earlier_release", GONE))
    write(session, subject=Subject("letter_log", GONE))
    page = body(client_as(Role.MANAGER).get("/audit/?lang=en").text)
    for said in ("No longer there", "kind_of_an_earlier_release"):
        assert page.count(said) == 1
    assert page.count("Somebody who was erased") == 2
    assert (purged.name.written in page, str(purged.id) in page) == (False, True)
    assert f"/hosting/guests/{purged.id}/" not in page
    assert "Letter log" in page


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", {"Ann", "Ben", "Eve"}),
        ("who=An", {"Ann"}),
        ("who=A%20n", {"Ann"}),
        ("kind=task", {"Ben", "Eve"}),
        ("act=tasks.add", {"Ben"}),
        ("act=tasks.add&kind=visit", set()),
        ("first=2026-11-02", {"Ben", "Eve"}),
        ("last=2026-11-01", {"Ann"}),
        (f"subject={GONE}", {"Ann"}),
    ],
)
def test_the_log_is_narrowed(
    client_as: SignIn, session: Session, asked: str, shown: set[str]
) -> None:
    task = Subject("task", make_task(session).id)
    with clock.held(datetime(2026, 11, 1, 3, tzinfo=UTC)):
        write(session, who="Ann")
    with clock.held(datetime(2026, 11, 20, 3, tzinfo=UTC)):
        write(session, who="Ben", act="tasks.add", subject=task)
        write(session, who="Eve", act="tasks.done", subject=task)
    page = client_as(Role.ADMINISTRATOR).get(f"/audit/?lang=en&{asked}").text
    assert {name for name in ("Ann", "Ben", "Eve") if name in body(page)} == shown
    assert ("No line matches." in page) is (not shown)
    assert ("Only the lines about one subject are shown." in page) is ("subject" in asked)


def test_a_long_log_is_paged_within_its_filters_in_few_statements(
    client_as: SignIn, session: Session
) -> None:
    for number in range(51):
        guest = number % 2
        about = Subject("guest", make_guest(session).id) if guest else SUBJECT
        write(session, subject=about, who=f"who {number:02}")
    manager = client_as(Role.MANAGER)
    manager.get("/audit/")  # whose reading is noted, once
    with count_statements() as statements:
        page = manager.get("/audit/?who=who").text
    assert len(statements) <= 9, statements
    assert page.count('<th scope="row"') == 50
    following = re.search(r'href="(/audit/[^"]+)"[^>]* rel="next"|rel="next" href="([^"]+)"', page)
    assert following
    second = body(manager.get((following[1] or following[2]).replace("&amp;", "&")).text)
    assert ("who 00" in body(page), "who 00" in second, "who 01" in second) == (False, True, False)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("kind=unheard-of", "“What about” was given a value that is not among the choices."),
        ("act=abc", "“Act” was given a value that is not among the choices."),
        ("subject=abc", "The address names something that cannot be read."),
        ("first=2026-11-02&last=2026-11-01", "Give an “until” that is no earlier than “from”."),
        ("last=9999-12-31", "please enter a day from"),
    ],
)
@pytest.mark.parametrize("path", ["/audit/", "/audit/personal/"])
def test_what_no_filter_offers_is_refused_and_nothing_is_listed(
    client_as: SignIn, session: Session, path: str, asked: str, said: str
) -> None:
    write(session, who="Zoe")
    answer = client_as(Role.ADMINISTRATOR).get(f"{path}?lang=en&{asked}")
    assert (answer.status_code, said in answer.text, "Zoe" in answer.text) == (422, True, False)
    file = client_as(Role.ADMINISTRATOR).get(f"/audit/personal.csv?lang=en&{asked}")
    assert (file.status_code, file.text[:14]) == (400, "The conditions")


@pytest.mark.parametrize(
    "address", ["/audit/", "/audit/personal/", "/accounts/users/", "/reports/progress/"]
)
def test_a_question_hands_on_nothing_that_gives_orders(client_as: SignIn, address: str) -> None:
    asked = "endpoint=x&_method=POST&_external=1&_scheme=x&_anchor=x&who=Ann&q=Ann&lang=en"
    page = client_as(Role.ADMINISTRATOR if "users" in address else Role.MANAGER)
    answer = page.get(f"{address}?{asked}")
    assert answer.status_code == 200
    handed = re.findall(r'href="([^"]*(?:endpoint|_[a-z]+)=[^"]*)"', answer.text)
    assert all("lang=" in link for link in handed)  # only the page itself in another language


def test_an_empty_log_says_so(client_as: SignIn) -> None:
    page = client_as(Role.MANAGER).get("/audit/?lang=en").text
    assert "Nothing has been recorded yet." in page


def test_reading_the_log_that_names_pupils_is_noted(client_as: SignIn, session: Session) -> None:
    write(session, who=system_actor("exchange test").name)
    manager = client_as(Role.MANAGER)
    manager.get("/audit/")
    page = body(manager.get("/audit/personal/?lang=en").text)
    row = page.partition("A list of many")[2].partition("</tr>")[0]
    assert (page.count("A list of many"), "Lines about this" in row) == (1, False)
    row = manager.get("/audit/personal.csv?lang=en").text.splitlines()[1]
    assert row.endswith("A list of many,,")  # nobody's own, not the reader's
