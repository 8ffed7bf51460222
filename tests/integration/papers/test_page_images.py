"""The papers of the demo's visits, drawn: ink on every page, clean margins, no colour needed."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import typst
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from exchange.core.database import Database
from exchange.core.permissions import Role
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.papers.cards import CARDS
from exchange.papers.models import Ceremony, Speech
from exchange.papers.rules import ROSTERS
from tests.factories.demo import load_with_facts
from tests.servers.databases import Backend, isolated
from tests.servers.visitor import Visitor

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

#: Dots an inch: enough to see ink, few enough to be quick.
DOTS = 40
#: What a printer may leave white all around, in dots; 5 mm.
MARGIN = round(5 / 25.4 * DOTS)
BLACK, WHITE = 90, 250
PAPERS = (
    "approval.pdf",
    "programme.pdf",
    "programme.pdf?side=partner",
    *(f"roster.pdf?list={kind}" for kind in ROSTERS),
    *(f"cards.pdf?list={kind}" for kind in CARDS),
    "seating.pdf",
    "briefing.pdf",
    "stay.pdf",
    "visa-letter.pdf?letter=invitation",
    "visa-letter.pdf?letter=guarantee",
    "emergency-cards.pdf",
    "report.pdf",
    "thanks.pdf",
    "press.pdf",
    "speeches/{speech}.pdf",
    "speeches/{speech}.pdf?layout=points",
)
#: The order of a ceremony is of the visit to Heidelberg.
CEREMONY = "items/{item}/ceremony.pdf"


@pytest.fixture
def database(backend: Backend) -> Iterator[Database]:
    """Give the demo's database."""
    with isolated(backend.kept("demo", load_with_facts)) as database:
        yield database


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Give what typst is asked to compile, the last one last."""
    asked: list[dict[str, Any]] = []
    original = typst.compile

    def compile(source: str, **options: Any) -> object:  # noqa: A001, ANN401 - typst's own
        asked.append({"input": source, **options})
        return original(source, **options)

    monkeypatch.setattr(typst, "compile", compile)
    return asked


@pytest.fixture
def draw(
    client_as: Callable[..., Visitor], database: Database, compiled: list[dict[str, Any]]
) -> Callable[[str], list[Image.Image]]:
    """Give a function that prints a paper of a demo visit and draws its pages."""
    with database.reading() as session:
        order = session.scalars(select(Ceremony).options(joinedload(Ceremony.item))).one()
        over = session.scalars(select(Visit.id).where(Visit.state == VisitState.CLOSED)).one()
        speech = session.scalars(select(Speech.id).where(Speech.visit_id == over)).one()
        item, abroad = order.item_id, order.item.visit_id
    client = client_as(Role.COORDINATOR)

    def pages(path: str) -> list[Image.Image]:
        visit = abroad if path == CEREMONY else over
        where = path.format(item=item, speech=speech)
        answer = client.get(f"/delegations/{visit}/{where}")
        assert (answer.status_code, answer.content_type) == (200, "application/pdf")
        options = {**compiled[-1], "format": "png", "ppi": DOTS, "pdf_standards": []}
        drawn = typst.compile(options.pop("input"), **options)
        bodies = drawn if isinstance(drawn, list) else [drawn]
        return [Image.open(io.BytesIO(body)).convert("RGB") for body in bodies]

    return pages


@pytest.mark.parametrize("path", [*PAPERS, CEREMONY])
def test_a_paper_is_drawn_in_black_within_its_margins(
    draw: Callable[[str], list[Image.Image]], path: str
) -> None:
    for page in draw(path):
        grey = page.convert("L")
        assert (darkest(grey) < BLACK, lightest(grey)) == (True, 255)
        grey.paste(255, (MARGIN, MARGIN, page.width - MARGIN, page.height - MARGIN))
        assert darkest(grey) >= WHITE
        assert lightest(page.convert("HSV").getchannel("S")) == 0


def darkest(page: Image.Image) -> int:
    """Return the least value of any dot."""
    return min(value for value, count in enumerate(page.histogram()) if count)


def lightest(page: Image.Image) -> int:
    """Return the greatest value of any dot."""
    return max(value for value, count in enumerate(page.histogram()) if count)
