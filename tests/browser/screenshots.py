"""Take the pictures of the README and of the schools' page: `make screenshots`."""

import os
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, ViewportSize, sync_playwright

from config import ROOT
from tests.servers.application import PASSWORD, Served, served_application
from tests.servers.chromium import ARGUMENTS, find_chromium, write_font_settings
from tests.servers.site import NOW

IMAGES: Final = ROOT / "docs" / "images"
PAGES: Final = {
    "home": "/",
    "calendar": "/calendar/",
    "indicator": "/indicators/youth-participation/",
}
#: Of the page for schools, as the account of one of them sees it.
DESK_PAGES: Final = {
    "school-desk": "/school/",
    "school-messages": "/school/messages/",
    "school-register": "/school/editions/{open}/register",
    "school-known": "/school/editions/{open}/known",
    "school-roster": "/school/editions/{open}/roster",
    "school-consents": "/school/editions/{open}/consent",
    "school-change": "/school/registrations/{own}/change",
    "school-moves": "/school/moves/",
}
#: The same, of a school one of whose pupils was registered by a guardian.
GUARDIANS_PAGES: Final = {"school-take-over": "/school/registrations/{by_guardian}/take-over"}
#: Shown to the end, because the text speaks of what stands there.
_WHOLE: Final = frozenset({"school-change"})
_SIZE: Final = ViewportSize(width=1280, height=900)


def take_screenshots(folder: Path) -> None:
    """Serve a new instance with demo data and picture its pages, public ones and a school's."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    fonts = write_font_settings(folder)
    environment: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    with served_application(folder, EXCHANGE_NOW=NOW) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=list(ARGUMENTS), env=environment
        )
        page = browser.new_page(viewport=_SIZE, locale="ja-JP", timezone_id="Asia/Tokyo")
        for name, path in PAGES.items():
            page.goto(f"{served.url}{path}", wait_until="networkidle")
            page.screenshot(path=IMAGES / f"{name}.png")
        for account, pages in (("school-a", DESK_PAGES), ("school-b", GUARDIANS_PAGES)):
            page.context.clear_cookies()
            _sign_in(page, served, account)
            keys = _keys(page, served)
            for name, path in pages.items():
                page.goto(f"{served.url}{path.format(**keys)}", wait_until="networkidle")
                page.screenshot(path=IMAGES / f"{name}.png", full_page=name in _WHOLE)
        browser.close()


def _sign_in(page: Page, served: Served, account: str) -> None:
    page.goto(f"{served.url}/accounts/sign-in?lang=ja")
    page.fill("main [name=email]", f"{account}@demo.example")
    page.fill("main [name=password]", PASSWORD)
    page.click("main [type=submit]")


def _keys(page: Page, served: Served) -> dict[str, str]:
    """Find an edition with seats left and registrations in the desk's own links."""
    page.goto(f"{served.url}/school/")
    found = {}
    for name, kind, place in (
        ("open", "editions", "main a.button--primary"),
        ("own", "registrations", "main a"),
        ("by_guardian", "registrations", "main tr:has-text('校長確認') a"),
    ):
        links = page.locator(f"{place}[href*='/school/{kind}/']")
        if links.count():
            link = links.first.get_attribute("href") or ""
            found[name] = link.split(f"/{kind}/")[1].split("/")[0]
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        take_screenshots(Path(name))
