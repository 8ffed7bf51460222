"""What each reader gets to see and do on the pages, and how a refusal is shown."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.core.database import Name, uuid7
from exchange.core.permissions import Role
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.models import Edition, Pupil, Registration, School
from exchange.youth.queries.desk import school_states
from exchange.youth.queries.registrations import states_of_edition
from tests.factories.accounts import make_user
from tests.factories.youth import (
    make_edition,
    make_pupil,
    make_registration,
    make_school,
)
from tests.integration.youth.test_main_path import EDITION, PROGRAMME, PUPIL, seen
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
_S = RegistrationState


def registrations(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Registration)) or 0


def test_the_public_sees_dates_and_counts_and_no_person(session: Session, client: Visitor) -> None:
    edition = make_edition(session)
    row = make_registration(session, edition=edition)
    name = session.get_one(Pupil, row.pupil_id).given_name
    school = session.get_one(School, row.school_id).name
    make_edition(session, state=EditionState.DRAFT, announced_at=None, title=edition.title)
    index, page = client.get("/youth/").text, client.get(f"/youth/editions/{edition.id}/").text
    for text in (index, page):
        assert "見本派遣" in text
        assert "残り9名（定員10名）" in text
        for hidden in (name, school, "見本 太郎", str(row.id), "国際課</dd>"):
            assert hidden not in text
    assert index.count("見本派遣") == 1


@pytest.mark.parametrize(
    ("role", "sees_names"),
    [
        (Role.VIEWER, False),
        (Role.ADMINISTRATOR, False),
        (Role.COORDINATOR, True),
        (Role.MANAGER, True),
    ],
)
def test_names_on_an_editions_page_are_for_the_division(
    session: Session, client_as: SignIn, role: Role, sees_names: bool
) -> None:
    edition = make_edition(session)
    row = make_registration(session, edition=edition)
    name = session.get_one(Pupil, row.pupil_id).given_name
    assert (name in client_as(role).get(f"/youth/editions/{edition.id}/").text) is sees_names


def test_a_school_gets_404_for_anything_of_another_school(
    session: Session, client_as: SignIn
) -> None:
    row = make_registration(session, state=_S.RETURNED)
    stranger = client_as(Role.SCHOOL)
    page = f"/school/registrations/{row.id}/"
    assert stranger.get(page).status_code == 404
    assert stranger.get(f"{page}correct").status_code == 404
    assert stranger.submit(f"{page}withdraw", {"reason": "x"}).status_code == 404
    assert stranger.submit(f"{page}correct", PUPIL).status_code == 404
    assert session.get_one(Pupil, row.pupil_id).given_name not in stranger.get("/school/").text
    session.expire_all()
    assert row.state is _S.RETURNED
    owner = client_as(Role.SCHOOL, school=session.get_one(School, row.school_id))
    assert owner.get(page).status_code == 200


def test_a_section_officer_sees_of_another_sections_edition_what_anyone_sees(
    session: Session, client: Visitor
) -> None:
    row = make_registration(session)
    client.sign_in(make_user(session, role=Role.SECTION, section="教育委員会"))
    for path in (
        f"/youth/editions/{row.edition_id}/close",
        f"/youth/editions/{row.edition_id}/edit",
        f"/youth/registrations/{row.id}/",
    ):
        assert client.get(path).status_code == 404, path
    page = client.get(f"/youth/editions/{row.edition_id}/")
    assert page.status_code == 200
    assert str(row.id) not in page.text
    decision = {"chosen": [str(row.id)], "decision": "selected"}
    path = f"/youth/editions/{row.edition_id}/registrations"
    assert client.submit(path, decision).status_code == 404


def test_the_desk_shows_days_and_seats_left_and_own_pupils_by_state(
    session: Session, client_as: SignIn
) -> None:
    school = make_school(session)
    edition = make_edition(session, quota=5, school_quota=2)
    mine = make_registration(session, edition=edition, pupil=make_pupil(session, school=school))
    other = make_registration(session, edition=edition)
    text = client_as(Role.SCHOOL, school=school).get("/school/").text
    assert "あと15日" in text
    seats = re.findall(r'class="number">\s*(\d+)名', text)
    assert seats == ["3", "1", "1"], "left, left for the school, registered by it"
    assert session.get_one(Pupil, mine.pupil_id).given_name in text
    assert session.get_one(Pupil, other.pupil_id).given_name not in text
    desk = client_as(Role.SCHOOL, school=school)
    assert "登録した生徒はまだいません" in desk.get("/school/?state=confirmed").text
    assert desk.get("/school/?state=nonsense").status_code == 400


def test_states_are_listed_in_the_order_a_registration_comes_to_them(session: Session) -> None:
    school, edition = make_school(session), make_edition(session)
    order = [RegistrationState.SUBMITTED, RegistrationState.SELECTED, RegistrationState.ABSENT]
    for state in reversed(order):
        pupil = make_pupil(session, school=school)
        make_registration(session, edition=edition, pupil=pupil, state=state)
    assert list(states_of_edition(session, edition)) == order
    assert list(school_states(session, school.id)) == order


def test_readings_and_numbers_are_kept_in_one_form(session: Session, client_as: SignIn) -> None:
    edition = make_edition(session)
    typed = PUPIL | {
        "family_kana": "たかハシ",
        "given_kana": "ﾊﾅｺ",
        "guardian_phone": "０９６－３２８－００００",
    }
    desk = client_as(Role.SCHOOL)
    assert desk.submit(f"/school/editions/{edition.id}/register", typed).status_code == 302
    row = session.scalars(select(Registration)).one()
    pupil = session.get_one(Pupil, row.pupil_id)
    assert (pupil.family_kana, pupil.given_kana) == ("たかはし", "ハナコ")
    assert row.guardian_phone == "096-328-0000"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"birth_date": "2012/13/3"}, "という日は暦にありません"),
        ({"birth_date": "きのう"}, "日付として読み取れません"),
        ({"birth_date": "2021-05-03"}, "年齢と合いません"),
        ({"grade": "4"}, "学年は1から3まで"),
        ({"guardian_mail": "parent"}, "メールアドレスの形"),
        ({"guardian_phone": "abc"}, "「abc」は電話番号として読めません"),
        ({"family_name": ""}, "姓を入力してください。"),
        ({"guardian_relationship": ""}, "続柄を選んでください。"),
        ({"family_kana": "髙橋"}, "姓のふりがなは、ひらがなかカタカナで"),
        ({"given_kana": "Hanako"}, "名のふりがなは、ひらがなかカタカナで"),
        ({"principal_confirmed_on": ""}, "校長確認の日を入力してください。"),
        ({"principal_confirmed_on": "R8.6.16"}, "今日までの日付に"),
        ({"purpose_explained": ""}, "保護者に利用目的を説明してから"),
    ],
)
def test_a_refused_registration_keeps_what_was_typed(
    session: Session, client_as: SignIn, changes: dict[str, str], sentence: str
) -> None:
    edition = make_edition(session)
    typed = PUPIL | {"family_romaji": "Takahashi"} | changes
    answer = client_as(Role.SCHOOL).submit(f"/school/editions/{edition.id}/register", typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Takahashi"' in answer.text
    assert f'value="{typed["birth_date"]}"' in answer.text
    assert registrations(session) == 0


@pytest.mark.parametrize("written", ["2012-05-03", "2012/5/3", "H24.5.3", "平成24年5月3日"])
def test_birth_dates_are_read_as_schools_write_them(
    session: Session, client_as: SignIn, written: str
) -> None:
    edition = make_edition(session)
    client_as(Role.SCHOOL).submit(
        f"/school/editions/{edition.id}/register", PUPIL | {"birth_date": written}
    )
    assert session.scalars(select(Pupil)).one().birth_date.isoformat() == "2012-05-03"


def test_a_double_submit_is_one_pupil_and_a_second_form_is_told_so(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session)
    desk = client_as(Role.SCHOOL)
    path = f"/school/editions/{edition.id}/register"
    shown = re.search(r'name="key"[^>]*value="([^"]+)"', desk.get(path).text)
    assert shown is not None
    typed = PUPIL | {"key": shown[1]}
    first, second = desk.submit(path, typed), desk.submit(path, typed)
    assert (first.status_code, first.location) == (302, second.location)
    again = desk.submit(path, PUPIL)
    assert again.status_code == 422
    assert "すでに登録されています（提出済）" in again.text
    assert registrations(session) == 1


def test_a_full_edition_says_how_many_there_are(session: Session, client_as: SignIn) -> None:
    edition = make_edition(session, quota=1, waitlist_limit=0)
    make_registration(session, edition=edition)
    answer = client_as(Role.SCHOOL).submit(f"/school/editions/{edition.id}/register", PUPIL)
    assert answer.status_code == 422
    assert "定員1名に達しています（残り0名）" in answer.text


def test_the_form_says_beforehand_who_would_wait_and_the_page_after_at_which_place(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session, quota=1)
    make_registration(session, edition=edition)
    desk = client_as(Role.SCHOOL)
    address = f"/school/editions/{edition.id}/register"
    form = desk.get(address).text
    assert "補欠1番" in form
    assert "補欠として登録する" in form
    assert "登録して提出する" not in form
    row = desk.submit(address, PUPIL).headers["Location"]
    page = desk.get(row).text
    assert "補欠1番として登録しました" in page
    assert "提出しました" not in page
    assert f'href="{address}">もう1人登録する' in page
    assert f"/school/?edition={edition.id}#pupils" in page
    edition.waitlist_limit = 1
    session.flush()
    assert "定員1名に達しています" in desk.get(address).text


def test_where_only_one_gender_is_full_the_form_says_so(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session, quota=5, female_quota=0, male_quota=3)
    desk = client_as(Role.SCHOOL)
    form = desk.get(f"/school/editions/{edition.id}/register").text
    assert "「女子」の席は残っていません" in form
    assert "「男子」の席" not in form
    assert "登録して提出する" in form
    edition.waitlist_limit = 0
    session.flush()
    assert "補欠" not in desk.get(f"/school/editions/{edition.id}/register").text


def test_every_mistake_of_a_form_is_said_in_one_round(session: Session, client_as: SignIn) -> None:
    edition = make_edition(session)
    wrong = {**PUPIL, "family_name": "", "grade": "12", "birth_date": "20200503"}
    answer = client_as(Role.SCHOOL).submit(f"/school/editions/{edition.id}/register", wrong)
    assert answer.status_code == 422
    for words in ("姓を入力", "1から3まで", "令和2年(2020年)5月3日"):
        assert words in answer.text


def test_a_school_finds_its_pupils_by_name_and_edition(session: Session, client_as: SignIn) -> None:
    school, edition, other = make_school(session), make_edition(session), make_edition(session)
    desk = client_as(Role.SCHOOL, school=school)
    for at in range(22):
        pupil = make_pupil(session, school=school, name=Name("見本", f"生徒{at}"))
        make_registration(session, edition=other if at else edition, pupil=pupil)
    listed = re.compile(r'href="/school/registrations/[^/]*/"')
    assert len(listed.findall(desk.get("/school/").text)) == 20
    for query, count in ((f"edition={edition.id}", 1), ("q=生徒21", 1), ("q=誰も", 0)):
        page = desk.get(f"/school/?{query}").text
        assert len(listed.findall(page)) == count
        assert ("当てはまる生徒はいません" in page) == (count == 0)


def test_a_tampered_token_changes_nothing(session: Session, client_as: SignIn) -> None:
    edition = make_edition(session)
    desk = client_as(Role.SCHOOL)
    path = f"/school/editions/{edition.id}/register"
    answer = desk.post(path, data=PUPIL | {"csrf_token": "spoilt"})
    assert answer.status_code in {400, 422}
    assert registrations(session) == 0


def test_withdrawing_and_correcting_at_the_desk(session: Session, client_as: SignIn) -> None:
    row = make_registration(session, state=_S.RETURNED)
    desk = client_as(Role.SCHOOL, school=session.get_one(School, row.school_id))
    page = f"/school/registrations/{row.id}/"
    assert "登録内容を直す" in desk.get(page).text
    assert 'value="2012-05-03"' in desk.get(f"{page}correct").text
    refused = desk.submit(f"{page}correct", PUPIL | {"birth_date": "?"})
    assert refused.status_code == 422
    typed = PUPIL | seen(desk, f"{page}correct")
    for wrong in ({"grade": "9"}, {"purpose_explained": ""}, {"principal_confirmed_on": ""}):
        assert desk.submit(f"{page}correct", typed | wrong).status_code == 422
    assert desk.submit(f"{page}correct", typed).location == page
    assert desk.get(f"{page}correct").status_code == 404
    assert desk.submit(f"{page}withdraw", {"reason": ""}).status_code == 422
    asked = desk.get(f"{page}withdraw").text
    assert "この生徒の席は空きます" in asked
    taken_out = {"reason": "転校のため"} | seen(desk, f"{page}withdraw")
    assert desk.submit(f"{page}withdraw", taken_out).location == page
    assert "転校のため" in desk.get(page).text
    assert desk.submit(f"{page}withdraw", {"reason": "再び"}).location == page
    assert "すでに「申込取下げ」" in desk.get(page).text
    assert desk.get(f"{page}withdraw").location == page  # nothing to ask any more
    session.expire_all()
    assert row.state is _S.WITHDRAWN
    told = (row.school_class, row.principal_confirmed_on, row.purpose_explained)
    assert told == ("1", date(2026, 6, 10), True)


@pytest.mark.parametrize("state", [_S.WITHDRAWN, _S.DRAFT])
def test_a_correction_posted_by_hand_takes_no_seat(
    session: Session, client_as: SignIn, state: RegistrationState
) -> None:
    edition = make_edition(session, quota=1)
    row = make_registration(session, edition=edition, state=state)
    make_registration(session, edition=edition)
    desk = client_as(Role.SCHOOL, school=session.get_one(School, row.school_id))
    typed = PUPIL | {"version": str(row.version)}
    answer = desk.submit(f"/school/registrations/{row.id}/correct", typed)
    session.expire_all()
    assert (answer.status_code, row.state) == (409, state)


def test_decisions_show_their_refusals_and_keep_the_choice(
    session: Session, client_as: SignIn
) -> None:
    row = make_registration(session)
    staff = client_as(Role.COORDINATOR)
    path = f"/youth/editions/{row.edition_id}/registrations"
    nobody = staff.submit(path, {"decision": "selected"})
    assert (nobody.status_code, "1人以上選んでください" in nobody.text) == (422, True)
    chosen = {"chosen": [str(row.id)]}
    unreasoned = staff.submit(path, chosen | {"decision": "returned"})
    assert (unreasoned.status_code, "理由を入力" in unreasoned.text) == (422, True)
    assert re.search(rf'value="{row.id}"[^>]*checked', unreasoned.text)
    early = staff.submit(path, chosen | {"decision": "completed"})
    assert (early.status_code, "開始日" in early.text) == (422, True)
    assert staff.submit(path, chosen | {"decision": "invented"}).status_code == 400
    assert staff.submit(path, {"chosen": ["x"], "decision": "selected"}).status_code == 422
    assert staff.submit(path, chosen | {"decision": "selected"}).status_code == 302
    page = f"/youth/registrations/{row.id}/"
    assert staff.submit(f"{page}withdraw", {"reason": ""}).status_code == 422
    taken_out = {"reason": "家庭の事情"} | seen(staff, f"{page}withdraw")
    assert staff.submit(f"{page}withdraw", taken_out).location == page
    assert staff.submit(f"{page}withdraw", {"reason": "再び"}).location == page
    assert "すでに「辞退」" in staff.get(page).text
    assert "辞退" in staff.get(page).text


@pytest.mark.parametrize(
    ("path", "fields", "changes", "sentence"),
    [
        ("programmes/new", PROGRAMME, {"organiser": "prefecture"}, "市が主催する事業だけ"),
        ("programmes/new", PROGRAMME, {"name_ja": ""}, "error-summary"),
        ("programmes/{programme}/editions/new", EDITION, {"quota": "0"}, "定員は1名以上"),
        ("programmes/{programme}/editions/new", EDITION, {"ends": "2026-07-01"}, "最終日は"),
        ("programmes/{programme}/editions/new", EDITION, {"starts": "soon"}, "error-summary"),
        ("editions/{edition}/edit", EDITION, {"closes_on": "2027-01-01"}, "締切日は"),
        ("editions/{edition}/edit", EDITION, {"title_ja": ""}, "error-summary"),
        ("schools/new", {"name": "", "kana": "", "level": "high"}, {}, "error-summary"),
        ("editions/{edition}/close", {}, {}, "最終日"),
        ("editions/{edition}/cancel", {"reason": ""}, {}, "error-summary"),
    ],
)
def test_a_refused_form_answers_422_with_its_sentence(
    session: Session,
    client_as: SignIn,
    path: str,
    fields: dict[str, Any],
    changes: dict[str, str],
    sentence: str,
) -> None:
    edition = make_edition(session)
    address = path.format(programme=edition.programme_id, edition=edition.id)
    typed = {**fields, "version": str(edition.version)} | changes
    answer = client_as(Role.COORDINATOR).submit(f"/youth/{address}", typed)
    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_editing_cancelling_and_schools(session: Session, client_as: SignIn) -> None:
    edition = make_edition(session)
    staff = client_as(Role.COORDINATOR)
    page = f"/youth/editions/{edition.id}/"
    assert 'value="2026-06-30"' in staff.get(f"{page}edit").text
    typed = EDITION | {"version": str(edition.version)}
    assert staff.submit(f"{page}edit", typed).location == page
    stale = staff.submit(f"{page}edit", typed)
    assert (stale.status_code, "ほかの人" in stale.text) == (409, True)
    assert "登録0件" in staff.get(f"{page}cancel").text
    cancelled = {"reason": "台風のため"} | seen(staff, f"{page}cancel")
    assert staff.submit(f"{page}cancel", cancelled).location == f"{page}rollover"
    assert "台風のため" in staff.get(page).text
    assert staff.submit(f"{page}cancel", {"reason": "再び"}).status_code == 409
    name = {"name": "見本高等学校", "kana": "みほんこうとうがっこう", "level": "high"}
    assert staff.submit("/youth/schools/new", name).location == "/youth/schools/"
    assert staff.submit("/youth/schools/new", name).status_code == 422
    school = session.scalars(select(School).where(School.name == "見本高等学校")).one()
    assert "見本高等学校" in staff.get("/youth/schools/").text
    staff.submit(f"/youth/schools/{school.id}/end", {"version": str(school.version)})
    session.expire_all()
    assert school.active is False


@pytest.mark.parametrize("lang", ["ja", "en", "zh-Hant"])
def test_every_page_draws_in_every_language(
    session: Session, client: Visitor, client_as: SignIn, lang: str
) -> None:
    row = make_registration(session, state=_S.WAITLISTED, waitlist_rank=2)
    edition = session.get_one(Edition, row.edition_id)
    staff = client_as(Role.COORDINATOR)
    desk = client_as(Role.SCHOOL, school=session.get_one(School, row.school_id))
    programme, youth = edition.programme_id, "/youth/"
    pages = [
        *((client, path) for path in (youth, f"{youth}editions/{edition.id}/")),
        *((staff, youth + path) for path in ("", "?state=announced", "programmes/", "schools/")),
        *((staff, youth + path) for path in ("programmes/new", "schools/new")),
        *((staff, f"{youth}programmes/{programme}/{path}") for path in ("", "editions/new")),
        *(
            (staff, f"{youth}editions/{edition.id}/{path}")
            for path in ("", "?state=waitlisted", "edit", "close", "cancel")
        ),
        (staff, f"{youth}registrations/{row.id}/"),
        (desk, "/school/"),
        (desk, f"/school/editions/{edition.id}/register"),
        (desk, f"/school/registrations/{row.id}/"),
    ]
    for visitor, path in pages:
        answer = visitor.get(path + ("&" if "?" in path else "?") + f"lang={lang}")
        assert (answer.status_code, f'<html lang="{lang}">' in answer.text) == (200, True), path


def test_unknown_things_are_not_found(client_as: SignIn) -> None:
    staff, key = client_as(Role.COORDINATOR), uuid7()
    for path in (f"editions/{key}/", f"programmes/{key}/", f"registrations/{key}/"):
        assert staff.get(f"/youth/{path}").status_code == 404
    assert staff.get("/youth/?state=nonsense").status_code == 400
    desk = client_as(Role.SCHOOL)
    assert desk.get(f"/school/editions/{key}/register").status_code == 404


def test_a_section_officers_programme_is_of_the_own_section(
    session: Session, client: Visitor
) -> None:
    client.sign_in(make_user(session, role=Role.SECTION, section="教育委員会"))
    assert 'value="教育委員会"' in client.get("/youth/programmes/new").text
    sent = client.submit("/youth/programmes/new", PROGRAMME)
    assert "教育委員会" in client.get(sent.location).text


def test_closing_without_the_forms_token_changes_nothing(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session)
    answer = client_as(Role.COORDINATOR).post(f"/youth/editions/{edition.id}/close", data={})
    session.expire_all()
    assert (answer.status_code, edition.state) == (422, EditionState.ANNOUNCED)


def test_lists_ask_as_many_questions_for_one_row_as_for_many(
    session: Session, client_as: SignIn
) -> None:
    school = make_school(session)
    staff, desk = client_as(Role.COORDINATOR), client_as(Role.SCHOOL, school=school)
    pages = [(staff, "/youth/"), (staff, "/youth/programmes/"), (desk, "/school/")]
    counts: list[list[int]] = []
    for rows in (1, 8):
        for _ in range(rows):
            make_registration(session, pupil=make_pupil(session, school=school))
        counts.append([])
        for visitor, path in pages:
            visitor.get(path)
            session.expire_all()
            with count_statements() as statements:
                visitor.get(path)
            counts[-1].append(len(statements))
    assert counts[0] == counts[1]
