"""What a guardian sends after the page's half hour: led to the birth date, kept, handed back."""

import re
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import Settings
from exchange.accounts.models import KeptForm
from exchange.accounts.rules import FORMS_KEPT
from exchange.core import clock
from exchange.core.links import Link, renew, signed_token
from exchange.youth.enums import ConsentPurpose, RegistrationState
from exchange.youth.models import ConsentRequest, Edition, HealthNote, Registration
from tests.factories.consents import make_consent, make_consent_request, make_consent_text
from tests.factories.youth import make_registration
from tests.servers.visitor import Visitor

BORN = {"birth_date": "2012-05-03"}
TYPED = {"allergies": "そば", "emergency": "見本 母 090-0000-0000"}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
KEPT = "入力した内容は1時間残っています"
LOST = "入力した内容は残っていません"
OVER = "確認の時間が過ぎました"


@pytest.fixture
def asked(session: Session) -> ConsentRequest:
    make_consent_text(session)
    row = make_registration(session, state=RegistrationState.SELECTED)
    make_consent(session, row, ConsentPurpose.HEALTH)
    return make_consent_request(session, row)


@pytest.fixture
def address(asked: ConsentRequest, settings: Settings) -> str:
    return address_of(asked, settings)


@pytest.fixture
def late(client: Visitor, address: str) -> Visitor:
    """A guardian who typed the birth date half an hour ago, and the form since then."""
    assert client.submit(f"{address}/open", BORN).status_code == 302
    lapse(client)
    return client


def address_of(asked: ConsentRequest, settings: Settings) -> str:
    return f"/consent/{signed_token(asked.link, settings.secret_key or '')}"


def lapse(visitor: Visitor) -> None:
    with visitor.session_transaction() as cookie:
        cookie["consent"] = {link: at - 30 * 60 for link, at in cookie["consent"].items()}


def kept(session: Session) -> list[KeptForm]:
    session.expire_all()
    return list(session.scalars(select(KeptForm)))


def notes(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(HealthNote)) or 0


def test_what_was_typed_too_late_comes_back_after_the_birth_date(
    late: Visitor, address: str, session: Session
) -> None:
    gate = late.submit(f"{address}/follow-up", TYPED).location
    assert gate == f"{address}?then=/follow-up"
    with late.session_transaction() as cookie:
        assert "そば" not in str(dict(cookie))
    assert "そば" not in kept(session)[0].content.text
    page = late.get(gate).text
    assert (KEPT in page, "そば" in page) == (True, False)
    wrong = late.submit(f"{address}/open?then=/follow-up", {"birth_date": "2012-05-04"})
    assert "そば" not in wrong.text
    assert late.submit(f"{address}/open?then=/follow-up", BORN).location == f"{address}/kept"
    page = late.get(f"{address}/kept").text
    assert f'action="{address}/follow-up" method="post" data-send' in page
    fields = HIDDEN.findall(page.partition(f'action="{address}/follow-up"')[2])
    assert fields == [("returned", "yes"), *TYPED.items()]
    shown = late.post(f"{address}/follow-up", data=dict(fields))
    assert (shown.status_code, notes(session)) == (422, 0)
    assert "まだ何も保存していません" in shown.text
    assert "そば</textarea>" in shown.text
    assert late.submit(f"{address}/follow-up", TYPED).status_code == 302
    assert (kept(session), notes(session)) == ([], 1)  # gone with its use
    assert late.get(f"{address}/kept").location == address


def test_a_guardians_answers_come_back_and_are_dropped_once_sent(
    late: Visitor, address: str, session: Session
) -> None:
    said = {"text": str(make_consent_text(session).id), "join": "yes", "signer": "見本 母"}
    assert late.submit(address, said).location == address
    late.submit(f"{address}/open", BORN)
    assert 'value="見本 母"' in late.post(address, data={**said, "returned": "yes"}).text
    whole = {**said, "health": "yes", "photo": "no", "pupil": "yes", "relation": "mother"}
    assert late.submit(address, whole).status_code == 302
    assert kept(session) == []


@pytest.mark.parametrize("path", ["", "/offer", "/withdraw/join"])
def test_a_page_and_a_button_lead_back_to_where_they_were(
    late: Visitor, address: str, session: Session, path: str
) -> None:
    then = f"?then={path}" if path else ""
    assert late.submit(f"{address}{path}", {"version": "1"}).location == f"{address}{then}"
    assert OVER in late.get(f"{address}{then}").text
    assert late.submit(f"{address}/open{then}", BORN).location == f"{address}{path}"
    assert kept(session) == []


@pytest.mark.parametrize("then", ["//example.org", "/../../accounts/", "/kept", "/follow-up/x"])
def test_no_other_place_is_led_to(late: Visitor, address: str, then: str) -> None:
    assert late.submit(f"{address}/open?then={then}", BORN).location == address


def test_only_the_browser_that_typed_it_is_shown_it_and_only_for_its_hour(
    late: Visitor, address: str, session: Session
) -> None:
    late.submit(f"{address}/follow-up", TYPED)
    other = late.application.test_client()
    assert isinstance(other, Visitor)
    assert other.submit(f"{address}/open", BORN).location == address
    kept(session)[0].kept_at -= FORMS_KEPT
    session.commit()
    assert late.submit(f"{address}/open", BORN).location == address


def test_what_no_page_of_ours_sent_is_not_kept_and_said_to_be_lost(
    late: Visitor, address: str, session: Session
) -> None:
    assert late.post(f"{address}/follow-up", data=TYPED).status_code == 302
    assert LOST in late.get(address).text
    with late.session_transaction() as cookie:
        cookie.clear()
    assert late.submit(f"{address}/follow-up", TYPED).status_code == 302  # never opened here
    assert LOST in late.get(address).text
    assert kept(session) == []


def test_nothing_is_kept_behind_a_link_that_is_locked(
    late: Visitor, address: str, session: Session, asked: ConsentRequest
) -> None:
    asked.tries = 5
    session.commit()
    assert late.submit(f"{address}/follow-up", TYPED).status_code == 302
    assert (late.get(address).status_code, kept(session)) == (403, [])


def test_a_family_has_the_pages_of_its_children_open_at_once_and_late_at_once(
    client: Visitor, address: str, session: Session, asked: ConsentRequest, settings: Settings
) -> None:
    row = session.get_one(Registration, asked.registration_id)
    edition = session.get_one(Edition, row.edition_id)
    other = make_registration(session, edition=edition, state=RegistrationState.SELECTED)
    make_consent(session, other, ConsentPurpose.HEALTH)
    family = (address, address_of(make_consent_request(session, other), settings))
    for each in family:
        assert client.submit(f"{each}/open", BORN).status_code == 302
    for each in family:
        assert 'name="birth_date"' not in client.get(each).text
    lapse(client)
    for each in family:
        client.submit(f"{each}/follow-up", TYPED)
    for each in family:
        assert client.submit(f"{each}/open", BORN).location == f"{each}/kept"
        assert client.submit(f"{each}/follow-up", TYPED).status_code == 302
    assert (kept(session), notes(session)) == ([], 2)
    with client.session_transaction() as cookie:
        assert cookie["kept_behind"] == {}


def test_of_many_pages_the_form_that_waited_longest_makes_room_in_the_cookie(
    late: Visitor, address: str, asked: ConsentRequest
) -> None:
    with late.session_transaction() as cookie:
        cookie["kept_behind"] = {f"{number:032x}": str(UUID(int=number)) for number in range(8)}
    late.submit(f"{address}/follow-up", TYPED)
    with late.session_transaction() as cookie:
        waiting = set(cookie["kept_behind"])
    assert waiting == {asked.link_id.hex, *(f"{number:032x}" for number in range(1, 8))}


@pytest.mark.parametrize(
    ("state", "purpose"),
    [
        (RegistrationState.SELECTED, "health"),
        (RegistrationState.SELECTED, "join"),
        (RegistrationState.CONFIRMED, "join"),
    ],
)
def test_nothing_outlives_the_consent_that_was_withdrawn(
    late: Visitor,
    address: str,
    session: Session,
    asked: ConsentRequest,
    state: RegistrationState,
    purpose: str,
) -> None:
    row = session.get_one(Registration, asked.registration_id)
    make_consent(session, row, ConsentPurpose.JOIN)
    row.state, edition = state, session.get_one(Edition, row.edition_id)
    edition.starts = clock.today()  # the confirmed one is under way: what is on file is kept
    session.commit()
    late.submit(f"{address}/follow-up", TYPED)
    late.submit(f"{address}/open", BORN)
    assert late.submit(f"{address}/withdraw/{purpose}").status_code == 302
    assert kept(session) == []
    assert late.get(f"{address}/kept").location == address


def test_nothing_outlives_a_seat_that_was_declined(
    late: Visitor, address: str, session: Session, asked: ConsentRequest
) -> None:
    row = session.get_one(Registration, asked.registration_id)
    row.state, row.offer_until = RegistrationState.OFFERED, clock.today()
    session.commit()
    late.submit(f"{address}/follow-up", TYPED)
    late.submit(f"{address}/open", BORN)
    late.submit(f"{address}/offer/decline", {"version": str(row.version)})
    session.expire_all()
    assert (row.state, kept(session)) == (RegistrationState.DECLINED, [])


def test_a_renewed_link_hands_back_to_its_own_page_what_was_typed_by_the_one_before(
    late: Visitor, address: str, session: Session, asked: ConsentRequest, settings: Settings
) -> None:
    late.submit(f"{address}/follow-up?x=1", TYPED)
    link = session.get_one(Link, asked.link_id)
    renew(link)
    new = f"/consent/{signed_token(link, settings.secret_key or '')}"
    session.commit()
    late.submit(f"{new}/open", BORN)
    page = late.get(f"{new}/kept").text
    assert f'action="{new}/follow-up?x=1" method="post"' in page
    assert f'href="{new}/follow-up"' in page
    assert address not in page


def test_what_is_handed_back_and_sent_too_late_again_still_waits(
    late: Visitor, address: str, session: Session
) -> None:
    late.submit(f"{address}/follow-up", TYPED)
    late.submit(f"{address}/open", BORN)
    lapse(late)
    late.post(f"{address}/follow-up", data={"returned": "yes", **TYPED})
    page = late.get(address).text
    assert (KEPT in page, LOST in page, len(kept(session))) == (True, False, 1)
    assert late.submit(f"{address}/open", BORN).location == f"{address}/kept"
