"""A passkey from the first day to the last, in a real Chromium with a virtual authenticator."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser import main_job as job
from tests.browser.test_accessibility import narrow, objections, too_wide
from tests.servers.application import PASSWORD
from tests.servers.site import Site, serving

SIGN_IN = "/accounts/sign-in"
MINE = "/accounts/mine/"


@pytest.fixture(scope="module")
def site(prepared_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a site under a name: passkeys are for names, never for numbers."""
    folder = tmp_path_factory.mktemp("site")
    with serving(prepared_instance, folder, "localhost") as site:
        yield site


@pytest.fixture
def devices(page: Page) -> CDPSession:
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    return devices


def plug_in(devices: CDPSession, *, verifies_person: bool = True) -> None:
    """Plug in a device that keeps passkeys."""
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verifies_person,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_coordinator_adds_a_passkey_and_signs_in_with_it(page: Page, devices: CDPSession) -> None:
    plug_in(devices)
    job.sign_in(page, "coordinator")
    page.goto(MINE)
    job.go(page, page.get_by_role("link", name="パスキーを追加"))
    assert objections(page) == []
    page.get_by_label("パスキーの名前").fill("職場のパソコン")
    page.get_by_label("今のパスワード").fill(PASSWORD)
    make = page.get_by_role("button", name="端末で作る")
    make.click()
    expect(page.get_by_role("status")).to_contain_text("パスキーを追加しました。")
    row = page.get_by_role("row", name="職場のパソコン")
    expect(row).to_contain_text("なし")
    assert objections(page) == []
    narrow(page)
    assert too_wide(page) == []

    # The same device is told that it holds one; what was typed stays.
    page.goto(f"{MINE}passkeys/new")
    page.get_by_label("パスキーの名前").fill("もう一つ")
    page.get_by_label("今のパスワード").fill(PASSWORD)
    make.click()
    expect(page.get_by_role("alert")).to_contain_text("すでに登録されています。")
    expect(page.get_by_label("パスキーの名前")).to_have_value("もう一つ")
    job.press(page, "ログアウト")

    use = page.get_by_role("button", name="パスキーでログイン")
    page.goto(f"{SIGN_IN}?next={MINE}")
    assert objections(page) == []
    use.click()
    expect(page).to_have_url(MINE)
    expect(row).not_to_contain_text("なし")

    # Removed here, it signs nobody in, though the device still offers it.
    job.go(page, page.get_by_role("button", name="「職場のパソコン」を削除"))
    expect(page.get_by_role("status")).to_contain_text("パスキーを削除しました。")
    job.press(page, "ログアウト")
    page.goto(SIGN_IN)
    use.click()
    expect(page.get_by_role("alert")).to_contain_text("このパスキーは登録されていません。")


def test_a_device_that_cannot_tell_who_holds_it_says_so(page: Page, devices: CDPSession) -> None:
    plug_in(devices, verifies_person=False)
    page.goto(SIGN_IN)
    page.get_by_role("button", name="パスキーでログイン").click()
    expect(page.get_by_role("alert")).to_contain_text("パスキーは使われませんでした。")


def test_another_address_of_the_site_says_where_passkeys_work(page: Page, site: Site) -> None:
    page.goto(site.url.replace("localhost", "127.0.0.1") + SIGN_IN)
    page.get_by_role("button", name="パスキーでログイン").click()
    expect(page.get_by_role("alert")).to_contain_text(f"パスキーは {site.url} を開いたとき")
