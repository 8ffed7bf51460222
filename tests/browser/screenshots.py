"""Take the README's pictures: `make screenshots`."""

import os
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import ViewportSize, sync_playwright

from config import ROOT
from tests.servers.application import served_application
from tests.servers.chromium import ARGUMENTS, find_chromium, write_font_settings
from tests.servers.site import NOW

IMAGES: Final = ROOT / "docs" / "images"
PAGES: Final = {
    "home": "/",
    "calendar": "/calendar/",
    "indicator": "/indicators/youth-participation/",
}
_SIZE: Final = ViewportSize(width=1280, height=900)


def take_screenshots(folder: Path) -> None:
    """Serve a new instance with demo data and picture three of its pages."""
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
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        take_screenshots(Path(name))
