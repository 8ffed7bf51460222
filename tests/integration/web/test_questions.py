"""A list is never narrowed by what it does not offer: it says so instead."""

from collections.abc import Callable

import pytest

from exchange.core.permissions import Role
from tests.servers.visitor import Visitor

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("role", "known", "unknown"),
    [
        (Role.ADMINISTRATOR, "/jobs/?state=done", "/jobs/?state=x"),
        (Role.ADMINISTRATOR, "/outbox/?state=sent", "/outbox/?state=x"),
        (Role.COORDINATOR, "/tasks/?state=done&who=all", "/tasks/?state=x"),
        (Role.COORDINATOR, "/celebrations/?by=calendar", "/celebrations/?by=survey"),
        (Role.COORDINATOR, "/celebrations/?span=strategy", "/celebrations/?span=x"),
    ],
)
def test_a_list_refuses_a_word_it_does_not_offer(
    client_as: Callable[..., Visitor], role: Role, known: str, unknown: str
) -> None:
    visitor = client_as(role)
    assert visitor.get(known).status_code == 200
    refused = visitor.get(f"{unknown}&lang=ja")
    assert (refused.status_code, "条件を選び直してください" in refused.text) == (400, True)
