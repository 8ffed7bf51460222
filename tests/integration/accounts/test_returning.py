"""What ends with an account is said first; an ended account is taken up again as a new one."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.accounts.models import (
    CodeApp,
    DirectoryIdentity,
    KeptForm,
    Passkey,
    PrintedCode,
    User,
)
from exchange.accounts.queries import factors_of, passkeys_of
from exchange.accounts.services import Return, begin_session, hand_reset, invite, take_up
from exchange.accounts.services.sessions import Visit
from exchange.audit.models import AuditLine
from exchange.core import clock
from exchange.core.database import seal
from exchange.core.errors import DomainError, StaleRowError
from exchange.core.keys import Keyring
from exchange.core.permissions import Role
from tests.factories.accounts import acts_of, make_user
from tests.factories.tasks import make_task
from tests.factories.youth import make_school
from tests.servers.visitor import Visitor

LINK = re.compile(r'value="http://localhost(/accounts/invitation/[\w-]+)"')
NEW = {"name": "見本 戻子", "role": "section", "school_id": "", "section": "教育委員会"}


@pytest.fixture
def admin(client_as: Callable[..., Visitor]) -> Visitor:
    visitor = client_as(Role.ADMINISTRATOR)
    visitor.get("/accounts/users/?lang=en")
    return visitor


def passkey_of(session: Session, user: User) -> None:
    moment = clock.machine_now()
    values = {"credential_id": "x", "public_key": b"x", "sign_count": 0, "name": "Phone"}
    session.add(Passkey(user_id=user.id, added_at=moment, **values))
    session.flush()


def facts(page: str) -> dict[str, str]:
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page, re.S)
    return {name: re.sub(r"<[^>]*>", "", said).strip() for name, said in found}


def test_the_page_says_what_ends_before_it_does(
    admin: Visitor, session: Session, client_as: Callable[..., Visitor]
) -> None:
    user = make_user(session, password_hash="x")
    begin_session(session, user_id=user.id, visit=Visit("Firefox", "203.0.113.1"))
    hand_reset(session, actor=user.as_actor(), user=user)
    passkey_of(session, user)
    path = f"/accounts/users/{user.id}/end"
    page = admin.get(path).text
    found = facts(page)
    named = ("Devices signed in", "Passkeys", "Invitations and password links")
    assert [found[name] for name in named] == ["1", "1", "1"]
    assert (found["Password"], "Nothing is open." in page) == ("Set", True)
    assert 'name="version" value="' in page.replace('type="hidden" ', "")
    make_task(session, assignee_id=user.id)
    page = admin.get(path).text
    assert "The person still answers for 1 open thing, so the account cannot end yet." in page
    assert "End the account</button>" not in page
    assert f"/handover/people/{user.id}/" in page
    assert session.get_one(User, user.id).active


@pytest.mark.parametrize("count", [1, 2])
def test_a_school_s_last_account_says_so(admin: Visitor, session: Session, count: int) -> None:
    key = make_school(session).id
    users = [make_user(session, role=Role.SCHOOL, school_id=key) for _ in range(count)]
    page = admin.get(f"/accounts/users/{users[0].id}/end").text
    assert ("This is the last account of its school." in page) is (count == 1)


def test_an_ended_account_does_not_end_again(admin: Visitor, session: Session) -> None:
    user = make_user(session, active=False)
    answer = admin.get(f"/accounts/users/{user.id}/end")
    assert (answer.status_code, "This account has been ended." in answer.text) == (422, True)


def test_whoever_comes_back_begins_anew(admin: Visitor, client: Visitor, session: Session) -> None:
    user = make_user(session, active=False, password_hash="x", name="見本 去子")
    passkey_of(session, user)
    assert "Take up again" in admin.get("/accounts/users/?state=ended").text
    path = f"/accounts/users/{user.id}/return"
    form = admin.get(path).text
    assert user.email in form
    assert 'selected value="coordinator"' not in form  # the role of before is not carried over
    answer = admin.submit(path, {**NEW, "version": str(user.version)})
    found = LINK.search(answer.text)
    assert found, answer.text
    assert client.get(found[1]).status_code == 200
    session.expire_all()
    assert (user.active, user.role, user.name, user.section) == (
        True,
        Role.SECTION,
        NEW["name"],
        NEW["section"],
    )
    assert (user.password_hash, list(passkeys_of(session, user.id))) == (None, [])
    assert acts_of(session) == ["accounts.remove_passkey", "accounts.take_up", "accounts.invite"]
    line = session.scalars(select(AuditLine).where(AuditLine.act == "accounts.take_up")).one()
    assert line.fields == ["active", "name", "role", "section"]
    again = admin.submit(path, {**NEW, "version": str(user.version)})
    assert (again.status_code, "This account has not ended." in again.text) == (422, True)
    assert admin.get(path).status_code == 422


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"role": ""}, 422, "Please choose"),
        ({"role": "school"}, 422, "Choose a school for a school&#39;s account"),
        ({"version": "7"}, 409, "changed"),
    ],
)
def test_a_faulty_return_is_refused(
    admin: Visitor, session: Session, changes: dict[str, str], status: int, said: str
) -> None:
    user = make_user(session, active=False)
    session.commit()
    fields = {**NEW, "version": str(user.version), **changes}
    answer = admin.submit(f"/accounts/users/{user.id}/return", fields)
    session.expire_all()
    assert (answer.status_code, said in answer.text, user.active) == (status, True, False)


def test_nothing_that_opened_the_account_before_opens_it_again(session: Session) -> None:
    admin = make_user(session, role=Role.ADMINISTRATOR, password_hash="x")
    user = make_user(session, password_hash="x")
    app, kept = CodeApp(user_id=user.id), KeptForm(user_id=user.id, kept_at=clock.machine_now())
    ring = Keyring.parse("a:" + "A" * 43 + "=")
    seal(app, "secret", "x", ring=ring)
    seal(kept, "content", "x", ring=ring)
    rows = [
        app,
        kept,
        PrintedCode(user_id=user.id, number=1, code_hash="x"),
        DirectoryIdentity(user_id=user.id, issuer="https://one.example", subject="x"),
        DirectoryIdentity(user_id=user.id, issuer="https://two.example", subject="x"),
    ]
    session.add_all(rows)
    user.active = False
    session.flush()
    new = Return(name="戻", role=Role.VIEWER)
    take_up(session, actor=admin.as_actor(), user=user, version=user.version, new=new)
    ended = select(func.count()).where(DirectoryIdentity.ended_at.is_not(None))
    left = session.scalar(select(func.count()).select_from(KeptForm))
    assert (user.password_hash, factors_of(session, user.id).any, left) == (None, False, 0)
    assert session.scalar(ended) == 2
    with pytest.raises(DomainError) as refused:
        take_up(session, actor=admin.as_actor(), user=user, version=user.version, new=new)
    assert refused.value.sentence.id == "accounts.error.goes_on"
    with pytest.raises(StaleRowError):
        take_up(session, actor=admin.as_actor(), user=user, version=99, new=new)
    assert invite(session, actor=admin.as_actor(), user=user)


@pytest.mark.parametrize("active", [True, False])
def test_inviting_a_known_address_leads_to_its_account(
    admin: Visitor, session: Session, active: bool
) -> None:
    user = make_user(session, email="hanako@city.example", active=active)
    session.commit()
    fields = {"email": " Hanako@City.Example ", "name": "x", "role": "coordinator"}
    page = admin.submit("/accounts/users/new", fields).text
    assert "An account with this mail address already exists." in page
    place = "?q=hanako@city.example" if active else f"{user.id}/return"
    assert f"/accounts/users/{place}" in page.replace("%40", "@")
