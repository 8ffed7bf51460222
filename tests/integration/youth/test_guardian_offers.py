"""A guardian accepts or declines an offered seat by the link of the consent page."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from exchange.core.links import signed_token
from exchange.core.permissions import Role
from exchange.outbox.models import Mail
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Edition, Pupil, Registration, School, WaitingNote
from tests.factories.accounts import make_user
from tests.factories.consents import make_consent_request, make_consent_text
from tests.factories.youth import make_edition, make_pupil, make_registration, make_school
from tests.servers.visitor import Visitor

S = RegistrationState
At = Callable[[datetime], None]
BORN = {"birth_date": "2012-05-03"}
UNTIL = date(2026, 6, 18)
MIDNIGHT = datetime(2026, 6, 18, 15, 0, tzinfo=UTC)


@pytest.fixture
def edition(session: Session) -> Edition:
    make_consent_text(session)
    return make_edition(session, quota=1)


@pytest.fixture
def offered(session: Session, edition: Edition) -> Registration:
    return make_registration(session, edition=edition, state=S.OFFERED, offer_until=UNTIL)


@pytest.fixture
def address(session: Session, offered: Registration, settings: Settings) -> str:
    asked = make_consent_request(session, offered)
    return f"/consent/{signed_token(asked.link, settings.secret_key or '')}"


@pytest.fixture
def guardian(client: Visitor, address: str) -> Visitor:
    """A guardian who has typed the birth date."""
    assert client.submit(f"{address}/open", BORN).status_code == 302
    return client


def acts(session: Session) -> list[tuple[str, str]]:
    notes = session.scalars(select(WaitingNote).order_by(WaitingNote.number))
    return [(note.told.value, note.actor_name) for note in notes]


def state_of(session: Session, row: Registration) -> RegistrationState:
    session.expire_all()
    return row.state


def version(row: Registration) -> dict[str, str]:
    return {"version": str(row.version)}


def test_the_offer_is_answered_by_who_has_typed_the_birth_date(
    client: Visitor, address: str
) -> None:
    for path in ("offer", "offer/decline"):
        before = f"{address}?then=/{path}"
        assert client.get(f"{address}/{path}").location == before
        assert client.submit(f"{address}/{path}", {}).location == before


def test_a_guardian_accepts(
    guardian: Visitor, address: str, session: Session, offered: Registration
) -> None:
    assert f"{address}/offer" in guardian.get(address).text
    assert "6月18日" in guardian.get(f"{address}/offer").text
    assert guardian.submit(f"{address}/offer", version(offered)).status_code == 302
    assert "席が決まりました" in guardian.get(address).text
    assert state_of(session, offered) is S.SELECTED
    assert acts(session) == [("accepted", "guardian")]
    assert guardian.get(f"{address}/offer").status_code == 302


@pytest.mark.parametrize("path", ["offer", "offer/decline"])
@pytest.mark.parametrize(
    ("first", "sentence"), [("offer", "この席は承諾済み"), ("offer/decline", "すでに辞退されて")]
)
def test_a_second_press_is_told_what_the_first_did(
    guardian: Visitor,
    address: str,
    session: Session,
    offered: Registration,
    first: str,
    sentence: str,
    path: str,
) -> None:
    seen = version(offered)
    guardian.submit(f"{address}/{first}", seen)
    guardian.get(address)
    stands, before = state_of(session, offered), acts(session)
    assert guardian.submit(f"{address}/{path}", seen).location == address
    assert sentence in guardian.get(address).text
    assert (state_of(session, offered), acts(session)) == (stands, before)


def test_a_school_that_presses_twice_is_told_too(
    client_as: Callable[..., Visitor], session: Session, offered: Registration
) -> None:
    school = session.get_one(School, offered.school_id)
    desk, page = client_as(Role.SCHOOL, school=school), f"/school/registrations/{offered.id}/"
    seen = version(offered)
    for sentence in ("席が決まりました", "この席は承諾済み"):
        assert desk.submit(f"{page}accept", seen).location == page
        assert sentence in desk.get(page).text
    assert state_of(session, offered) is S.SELECTED
    reason = version(offered) | {"reason": "転居のため"}
    for sentence in ("「辞退」にしました", "すでに「辞退」"):
        assert desk.submit(f"{page}withdraw", reason).location == page
        assert sentence in desk.get(page).text
    assert [told for told, _ in acts(session)] == ["accepted"]


def test_a_guardian_declines_and_the_next_is_offered_the_seat(
    guardian: Visitor, address: str, session: Session, offered: Registration, edition: Edition
) -> None:
    make_user(session, role=Role.SCHOOL, school_id=offered.school_id, email="desk@school.example")
    pupil = make_pupil(session, school=make_school(session))
    following = make_registration(
        session, edition=edition, pupil=pupil, state=S.WAITLISTED, waitlist_rank=1
    )
    assert "席を辞退しますか" in guardian.get(f"{address}/offer/decline").text
    assert state_of(session, offered) is S.OFFERED
    assert guardian.submit(f"{address}/offer/decline", version(offered)).status_code == 302
    assert state_of(session, offered) is S.DECLINED
    assert state_of(session, following) is S.OFFERED
    assert acts(session) == [("declined", "guardian"), ("offered", "waiting list")]
    told = session.scalars(select(Mail.subject).where(Mail.recipient == "desk@school.example"))
    assert told.all() == ["青少年交流：繰上げの案内が辞退されました"]


def test_the_school_the_pupil_left_hears_nothing_and_nobody_is_named(
    guardian: Visitor, address: str, session: Session, offered: Registration
) -> None:
    pupil = session.get_one(Pupil, offered.pupil_id)
    now = make_school(session)
    make_user(session, role=Role.SCHOOL, school_id=offered.school_id, email="left@school.example")
    make_user(session, role=Role.SCHOOL, school_id=now.id, email="now@school.example")
    pupil.school_id = now.id
    session.commit()
    assert guardian.submit(f"{address}/offer/decline", version(offered)).status_code == 302
    [mail] = session.scalars(select(Mail)).all()
    assert mail.recipient == "now@school.example"
    told = f"{mail.subject}\n{mail.body}"
    assert (pupil.given_name in told, "貴校の生徒1名" in told) == (False, True)


@pytest.mark.parametrize("path", ["offer", "offer/decline"])
def test_after_the_last_day_nothing_is_answered(
    guardian: Visitor, address: str, session: Session, offered: Registration, at: At, path: str
) -> None:
    at(MIDNIGHT)
    page = guardian.submit(f"{address}/{path}", version(offered))
    assert (page.status_code, "期限" in page.text) == (422, True)
    assert state_of(session, offered) is S.OFFERED


@pytest.mark.parametrize("path", ["offer", "offer/decline"])
def test_an_answer_to_what_has_changed_meanwhile_is_not_taken(
    guardian: Visitor, address: str, session: Session, offered: Registration, path: str
) -> None:
    seen = version(offered)
    offered.guardian_mail = "new@example.jp"
    session.commit()
    assert guardian.submit(f"{address}/{path}", seen).status_code == 409
    assert state_of(session, offered) is S.OFFERED
