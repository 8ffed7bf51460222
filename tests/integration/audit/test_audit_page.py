"""The page of audit lines."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core.offers import Subject
from exchange.core.permissions import Role, system_actor
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SUBJECT = Subject("visit", UUID("0190c7c0-0000-7000-8000-000000000000"))


def write(session: Session, count: int = 1, act: str = "visits.change") -> None:
    for _ in range(count):
        record(
            session,
            actor=system_actor("exchange test"),
            act=act,
            subject=SUBJECT,
            changes={"title": ("<old>", "new")},
        )
    session.flush()


def test_a_manager_sees_who_changed_what(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    write(session)
    page = client_as(Role.MANAGER).get("/audit/").text
    for part in ("exchange test", "visits.change", str(SUBJECT.id), "<del>&lt;old&gt;</del>"):
        assert part in page


def test_an_administrator_sees_fields_but_no_values(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    write(session)
    page = client_as(Role.ADMINISTRATOR).get("/audit/").text
    assert ">title</code>" in page
    assert "&lt;old&gt;" not in page


@pytest.mark.parametrize(
    ("lang", "words"),
    [("ja", "訪問の内容を変更"), ("en", "Visit revised"), ("zh-Hant", "變更訪問內容")],
)
def test_an_act_is_said_in_words(
    client_as: Callable[..., Visitor], session: Session, lang: str, words: str
) -> None:
    write(session, act="visits.revise")
    page = client_as(Role.MANAGER).get(f"/audit/?lang={lang}").text
    assert words in page
    assert "visits.revise" not in page


def test_a_long_log_is_paged_in_few_statements(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    write(session, 51)
    manager = client_as(Role.MANAGER)
    with count_statements() as statements:
        page = manager.get("/audit/").text
    assert len(statements) <= 6, statements
    assert page.count('<th scope="row"') == 50
    assert 'rel="next"' in page


def test_an_empty_log_says_so(client_as: Callable[..., Visitor]) -> None:
    page = client_as(Role.MANAGER).get("/audit/?lang=en").text
    assert "Nothing has been recorded yet." in page
