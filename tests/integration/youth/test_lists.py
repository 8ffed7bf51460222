"""Lists and certificates as files: what is in them, and what is logged."""

import io
from collections.abc import Callable
from datetime import date

import pytest
import python_calamine
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from exchange.audit.enums.purposes import Purpose
from exchange.audit.models import AuditLine
from exchange.core import clock
from exchange.core.database import Name, seal
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.keys import Keyring
from exchange.core.permissions import Role
from exchange.core.printing import day_text
from exchange.youth.enums import ConsentPurpose, RegistrationState
from exchange.youth.enums.journeys import ListKind
from exchange.youth.enums.waiting import Gender
from exchange.youth.models import Edition, HealthNote, Passport, Pupil, Registration
from exchange.youth.papers import certificate_paper
from exchange.youth.services.emptying import empty_follow_up
from exchange.youth.services.listing import certify, make_list
from tests.factories.consents import make_consent
from tests.factories.youth import COORDINATOR, make_edition, make_pupil, make_registration
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
_S = RegistrationState
TASK = {"task": "results"}
TYPED = {"file": "xlsx", "language": "ja", "task": "preparation", "purpose": "見本の手配"}


def chosen(session: Session, edition: Edition, given: str, **changes: object) -> Registration:
    name = Name("=cmd", given, "たかはし", "はな", "Takahashi", "Hana")
    values = {"state": _S.CONFIRMED, **changes}
    pupil = make_pupil(session, name=name)
    return make_registration(session, edition=edition, pupil=pupil, **values)


def rows_of(body: bytes) -> tuple[str, list[list[object]]]:
    book = python_calamine.load_workbook(io.BytesIO(body))
    name = book.sheet_names[0]
    return name, [list(row) for row in book.get_sheet_by_name(name).to_python()]


def printed(body: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(body)).pages]
    return " ".join(" ".join(pages).split())


def logged(session: Session, act: str) -> list[dict[str, str | None]]:
    lines = session.scalars(select(AuditLine).where(AuditLine.act == act)).all()
    return [{value.field: value.new for value in line.values} for line in lines]


def test_the_partners_list_has_who_consented_and_its_columns_only(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session)
    make_consent(session, chosen(session, edition, "花"), ConsentPurpose.TRANSFER)
    chosen(session, edition, "太")
    chosen(session, edition, "外", state=_S.NOT_SELECTED)
    staff, path = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/lists"
    page = staff.get(path).text
    assert "提供の同意がない人：1名" in page
    answer = staff.submit(path, TYPED | {"kind": "partner"})
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="partner.xlsx"')
    name, rows = rows_of(answer.data)
    assert name == "相手方用名簿"
    assert rows == [
        ["番号", "氏名", "ローマ字", "年齢", "学年"],
        [1.0, "=cmd 花", "TAKAHASHI Hana", 14.0, 2.0],
    ]
    assert b"<f>" not in answer.data
    exported = {"paper": "partner", "purpose": "見本の手配", "pupils": "1"}
    assert logged(session, "lists.export") == [exported]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"purpose": ""}, "具体的な用途"),
        ({"task": ""}, "目的"),
        ({"kind": "airline"}, "載せられる参加者がいません"),
    ],
)
def test_a_refused_list_leaves_no_file_and_no_line(
    session: Session, client_as: SignIn, changes: dict[str, str], sentence: str
) -> None:
    edition = make_edition(session)
    path = f"/youth/editions/{edition.id}/lists"
    answer = client_as(Role.COORDINATOR).submit(path, TYPED | {"kind": "rooming"} | changes)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert logged(session, "lists.export") == []


def test_sealed_notes_are_opened_on_their_lists_and_each_reading_is_logged(
    session: Session, client_as: SignIn, settings: Settings
) -> None:
    ring = Keyring.parse(settings.data_key or "")
    edition = make_edition(session, is_demo=True)
    row = chosen(session, edition, "花")
    passport = Passport(registration_id=row.id, filled_at=clock.now(), filled_by="保護者")
    for column, text in (("holder", "TAKAHASHI HANA"), ("number", "TZ1234567")):
        seal(passport, column, text, ring=ring)
    note = HealthNote(registration_id=row.id, filled_at=clock.now(), filled_by="保護者")
    seal(note, "allergies", "見本アレルギー", ring=ring)
    session.add_all([passport, note])
    session.flush()
    staff, path = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/lists"
    name, rows = rows_of(staff.submit(path, TYPED | {"kind": "airline"}).data)
    assert name == "航空会社用名簿（見本データを含む）"
    born = session.get_one(Pupil, row.pupil_id).birth_date.isoformat()
    assert rows[1] == [1.0, "TAKAHASHI HANA", born, "", "TZ1234567", ""]
    _, cards = rows_of(staff.submit(path, TYPED | {"kind": "emergency"}).data)
    assert "見本アレルギー" in cards[1]
    reads = session.scalars(select(AuditLine).where(AuditLine.act == "follow_ups.read")).all()
    assert sorted(line.fields for line in reads) == [["health"], ["passport"]]
    assert {line.subject_id for line in reads} == {row.id}
    everything = [value.new for line in session.scalars(select(AuditLine)) for value in line.values]
    assert "TZ1234567" not in everything


@pytest.mark.parametrize(
    ("kind", "said", "unsaid"),
    [
        ("partner", "花 TAKAHASHI Hana 14", ("090-", "2012-", "回答しない", "見本第一")),
        ("airline", "2012-05-03 回答しない", ("花", "はな", "090-", "見本第一")),
        ("rooming", "花 たかはし はな 回答しない", ("090-", "2012-", "Hana")),
        ("insurance", "花 たかはし はな 2012-05-03", ("090-", "回答しない", "Hana")),
        ("emergency", "未記入", ("回答しない", "Hana")),
        ("visa", "花 2012-05-03 回答しない", ("090-", "はな", "見本第一")),
    ],
)
def test_a_printed_list_says_its_columns_and_nothing_else(
    session: Session, client_as: SignIn, kind: str, said: str, unsaid: tuple[str, ...]
) -> None:
    edition = make_edition(session)
    row = chosen(session, edition, "花", guardian_phone="090-0000-0000")
    session.get_one(Pupil, row.pupil_id).gender = Gender.UNDISCLOSED
    make_consent(session, row, ConsentPurpose.TRANSFER)
    typed = TYPED | {"kind": kind, "file": "pdf"}
    answer = client_as(Role.COORDINATOR).submit(f"/youth/editions/{edition.id}/lists", typed)
    assert answer.content_type == "application/pdf"
    text = printed(answer.data)
    assert said in text
    assert [word for word in unsaid if word in text] == []


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_a_list_is_printed_in_the_language_asked_for(
    session: Session, client_as: SignIn, language: str
) -> None:
    edition = make_edition(session)
    chosen(session, edition, "花")
    typed = TYPED | {"kind": "rooming", "file": "pdf", "language": language}
    answer = client_as(Role.COORDINATOR).submit(f"/youth/editions/{edition.id}/lists", typed)
    assert {"en": "Sex School", "zh-Hant": "性別 學校"}[language] in printed(answer.data)


def test_certificates_are_printed_for_all_or_one(session: Session, client_as: SignIn) -> None:
    edition = make_edition(session)
    done = [chosen(session, edition, name, state=_S.COMPLETED) for name in ("花", "太")]
    chosen(session, edition, "欠", state=_S.ABSENT)
    staff, page = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/"
    assert "2名" in staff.get(f"{page}lists").text
    for keys, pages in (([], 2), ([str(done[1].id)], 1)):
        answer = staff.submit(
            f"{page}certificates", TASK | {"chosen": keys, "purpose": "見本の交付"}
        )
        sheets = PdfReader(io.BytesIO(answer.data)).pages
        assert len(sheets) == pages
        assert f"/ {pages}" not in printed(answer.data)  # each page is somebody else's
        assert "=cmd 太 殿" in " ".join(sheets[-1].extract_text().split())
        noted = {"paper": "certificate", "purpose": "見本の交付", "pupils": str(pages)}
        assert logged(session, "certificates.print")[-1] == noted
    with pytest.raises(NotFoundError):
        certify(
            session,
            actor=COORDINATOR,
            edition_id=edition.id,
            keys=[edition.id],
            task=Purpose.RESULTS,
            purpose="見本",
        )
    wrong = staff.submit(f"{page}certificates", TASK | {"chosen": ["x"], "purpose": "見本"})
    assert wrong.status_code == 422
    empty = make_edition(session)
    answer = staff.submit(f"/youth/editions/{empty.id}/certificates", TASK | {"purpose": "見本"})
    assert (answer.status_code, "参加者がいません" in answer.text) == (422, True)


def test_certificates_are_for_something_too(session: Session, client_as: SignIn) -> None:
    edition = make_edition(session)
    chosen(session, edition, "花", state=_S.COMPLETED)
    staff, page = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/"
    assert 'id="certificate_purpose"' in staff.get(f"{page}lists").text
    assert 'value="修了証の交付"' in staff.get(f"{page}lists").text
    answer = staff.submit(f"{page}certificates", TASK | {"purpose": " "})
    assert (answer.status_code, "#certificate_purpose" in answer.text) == (422, True)
    with pytest.raises(DomainError, match="purpose"):
        certify(
            session,
            actor=COORDINATOR,
            edition_id=edition.id,
            keys=(),
            task=Purpose.RESULTS,
            purpose="",
        )
    assert logged(session, "certificates.print") == []


def test_a_certificate_says_the_days_and_the_whole_only_of_who_stayed(session: Session) -> None:
    edition = make_edition(session)
    rows = [chosen(session, edition, name, state=_S.COMPLETED) for name in ("花", "太")]
    rows[1].left_early_on = edition.starts
    session.flush()
    _, found = certify(
        session,
        actor=COORDINATOR,
        edition_id=edition.id,
        keys=(),
        task=Purpose.RESULTS,
        purpose="見本の交付",
    )
    whole, early = certificate_paper(
        edition, sorted(found, key=lambda row: row.left_early_on is not None), today=clock.today()
    )["sheets"]
    assert "令和8年(2026年)8月1日～10日" in whole["body"]
    assert "全日程を修了" in whole["body"]
    assert "Hana Takahashi took part in Sample journey, 1–10 August 2026" in whole["body-en"]
    assert "全日程" not in early["body"]
    assert "令和8年(2026年)8月1日" in early["body"]


def test_a_list_of_what_was_purged_is_not_offered_and_says_when_and_why(
    session: Session, client_as: SignIn, settings: Settings
) -> None:
    ring = Keyring.parse(settings.data_key or "")
    edition = make_edition(session, starts=date(2026, 3, 1), ends=date(2026, 3, 10))
    row = chosen(session, edition, "花")
    path, staff = f"/youth/editions/{edition.id}/lists?lang=ja", client_as(Role.COORDINATOR)
    assert 'value="airline"' in staff.get(path).text, "nobody ever gave a passport"
    passport = Passport(registration_id=row.id, filled_at=clock.now(), filled_by="保護者")
    seal(passport, "number", "TZ1234567", ring=ring)
    session.add(passport)
    session.flush()
    assert 'value="airline"' in staff.get(path).text, "one passport is left"
    empty_follow_up(session, actor=COORDINATOR, registration_id=row.id)
    page = staff.get(path).text
    assert [f'value="{kind}"' in page for kind in ("airline", "visa", "emergency")] == [
        *(False, False, True)
    ]
    gone = day_text(clock.today(), "ja", weekday=False)
    said = f"旅券の情報は、{gone}に消去しました（保存のきまり：実施の終了から30日）"
    assert page.count(said) == 2
    refused = staff.submit(path, TYPED | {"kind": "visa"})
    assert (refused.status_code, logged(session, "lists.export")) == (422, [])
    with pytest.raises(DomainError, match="purged"):
        make_list(
            session,
            actor=COORDINATOR,
            edition_id=edition.id,
            kind=ListKind.AIRLINE,
            task=Purpose.PREPARATION,
            purpose="見本",
            ring=ring,
        )


def test_a_name_without_latin_letters_is_said_on_the_page_and_the_list(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session)
    row = chosen(session, edition, "花")
    session.get_one(Pupil, row.pupil_id).rename(Name("髙﨑", "花", "たかさき", "はな"))
    make_consent(session, row, ConsentPurpose.TRANSFER)
    staff, path = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/lists"
    assert "ローマ字の登録がない人：1名" in staff.get(path).text
    for kind, said in (("partner", "（登録なし）"), ("airline", "未記入")):
        _, rows = rows_of(staff.submit(path, TYPED | {"kind": kind}).data)
        assert said in rows[1]
