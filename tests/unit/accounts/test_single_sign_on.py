"""What the directory says of the second factor."""

import pytest

from config import Directory
from exchange.accounts.single_sign_on import shows_second_factor

ASKING = Directory("https://login.city.example", "exchange", "a secret", acr_values=("two",))


@pytest.mark.parametrize(
    ("amr", "acr", "shown"),
    [
        (None, None, False),
        (["pwd"], "one", False),
        (["pwd", "mfa"], None, True),
        ("mfa", None, False),
        ([], "two", True),
        (None, ["two"], False),
    ],
)
def test_two_factors_count_where_the_directory_says_so(
    amr: object, acr: object, shown: bool
) -> None:
    assert shows_second_factor(ASKING, amr=amr, acr=acr) is shown


def test_a_trusted_directory_need_not_say_so() -> None:
    trusted = Directory("https://login.city.example", "exchange", "a secret", trusted=True)
    assert shows_second_factor(trusted, amr=None, acr=None)
