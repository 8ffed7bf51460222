"""Whom passkeys are for, and what a count says."""

from contextlib import nullcontext

import pytest

from exchange.accounts.passkeys import RelyingParty, ensure_counted_on, relying_party
from exchange.core.errors import DomainError


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("https://exchange.city.example", ("exchange.city.example", "")),
        ("https://Exchange.City.example:8443/sub", ("exchange.city.example", ":8443")),
        ("http://localhost:8000", ("localhost", ":8000")),
        ("http://127.0.0.1:8000", ("localhost", ":8000")),
        ("http://[::1]:8000", ("localhost", ":8000")),
        ("http://exchange.city.example", None),
        ("https://192.0.2.1", None),
        ("https://", None),
    ],
)
def test_passkeys_are_for_a_name_behind_tls_or_this_machine(
    base_url: str, expected: tuple[str, str] | None
) -> None:
    scheme = base_url.partition(":")[0]
    party = expected and RelyingParty(expected[0], f"{scheme}://{expected[0]}{expected[1]}")
    assert relying_party(base_url) == party


@pytest.mark.parametrize(
    ("before", "now", "rises"),
    [(0, 0, True), (0, 1, True), (1, 2, True), (1, 1, False), (2, 1, False), (1, 0, False)],
)
def test_a_count_rises_or_is_none(before: int, now: int, rises: bool) -> None:
    with nullcontext() if rises else pytest.raises(DomainError):
        ensure_counted_on(before=before, now=now)
