"""Which passwords are refused, and which are not."""

import subprocess
import sys

import pytest

from exchange.accounts.rules import LONGEST_PASSWORD, ensure_password_strength
from exchange.core.errors import DomainError
from tests.policy.sources import ROOT

OWN = ("見本 花子", "hanako.mihon@city.example")


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "password1234",
        "P@ssw0rd2026",
        "qwertyuiop12",
        "123456789012",
        "aaaaaaaaaaaa",
        "iloveyou1234",
        "kumamoto2026!",
        "kumamoto-kumamoto",
        "Exchange2026!!",
        "熊本市国際課国際課熊本市",
        "hanako.mihon1",
        "mihon-hanako-1",
        "見本花子見本花子見本花子",
        "x" * LONGEST_PASSWORD,
    ],
)
def test_what_is_guessed_early_is_refused(password: str) -> None:
    with pytest.raises(DomainError) as caught:
        ensure_password_strength(password, own=OWN)
    assert (caught.value.sentence.id, caught.value.field) == (
        "accounts.error.password_common",
        "password",
    )


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "an old pond, a frog jumps in",
        "古池や、蛙飛びこむ水の音。",
        "k7!vQ2#xLm9z",
        "mountain river 77 kumamoto",
        "correct horse battery staple " * 30,
    ],
)
def test_phrases_and_chance_are_taken(password: str) -> None:
    ensure_password_strength(password, own=OWN)


def test_the_lists_of_words_are_read_when_the_first_password_is_set() -> None:
    asked = "import sys, exchange.accounts.rules; print('zxcvbn' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout == "False\n"
