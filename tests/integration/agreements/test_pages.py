"""The page of waiting claims, and the buttons that open a basis."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.agreements.models import Basis, DateClaim
from exchange.core.database import reference_uuid
from exchange.core.permissions import Role
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]


def key(slug: str) -> str:
    return str(reference_uuid("date_claim", slug))


def adopted(session: Session, slug: str) -> bool:
    session.expire_all()
    return session.get_one(DateClaim, reference_uuid("date_claim", slug)).adopted


def test_the_page_lists_every_waiting_claim(client_as: SignIn) -> None:
    page = client_as(Role.COORDINATOR).get("/agreements/claims/").get_data(as_text=True)
    for said in (
        "ローム市（米国ジョージア州）「30周年の盟約」2025年10月（採用待ち・現在の採用：日付は未確認）"
        "出典：熊本市議会議員のホームページ 2025年10月10日（報道など）",
        "平成22年(2010年)3月23日（採用と両立しない・現在の採用：2015年6月）",
        "平成22年(2010年)4月26日（より詳しい・現在の採用：2010年4月）出典：ソウル新聞",
    ):
        assert said in page
    assert page.count('name="claims"') == 5
    assert page.count('href="/agreements/ulsan-2010/"') == 3


def test_a_viewer_reads_and_is_offered_nothing_to_change(client_as: SignIn) -> None:
    page = client_as(Role.VIEWER).get("/agreements/claims/").get_data(as_text=True)
    assert "平成22年(2010年)3月23日" in page
    assert 'name="reason"' not in page


def test_a_chosen_claim_is_adopted(client_as: SignIn, session: Session) -> None:
    slug = "ulsan-2010/SEOUL/2010-04-26"
    fields = {"claims": [key(slug)], "reason": "韓国の三紙が一致"}
    person = client_as(Role.COORDINATOR)
    answer = person.submit("/agreements/claims/", fields)
    assert (answer.status_code, answer.location) == (302, "/agreements/claims/")
    assert "1件の日付を採用しました。" in person.get(answer.location).get_data(as_text=True)
    assert adopted(session, slug)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": "理由"}, "採用する日付を選んでください。"),
        ({"claims": [key("ulsan-2010/SEOUL/2010-04-26")]}, "採用の理由を入力してください。"),
        (
            {
                "claims": [key(f"ulsan-2010/{name}/2010-04-26") for name in ("SEOUL", "CNB")],
                "reason": "理由",
            },
            "同じ協定の日付は一つだけ選んでください。",
        ),
    ],
)
def test_a_refused_choice_says_why_and_keeps_what_was_typed(
    client_as: SignIn, session: Session, fields: dict[str, object], sentence: str
) -> None:
    answer = client_as(Role.COORDINATOR).submit("/agreements/claims/", fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert page.count("checked") == len(fields.get("claims", []))  # type: ignore[arg-type]
    assert not adopted(session, "ulsan-2010/SEOUL/2010-04-26")


def test_a_claim_that_does_not_wait_is_no_choice(client_as: SignIn, session: Session) -> None:
    fields = {"claims": [key("ulsan-2010/seed-zh L639/2010")], "reason": "理由"}
    answer = client_as(Role.COORDINATOR).submit("/agreements/claims/", fields)
    assert answer.status_code == 422
    assert adopted(session, "ulsan-2010/KM-US/2010-04")


def test_nothing_waits_without_data(client_as: SignIn, session: Session) -> None:
    for claim in session.scalars(select(DateClaim).where(~DateClaim.adopted)):
        session.delete(claim)
    session.flush()
    page = client_as(Role.COORDINATOR).get("/agreements/claims/").get_data(as_text=True)
    assert "判断を待っている日付はありません。" in page


def test_a_manager_opens_a_basis_and_withdraws_it(client_as: SignIn, session: Session) -> None:
    manager = client_as(Role.MANAGER)
    for act, said, public in (
        ("publish", "周年を公開しました。", True),
        ("withdraw", "周年の公開をやめました。", False),
    ):
        basis = session.scalars(select(Basis).where(Basis.slug == "rome-ga-takeover")).one()
        answer = manager.submit(
            f"/agreements/bases/rome-ga-takeover/{act}", {"version": basis.version}
        )
        assert answer.location == "/partners/rome-ga/"
        assert said in manager.get(answer.location).get_data(as_text=True)
        session.expire_all()
        assert basis.is_public is public


def test_a_stale_version_is_refused(client_as: SignIn) -> None:
    answer = client_as(Role.MANAGER).submit(
        "/agreements/bases/rome-ga-takeover/publish", {"version": 9}
    )
    assert answer.status_code == 409


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SECTION, Role.VIEWER, Role.SCHOOL])
def test_others_may_not_open_a_basis(client_as: SignIn, role: Role) -> None:
    answer = client_as(role).submit("/agreements/bases/rome-ga-takeover/publish", {"version": 1})
    assert answer.status_code == 403


def test_the_page_s_statements_do_not_grow_with_its_rows(client_as: SignIn) -> None:
    person = client_as(Role.COORDINATOR)
    person.get("/agreements/claims/")
    with count_statements() as statements:
        person.get("/agreements/claims/")
    assert len(statements) <= 6
