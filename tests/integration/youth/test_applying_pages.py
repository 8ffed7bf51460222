"""The pages on which guardians register their children, over HTTP."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.accounts.rules import FAILURES_BY_ADDRESS
from exchange.accounts.services import begin_link_attempt
from exchange.core.permissions import Role
from exchange.outbox.models import Mail
from exchange.youth.enums import Registering, RegistrationState
from exchange.youth.models import Application, Edition, Registration
from tests.factories.consents import make_consent_text
from tests.factories.youth import make_edition, make_school
from tests.servers.visitor import Visitor

Clock = Callable[[datetime], None]
MAIL = {"mail": "parent@example.jp"}


@pytest.fixture
def edition(session: Session, at: Clock) -> Edition:
    at(datetime(2026, 6, 10, 3, 0, tzinfo=UTC))
    make_consent_text(session)
    return make_edition(session, registering=Registering.GUARDIAN)


@pytest.fixture
def address(session: Session, client: Visitor, edition: Edition) -> str:
    """The link of the mail, as a path."""
    assert client.submit(f"/youth/editions/{edition.id}/apply", MAIL).status_code == 302
    [mail] = session.scalars(select(Mail))
    return next(
        "/apply/" + word.rpartition("/")[2]
        for word in (mail.body or "").split()
        if "/apply/" in word
    )


def typed(session: Session, **changes: str) -> dict[str, str]:
    return {
        "school_id": str(make_school(session).id),
        "family_name": "見本",
        "given_name": "花子",
        "family_kana": "ミホン",
        "given_kana": "ハナコ",
        "birth_date": "2012-05-03",
        "grade": "2",
        "guardian_name": "見本 太郎",
        "guardian_relationship": "father",
        "guardian_phone": "096-000-0000",
        "purpose_explained": "y",
        **changes,
    }


def version_of(session: Session) -> str:
    """Return what the page carries of the one application and its registration."""
    application = session.scalars(select(Application)).one()
    return str(application.version + session.scalars(select(Registration)).one().version)


def test_the_public_page_leads_to_the_form_and_nothing_is_stored(
    client: Visitor, edition: Edition
) -> None:
    path = f"/youth/editions/{edition.id}/apply"
    assert path in client.get(f"/youth/editions/{edition.id}/").text
    page = client.get(path)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_the_answer_is_the_same_whoever_asks_and_however_often(
    session: Session, client: Visitor, edition: Edition
) -> None:
    path = f"/youth/editions/{edition.id}/apply"
    pages = [client.submit(path, MAIL), client.submit(path, MAIL)]
    assert [page.status_code for page in pages] == [302, 302]
    assert client.submit(path, {"mail": "nonsense"}).status_code == 422
    assert session.scalar(select(func.count(Mail.id))) == 1


@pytest.mark.parametrize(
    ("mail_url", "sentence"),
    [
        (None, "no mail can leave this system at present"),
        ("file:///nowhere", "We have sent a link to that address."),
    ],
)
def test_a_guardian_is_told_whether_the_link_leaves(
    app: Flask, client: Visitor, edition: Edition, mail_url: str | None, sentence: str
) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], mail_url=mail_url)
    path = f"/youth/editions/{edition.id}/apply"
    client.submit(f"{path}?lang=en", MAIL)
    page = client.get(path).text
    assert sentence in page
    assert "Outgoing mail" not in page


def test_a_guardian_applies_corrects_and_withdraws_without_a_name_on_the_page(
    session: Session, client: Visitor, address: str
) -> None:
    assert client.submit(address, typed(session, purpose_explained="")).status_code == 422
    assert client.submit(address, typed(session)).status_code == 302
    page = client.get(address)
    assert "見本 花子" not in page.text
    assert "太郎" not in page.text
    row = session.scalars(select(Registration)).one()
    wrong = {"birth_date": "2012-05-04", "guardian_name": "別 人"}
    assert client.submit(f"{address}/correct", wrong).status_code == 422
    right = {
        "birth_date": "2012-05-03",
        "guardian_name": "見本 母",
        "new_birth_date": "H24.5.4",
        "version": str(session.scalars(select(Application)).one().version + row.version),
    }
    assert client.submit(f"{address}/correct", right).status_code == 302
    session.expire_all()
    assert row.guardian_name == "見本 母"
    version = str(session.scalars(select(Application)).one().version + row.version)
    leaving = {"birth_date": "2012-05-03", "reason": "都合", "version": version}
    assert client.submit(f"{address}/withdraw", leaving).status_code == 422
    leaving["birth_date"] = "2012-05-04"
    for _ in range(2):
        assert client.submit(f"{address}/withdraw", leaving).status_code == 302
    assert "取下げ済" in client.get(address).text
    session.expire_all()
    assert row.state is RegistrationState.WITHDRAWN
    assert client.get(f"{address}?again=1").status_code == 200


def test_sent_from_a_page_that_was_open_before_it_is_told_apart_from_what_was_taken(
    session: Session, client: Visitor, address: str
) -> None:
    flashes = []
    for grade in ("2", "3"):
        assert client.submit(address, typed(session, grade=grade)).status_code == 302
        flashes.append("すでに受け付けています" in client.get(address).text)
    assert flashes == [False, True]
    assert session.scalars(select(Registration.grade)).all() == [2]


def test_there_is_nothing_to_correct_or_withdraw_before_sending_and_after_withdrawing(
    session: Session, client: Visitor, address: str
) -> None:
    def led_to() -> list[str | None]:
        pages = [client.get(f"{address}/{page}") for page in ("correct", "withdraw")]
        return [page.location for page in pages]

    assert led_to() == [address, address]
    client.submit(address, typed(session))
    assert led_to() == [None, None]
    leaving = {"birth_date": "2012-05-03", "reason": "都合", "version": version_of(session)}
    client.submit(f"{address}/withdraw", leaving)
    assert led_to() == [address, address]


def test_after_the_window_nothing_is_typed_in_vain(
    session: Session, client: Visitor, edition: Edition, address: str, at: Clock
) -> None:
    assert 'name="birth_date"' in client.get(address).text
    at(edition.closes_at + timedelta(minutes=1))
    page = client.get(address).text
    assert "で終わりました" in page
    assert 'name="birth_date"' not in page


def test_a_wrong_date_stands_beside_the_field_it_was_typed_in_and_in_easy_words(
    session: Session, client: Visitor, address: str
) -> None:
    client.submit(address, typed(session))
    tried = {
        "birth_date": "2012-05-03",
        "new_birth_date": "2026-05-03",
        "version": version_of(session),
    }
    page = client.submit(f"{address}/correct?lang=ja-easy", tried).text
    assert re.findall(r'id="(\w+)-error"', page) == ["new_birth_date"]
    assert "生（う）まれた 日（ひ）" in page


def test_wrong_birth_dates_are_counted_and_the_last_closes_what_opens_by_them(
    session: Session, client: Visitor, address: str
) -> None:
    client.submit(address, typed(session))
    tried = {"birth_date": "2012-05-04", "reason": "都合", "version": version_of(session)}
    for left in (4, 3, 2, 1):
        assert f"あと{left}回" in client.submit(f"{address}/withdraw", tried).text
    last = client.submit(f"{address}/correct", tried)
    assert (last.status_code, "<form" in last.text) == (403, False)
    page = client.get(address).text
    assert ("できなくなりました" in page, "/correct" in page, "/withdraw" in page) == (
        True,
        False,
        False,
    )


def test_where_schools_register_the_page_says_so_and_sends_nothing(
    session: Session, client: Visitor, at: Clock
) -> None:
    at(datetime(2026, 6, 10, 3, 0, tzinfo=UTC))
    path = f"/youth/editions/{make_edition(session).id}/apply"
    assert "学校を通じて" in client.get(path).text
    assert client.submit(path, MAIL).status_code == 422
    assert session.scalar(select(func.count(Mail.id))) == 0


def test_a_stale_correction_answers_409_with_what_was_typed(
    session: Session, client: Visitor, address: str
) -> None:
    assert client.submit(address, typed(session)).status_code == 302
    values = {
        "birth_date": "2012-05-03",
        "new_birth_date": "2012-05-05",
        "guardian_phone": "096-111-1111",
        "version": "1",
    }
    page = client.submit(f"{address}/correct", values)
    assert page.status_code == 409
    assert "096-111-1111" in page.text
    assert "096-000-0000" in page.text
    row = session.scalars(select(Registration)).one()
    assert row.guardian_phone == "096-000-0000"


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en", "zh-Hant"])
def test_where_schools_and_paper_register_the_public_page_says_so(
    app: Flask, client_as: Callable[..., Visitor], session: Session, at: Clock, language: str
) -> None:
    at(datetime(2026, 6, 10, 3, 0, tzinfo=UTC))
    app.extensions["settings"] = replace(app.extensions["settings"], public=False)
    client = client_as(Role.SCHOOL)
    edition = make_edition(session, registering=Registering.BOTH)
    path = f"/youth/editions/{edition.id}/"
    page = client.get(f"{path}?lang={language}").text
    words = {"ja": "紙の申込書", "ja-easy": "紙（かみ）", "en": "on paper", "zh-Hant": "紙本報名"}
    assert words[language] in page
    assert f"{path}apply" not in page
    assert client.get(f"{path}apply").status_code == 404


def test_a_made_up_link_counts_with_the_guesses_of_the_network_address(
    session: Session, client: Visitor, edition: Edition
) -> None:
    made_up = "/apply/" + "0" * 64
    for _ in range(FAILURES_BY_ADDRESS - 1):
        begin_link_attempt(session, address="127.0.0.1")
    assert [client.get(made_up).status_code for _ in range(2)] == [404, 429]
    assert client.submit(f"/youth/editions/{edition.id}/apply", MAIL).status_code == 429
    assert session.scalar(select(func.count(Mail.id))) == 0
