"""Merges drafted, given their recipients, sent once, posted and sent again."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Localized, Name, uuid7
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError, NotFoundError, StaleRowError, TransitionError
from exchange.delegations.enums import Direction
from exchange.jobs.models import Job
from exchange.letters.enums import Hindrance, LetterKind, MergeChannel, RecipientSource
from exchange.letters.models import Letter, MailMerge, MergeRecipient
from exchange.letters.queries.merges import (
    RecipientFilter,
    all_recipients,
    candidates_of,
    last_merge,
    last_to,
    merge_by_id,
    recipient_of,
    retries_of,
    unposted_count,
)
from exchange.letters.services import end_letter
from exchange.letters.services.merges import (
    choose,
    draft_merge,
    drop_merge,
    hindrance_of,
    leave_out,
    redraft_merge,
)
from exchange.letters.services.sending import confirm_merge, post_merge, send_again
from exchange.outbox.enums import MailState
from exchange.outbox.models import Mail
from exchange.outbox.services import give_up
from exchange.partners.enums import ExchangeField, Side
from exchange.partners.models import Organisation, Partner
from exchange.people.enums import PersonCare, PostKind
from exchange.people.models import Person, Post
from tests.factories.delegations import make_member, make_visit
from tests.factories.letters import ACTOR, make_letter, make_merge, make_post, merge_plan
from tests.factories.partners import make_partner, make_san_antonio
from tests.factories.people import make_person
from tests.factories.sources import make_source

POSTS = RecipientFilter(source=RecipientSource.POSTS)


@pytest.fixture(autouse=True)
def city(session: Session) -> Partner:
    return make_partner(session)


@pytest.fixture
def desk(session: Session, city: Partner) -> Post:
    return make_post(session, city, make_person(session))


def chosen(session: Session, wanted: RecipientFilter = POSTS, **plan: Any) -> MailMerge:  # noqa: ANN401 - fields of the plan
    merge = make_merge(session, **plan)
    choose(session, actor=ACTOR, key=merge.id, wanted=wanted)
    return merge


def confirm(session: Session, merge: MailMerge) -> bool:
    return confirm_merge(session, actor=ACTOR, key=merge.id, version=merge.version)


def who(session: Session, merge: MailMerge) -> list[str]:
    return [each.person.name.written for each in all_recipients(session, merge.id) if each.person]


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_form_sent_twice_begins_one_merge(session: Session) -> None:
    key = uuid7()
    for _ in range(2):
        assert draft_merge(session, actor=ACTOR, plan=merge_plan(), key=key).id == key
    assert count(session, MailMerge) == 1
    acts = session.scalars(select(AuditLine.act).where(AuditLine.subject_id == key)).all()
    assert acts == ["letters.merge"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"text": Localized({"ja": "{nmae}"})}, ("text", "letters.error.place")),
        (
            {"title": Localized({"ja": "年賀", "en": "{visit}"})},
            ("title_en", "letters.error.no_visit"),
        ),
    ],
)
def test_what_cannot_be_filled_is_refused_on_its_field(
    session: Session, changes: dict[str, Any], refusal: tuple[str, str]
) -> None:
    with pytest.raises(DomainError) as caught:
        make_merge(session, **changes)
    assert (caught.value.field, caught.value.sentence.id) == refusal
    with pytest.raises(NotFoundError):
        make_merge(session, visit_id=uuid7())


def test_all_of_a_filter_leaves_out_whom_something_stands_against(
    session: Session, city: Partner, desk: Post
) -> None:
    make_post(session, city, make_person(session, Name("退任", "者")), ends=PartialDate(2026, 4))
    for care in (PersonCare.CARE, PersonCare.DECEASED):
        make_post(session, city, make_person(session, Name(care.value), care=care))
    merge = chosen(session)
    assert who(session, merge) == ["見本 花子"]
    assert choose(session, actor=ACTOR, key=merge.id, wanted=POSTS) == 0
    by_hand = [each.key for each in candidates_of(session, merge, POSTS) if each.key != desk.id]
    assert choose(session, actor=ACTOR, key=merge.id, wanted=POSTS, keys=by_hand) == 3
    assert len(who(session, merge)) == 4


def test_nobody_gets_two_letters_for_two_posts(session: Session, city: Partner, desk: Post) -> None:
    make_post(session, city, session.get_one(Person, desk.person_id), kind=PostKind.HEAD)
    assert len(who(session, chosen(session))) == 1


def test_posts_narrow_by_partner_language_and_kind(session: Session, desk: Post) -> None:
    texan = make_person(session, Name("米国", "者"))
    other = make_san_antonio(session)
    make_post(session, other, texan, kind=PostKind.HEAD)
    merge = make_merge(session)
    for narrowed, found in (
        ({}, 2),
        ({"partner": "san-antonio"}, 1),
        ({"language": "de"}, 1),
        ({"language": "fr"}, 0),
        ({"post": PostKind.HEAD}, 1),
    ):
        wanted = RecipientFilter(source=RecipientSource.POSTS, **narrowed)
        assert len(candidates_of(session, merge, wanted)) == found
    choose(session, actor=ACTOR, key=merge.id, wanted=POSTS)
    assert {each.language for each in all_recipients(session, merge.id)} == {"de", "en"}


@pytest.mark.parametrize(("direction", "language"), [(Direction.IN, "de"), (Direction.OUT, "ja")])
def test_guests_are_written_to_in_their_language_and_ours_in_japanese(
    session: Session, direction: Direction, language: str
) -> None:
    visit = make_visit(session, direction=direction)
    make_member(session, visit)
    members = RecipientFilter(source=RecipientSource.MEMBERS)
    merge = chosen(session, members, visit_id=visit.id)
    assert [each.language for each in all_recipients(session, merge.id)] == [language]


def test_guests_of_several_partners_are_written_to_by_their_own(
    session: Session, city: Partner
) -> None:
    texas = make_san_antonio(session)
    visit = make_visit(session, direction=Direction.IN, partners=["heidelberg", "san-antonio"])
    for family in ("職員", "議員", "不明", "案内"):
        member = make_member(session, visit, family)
        person = session.get_one(Person, member.person_id)
        person.affiliation = "City of San Antonio" if family == "議員" else ""
        if family in {"職員", "案内"}:
            make_post(session, texas if family == "職員" else city, person)
    members = RecipientFilter(source=RecipientSource.MEMBERS)
    merge = chosen(session, members, visit_id=visit.id)
    found = {each.person.name.family: each for each in all_recipients(session, merge.id)}  # type: ignore[union-attr]  # people
    assert {name: (each.partner_id, each.language) for name, each in found.items()} == {
        "職員": (texas.id, "en"),
        "議員": (texas.id, "en"),
        "案内": (city.id, "de"),
    }
    [unsure] = [each for each in candidates_of(session, merge, members) if each.unsure]
    assert hindrance_of(unsure, date(2026, 11, 25)) is Hindrance.UNSURE
    choose(session, actor=ACTOR, key=merge.id, wanted=members, keys=[unsure.key])
    languages = [each.language for each in all_recipients(session, merge.id)]
    assert sorted(languages) == ["de", "en", "en", "en"]


def test_organisations_and_who_holds_a_post_at_them_are_found(
    session: Session, city: Partner
) -> None:
    society = Organisation(
        partner_id=city.id,
        side=Side.HERE,
        field=ExchangeField.EDUCATION,
        names=Localized({"ja": "交流協会"}),
        contact="熊本市中央区",
        source_id=make_source(session).id,
    )
    session.add(society)
    session.flush()
    make_post(session, city, make_person(session), partner_id=None, organisation_id=society.id)
    organisations = RecipientFilter(source=RecipientSource.ORGANISATIONS)
    merge = chosen(session, organisations)
    choose(session, actor=ACTOR, key=merge.id, wanted=POSTS)
    assert confirm(session, merge)
    found = all_recipients(session, merge.id)
    assert [each.partner_id for each in found] == [city.id, city.id]
    assert {each.letter.counterpart for each in found if each.letter} == {"交流協会", ""}
    assert found[0].address.split("\n")[0] == "熊本市中央区"


def test_a_visit_taken_off_takes_its_members_and_other_partners_with_it(
    session: Session, desk: Post
) -> None:
    visit = make_visit(session)
    make_member(session, visit, "団員")
    members = RecipientFilter(source=RecipientSource.MEMBERS)
    merge = chosen(session, members, visit_id=visit.id)
    choose(session, actor=ACTOR, key=merge.id, wanted=POSTS)
    redraft_merge(session, actor=ACTOR, key=merge.id, version=merge.version, plan=merge_plan())
    assert who(session, merge) == ["見本 花子"]
    make_san_antonio(session)
    elsewhere = make_visit(session, partners=["san-antonio"])
    plan = merge_plan(visit_id=elsewhere.id)
    redraft_merge(session, actor=ACTOR, key=merge.id, version=merge.version, plan=plan)
    assert who(session, merge) == []
    version = merge.version
    redraft_merge(session, actor=ACTOR, key=merge.id, version=version, plan=plan)
    assert merge.version == version
    with pytest.raises(StaleRowError):
        redraft_merge(session, actor=ACTOR, key=merge.id, version=1, plan=plan)


def test_confirmed_twice_it_is_sent_once(session: Session, city: Partner, desk: Post) -> None:
    make_post(session, city, make_person(session, Name("二人", "目")))
    merge = chosen(session, channel=MergeChannel.BOTH)
    opened = merge.version
    sent = [confirm_merge(session, actor=ACTOR, key=merge.id, version=opened) for _ in range(2)]
    assert sent == [True, False]
    assert [count(session, table) for table in (Letter, Mail, Job)] == [2, 2, 2]
    letters = session.scalars(select(Letter).order_by(Letter.number)).all()
    assert [each.number for each in letters] == ["国際発第9号の1", "国際発第9号の2"]
    assert {(each.kind, each.day) for each in letters} == {
        (LetterKind.NEW_YEAR, date(2026, 11, 25))  # the day it left; the card says 1 January
    }
    mail = session.scalars(select(Mail)).first()
    assert mail is not None
    assert (mail.recipient, mail.subject, mail.language) == (
        "desk@there.example",
        "A Happy New Year",
        "en",
    )
    assert merge.confirmed_by == ACTOR.name
    assert last_merge(session, LetterKind.NEW_YEAR) == merge
    assert last_merge(session, LetterKind.THANKS) is None


def test_who_looked_before_others_were_chosen_does_not_let_it_leave(
    session: Session, city: Partner, desk: Post
) -> None:
    merge = chosen(session, channel=MergeChannel.MAIL)
    looked_at = merge.version
    make_post(session, city, make_person(session, Name("後から", "人")))
    assert choose(session, actor=ACTOR, key=merge.id, wanted=POSTS) == 1
    with pytest.raises(StaleRowError):
        confirm_merge(session, actor=ACTOR, key=merge.id, version=looked_at)
    looked_at = merge.version
    last = all_recipients(session, merge.id)[-1]
    leave_out(session, actor=ACTOR, key=merge.id, recipient=last.id)
    with pytest.raises(StaleRowError):
        confirm_merge(session, actor=ACTOR, key=merge.id, version=looked_at)
    assert count(session, Mail) == 0
    assert confirm(session, merge)


def test_nothing_is_half_made(session: Session, city: Partner, desk: Post) -> None:
    lone = make_post(session, city, make_person(session, Name("住所", "なし")), contact="")
    merge = chosen(session, channel=MergeChannel.MAIL)
    with pytest.raises(DomainError) as caught:
        confirm(session, merge)
    assert caught.value.sentence.params == {"names": "住所 なし", "count": 1}
    assert (count(session, Letter), count(session, Mail), merge.confirmed_at) == (0, 0, None)
    kept = next(e for e in all_recipients(session, merge.id) if e.post_id == lone.id)
    leave_out(session, actor=ACTOR, key=merge.id, recipient=kept.id)
    assert confirm(session, merge)
    assert (count(session, Letter), count(session, Mail)) == (1, 1)


def test_a_merge_to_nobody_is_not_sent(session: Session) -> None:
    with pytest.raises(DomainError) as caught:
        confirm(session, make_merge(session))
    assert caught.value.sentence.id == "letters.error.nobody_chosen"


def test_what_was_sent_is_not_changed_and_what_was_not_is_not_posted(
    session: Session, desk: Post
) -> None:
    merge = chosen(session, channel=MergeChannel.MAIL)
    key = merge.id
    with pytest.raises(DomainError, match="merge_draft"):
        post_merge(session, actor=ACTOR, key=key)
    confirm(session, merge)
    for act in (
        lambda: drop_merge(session, actor=ACTOR, key=key, version=merge.version),
        lambda: choose(session, actor=ACTOR, key=key, wanted=POSTS),
        lambda: redraft_merge(session, actor=ACTOR, key=key, version=1, plan=merge_plan()),
    ):
        with pytest.raises(DomainError, match="merge_sent"):
            act()
    with pytest.raises(DomainError, match="no_paper"):
        post_merge(session, actor=ACTOR, key=key)


def test_a_dropped_draft_is_gone(session: Session) -> None:
    merge = make_merge(session)
    drop_merge(session, actor=ACTOR, key=merge.id, version=1)
    with pytest.raises(NotFoundError):
        merge_by_id(session, merge.id)
    with pytest.raises(NotFoundError):
        recipient_of(session, merge.id, uuid7())


def test_printed_letters_are_noted_as_posted_once(session: Session, desk: Post) -> None:
    merge = chosen(session)
    confirm(session, merge)
    assert unposted_count(session, merge.id) == 1
    assert [post_merge(session, actor=ACTOR, key=merge.id) for _ in range(2)] == [1, 0]
    assert unposted_count(session, merge.id) == 0
    sent = session.scalars(select(MergeRecipient)).one()
    with pytest.raises(DomainError, match="no_mail_sent"):
        send_again(session, actor=ACTOR, key=merge.id, recipient=sent.id)


def test_a_mail_that_was_given_up_is_sent_again_and_counted(session: Session, desk: Post) -> None:
    merge = chosen(session, channel=MergeChannel.MAIL)
    confirm(session, merge)
    sent = session.scalars(select(MergeRecipient)).one()
    mail = session.get_one(Mail, sent.mail_id)
    with pytest.raises(TransitionError):
        send_again(session, actor=ACTOR, key=merge.id, recipient=sent.id)
    give_up(session, {"mail": str(mail.id)}, "550 no such mailbox")
    session.flush()
    send_again(session, actor=ACTOR, key=merge.id, recipient=sent.id)
    assert mail.state is MailState.WAITING
    assert retries_of(session, [mail.id]) == {mail.id: 1}


def test_the_last_letter_of_a_kind_to_each_partner(session: Session, city: Partner) -> None:
    other = make_san_antonio(session)
    make_letter(session, day=date(2026, 11, 1))
    latest = make_letter(session, day=date(2026, 11, 9))
    gone = make_letter(session)
    end_letter(session, actor=ACTOR, key=gone.id, version=1)
    make_letter(session, "san-antonio", kind=LetterKind.ENQUIRY)
    found = last_to(session, LetterKind.THANKS, [city.id, city.id, other.id])
    assert found == {city.id: latest}
