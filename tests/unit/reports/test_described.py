"""What the description says of the whole."""

from exchange.reports.described import description as describe

BASE = "https://exchange.example"


def test_the_licence_is_stated_and_a_closed_network_has_no_feed() -> None:
    here = describe(language="en", base_url=BASE, licence=None, public=True)
    there = describe(language="en", base_url=BASE, licence="CC BY 4.0", public=False)
    assert set(here["paths"]) - set(there["paths"]) == {"/feeds/anniversaries.ics"}
    assert "license" not in here["info"]
    assert there["info"]["license"] == {"name": "CC BY 4.0"}
    assert here["servers"] == [{"url": BASE}]
