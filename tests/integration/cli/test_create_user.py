"""`exchange create-user`, as an administrator runs it."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.accounts.services import user_of_link
from exchange.audit.models import AuditLine
from exchange.cli import main
from exchange.core.database import Database
from exchange.core.links import LinkPurpose
from exchange.core.permissions import Role
from tests.factories.youth import make_school
from tests.policy.sources import ROOT

LINK = re.compile(r"https://exchange\.city\.example/accounts/invitation/([\w-]+)\n")


@pytest.fixture
def session(fresh_database: Database) -> Session:
    """Give a session on the database that the command sees too."""
    return fresh_database.writing()


def environment(database: Database, folder: Path) -> dict[str, str]:
    """Return what the command is told of its surroundings."""
    return {
        "EXCHANGE_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "EXCHANGE_INSTANCE_DIR": str(folder),
        "EXCHANGE_BASE_URL": "https://exchange.city.example",
    }


def run(database: Database, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the command in a process of its own and return what it said."""
    own = {name: value for name, value in os.environ.items() if "EXCHANGE" not in name}
    return subprocess.run(
        [sys.executable, "-m", "exchange.cli", "create-user", *arguments],
        cwd=ROOT,
        env=own | environment(database, folder),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def told(
    fresh_database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., tuple[int, str, str]]:
    """Give a function that runs the command here: its status, output and last line of refusal."""
    for name, value in environment(fresh_database, tmp_path).items():
        monkeypatch.setenv(name, value)

    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(["create-user", *arguments])
        except SystemExit as stop:
            status = int(str(stop.code))
        said = capsys.readouterr()
        return status, said.out, (said.err.splitlines() or [""])[-1]

    return call


def count(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(User)) or 0


def test_the_printed_link_sets_the_password_of_the_new_account(
    fresh_database: Database, session: Session, tmp_path: Path
) -> None:
    done = run(
        fresh_database, tmp_path, "Hanako@City.Example", "--name", "見本 花子", "--role", "manager"
    )
    assert (done.returncode, done.stderr) == (0, "")
    found = LINK.fullmatch(done.stdout)
    assert found
    user = user_of_link(session, LinkPurpose.INVITATION, found[1])
    assert (user.email, user.name, user.role) == (
        "hanako@city.example",
        "見本 花子",
        Role.MANAGER,
    )
    lines = session.execute(select(AuditLine.act, AuditLine.actor_name, AuditLine.actor_id)).all()
    assert {tuple(line) for line in lines} == {
        ("accounts.create", "exchange create-user", None),
        ("accounts.invite", "exchange create-user", None),
    }
    session.close()


def test_a_school_s_account_names_its_school(
    fresh_database: Database, session: Session, tmp_path: Path
) -> None:
    key = make_school(session).id
    session.commit()
    done = run(
        fresh_database, tmp_path,
        "s@city.example", "--name", "x", "--role", "school", "--school", str(key),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert session.scalars(select(User.school_id)).all() == [key]
    session.close()


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("nobody", "--role", "viewer"), 1, "exchange: 'nobody' is not a mail address"),
        (
            ("a@b", "--role", "viewer"),
            1,
            "exchange: Please enter a mail address such as name@example.jp.",
        ),
        (
            ("a@city.example", "--role", "school"),
            1,
            "exchange: Choose a school for a school's account",
        ),
        (("a@city.example", "--role", "emperor"), 2, "invalid choice: 'emperor'"),
        (("a@city.example", "--role", "school", "--school", "x"), 2, "invalid UUID value: 'x'"),
        ((), 2, "the following arguments are required: email"),
    ],
)
def test_bad_input_is_one_clear_line_and_changes_nothing(
    told: Callable[..., tuple[int, str, str]],
    session: Session,
    arguments: tuple[str, ...],
    status: int,
    sentence: str,
) -> None:
    code, output, refusal = told(*arguments, "--name", "x")
    assert (code, output) == (status, "")
    assert sentence in refusal
    assert count(session) == 0
    session.close()


def test_an_address_that_has_an_account_is_refused(
    told: Callable[..., tuple[int, str, str]], session: Session
) -> None:
    arguments = ("a@city.example", "--name", "x", "--role", "viewer")
    assert told(*arguments)[0] == 0
    code, _, refusal = told(*arguments)
    assert (code, refusal) == (1, "exchange: An account with this mail address already exists.")
    assert count(session) == 1
    session.close()
