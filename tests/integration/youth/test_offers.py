"""What youth shows elsewhere: calendar entries, partner pages, search."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.entries import (
    Audience,
    CalendarEntry,
    EntryKind,
    EntryQuery,
    EntryState,
    entry_uid,
)
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role
from exchange.youth.entries import youth_entries
from exchange.youth.enums import EditionState, Registering
from exchange.youth.models import Edition, Pupil, School
from exchange.youth.panels import find_panels
from exchange.youth.queries.overview import PublicEdition
from exchange.youth.search import find_hits
from tests.factories.partners import make_partner
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_meeting,
    make_programme,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.servers.visitor import Visitor

PUBLIC = EntryQuery(first=date(2026, 4, 1), last=date(2027, 3, 31), language="ja")
STAFF = replace(PUBLIC, audience=Audience.STAFF, actor=COORDINATOR)


def kinds(entries: object) -> list[tuple[EntryKind, Audience]]:
    assert isinstance(entries, list)
    return [(entry.kind, entry.audience) for entry in entries]


def test_the_public_calendar_has_announced_windows_alone(session: Session) -> None:
    edition = make_edition(session)
    make_edition(session, state=EditionState.DRAFT, announced_at=None)
    make_registration(session, edition=edition)
    [entry] = youth_entries(session, PUBLIC)
    programme = edition.programme.names["ja"]
    assert entry == CalendarEntry(
        uid=entry_uid(EntryKind.REGISTRATION, edition.id),
        kind=EntryKind.REGISTRATION,
        audience=Audience.PUBLIC,
        title="募集：見本派遣",
        language="ja",
        starts=date(2026, 6, 1),
        ends=date(2026, 6, 30),
        text=f"{programme}（令和8年(2026年)8月1日～10日、定員10名）。"
        "申込みは学校を通じて受け付けます。",
        categories=("青少年交流の募集",),
        path=f"/youth/editions/{edition.id}/",
    )


def test_where_guardians_register_the_calendar_sends_nobody_to_the_school(
    session: Session,
) -> None:
    make_edition(session, registering=Registering.BOTH)
    [entry] = youth_entries(session, PUBLIC)
    assert entry.text.endswith("申込みの方法は、募集のページをご覧ください。")


def test_the_staff_calendar_has_dates_and_drafts_too(session: Session) -> None:
    make_edition(session)
    draft = make_edition(session, state=EditionState.DRAFT, announced_at=None)
    entries = youth_entries(session, STAFF)
    assert sorted(kinds(entries)) == sorted(
        [
            (EntryKind.REGISTRATION, Audience.PUBLIC),
            (EntryKind.YOUTH, Audience.STAFF),
            (EntryKind.YOUTH, Audience.STAFF),
        ]
    )
    drafted = next(entry for entry in entries if str(draft.id) in entry.uid)
    assert (drafted.state, drafted.starts) == (EntryState.TENTATIVE, date(2026, 8, 1))


def test_a_schools_calendar_goes_with_the_pupil(session: Session) -> None:
    old, new = make_school(session), make_school(session)
    pupil = make_pupil(session, school=old)
    edition = make_edition(session)
    meeting = make_meeting(session, edition=edition)
    make_registration(session, edition=edition, pupil=pupil)

    def has_meeting(school: School) -> bool:
        query = replace(PUBLIC, audience=Audience.SCHOOL, actor=school_actor(school))
        uids = {entry.uid for entry in youth_entries(session, query)}
        return entry_uid(EntryKind.YOUTH, meeting.id) in uids

    assert (has_meeting(old), has_meeting(new)) == (True, False)
    pupil.school_id = new.id
    session.flush()
    assert (has_meeting(old), has_meeting(new)) == (False, True)


def test_a_cancelled_edition_stays_in_the_calendar_as_cancelled(session: Session) -> None:
    make_edition(session, state=EditionState.CANCELLED)
    make_edition(session, state=EditionState.CANCELLED, announced_at=None)
    [entry] = youth_entries(session, PUBLIC)
    assert entry.state is EntryState.CANCELLED


def test_entries_touch_the_days_asked_for_and_the_partner_asked_for(session: Session) -> None:
    partner = make_partner(session)
    make_edition(session, programme=make_programme(session, partner=partner), is_demo=True)
    july = replace(PUBLIC, first=date(2026, 7, 1), last=date(2026, 7, 31))
    assert youth_entries(session, july) == []
    found = youth_entries(session, replace(PUBLIC, partners=frozenset({partner.slug})))
    assert [(entry.partners, entry.is_demo) for entry in found] == [((partner.slug,), True)]
    assert youth_entries(session, replace(PUBLIC, partners=frozenset({"elsewhere"}))) == []


@pytest.mark.parametrize("language", ["zh-Hans", "ko", "de", "fr"])
def test_feed_languages_without_texts_carry_the_title_alone(
    session: Session, language: str
) -> None:
    make_edition(session)
    [entry] = youth_entries(session, replace(PUBLIC, language=language))
    title = "見本派遣" if language == "zh-Hans" else "Sample journey"
    assert (entry.title, entry.text, entry.categories) == (title, "", ())


def panel_editions(session: Session, edition: Edition, actor: Actor | None) -> list[PublicEdition]:
    subject = Subject("partner", edition.programme.partner_id or edition.id)
    [panel] = find_panels(session, subject=subject, actor=actor)
    found = panel.context["editions"]
    assert isinstance(found, list)
    return found


def test_a_partners_page_lists_its_editions(session: Session, client: Visitor) -> None:
    partner = make_partner(session)
    programme = make_programme(session, partner=partner)
    edition = make_edition(session, programme=programme)
    draft = make_edition(session, programme=programme, state=EditionState.DRAFT, announced_at=None)
    make_edition(session)
    assert [row.id for row in panel_editions(session, edition, None)] == [edition.id]
    shown = {row.id for row in panel_editions(session, edition, COORDINATOR)}
    assert shown == {edition.id, draft.id}
    assert find_panels(session, subject=Subject("visit", edition.id), actor=None) == []
    page = client.get(f"/partners/{partner.slug}/").text
    assert f"/youth/editions/{edition.id}/" in page
    assert str(draft.id) not in page


def test_a_partner_without_editions_says_so(session: Session, client: Visitor) -> None:
    partner = make_partner(session)
    assert "公開された青少年交流はまだありません" in client.get(f"/partners/{partner.slug}/").text


Titles = Callable[[Actor, str], list[str]]


@pytest.fixture
def titles(session: Session) -> Titles:
    """Search as an actor and give the titles back."""

    def search(actor: Actor, text: str) -> list[str]:
        titles = [hit.title for hit in find_hits(session, text, actor)]
        return [title if isinstance(title, str) else title["ja"] for title in titles]

    return search


def test_pupils_are_found_by_those_who_may_see_them(session: Session, titles: Titles) -> None:
    school = make_school(session)
    mine = make_registration(session, pupil=make_pupil(session, school=school))
    other = make_registration(session)
    names = [session.get_one(Pupil, row.pupil_id).name.written for row in (mine, other)]
    assert set(titles(COORDINATOR, "ミホン")) == set(names)
    assert titles(school_actor(school), "みほん") == names[:1]
    stranger = school_actor(make_school(session))
    assert titles(stranger, "みほん") == []
    board = Actor(user_id=None, role=Role.SECTION, name="x", section="教育委員会")
    viewer = Actor(user_id=None, role=Role.VIEWER, name="x")
    for actor in (board, viewer):
        assert not set(titles(actor, "みほん")) & set(names)


def test_editions_are_found_by_title_or_programme(session: Session, titles: Titles) -> None:
    make_edition(session, title=Localized({"ja": "夏の派遣"}), search_key="夏の派遣")
    draft = {"state": EditionState.DRAFT, "announced_at": None}
    make_edition(session, title=Localized({"ja": "夏の下書き"}), search_key="夏の下書き", **draft)
    viewer = Actor(user_id=None, role=Role.VIEWER, name="x")
    assert set(titles(viewer, "夏の")) == {"夏の派遣", "夏の下書き"}
    school = school_actor(session.get_one(School, make_school(session).id))
    assert titles(school, "夏の") == ["夏の派遣"]
    assert titles(viewer, "samplee") != []
    assert titles(viewer, "　") == []
    assert titles(viewer, "%") == []
