"""A real Chromium, Japanese by default, before a site of its own for each file of tests."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from exchange.core.database import unit_of_work
from exchange.core.keys import Keyring
from tests.browser.member_pages import members_of_lists
from tests.browser.walk import keys_of, rosters_of
from tests.servers.chromium import ARGUMENTS, find_chromium, write_font_settings
from tests.servers.site import Site, prepare_instance, serving

#: A busy machine answers late; what is wrong is still wrong after this.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    fonts = write_font_settings(tmp_path_factory.mktemp("fonts"))
    return {
        **browser_type_launch_args,
        "executable_path": find_chromium(),
        "args": list(ARGUMENTS),
        "env": {**os.environ, "FONTCONFIG_FILE": str(fonts)},
        "timeout": 120_000,
    }


@pytest.fixture(scope="session")
def prepared_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepare keys, schema, reference data and demo data as `make run` does."""
    return prepare_instance(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="module")
def site(prepared_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a copy of the prepared instance; `page.goto("/")` leads there."""
    with serving(prepared_instance, tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="module")
def browser_context_args(browser_context_args: dict[str, Any], site: Site) -> dict[str, Any]:
    return {
        **browser_context_args,
        "base_url": site.url,
        "locale": "ja-JP",
        "timezone_id": "Asia/Tokyo",
    }


@pytest.fixture(scope="module")
def keys(site: Site) -> dict[str, str]:
    """Find, or make, what the walked addresses name."""
    with unit_of_work(site.database) as session:
        found = keys_of(session, site.settings.secret_key or "")
        ring = Keyring.parse(site.settings.data_key or "")
        lists = members_of_lists(session, ring, site.settings.secret_key or "")
        return {**found, **lists, **rosters_of(session, found["open"], ring)}
