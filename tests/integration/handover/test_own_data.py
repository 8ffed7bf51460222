"""A person's own data as one file: the account, its use, what they answer for, the log of them."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from python_calamine import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.accounts.services import begin_attempt, keep_codes, new_codes
from exchange.audit.models import AuditLine
from exchange.audit.services import record
from exchange.core.offers import Subject
from exchange.core.permissions import Role
from tests.factories.accounts import make_user
from tests.factories.tasks import make_task
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
TAKE = "/handover/mine/data"


def taken(visitor: Visitor, lang: str = "ja") -> tuple[dict[str, list[dict[str, Any]]], str]:
    """Return the plain data of what was taken, and the last sheet of its workbook as one text."""
    answer = visitor.submit(f"{TAKE}?lang={lang}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.namelist() == ["data.xlsx", "data.json"]
        book = load_workbook(io.BytesIO(archive.read("data.xlsx")))
        return json.loads(archive.read("data.json")), str(
            book.get_sheet_by_name(book.sheet_names[-1]).to_python()
        )


def test_a_person_receives_what_is_kept_about_them_and_nothing_of_others(
    app: Flask, session: Session
) -> None:
    user, other = make_user(session, name="見本 本人"), make_user(session, name="見本 他人")
    make_task(session, title="自分の仕事", assignee_id=user.id)
    make_task(session, title="他人の仕事", assignee_id=other.id)
    begin_attempt(session, email=user.email, address="192.0.2.7")
    begin_attempt(session, email=other.email, address="192.0.2.99")
    keep_codes(session, actor=user.as_actor(), codes=new_codes(2))
    about = Subject("user", user.id)
    record(session, actor=other.as_actor(), act="accounts.make_reset", subject=about)
    record(session, actor=other.as_actor(), act="tasks.add", subject=Subject("task", other.id))
    session.commit()
    visitor = Visitor(app, app.response_class)
    visitor.sign_in(user)
    assert "自分の情報を受け取る" in visitor.get("/accounts/mine/?lang=ja").text
    found, told = taken(visitor)
    [account] = found["アカウント"]
    assert (account["氏名"], account["残っている紙の番号"]) == ("見本 本人", 2)
    assert [row["件名"] for row in found["担当しているもの"]] == ["自分の仕事"]
    assert [row["ネットワーク上の場所"] for row in found["ログインの試み（1日分）"]] == [
        "192.0.2.7"
    ]
    assert len(found["ログインした端末"]) == 1
    log = [(row["人"], row["操作"]) for row in found["操作記録"]]
    assert log[-1] == ("見本 本人", "accounts.take_copy")
    assert ("見本 他人", "accounts.make_reset") in log
    assert ["自分の情報の写しを受領" in told, "令和8年" in told] == [True, True]
    assert datetime.fromisoformat(found["操作記録"][-1]["日時"]).tzinfo is UTC
    text = json.dumps(found, ensure_ascii=False)
    assert not [secret for secret in ("$argon2", "他人の仕事", "192.0.2.99") if secret in text]


@pytest.mark.parametrize("role", sorted(Role))
def test_everybody_with_an_account_takes_their_own_and_the_log_says_so(
    client_as: SignIn, session: Session, role: Role
) -> None:
    found, _told = taken(client_as(role), "en")
    assert [row["Role"] for row in found["Account"]] == [found["Account"][0]["Role"]]
    [line] = session.scalars(select(AuditLine).filter_by(act="accounts.take_copy"))
    assert (line.purpose, session.get_one(User, line.actor_id).role) == ("answer", role)
