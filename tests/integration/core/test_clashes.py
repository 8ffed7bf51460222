"""Refused constraints become sentences on fields, the same on both databases."""

import traceback
from uuid import uuid4

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.core.database import expect_version, flush, present_values
from exchange.core.errors import DomainError, StaleRowError
from exchange.core.links import LinkPurpose, Target, issue_random
from exchange.core.permissions import Role
from exchange.jobs.models import Job
from tests.factories.accounts import make_user


def user(**changes: object) -> User:
    values = {"email": "a@city.example", "name": "x", "role": Role.VIEWER}
    return User(**(values | changes))


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({}, "accounts.error.email_taken", "email"),
        (
            {"email": "b@city.example", "role": Role.SCHOOL},
            "accounts.error.school_account",
            "school_id",
        ),
    ],
)
def test_an_explained_constraint_says_its_sentence_on_its_field(
    session: Session, changes: dict[str, object], sentence: str, field: str
) -> None:
    session.add(user())
    flush(session)
    session.add(user(**changes))
    with pytest.raises(DomainError) as caught:
        flush(session)
    assert (caught.value.sentence.id, caught.value.field) == (sentence, field)


def test_an_unexplained_constraint_stays_the_database_s_own_error(session: Session) -> None:
    session.add(Job(kind="test", arguments={}, progress=101))
    with pytest.raises(IntegrityError, match="ck_jobs_progress_per_cent"):
        flush(session)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        (
            "INSERT INTO links (id, purpose, subject_kind, subject_id, generation, token_hash,"
            " created_at) SELECT id, purpose, subject_kind, subject_id, generation, token_hash,"
            " created_at FROM links",
            "pk_links",
        ),
        ("UPDATE links SET purpose = 'himitsu'", "ck_links_linkpurpose"),
        ("UPDATE links SET subject_id = CAST('himi' || 'tsu' AS uuid)", "SQLSTATE 22P02"),
    ],
)
def test_what_is_logged_of_a_refusal_quotes_no_row(
    session: Session, statement: str, wanted: str
) -> None:
    target = Target(LinkPurpose.INVITATION, "himitsu", uuid4())
    link, _ = issue_random(session, target)
    with pytest.raises(DBAPIError) as caught:
        session.execute(text(statement))
    logged = "".join(traceback.format_exception(caught.value))
    assert wanted in logged
    for withheld in ("himitsu", str(link.id), str(link.token_hash), "DETAIL", "subject_kind"):
        assert withheld not in logged
    kind = statement.split()[0]
    assert f"[SQL: {kind}]" in logged


def test_a_missing_parent_is_refused_on_both_databases(session: Session) -> None:
    session.add(user(role=Role.SCHOOL, school_id=uuid4()))
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        flush(session)


def test_after_a_refusal_the_session_can_go_on(session: Session) -> None:
    session.add(user(role=Role.SCHOOL))
    with pytest.raises(DomainError):
        flush(session)
    session.add(user())
    flush(session)
    assert session.scalars(select(User.email)).all() == ["a@city.example"]


def test_a_row_changed_by_somebody_else_is_stale(session: Session) -> None:
    row = make_user(session)
    session.execute(
        update(User)
        .where(User.id == row.id)
        .values(version=User.version + 1)
        .execution_options(synchronize_session=False)
    )
    row.name = "mine"
    with pytest.raises(StaleRowError):
        flush(session)


def test_every_change_raises_the_version_and_moves_the_change_date(session: Session) -> None:
    row = make_user(session)
    created, first = row.created_at, row.updated_at
    row.name = "other"
    flush(session)
    assert (row.version, row.created_at) == (2, created)
    assert row.updated_at >= first


def test_an_expected_version_is_compared_and_the_present_values_are_told(
    session: Session,
) -> None:
    row = make_user(session, name="theirs")
    expect_version(row, 1)
    with pytest.raises(StaleRowError) as caught:
        expect_version(row, 2)
    assert caught.value.version == 1
    assert caught.value.theirs["name"] == "theirs"
    assert caught.value.theirs == present_values(row)
