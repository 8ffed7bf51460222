"""Where one subscribes, and that a calendar elsewhere is not sent to this machine."""

from urllib.parse import parse_qs, urlsplit

import pytest

from exchange.calendars.subscriptions import subscribing


@pytest.mark.parametrize(
    ("base_url", "scheme"),
    [
        ("https://exchange.city.example", "webcal"),
        ("http://10.1.2.3:8000", "webcal"),
        ("http://127.0.0.1:8000", "http"),
        ("http://127.8.8.8", "http"),
        ("http://[::1]:8000", "http"),
        ("http://0.0.0.0:8000", "http"),
        ("http://localhost", "http"),
    ],
)
def test_the_button_subscribes_unless_the_server_is_this_machine(
    base_url: str, scheme: str
) -> None:
    found = subscribing(base_url, {"lang": "zh-Hant", "partner": ["heidelberg", "ulsan"]})
    button, plain = urlsplit(found.button), urlsplit(found.plain)
    assert (button.scheme, button[1:]) == (scheme, plain[1:])
    assert found.plain.startswith(base_url)
    asked = {"lang": ["zh-Hant"], "partner": ["heidelberg", "ulsan"]}
    assert (plain.path, parse_qs(plain.query)) == ("/feeds/anniversaries.ics", asked)
    assert parse_qs(urlsplit(found.download).query) == {**asked, "download": ["1"]}
