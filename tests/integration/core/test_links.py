"""Links that act without an account: random ones kept hashed, signed ones printed again."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.errors import NotFoundError
from exchange.core.links import (
    Link,
    LinkPurpose,
    Target,
    find_random,
    find_signed,
    issue_random,
    issue_signed,
    live_links,
    revoke,
    signed_token,
)

KEY = UUID("0190c7c0-0000-7000-8000-000000000000")
INVITATION = Target(LinkPurpose.INVITATION, "user", KEY)
CONSENT = Target(LinkPurpose.CONSENT, "registration", KEY)
SECRET = "a secret of this machine"
DAY = timedelta(days=1)


def test_a_random_link_is_found_by_its_token_and_kept_only_hashed(session: Session) -> None:
    link, token = issue_random(session, INVITATION)
    assert find_random(session, LinkPurpose.INVITATION, token) is link
    assert len(token) >= 43
    row = session.execute(select(Link.__table__)).one()
    assert token not in str(row)


def test_no_two_tokens_are_the_same(session: Session) -> None:
    assert len({issue_random(session, INVITATION)[1] for _ in range(20)}) == 20


@pytest.mark.parametrize("token", ["", "x", "\x00", "あ", "x" * 10000])
def test_an_unknown_token_is_not_found(session: Session, token: str) -> None:
    with pytest.raises(NotFoundError):
        find_random(session, LinkPurpose.INVITATION, token)
    with pytest.raises(NotFoundError):
        find_signed(session, LinkPurpose.CONSENT, token, secret=SECRET)


def test_a_token_works_for_its_purpose_only(session: Session) -> None:
    _, token = issue_random(session, INVITATION)
    with pytest.raises(NotFoundError):
        find_random(session, LinkPurpose.PASSWORD_RESET, token)
    signed = signed_token(issue_signed(session, CONSENT), SECRET)
    with pytest.raises(NotFoundError):
        find_signed(session, LinkPurpose.FEED, signed, secret=SECRET)


@pytest.mark.parametrize(("age", "works"), [(DAY, True), (-timedelta(seconds=1), False)])
def test_a_link_ends_with_its_time(session: Session, age: timedelta, works: bool) -> None:
    _, token = issue_random(session, INVITATION, expires_at=clock.machine_now() + age)
    if works:
        find_random(session, LinkPurpose.INVITATION, token)
    else:
        with pytest.raises(NotFoundError):
            find_random(session, LinkPurpose.INVITATION, token)


def test_a_revoked_link_is_refused(session: Session) -> None:
    link, token = issue_random(session, INVITATION)
    signed = issue_signed(session, CONSENT)
    for one in (link, signed):
        revoke(one)
    with pytest.raises(NotFoundError):
        find_random(session, LinkPurpose.INVITATION, token)
    with pytest.raises(NotFoundError):
        find_signed(session, LinkPurpose.CONSENT, signed_token(signed, SECRET), secret=SECRET)


def test_a_signed_link_is_printed_again_the_same_and_not_stored(session: Session) -> None:
    link = issue_signed(session, CONSENT)
    token = signed_token(link, SECRET)
    assert token == signed_token(link, SECRET)
    assert link.token_hash is None
    assert find_signed(session, LinkPurpose.CONSENT, token, secret=SECRET) is link


def test_a_new_generation_voids_printed_copies(session: Session) -> None:
    link = issue_signed(session, CONSENT)
    old = signed_token(link, SECRET)
    link.generation += 1
    session.flush()
    with pytest.raises(NotFoundError):
        find_signed(session, LinkPurpose.CONSENT, old, secret=SECRET)
    find_signed(session, LinkPurpose.CONSENT, signed_token(link, SECRET), secret=SECRET)


def test_a_forged_signature_is_refused(session: Session) -> None:
    link = issue_signed(session, CONSENT)
    forged = [
        signed_token(link, "another secret"),
        link.id.hex,
        f"{signed_token(link, SECRET)}0",
        signed_token(issue_signed(session, CONSENT), SECRET)[:32] + signed_token(link, SECRET)[32:],
    ]
    for token in forged:
        with pytest.raises(NotFoundError):
            find_signed(session, LinkPurpose.CONSENT, token, secret=SECRET)


def test_live_links_are_those_neither_used_nor_revoked(session: Session) -> None:
    links = [issue_random(session, INVITATION)[0] for _ in range(3)]
    issue_random(session, Target(LinkPurpose.INVITATION, "user", UUID(int=1)))
    links[0].used_at = clock.machine_now()
    revoke(links[1])
    session.flush()
    assert live_links(session, INVITATION) == [links[2]]
