"""The box that chooses every row, in a real browser: it helps, and nothing needs it."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from exchange.youth.enums import EditionState
from exchange.youth.models import Edition
from tests.browser.main_job import sign_in
from tests.factories.youth import make_registration
from tests.servers.site import Site

BOXES = "main tbody input[name=chosen]"


@pytest.fixture
def edition(site: Site) -> str:
    """Give the address of an announced edition with three more submitted registrations."""
    with site.database.writing() as session:
        announced = select(Edition).where(Edition.state == EditionState.ANNOUNCED)
        found = session.scalars(announced.order_by(Edition.starts.desc())).first()
        assert found is not None
        for _ in range(3):
            make_registration(session, edition=found)
        session.commit()
        return f"/youth/editions/{found.id}/?state=submitted"


def test_one_box_chooses_every_row_and_shows_when_some_are_chosen(page: Page, edition: str) -> None:
    sign_in(page, "coordinator")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{edition}&lang=en")
        every = page.get_by_label(re.compile(r"Choose all \d+ registrations in the table"))
        expect(every).to_be_visible()
        every.focus()
        page.keyboard.press("Space")
        boxes = page.locator(BOXES)
        assert boxes.count() >= 3
        expect(page.locator(f"{BOXES}:checked")).to_have_count(boxes.count())
        boxes.first.uncheck()
        assert every.evaluate("box => [box.checked, box.indeterminate]") == [False, True]
        every.check()
        every.uncheck()
        expect(page.locator(f"{BOXES}:checked")).to_have_count(0)


def test_without_javascript_no_box_promises_what_it_cannot_do(page: Page, edition: str) -> None:
    sign_in(page, "coordinator")
    page.route(re.compile(r"\.js$"), lambda route: route.abort())
    page.goto(edition)
    expect(page.locator("#choose-all")).to_be_hidden()
    expect(page.locator(BOXES).first).to_be_visible()
