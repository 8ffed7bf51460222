"""Whether a server is ready."""

from dataclasses import replace
from pathlib import Path

import pytest

from config import Settings, SettingsError, load_settings
from exchange.core.keys import new_key
from exchange.operations.rules import Readiness, readiness

KEYS = {"secret_key": "s" * 40, "data_key": f"k1:{new_key()}", "ledger_key": new_key()}


def judged(*, answers: bool = True, revision: str | None = "0002", **keys: str) -> Readiness:
    settings = replace(Settings("sqlite://", Path()), **(KEYS | keys))  # type: ignore[arg-type]
    return readiness(settings, answers=answers, revision=revision, newest="0002")


def test_a_server_with_everything_is_ready() -> None:
    assert judged() == Readiness("ok", "ok", "ok")
    assert judged().is_ready


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (judged(answers=False, revision=None), ("away", "unknown", "ok")),
        (judged(revision="0001"), ("ok", "differ", "ok")),
        (judged(revision=None), ("ok", "differ", "ok")),
        (judged(secret_key=""), ("ok", "ok", "missing")),
        (judged(data_key=""), ("ok", "ok", "missing")),
        (judged(data_key="k1:c2hvcnQ="), ("ok", "ok", "missing")),
        (judged(ledger_key=""), ("ok", "ok", "missing")),
    ],
)
def test_a_server_that_lacks_something_says_what(
    found: Readiness, expected: tuple[str, str, str]
) -> None:
    assert found == Readiness(*expected)
    assert not found.is_ready


@pytest.mark.parametrize("token", ["short", "x" * 23, f"{'x' * 24} y", "見" * 24])
def test_a_token_that_could_be_guessed_is_refused(tmp_path: Path, token: str) -> None:
    environ = {"EXCHANGE_INSTANCE_DIR": str(tmp_path), "EXCHANGE_METRICS_TOKEN": token}
    with pytest.raises(SettingsError, match="EXCHANGE_METRICS_TOKEN"):
        load_settings(environ)
