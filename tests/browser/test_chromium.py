"""The browser the other tests rely on: real, Japanese, with glyphs for every script we show."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.servers.chromium import ChromiumError, find_chromium, write_font_settings


def test_the_browser_speaks_japanese_and_lives_in_kumamoto_s_time(page: Page) -> None:
    found = page.evaluate("[navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone]")
    assert found == ["ja-JP", "Asia/Tokyo"]


def test_japanese_korean_and_traditional_chinese_are_drawn_with_noto(page: Page) -> None:
    page.set_content("<p id=text style='font-family: sans-serif'>熊本 울산 高雄 Heidelberg</p>")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": "#text"})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert {font["familyName"] for font in fonts} == {"Noto Sans CJK JP"}


def test_a_missing_browser_is_an_error_and_no_skip(tmp_path: Path) -> None:
    with pytest.raises(ChromiumError, match="chromium"):
        find_chromium({"PATH": str(tmp_path)})


def test_a_chosen_browser_is_taken_without_a_search() -> None:
    assert find_chromium({"CHROMIUM": "/opt/chrome", "PATH": ""}) == "/opt/chrome"


def test_the_font_settings_name_both_weights(tmp_path: Path) -> None:
    settings = write_font_settings(tmp_path).read_text("utf-8")
    assert settings.count("<dir>") == 2
    assert "noto_cjk_sans_jp_bold" in settings


def test_the_browser_reaches_the_application(page: Page) -> None:
    page.goto("/healthz")
    assert '{"status":"ok"}' in page.inner_text("body")
