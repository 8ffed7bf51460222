"""Inviting, setting a password, the list of users and ending an account."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts.models import SignInAttempt, User
from exchange.accounts.rules import FAILURES_BY_ADDRESS, INVITATION_LIFETIME, WINDOW
from exchange.accounts.services import hash_new_password, hash_password, password_matches
from exchange.core.errors import DomainError
from exchange.core.links import Link
from exchange.core.permissions import Role
from tests.factories.accounts import acts_of, make_user
from tests.factories.youth import make_school
from tests.servers.visitor import Visitor

LINK = re.compile(r'value="http://localhost(/accounts/invitation/[\w-]+)"')
PASSWORD = "an old pond, a frog jumps in"
NEW = {"email": "Hanako@City.Example", "name": " 見本 花子 ", "role": "coordinator"}


@pytest.fixture
def admin(client_as: Callable[..., Visitor]) -> Visitor:
    visitor = client_as(Role.ADMINISTRATOR)
    visitor.get("/accounts/users/?lang=en")
    return visitor


def invite(admin: Visitor, **changes: object) -> str:
    """Invite a person and return the path of the link shown."""
    answer = admin.submit("/accounts/users/new", NEW | changes)
    assert answer.status_code == 200, answer.text
    found = LINK.search(answer.text)
    assert found
    return found[1]


def invited(session: Session) -> User:
    return session.scalars(
        select(User)
        .where(User.email == "hanako@city.example")
        .execution_options(populate_existing=True)
    ).one()


def test_an_invited_person_sets_a_password_and_signs_in(
    admin: Visitor, client: Visitor, session: Session
) -> None:
    path = invite(admin)
    assert "見本 花子" in client.get(path).text
    answer = client.submit(path, {"password": PASSWORD, "repeated": PASSWORD})
    assert answer.location == "/accounts/sign-in"
    fields = {"email": NEW["email"], "password": PASSWORD}
    assert client.submit("/accounts/sign-in", fields).status_code == 302
    assert acts_of(session) == ["accounts.create", "accounts.invite", "accounts.set_password"]


def test_an_invitation_is_kept_hashed_and_out_of_stores_and_referrers(
    admin: Visitor, client: Visitor, session: Session
) -> None:
    path = invite(admin)
    link = session.scalars(select(Link)).one()
    assert link.token_hash not in {None, path.rpartition("/")[2]}
    headers = client.get(path).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_an_invitation_works_once(admin: Visitor, client: Visitor) -> None:
    path = invite(admin)
    client.submit(path, {"password": PASSWORD, "repeated": PASSWORD})
    assert client.get(path).status_code == 404
    again = client.submit(path, {"password": PASSWORD, "repeated": PASSWORD})
    assert again.status_code == 404


def test_guessed_links_are_counted_by_address_and_then_refused(
    admin: Visitor, client: Visitor, session: Session
) -> None:
    path = invite(admin)
    for number in range(FAILURES_BY_ADDRESS - 1):
        guessed = f"/accounts/invitation/guess-{number}"
        answer = client.submit(guessed, {}) if number % 2 else client.get(guessed)
        assert answer.status_code == 404
    assert client.get(path).status_code == 200  # a live link costs nothing
    assert client.get(path).status_code == 200
    assert client.get("/accounts/invitation/guess-last").status_code == 404
    refused = client.get(f"{path}?lang=en")
    assert refused.status_code == 429
    assert "Too many links that do not work were opened from here." in refused.text
    assert client.submit(path, {"password": PASSWORD, "repeated": PASSWORD}).status_code == 429
    kept = session.scalars(select(SignInAttempt).where(SignInAttempt.succeeded.is_(False))).all()
    assert {(row.email, len(kept)) for row in kept} == {("", FAILURES_BY_ADDRESS)}
    for row in kept:
        row.at -= WINDOW
    session.flush()
    assert client.get(path).status_code == 200


def test_an_invitation_ends_after_its_time(
    admin: Visitor, client: Visitor, session: Session
) -> None:
    path = invite(admin)
    link = session.scalars(select(Link)).one()
    assert link.expires_at is not None
    assert abs(link.expires_at - link.created_at - INVITATION_LIFETIME) < timedelta(minutes=1)
    link.expires_at = link.created_at
    session.flush()
    answer = client.get(f"{path}?lang=en")
    assert answer.status_code == 404
    assert "has expired, was withdrawn, or has been used" in answer.text


def test_a_new_invitation_ends_the_earlier_one(
    admin: Visitor, client: Visitor, session: Session
) -> None:
    first = invite(admin)
    answer = admin.submit(f"/accounts/users/{invited(session).id}/invite")
    found = LINK.search(answer.text)
    assert found
    assert found[1] != first
    assert (client.get(first).status_code, client.get(found[1]).status_code) == (404, 200)


def test_a_new_password_ends_older_sessions(
    admin: Visitor, client: Visitor, session: Session
) -> None:
    invite(admin)
    user = invited(session)
    client.sign_in(user)
    assert user.name in client.get("/no-such-page").text
    answer = admin.submit(f"/accounts/users/{user.id}/invite")
    found = LINK.search(answer.text)
    assert found
    client.submit(found[1], {"password": PASSWORD, "repeated": PASSWORD})
    assert user.name not in client.get("/no-such-page").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"password": "short", "repeated": "short"}, "12 to 1,000 characters long"),
        ({"password": PASSWORD, "repeated": "different"}, "The two passwords are not the same."),
        ({"password": PASSWORD}, "Please fill in “New password, again”."),
    ],
)
def test_a_password_is_refused(
    admin: Visitor, client: Visitor, fields: dict[str, str], sentence: str
) -> None:
    path = invite(admin)
    client.get(f"{path}?lang=en")
    answer = client.submit(path, fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert client.get(path).status_code == 200


def test_an_invitation_of_an_ended_account_does_not_work(
    admin: Visitor, client: Visitor, session: Session
) -> None:
    path = invite(admin)
    user = invited(session)
    user.active = False
    session.flush()
    assert client.get(path).status_code == 404
    assert admin.submit(f"/accounts/users/{user.id}/invite").status_code == 422


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "no address"}, "Please enter a mail address such as name@example.jp."),
        ({"name": ""}, "Please fill in “Name”."),
        ({"role": "emperor"}, "Not a valid choice."),
        ({"role": "school"}, "Choose a school for a school&#39;s account"),
    ],
)
def test_a_faulty_invitation_is_refused_and_what_was_typed_stays(
    admin: Visitor, session: Session, changes: dict[str, str], sentence: str
) -> None:
    answer = admin.submit("/accounts/users/new", NEW | {"section": "教育委員会"} | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="教育委員会"' in answer.text
    assert session.scalar(select(User).where(User.name == "見本 花子")) is None


def test_an_address_belongs_to_one_account(admin: Visitor, session: Session) -> None:
    make_user(session, email="hanako@city.example")
    answer = admin.submit("/accounts/users/new", NEW)
    assert answer.status_code == 422
    assert "An account with this mail address already exists." in answer.text


def test_a_school_s_account_belongs_to_its_school(admin: Visitor, session: Session) -> None:
    school = make_school(session)
    invite(admin, role="school", school_id=str(school.id))
    assert (invited(session).role, invited(session).school_id) == (Role.SCHOOL, school.id)
    assert school.name in admin.get("/accounts/users/").text


def test_the_list_says_who_is_active_invited_and_ended(admin: Visitor, session: Session) -> None:
    make_user(session, name="Active Person", password_hash="x")
    make_user(session, name="Invited Person")
    make_user(session, name="Ended Person", active=False)
    rows = []
    for path in ("/accounts/users/", "/accounts/users/?state=ended"):
        page = admin.get(path).text
        rows.append(dict(re.findall(r"(\w+ Person)</th>.*?</svg>(\w+)</span>", page, re.S)))
    assert rows == [
        {"Active Person": "Active", "Invited Person": "Invited"},
        {"Ended Person": "Ended"},
    ]


def test_an_ended_account_is_signed_out_at_once_and_its_lines_stay(
    admin: Visitor, client: Visitor, session: Session
) -> None:
    user = make_user(session, password_hash=hash_password(PASSWORD))
    client.sign_in(user)
    answer = admin.submit(f"/accounts/users/{user.id}/end", {"version": "1"})
    assert answer.location == "/accounts/users/"
    done = f"The account of {user.name} has ended."
    pages = [admin.get(answer.location).text for _ in range(2)]
    assert [done in page for page in pages] == [True, False]  # said once
    assert user.name not in client.get("/no-such-page").text
    assert (
        client.submit("/accounts/sign-in", {"email": user.email, "password": PASSWORD}).status_code
        == 422
    )
    assert acts_of(session) == ["accounts.deactivate"]


def test_an_account_changed_meanwhile_is_not_ended(admin: Visitor, session: Session) -> None:
    user = make_user(session)
    answer = admin.submit(f"/accounts/users/{user.id}/end", {"version": "7"})
    session.expire_all()
    assert (answer.status_code, user.active) == (409, True)


@pytest.mark.parametrize("path", ["factor/reset", "passkeys/remove"])
def test_nobody_takes_their_own_factor_away_where_no_password_is_asked_for(
    admin: Visitor, session: Session, path: str
) -> None:
    me = session.scalars(select(User).where(User.role == Role.ADMINISTRATOR)).one()
    answer = admin.submit(f"/accounts/users/{me.id}/{path}")
    assert (answer.status_code, "on the page of your account" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("factor/reset", "Take the second step of 見本 鍵 away?"),
        ("passkeys/remove", "Remove the passkeys of 見本 鍵?"),
    ],
)
def test_what_a_person_signs_in_with_is_removed_after_a_page_that_names_them(
    admin: Visitor, session: Session, path: str, asked: str
) -> None:
    user = make_user(session, name="見本 鍵")
    page = admin.get(f"/accounts/users/{user.id}/{path}?lang=en").text
    assert asked in page
    assert "The person is signed out on all devices." in page
    assert 'action="" method="post"' in page


def test_no_address_makes_a_page_say_what_was_not_done(admin: Visitor, session: Session) -> None:
    user = make_user(session, active=False)
    for asked in ("ended", "reset", "dropped"):
        assert user.name not in admin.get(f"/accounts/users/?{asked}={user.id}").text


def test_nobody_ends_their_own_account(admin: Visitor, session: Session) -> None:
    me = session.scalars(select(User).where(User.role == Role.ADMINISTRATOR)).one()
    answer = admin.submit(f"/accounts/users/{me.id}/end", {"version": "1"})
    assert answer.status_code == 422
    assert "You cannot end your own account here." in answer.text


def test_an_unknown_account_is_not_found(admin: Visitor) -> None:
    path = "/accounts/users/0190c7c0-0000-7000-8000-000000000000/end"
    assert admin.submit(path).status_code == 404


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_only_an_administrator_sees_the_users(
    client_as: Callable[..., Visitor], role: Role
) -> None:
    visitor = client_as(role)
    assert visitor.get("/accounts/users/").status_code == 403
    assert visitor.submit("/accounts/users/new", NEW).status_code == 403


def test_the_same_password_has_another_hash_for_everybody() -> None:
    first, second = hash_password(PASSWORD), hash_password(PASSWORD)
    assert first != second
    assert password_matches(PASSWORD, first)
    assert not password_matches(PASSWORD, None)
    assert not password_matches(PASSWORD, "not a hash")


def test_a_short_password_is_refused_wherever_it_comes_from() -> None:
    with pytest.raises(DomainError) as caught:
        hash_new_password("x" * 11, own=(), breached=None)
    assert (caught.value.sentence.id, caught.value.field) == (
        "accounts.error.password_short",
        "password",
    )
