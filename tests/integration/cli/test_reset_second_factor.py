"""`exchange reset-second-factor`: the only administrator lost the phone."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts.models import PrintedCode, User, UserSession
from exchange.accounts.passkeys import NewPasskey
from exchange.accounts.queries import factors_of, passkeys_of
from exchange.accounts.services import Visit, add_passkey, begin_session, keep_codes, new_codes
from exchange.audit.models import AuditLine
from exchange.cli import main
from exchange.core.database import Database
from exchange.core.permissions import Role
from exchange.outbox.models import Mail
from tests.factories.accounts import make_user

#: A command opens the database by its address, as an administrator does.
pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def session(fresh_database: Database) -> Session:
    return fresh_database.writing()


@pytest.fixture
def lost(session: Session) -> User:
    """Give an administrator who is signed in, with a sheet of codes and a passkey."""
    user = make_user(session, role=Role.ADMINISTRATOR, email="admin@city.example")
    begin_session(session, user_id=user.id, visit=Visit("", "127.0.0.1"))
    keep_codes(session, actor=user.as_actor(), codes=new_codes(2))
    key = NewPasskey(credential_id="abc", public_key=b"key", sign_count=0)
    add_passkey(session, actor=user.as_actor(), new=key, name="携帯")
    session.commit()
    return user


@pytest.fixture(autouse=True)
def _surroundings(
    fresh_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = fresh_database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("EXCHANGE_DATABASE_URL", url)
    monkeypatch.setenv("EXCHANGE_INSTANCE_DIR", str(tmp_path))


def test_app_codes_passkeys_and_sessions_go_and_the_person_is_told(
    session: Session,
    lost: User,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("EXCHANGE_MAIL_URL", "smtp://127.0.0.1:1")
    assert main(["reset-second-factor", "Admin@City.example"]) == 0
    assert "with 1 passkeys" in capsys.readouterr().out
    session.expire_all()
    assert not factors_of(session, lost.id).any
    assert session.scalars(select(PrintedCode)).all() == []
    assert passkeys_of(session, lost.id) == []
    assert None not in session.scalars(select(UserSession.ended_at)).all()
    lines = session.scalars(
        select(AuditLine.act).filter_by(actor_name="exchange reset-second-factor")
    )
    assert sorted(lines) == ["accounts.remove_passkey", "accounts.reset_factor"]
    assert [mail.recipient for mail in session.scalars(select(Mail))] == [lost.email]


@pytest.mark.usefixtures("lost")
def test_without_a_mail_server_the_command_says_to_tell_the_person(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reset-second-factor", "admin@city.example"]) == 0
    assert "tell the person yourself" in capsys.readouterr().out
    assert session.scalars(select(Mail)).all() == []


@pytest.mark.parametrize(
    ("email", "said"),
    [("nobody@city.example", "there is no account"), ("plain@city.example", "no second factor")],
)
def test_who_has_nothing_to_take_away_is_refused(
    session: Session, capsys: pytest.CaptureFixture[str], email: str, said: str
) -> None:
    make_user(session, email="plain@city.example")
    session.commit()
    assert main(["reset-second-factor", email]) == 1
    assert said in capsys.readouterr().err
