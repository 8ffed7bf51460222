"""Heads and others in office: who follows never overwrites who was there."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Localized, Name, reference_uuid, uuid7
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.permissions import Role, system_actor
from exchange.people.enums import PostKind
from exchange.people.models import Post
from exchange.people.queries import post_by_id, posts_of_partner, posts_of_person
from exchange.people.services import PostDetails, add_post, correct_post
from tests.factories.people import make_person
from tests.servers.visitor import Visitor

ACTOR = system_actor("tests")
HEIDELBERG = reference_uuid("partner", "heidelberg")
WUERZNER = reference_uuid("post", "heidelberg/head/wuerzner")
MAYOR = PostDetails(
    kind=PostKind.HEAD,
    title=Localized({"ja": "市長", "de": "Oberbürgermeisterin"}),
    partner_id=HEIDELBERG,
    begins=PartialDate(2030, 12),
)


def test_a_new_head_ends_the_former_post_and_keeps_it(session: Session) -> None:
    person = make_person(session, Name("見本", "市長"))
    post = add_post(session, actor=ACTOR, person=person, details=MAYOR)
    former = session.get_one(Post, WUERZNER)
    assert (former.ends, post.ends) == (PartialDate(2030, 12), None)
    assert {one.id for one in posts_of_partner(session, HEIDELBERG)} == {former.id, post.id}
    lines = select(AuditLine.act).where(AuditLine.subject_id == former.id)
    assert session.scalars(lines).all() == ["reference.create", "people.correct_post"]
    assert add_post(session, actor=ACTOR, person=person, details=MAYOR, key=post.id) is post
    assert posts_of_person(session, person.id) == [post]


def test_a_new_head_needs_a_date_and_not_one_before_the_former_began(session: Session) -> None:
    person = make_person(session)
    with pytest.raises(DomainError) as refusal:
        add_post(session, actor=ACTOR, person=person, details=replace(MAYOR, begins=None))
    assert refusal.value.sentence.id == "people.error.since_when"
    session.get_one(Post, WUERZNER).begins = PartialDate(2006)
    details = replace(MAYOR, begins=PartialDate(2005))
    with pytest.raises(DomainError) as refusal:
        add_post(session, actor=ACTOR, person=person, details=details)
    assert (refusal.value.sentence.id, refusal.value.field) == (
        "people.error.before_former",
        "begins",
    )


def test_one_who_held_the_office_long_ago_ends_nobody_s(session: Session) -> None:
    person = make_person(session)
    before = replace(MAYOR, begins=PartialDate(1990), ends=PartialDate(1998))
    add_post(session, actor=ACTOR, person=person, details=before)
    assert session.get_one(Post, WUERZNER).ends is None


def test_a_contact_follows_nobody(session: Session) -> None:
    society = reference_uuid("organisation", "heidelberg-friends-there")
    details = PostDetails(
        kind=PostKind.CONTACT, title=Localized({"ja": "事務局"}), organisation_id=society
    )
    post = add_post(session, actor=ACTOR, person=make_person(session), details=details)
    assert post in posts_of_partner(session, HEIDELBERG, [society])
    assert post not in posts_of_partner(session, HEIDELBERG)


def test_a_post_is_confirmed_again(session: Session) -> None:
    post = post_by_id(session, WUERZNER)
    details = PostDetails(
        kind=post.kind,
        title=post.title,
        partner_id=post.partner_id,
        confirmed=PartialDate(2026, 11, 20),
        source_id=post.source_id,
        locator=post.locator,
    )
    for _ in range(2):
        correct_post(session, actor=ACTOR, post=post, version=post.version, details=details)
    assert (post.confirmed, post.version) == (PartialDate(2026, 11, 20), 2)
    with pytest.raises(StaleRowError):
        correct_post(session, actor=ACTOR, post=post, version=1, details=details)
    with pytest.raises(NotFoundError):
        post_by_id(session, uuid7())


def test_a_person_s_page_shows_their_posts(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    person = make_person(session)
    society = reference_uuid("organisation", "heidelberg-friends-there")
    for details in (
        replace(MAYOR, ends=PartialDate(2031)),
        PostDetails(
            kind=PostKind.CONTACT, title=Localized({"ja": "事務局"}), organisation_id=society
        ),
    ):
        add_post(session, actor=ACTOR, person=person, details=details)
    page = client_as(Role.COORDINATOR).get(f"/people/{person.id}/").text
    for words in ("市長", "事務局", "ハイデルベルク・熊本友の会", "2030年12月 ～ 2031年"):
        assert words in page
