"""The school's receipt of what it handed in, and the head's recommendations to be signed."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Name
from exchange.core.permissions import Role
from exchange.youth.enums import ParticipantKind, RegistrationState, Selection
from exchange.youth.models import Edition, Pupil, School
from exchange.youth.rules.registrations import Declared
from exchange.youth.services import register_pupil
from tests.factories.youth import (
    make_edition,
    make_entry,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]


@pytest.fixture
def school(session: Session) -> School:
    return make_school(session, name="見本中学校")


@pytest.fixture
def edition(session: Session) -> Edition:
    return make_edition(session, selection=Selection.SCREENING, quota=70)


@pytest.fixture
def desk(client_as: SignIn, school: School) -> Visitor:
    return client_as(Role.SCHOOL, school=school)


def hand_in(session: Session, school: School, edition: Edition, family: str, **changes: Any) -> Any:  # noqa: ANN401 - any field of an entry
    changes.setdefault("declared", Declared(date(2026, 6, 12), purpose_explained=True))
    name = Name(family, "花子", family_kana="ミホン", given_kana="ハナコ")
    entry = make_entry(name=name, **({"school_class": "2"} | changes))
    row = register_pupil(session, actor=school_actor(school), edition_id=edition.id, entry=entry)
    session.flush()
    return row


def pages(answer: Any) -> list[str]:  # noqa: ANN401 - a test response
    """Return the words of each page, without the breaks of narrow columns."""
    assert answer.mimetype == "application/pdf", answer.text
    read = PdfReader(io.BytesIO(answer.data)).pages
    return ["".join(page.extract_text().split()) for page in read]


def printed(session: Session, act: str) -> list[dict[str, str | None]]:
    lines = session.scalars(select(AuditLine).where(AuditLine.act == act)).all()
    return [{value.field: value.new for value in line.values} for line in lines]


def test_the_receipt_says_what_was_handed_in_when_and_what_is_missing(
    session: Session, desk: Visitor, school: School, edition: Edition
) -> None:
    row = hand_in(session, school, edition, "見本")
    [page] = pages(desk.get(f"/school/editions/{edition.id}/receipt.pdf"))
    for said in (
        "参加申込みの控え",
        "見本派遣",
        "見本中学校",
        "見本花子",
        "ミホンハナコ",
        "2組",
        "平成24年(2012年)5月3日",
        "令和8年(2026年)6月15日(月)12:00",
        school_actor(school).name,
        "令和8年(2026年)6月12日",
        "利用目的：説明済み",
        "保護者：回答なし",
        "保護者の同意（学校待ち）",
        "受験番号",
        str(row.blind_number),
    ):
        assert "".join(said.split()) in page, said
    usual = {"paper": "receipt", "purpose": "学校の申込みの控え", "pupils": "1"}
    assert printed(session, "receipts.print") == [usual]


def test_one_pupil_keeps_the_number_of_the_list(
    session: Session, desk: Visitor, school: School, edition: Edition
) -> None:
    rows = [hand_in(session, school, edition, family) for family in ("甲野", "乙野")]
    address = f"/school/editions/{edition.id}/receipt.pdf"
    whole = pages(desk.get(address))
    one = pages(desk.get(f"{address}?pupil={rows[0].id}"))
    assert all(family in "".join(whole) for family in ("甲野", "乙野"))
    assert ("甲野" in one[0], "乙野" in one[0]) == (True, False)
    assert [each["pupils"] for each in printed(session, "receipts.print")] == ["2", "1"]
    for wrong in (edition.id, "?"):
        assert desk.get(f"{address}?pupil={wrong}").status_code == 404


def test_where_the_first_to_come_are_taken_the_place_stands_instead_of_a_number(
    session: Session, desk: Visitor, school: School
) -> None:
    first_come = make_edition(session, quota=1)
    for family in ("甲野", "乙野"):
        hand_in(session, school, first_come, family)
    [page] = pages(desk.get(f"/school/editions/{first_come.id}/receipt.pdf"))
    assert ("受験番号" in page, "補欠1番" in page) == (False, True)


def test_a_long_receipt_has_numbered_pages_under_one_head(
    session: Session, desk: Visitor, school: School, edition: Edition
) -> None:
    for number in range(24):
        hand_in(session, school, edition, f"見本{number}")
    found = pages(desk.get(f"/school/editions/{edition.id}/receipt.pdf"))
    assert [page[-3:] for page in found] == ["1/2", "2/2"]
    assert all("提出日時・提出者" in page for page in found)


def test_a_draft_was_not_handed_in_and_the_divisions_is_not_asked(
    session: Session, desk: Visitor, school: School, edition: Edition
) -> None:
    draft = make_pupil(session, school=school)
    make_registration(session, edition=edition, pupil=draft, state=RegistrationState.DRAFT)
    address = f"/school/editions/{edition.id}/receipt.pdf"
    assert desk.get(address).status_code == 404
    assert (
        "提出した申込みは、まだありません。"
        in desk.get(address.replace("receipt.pdf", "papers")).text
    )
    hand_in(
        session,
        school,
        edition,
        "引率",
        school_class="",
        kind=ParticipantKind.CHAPERONE,
        declared=Declared(),
    )
    [page] = pages(desk.get(address))
    assert [said in page for said in ("対象外", "記入なし", "2組")] == [True, True, False]


def test_a_pupil_who_has_come_is_shown_with_the_school_of_the_day(
    session: Session, desk: Visitor, school: School, edition: Edition
) -> None:
    row = hand_in(session, make_school(session, name="前の中学校"), edition, "転入")
    session.get_one(Pupil, row.pupil_id).school_id = school.id
    session.flush()
    session.expire_all()
    [page] = pages(desk.get(f"/school/editions/{edition.id}/receipt.pdf"))
    assert "登録時：前の中学校" in page


def test_nobody_prints_a_pupil_handled_with_care_at_the_desk(
    session: Session, desk: Visitor, school: School, edition: Edition
) -> None:
    hand_in(session, school, edition, "普通")
    careful = hand_in(session, school, edition, "秘密")
    session.get_one(Pupil, careful.pupil_id).needs_care = True
    session.flush()
    at = f"/school/editions/{edition.id}"
    page = desk.get(f"{at}/papers").text
    assert "配慮が必要な生徒1名は、印刷できません。" in page
    assert "秘密" not in page
    assert "秘密" not in "".join(pages(desk.get(f"{at}/receipt.pdf")))
    assert desk.get(f"{at}/receipt.pdf?pupil={careful.id}").status_code == 404
    refused = desk.submit(f"{at}/recommendations", {"chosen": str(careful.id)})
    assert refused.status_code == 404
    assert printed(session, "recommendations.print") == []


def test_recommendations_come_one_a_page_with_the_reason_or_room_for_it(
    session: Session, desk: Visitor, school: School, edition: Edition
) -> None:
    rows = [hand_in(session, school, edition, family) for family in ("甲野", "乙野", "丙野")]
    fields = {
        "chosen": [str(rows[0].id), str(rows[1].id)],
        f"reason_{rows[0].id.hex}": "英語で話すことに、\n熱心に取り組んでいる。",
        f"reason_{rows[2].id.hex}": "選ばれていない生徒の理由",
    }
    address = f"/school/editions/{edition.id}/recommendations"
    found = pages(desk.submit(address, fields))
    text = "".join(found)
    assert len(found) == 2
    for said in ("推薦書", "熊本市長", edition.programme.section, "見本派遣", "見本中学校"):
        assert all(said in page for page in found), said
    assert [page.count("熱心に取り組んでいる") for page in found] in ([1, 0], [0, 1])
    assert ("丙野" in text, "選ばれていない" in text, "印" in text) == (False, False, False)
    sealed = pages(desk.submit(address, fields | {"sealed": "y"}))
    assert all("印" in page for page in sealed)
    usual = {"paper": "recommendation", "purpose": "学校長の推薦", "pupils": "2"}
    assert printed(session, "recommendations.print") == [usual, usual]


def test_a_recommendation_needs_a_pupil_and_a_reason_that_fits(
    session: Session, desk: Visitor, school: School, edition: Edition
) -> None:
    row = hand_in(session, school, edition, "見本")
    address = f"/school/editions/{edition.id}/recommendations"
    nobody = desk.submit(address, {})
    assert (nobody.status_code, "推薦書を作る生徒を選んでください。" in nobody.text) == (422, True)
    long = {"chosen": str(row.id), f"reason_{row.id.hex}": "長" * 801}
    refused = desk.submit(address, long)
    assert (refused.status_code, "長" * 801 in refused.text) == (422, True)
    other = make_registration(session, edition=edition)
    assert desk.submit(address, {"chosen": str(other.id)}).status_code == 404
    assert printed(session, "recommendations.print") == []


def test_a_letter_no_font_has_is_named_at_the_foot(
    session: Session, desk: Visitor, school: School, edition: Edition
) -> None:
    row = hand_in(session, school, edition, "\U00013000野")
    at = f"/school/editions/{edition.id}"
    papers = (
        desk.get(f"{at}/receipt.pdf"),
        desk.submit(f"{at}/recommendations", {"chosen": str(row.id)}),
    )
    for paper in papers:
        [page] = pages(paper)
        assert ("〓野" in page, "U+13000" in page) == (True, True)


@pytest.mark.parametrize("part", ["papers", "receipt.pdf"])
def test_many_pupils_ask_no_more_of_the_database_than_one(
    session: Session, desk: Visitor, school: School, edition: Edition, part: str
) -> None:
    counts = []
    for families in (("一人",), ("二人", "三人", "四人", "五人")):
        for family in families:
            hand_in(session, school, edition, family)
        address = f"/school/editions/{edition.id}/{part}"
        desk.get(address)
        session.expire_all()
        with count_statements() as statements:
            desk.get(address)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 24
