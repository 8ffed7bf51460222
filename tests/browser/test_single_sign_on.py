"""Signing in through the city's directory in a real browser, under our own strict policy."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.main_job import press
from tests.browser.test_accessibility import objections
from tests.servers.directory import CLIENT, SECRET, DirectoryServer, running_directory
from tests.servers.site import Site, serving


@pytest.fixture(scope="module")
def directory() -> Iterator[DirectoryServer]:
    with running_directory() as directory:
        directory.person = {"sub": "4711", "email": "manager@demo.example", "email_verified": True}
        yield directory


@pytest.fixture(scope="module")
def site(
    prepared_instance: Path, tmp_path_factory: pytest.TempPathFactory, directory: DirectoryServer
) -> Iterator[Site]:
    """Serve a site that is registered with the directory, where staff have no passwords."""
    with serving(
        prepared_instance,
        tmp_path_factory.mktemp("site"),
        EXCHANGE_OIDC_ISSUER=directory.issuer,
        EXCHANGE_OIDC_CLIENT_ID=CLIENT,
        EXCHANGE_OIDC_CLIENT_SECRET=SECRET,
        EXCHANGE_STAFF_PASSWORDS="off",
        EXCHANGE_BREAK_GLASS="admin@demo.example",
    ) as site:
        yield site


def test_a_manager_binds_the_account_once_and_then_only_presses_the_button(
    page: Page, directory: DirectoryServer
) -> None:
    button = page.get_by_role("link", name="市の職員認証でログイン")
    page.goto("/tasks/")
    button.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("アカウントの確認")
    assert objections(page) == []
    press(page, "このアカウントとつないでログイン")
    expect(page).to_have_url("/tasks/")
    press(page, "ログアウト")

    page.goto("/tasks/")
    button.click()  # the page in between goes on by itself
    expect(page).to_have_url("/tasks/")
    press(page, "ログアウト")

    directory.failing = {"/token": 500}
    page.goto("/accounts/sign-in")
    button.click()
    expect(page.get_by_role("alert")).to_contain_text("市の職員認証につながりません。")
    expect(button).to_be_visible()
    assert objections(page) == []
