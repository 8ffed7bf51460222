"""The guardian's page and the consent list, over HTTP."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Contact, Settings
from exchange.audit.models import AuditLine
from exchange.core.database import Database, uuid7
from exchange.core.links import signed_token
from exchange.core.permissions import Role
from exchange.outbox.models import Mail
from exchange.youth.enums import ConsentPurpose, RegistrationState, YouthDirection
from exchange.youth.enums.waiting import Gender
from exchange.youth.models import ConsentRequest, Edition, Pupil, Registration
from exchange.youth.queries.consents import answers_of, consents_of, papers_of, requests_of
from tests.factories.attachments import PDF, picture
from tests.factories.consents import make_consent, make_consent_request, make_consent_text
from tests.factories.partners import make_partner
from tests.factories.youth import (
    make_edition,
    make_programme,
    make_pupil,
    make_registration,
    make_school,
)
from tests.integration.youth.test_follow_up_pages import FOLLOW_UP
from tests.servers.building import build_app
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
JOIN = ConsentPurpose.JOIN
BORN = {"birth_date": "2012-05-03"}


@pytest.fixture
def asked(session: Session) -> ConsentRequest:
    make_consent_text(session)
    programme = make_programme(session, partner=make_partner(session))
    edition = make_edition(session, programme=programme)
    row = make_registration(
        session, edition=edition, consented=False, guardian_mail="parent@example.jp"
    )
    return make_consent_request(session, row)


@pytest.fixture
def address(asked: ConsentRequest, settings: Settings) -> str:
    return f"/consent/{signed_token(asked.link, settings.secret_key or '')}"


@pytest.fixture
def guardian(client: Visitor, address: str) -> Visitor:
    """A guardian who has typed the birth date."""
    assert client.submit(f"{address}/open", BORN).status_code == 302
    return client


def answers(session: Session, **changes: str) -> dict[str, str]:
    return {
        "text": str(make_consent_text(session).id),
        "join": "yes",
        "health": "yes",
        "transfer": "yes",
        "photo": "no",
        "pupil": "yes",
        "relation": "mother",
        "signer": "見本 母",
        **changes,
    }


def test_before_the_birth_date_nothing_of_the_child_is_shown(client: Visitor, address: str) -> None:
    page = client.get(address)
    for secret in ("見本 花子", "見本派遣", "見本中学校"):
        assert secret not in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    for path in ("follow-up", "withdraw/join"):
        assert client.get(f"{address}/{path}").location == f"{address}?then=/{path}"
    assert client.submit(address, {}).location == address


@pytest.mark.parametrize("token", ["0" * 64, "nonsense", "0" * 32 + "f" * 32])
def test_a_link_that_never_was_is_nowhere(client: Visitor, token: str) -> None:
    assert client.get(f"/consent/{token}").status_code == 404


def test_wrong_birth_dates_are_counted_and_lock_the_link(
    client: Visitor, address: str, asked: ConsentRequest, session: Session
) -> None:
    assert client.submit(f"{address}/open", {"birth_date": "?"}).status_code == 422
    for left in (4, 3, 2, 1):
        page = client.submit(f"{address}/open", {"birth_date": "2012-05-04"})
        assert f"あと{left}回" in page.text
        assert f'href="{address}?lang=en"' in page.text  # the gate, which can be opened
    assert f'href="{address}"' in client.get(f"{address}/open").text
    last = client.submit(f"{address}/open", {"birth_date": "2012-05-04"})
    assert (last.status_code, "<form" in last.text) == (403, False)
    assert "使えなくなりました" in last.text
    assert client.submit(f"{address}/open", BORN).status_code == 403
    assert client.get(address).status_code == 403
    session.expire_all()
    assert asked.tries == 5


def test_a_guardian_answers_in_easy_japanese_and_changes_it(
    guardian: Visitor, address: str, asked: ConsentRequest, session: Session
) -> None:
    page = guardian.get(f"{address}?lang=ja-easy")
    assert "おうちの 人への" in page.text
    assert '<html lang="ja">' in page.text
    assert guardian.submit(address, answers(session)).status_code == 302
    assert "あなたの 答え" in guardian.get(address).text
    session.expire_all()
    assert session.get_one(Registration, asked.registration_id).guardian_language == "ja-easy"
    guardian.submit(address, answers(session, photo="yes"))
    session.expire_all()
    assert consents_of(session, [asked.registration_id])[asked.registration_id].grants(
        ConsentPurpose.PHOTO
    )
    assert "答えを かえる" in guardian.get(address).text
    assert 'name="signer"' in guardian.get(f"{address}?change=1").text


def test_an_unanswered_purpose_is_refused_and_what_was_chosen_stays(
    guardian: Visitor, address: str, session: Session
) -> None:
    page = guardian.submit(address, answers(session, join=""))
    assert page.status_code == 422
    assert 'value="見本 母"' in page.text


def test_new_texts_are_shown_before_they_are_answered(
    guardian: Visitor, address: str, session: Session, asked: ConsentRequest
) -> None:
    page = guardian.submit(address, answers(session, text=str(asked.id)))
    assert page.status_code == 422
    assert "説明文が新しくなりました" in page.text


def test_a_consent_is_withdrawn_after_its_consequence_is_read(
    guardian: Visitor, address: str, session: Session, asked: ConsentRequest
) -> None:
    guardian.submit(address, answers(session))
    means = "申込みはその場で取下げになります"
    assert means in guardian.get(f"{address}?change=1").text
    assert means in guardian.get(f"{address}/withdraw/join").text
    assert guardian.submit(f"{address}/withdraw/join").status_code == 302
    session.expire_all()
    assert not consents_of(session, [asked.registration_id])[asked.registration_id].grants(JOIN)


def test_after_the_deadline_the_page_shows_and_takes_back(
    guardian: Visitor, address: str, session: Session, asked: ConsentRequest
) -> None:
    guardian.submit(address, answers(session))
    asked.deadline = date(2026, 6, 14)
    session.flush()
    page = guardian.get(address)
    assert "期限" in page.text
    assert 'name="signer"' not in page.text
    assert "withdraw/photo" not in page.text
    assert "withdraw/health" in page.text
    assert guardian.submit(address, answers(session, photo="yes")).status_code == 422


def test_who_waits_is_told_so(
    guardian: Visitor, address: str, session: Session, asked: ConsentRequest
) -> None:
    asked.registration.state, asked.registration.waitlist_rank = RegistrationState.WAITLISTED, 1
    session.flush()
    assert "いま補欠として登録されています" in guardian.get(address).text


def test_who_declined_is_no_longer_asked(
    guardian: Visitor, address: str, session: Session, asked: ConsentRequest
) -> None:
    asked.registration.state = RegistrationState.WITHDRAWN
    session.flush()
    assert "同意は必要ありません" in guardian.get(address).text


def test_whom_to_ask_stands_where_a_link_does_not_open_and_only_where_it_is_known(
    settings: Settings, database: Database, address: str, asked: ConsentRequest, session: Session
) -> None:
    asked.tries = 5
    session.commit()
    told = replace(settings, contact=Contact("096-000-0000", "kokusai@city.example"))
    for reached, links in ((told, 2), (settings, 0)):
        client = build_app(reached, database).test_client()
        for page in (client.get(address).text, client.get("/consent/none").text):
            assert page.count('href="tel:0960000000"') == links
            assert page.count('href="mailto:kokusai@city.example"') == links
            assert ("お問い合わせ：熊本市 国際課" in page) is bool(links)


def test_on_a_closed_network_there_are_no_links(
    settings: Settings, database: Database, address: str
) -> None:
    closed = build_app(replace(settings, public=False), database)
    assert closed.test_client().get(address).status_code == 404


def test_health_and_passport_are_filled_in_read_by_few_and_each_reading_is_logged(
    guardian: Visitor, address: str, session: Session, asked: ConsentRequest, client_as: SignIn
) -> None:
    key = asked.registration_id
    assert guardian.get(f"{address}/follow-up").status_code == 404
    guardian.submit(address, answers(session))
    asked.registration.state = RegistrationState.SELECTED
    session.flush()
    assert "MIHON" in guardian.get(f"{address}/follow-up").text
    wrongs = [("gender", ""), ("number", "1"), ("expires", "2031"), ("expires", "?")]
    for wrong in [*wrongs, ("holder", "はなこ")]:
        assert guardian.submit(f"{address}/follow-up", FOLLOW_UP | dict([wrong])).status_code == 422
    short = FOLLOW_UP | {"expires": "2026-08-09"}
    for typed, said in (
        ({"emergency": "母 090-0000-0000"}, "旅券のことは、まだ"),
        (short, "新しいパスポート"),
    ):
        assert guardian.submit(f"{address}/follow-up", typed).status_code == 302
        assert said in guardian.get(address).text
    assert guardian.submit(f"{address}/follow-up", FOLLOW_UP).status_code == 302
    page = guardian.get(address).text
    assert ("記入済" in page, "新しいパスポートを申請し" in page) == (True, False)
    assert session.get_one(Pupil, asked.registration.pupil_id).gender is Gender.FEMALE
    assert 'name="gender"' not in guardian.get(f"{address}/follow-up").text
    staff, address = client_as(Role.COORDINATOR), f"/youth/registrations/{key}/follow-up"
    assert "そば" not in staff.get(address).text  # before it is said what for
    read = staff.get(f"{address}?task=care").text
    assert ("そば" in read, "TK0000000" in read, "MIHON HANAKO" in read) == (True, True, True)
    session.expire_all()
    logged = select(AuditLine.purpose).filter_by(act="follow_ups.read", subject_id=key)
    assert session.scalars(logged).all() == ["care"]
    assert "記入済 ✓" in staff.get(f"/youth/registrations/{key}/").text
    assert client_as(Role.VIEWER).get(address).status_code == 403


def test_a_pupil_who_says_no_is_named_as_what_is_missing(
    guardian: Visitor, address: str, session: Session
) -> None:
    for answer, told in (("no", True), ("yes", False)):
        guardian.submit(address, answers(session, pupil=answer))
        assert ("お子さん本人が同意するまで" in guardian.get(address).text) is told


def test_staff_read_who_answered_and_who_took_the_consent_back(
    guardian: Visitor, address: str, session: Session, asked: ConsentRequest, client_as: SignIn
) -> None:
    path, staff = f"/youth/registrations/{asked.registration_id}/", client_as(Role.COORDINATOR)
    guardian.submit(address, answers(session, relation="grandparent"))
    assert "・祖父母</span>" in staff.get(path).text
    guardian.submit(f"{address}/withdraw/join", {})
    history = staff.get(path).text
    assert '<span class="soft small">保護者</span>' in history
    assert "guardian</span>" not in history


@pytest.fixture
def school(session: Session) -> object:
    return make_school(session)


@pytest.fixture
def rows(session: Session, school: object) -> list[Registration]:
    make_consent_text(session)
    edition = make_edition(session)
    return [
        make_registration(
            session,
            edition=edition,
            pupil=make_pupil(session, school=school),
            consented=False,
            guardian_mail=mail,
        )
        for mail in ("a@example.jp", None)
    ]


def test_a_school_asks_by_mail_and_prints_slips_for_the_others(
    session: Session, school: object, rows: list[Registration], client_as: SignIn
) -> None:
    desk = client_as(Role.SCHOOL, school=school)
    page = f"/school/editions/{rows[0].edition_id}/consent"
    assert "2名のうち0名" in desk.get(page).text
    until = {"deadline": "2026-06-30"}
    assert desk.submit(f"{page}/send", {}).status_code == 422
    assert desk.submit(f"{page}/send", {"deadline": "2026-06-01"}).status_code == 422
    for seen in ({}, {"seen": "2"}):
        before = desk.submit(f"{page}/send", until | seen)
        assert (before.status_code, "1名に送る" in before.text) == (200, True)
        assert session.scalars(select(Mail.recipient)).all() == []
    told = desk.submit(f"{page}/send", until | {"seen": "1"})
    assert told.status_code == 302
    assert "1名います" in desk.get(told.location).text
    assert session.scalars(select(Mail.recipient)).all() == ["a@example.jp"]
    assert desk.submit(f"{page}/slips", {}).status_code == 422
    slips = desk.submit(f"{page}/slips", until)
    assert slips.data.startswith(b"%PDF-")
    session.expire_all()
    assert requests_of(session, [row.id for row in rows]).keys() == {row.id for row in rows}
    assert desk.get(f"{page}/forms.pdf").data.startswith(b"%PDF-")
    renewed = desk.submit(f"/school/registrations/{rows[0].id}/consent/renew")
    assert "リンクを作り直し、保護者にメールで" in desk.get(renewed.location).text


def test_papers_are_ticked_once_with_one_file_and_only_their_school_gets_it(
    session: Session, school: object, rows: list[Registration], client_as: SignIn
) -> None:
    desk = client_as(Role.SCHOOL, school=school)
    page = f"/school/editions/{rows[0].edition_id}/consent"
    ticks = {
        "seen": [f"{row.id}:0" for row in rows],
        "tick": [f"{row.id}:{box}" for row in rows for box in ("guardian:join", "pupil:join")],
        "received_on": "2026-06-12",
    }
    assert desk.submit(page, ticks | {"received_on": ""}).status_code == 422
    assert desk.submit(page, ticks | {"tick": []}).status_code == 422
    assert desk.submit(page, ticks | {"seen": ["?"]}).status_code == 400
    for body, name in ((b"?", "同意書.txt"), (picture(), "同意書.png")):
        refused = desk.submit(page, ticks | {"scans": (io.BytesIO(body), name)})
        assert (refused.status_code, 'href="#scans"' in refused.text) == (422, True)
        assert ("PDFだけをお預かりします" in refused.text, "xlsx" in refused.text) == (True, False)
    sent = desk.submit(page, ticks | {"scans": (io.BytesIO(PDF), "同意書.pdf")})
    assert "2名分の回答を記録しました" in desk.get(sent.location).text
    session.expire_all()
    assert len(answers_of(session, rows[0].id)) == 4
    [(paper, _)] = papers_of(session, rows[0].edition_id)
    scan = f"/school/consent-papers/{paper.id}/scan"
    assert desk.get(scan).data == PDF
    assert client_as(Role.SCHOOL, school=make_school(session)).get(scan).status_code == 404
    staff = client_as(Role.COORDINATOR)
    assert staff.get(f"/youth/consent-papers/{paper.id}/scan").data == PDF


def test_a_new_school_has_the_pupil_and_nothing_of_the_school_before(
    session: Session, school: object, rows: list[Registration], client_as: SignIn
) -> None:
    page = f"/school/editions/{rows[0].edition_id}/consent"
    ticks = {
        "seen": [f"{row.id}:0" for row in rows],
        "tick": [f"{row.id}:guardian:join" for row in rows],
        "received_on": "2026-06-12",
    }
    desk = client_as(Role.SCHOOL, school=school)
    desk.submit(page, ticks | {"scans": (io.BytesIO(PDF), "同意書.pdf")})
    session.expire_all()
    [(paper, from_school)] = papers_of(session, rows[0].edition_id)
    new, stranger = make_school(session), make_school(session)
    session.get_one(Pupil, rows[0].pupil_id).school_id = new.id
    session.commit()
    desk = client_as(Role.SCHOOL, school=new)
    text = desk.get(page).text
    assert f"/school/registrations/{rows[0].id}/" in text
    assert f"/school/registrations/{rows[1].id}/" not in text
    assert (str(paper.id) in text, from_school.name in text) == (False, False)
    assert desk.get(f"/school/consent-papers/{paper.id}/scan").status_code == 404
    number = consents_of(session, [rows[0].id])[rows[0].id].number
    later = {"seen": [f"{rows[0].id}:{number}"], "received_on": "2026-06-13"}
    ticked = [f"{rows[0].id}:{box}" for box in ("guardian:join", "guardian:photo")]
    assert desk.submit(page, later | {"tick": ticked}).status_code == 302
    number = consents_of(session, [rows[0].id])[rows[0].id].number
    fewer = {"seen": [f"{rows[0].id}:{number}"], "received_on": "2026-06-13"}
    fewer |= {"tick": ticked[:1]}
    asked = desk.submit(page, fewer)
    assert (asked.status_code, 'name="sure"' in asked.text) == (422, True)
    name = session.get_one(Pupil, rows[0].pupil_id).name.written
    assert f"印を外した生徒：{name}" in asked.text
    assert desk.submit(page, fewer | {"sure": "y"}).status_code == 302
    assert from_school.name not in client_as(Role.SCHOOL, school=stranger).get(page).text
    staff = client_as(Role.COORDINATOR)
    listed = staff.get(f"/youth/editions/{rows[0].edition_id}/consent?school={new.id}").text
    assert f"/youth/registrations/{rows[0].id}/" in listed


def test_the_division_sees_one_school_at_a_time(
    session: Session, rows: list[Registration], client_as: SignIn
) -> None:
    other = make_registration(
        session,
        pupil=make_pupil(session),
        edition=session.get_one(Edition, rows[0].edition_id),
        consented=False,
    )
    staff = client_as(Role.COORDINATOR)
    page = f"/youth/editions/{rows[0].edition_id}/consent"
    shown = staff.get(f"{page}?school={other.school_id}").text
    assert str(other.id) in shown
    assert str(rows[0].id) not in shown
    assert staff.get(f"{page}?school=nonsense").status_code == 400


def test_a_list_without_pupils_says_so(session: Session, client_as: SignIn) -> None:
    edition = make_edition(session, direction=YouthDirection.ONLINE)
    staff, page = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/consent"
    assert "同意をうかがう生徒がいません" in staff.get(page).text
    assert staff.get(f"{page}/forms.pdf").status_code == 404
    assert staff.submit(page, {}).status_code == 404
    for act in ("send", "slips"):
        assert staff.submit(f"{page}/{act}", {"deadline": "2026-06-30"}).status_code == 422


def test_on_a_closed_network_the_list_offers_paper_only(
    session: Session, rows: list[Registration], app: Flask, client_as: SignIn
) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], public=False)
    staff = client_as(Role.COORDINATOR)
    page = f"/youth/editions/{rows[0].edition_id}/consent"
    shown = staff.get(page).text
    assert "同意は紙でいただき" in shown
    assert "メールで依頼する" not in shown
    assert staff.submit(f"{page}/send", {"deadline": "2026-06-30"}).status_code == 404


def test_the_list_asks_as_many_questions_for_one_pupil_as_for_many(
    session: Session, rows: list[Registration], client_as: SignIn, school: object
) -> None:
    staff = client_as(Role.COORDINATOR)
    page = f"/youth/editions/{rows[0].edition_id}/consent"
    counts = []
    for more in (0, 6):
        for _ in range(more):
            make_registration(
                session,
                edition=session.get_one(Edition, rows[0].edition_id),
                pupil=make_pupil(session, school=school),
            )
        session.expire_all()
        staff.get(page)
        session.expire_all()
        with count_statements() as statements:
            staff.get(page)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_division_sets_the_care_flag_and_a_manager_takes_it_away(
    session: Session, client_as: SignIn
) -> None:
    row = make_registration(session)
    staff, page = client_as(Role.COORDINATOR), f"/youth/registrations/{row.id}/"
    assert "配慮フラグを付ける" in staff.get(page).text
    assert staff.submit(f"{page}care", {"needs_care": "yes"}).status_code == 302
    assert staff.submit(f"{page}care", {"needs_care": "yes"}).status_code == 302
    assert "配慮フラグを外す" not in staff.get(page).text
    assert staff.submit(f"{page}care", {"needs_care": "no"}).status_code == 403
    manager = client_as(Role.MANAGER)
    assert "配慮フラグを外す" in manager.get(page).text
    assert manager.submit(f"{page}care", {"needs_care": "no"}).status_code == 302


def test_new_consent_texts_are_adopted_and_old_ones_stay(
    session: Session, client_as: SignIn
) -> None:
    make_consent_text(session)
    staff, page = client_as(Role.COORDINATOR), "/youth/consent-texts/new"
    assert staff.get(page).status_code == 200
    parts = ("use", "join", "health", "transfer", "photo")
    suffixes = ("", "_easy", "_en", "_zh_hant")
    typed = {f"{part}_text{suffix}": "{country}" for part in parts for suffix in suffixes}
    assert staff.submit(page, typed | {"use_text": "{name}"}).status_code == 422
    assert staff.submit(page, typed | {"use_text": ""}).status_code == 422
    key = str(uuid7())
    for _ in range(2):
        assert staff.submit(page, typed | {"key": key}).status_code == 302
    assert staff.submit(page, typed).status_code == 422
    shown = staff.get("/youth/consent-texts/").text
    assert "第2版" in shown
    assert "第3版" not in shown
    assert "第1版" in shown


def test_a_registrations_page_shows_answers_and_way_to_them(
    session: Session, client_as: SignIn
) -> None:
    row = make_registration(session, state=RegistrationState.SELECTED)
    make_consent(session, row, ConsentPurpose.HEALTH)
    page = client_as(Role.COORDINATOR).get(f"/youth/registrations/{row.id}/").text
    assert "同意の一覧を開く" in page
    assert "記入待ち" in page


def test_an_open_edition_is_read_in_easy_japanese_too(session: Session, client: Visitor) -> None:
    edition = make_edition(session)
    shown = client.get(f"/youth/editions/{edition.id}/?lang=ja-easy").text
    assert "先生（せんせい）に 言（い）ってください" in shown
    assert "やさしい日本語" not in client.get("/youth/").text
