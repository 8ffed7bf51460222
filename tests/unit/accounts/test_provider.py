"""How the directory describes itself: asked once in a while, and not taken from another."""

from collections.abc import Iterator
from functools import partial

import pytest

from exchange.accounts import provider
from exchange.accounts.single_sign_on import DirectoryAwayError, Errand
from tests.servers.directory import DirectoryServer, running_directory

DESCRIPTION = "/.well-known/openid-configuration"
ANSWER = "http://localhost/answer"
ERRAND = Errand(state="s", nonce="n", verifier="v" * 43, begun=0)


@pytest.fixture
def directory() -> Iterator[DirectoryServer]:
    provider.described.clear()
    with running_directory() as found:
        yield found
    provider.described.clear()


def begin(directory: DirectoryServer) -> str:
    return provider.authorization_address(directory.settings(), ERRAND, answer_to=ANSWER)


def test_a_directory_is_asked_once_how_it_describes_itself(directory: DirectoryServer) -> None:
    for asked in ({DESCRIPTION}, set()):
        directory.asked.clear()
        assert begin(directory).startswith(f"{directory.issuer}/authorize?")
        assert directory.asked.keys() == asked


def test_what_was_said_is_asked_for_again_after_its_time(directory: DirectoryServer) -> None:
    begin(directory)
    _, said = provider.described[directory.issuer]
    provider.described[directory.issuer] = (0, said)
    directory.asked.clear()
    begin(directory)
    assert directory.asked.keys() == {DESCRIPTION}


@pytest.mark.parametrize(
    ("description", "failing"),
    [
        ({"issuer": "https://another.example"}, {}),
        ({}, {DESCRIPTION: 302}),
        ({}, {DESCRIPTION: 500}),
    ],
)
def test_one_that_describes_another_or_nothing_is_away_and_asked_again_after_a_moment(
    directory: DirectoryServer, description: dict[str, str], failing: dict[str, int]
) -> None:
    directory.description, directory.failing = dict(description), dict(failing)
    for is_asked in (True, False):
        said: list[str] = []
        directory.meanwhile = partial(said.append, DESCRIPTION)
        with pytest.raises(DirectoryAwayError):
            begin(directory)
        assert bool(said) is is_asked
    directory.description, directory.failing = {}, {}
    provider.described[directory.issuer] = (0, None)
    assert begin(directory)


def test_while_one_asks_a_directory_that_was_away_the_others_are_told(
    directory: DirectoryServer,
) -> None:
    told = []

    def another() -> None:
        with pytest.raises(DirectoryAwayError):
            begin(directory)
        told.append(True)

    provider.described[directory.issuer] = (0, None)
    directory.meanwhile = another
    assert begin(directory)
    assert told == [True]
