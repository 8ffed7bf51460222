"""A character no font can show: told before a paper is printed, named on it, never dropped."""

import html
import io
import re
from collections.abc import Callable

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Localized
from exchange.core.permissions import Role
from exchange.delegations.models import Visit
from tests.factories.delegations import make_member, make_visit
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner
from tests.servers.visitor import Visitor

#: A rare character of names (CJK Extension B) that the embedded fonts do not have; 𠮷 they have.
RARE = "\U00021507"


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    visit = make_visit(session)
    make_member(session, visit, f"吉{RARE}")
    make_item(session, visit, title=Localized({"ja": "表敬"}), place=f"{RARE}会館の大ホール")
    return visit


@pytest.fixture
def client(client_as: Callable[..., Visitor]) -> Visitor:
    return client_as(Role.COORDINATOR)


def rows(page: str) -> list[list[str]]:
    """Return the cells of the page's table."""
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in found]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells[1:]]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("roster.pdf", [f"吉{RARE} 花子", f"吉{RARE} 花子"]),
        ("cards.pdf?list=badges", [f"吉{RARE} 花子", f"吉{RARE} 花子"]),
        ("programme.pdf", [f"{RARE}会館の大ホール", "ハイデルベルク市 09:00–10:30 表敬"]),
    ],
)
def test_it_is_told_with_where_it_stands_before_the_paper_is_printed(
    client: Visitor, session: Session, visit: Visit, path: str, told: list[str]
) -> None:
    answer = client.get(f"/delegations/{visit.id}/{path}")
    assert answer.status_code == 422
    assert rows(answer.text)[0] == [f"{RARE} U+21507", *told]
    assert session.scalars(select(func.count()).where(AuditLine.act == "papers.print")).one() == 0
    link = re.search(r'href="([^"]*anyway=1)"', answer.text)
    assert link is not None
    printed = client.get(html.unescape(link.group(1)))
    assert printed.content_type == "application/pdf"
    words = "".join(
        "".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(printed.data)).pages
    )
    assert "〓" in words
    assert "〓はこの書体にない文字です（U+21507）" in words
    assert session.scalars(select(func.count()).where(AuditLine.act == "papers.print")).one() == 1


def test_a_rare_character_the_fonts_have_is_no_reason_to_stop(
    client: Visitor, session: Session
) -> None:
    make_partner(session)
    visit = make_visit(session)
    make_member(session, visit, "𠮷髙﨑")
    answer = client.get(f"/delegations/{visit.id}/roster.pdf")
    assert answer.content_type == "application/pdf"
    assert "𠮷髙﨑" in PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
