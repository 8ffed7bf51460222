"""The header marks the place a page belongs to, and no other."""

import re
from collections.abc import Callable

import pytest

from exchange.core.permissions import Role
from tests.servers.visitor import Visitor

MARKED = re.compile(r'<li><a href="([^"]+)" aria-current="(?:page|true)"')


def marked(page: str) -> list[str]:
    header = page.partition('<ul class="places">')[2].partition("</ul>")[0]
    return MARKED.findall(header)


@pytest.mark.parametrize(
    ("role", "path", "place"),
    [
        (Role.ADMINISTRATOR, "/accounts/users/", ["/accounts/users/"]),
        (Role.ADMINISTRATOR, "/accounts/users/new", ["/accounts/users/"]),
        (Role.ADMINISTRATOR, "/accounts/mine/", []),
        (Role.ADMINISTRATOR, "/accounts/mine/factor/", []),
        (Role.ADMINISTRATOR, "/jobs/", ["/jobs/"]),
        (Role.MANAGER, "/audit/personal/", ["/audit/"]),
        (Role.MANAGER, "/people/", ["/partners/"]),
        (Role.SCHOOL, "/school/", ["/school/"]),
        (Role.SCHOOL, "/school/messages/", ["/school/"]),
        (Role.SCHOOL, "/school/guide", ["/school/guide"]),
    ],
)
def test_a_page_marks_its_place(
    client_as: Callable[..., Visitor], role: Role, path: str, place: list[str]
) -> None:
    assert marked(client_as(role).get(path).text) == place


def test_one_s_own_account_is_marked_beside_the_places(client_as: Callable[..., Visitor]) -> None:
    visitor = client_as(Role.ADMINISTRATOR)
    for path, mark in (("/accounts/mine/", "page"), ("/accounts/mine/factor/", "true")):
        link = f'class="account__name" href="/accounts/mine/" aria-current="{mark}"'
        assert link in visitor.get(path).text
    assert "account__name" in visitor.get("/jobs/").text
    assert 'href="/accounts/mine/" aria-current' not in visitor.get("/jobs/").text
