"""Uploads are shown to a virus scanner; what it does not call clean is not kept."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import Settings
from exchange.attachments.models import DocumentVersion
from exchange.core.database import reference_uuid, uuid7
from exchange.core.permissions import Role
from exchange.web.access import public
from tests.factories.attachments import PDF
from tests.servers.fixtures import city_database
from tests.servers.scanner import EICAR, scanning
from tests.servers.visitor import Visitor

__all__ = ["city_database"]

SignIn = Callable[..., Visitor]
NEW = f"/partners/{reference_uuid('partner', 'rome-ga')}/documents/new"
NOWHERE = "tcp://127.0.0.1:1"
#: The same whatever the database.
pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def scanner() -> Iterator[str]:
    with scanning() as address:
        yield address


def send(visitor: Visitor, body: bytes) -> tuple[int, str]:
    fields = {"title": "盟約書", "kind": "signed-text", "key": str(uuid7())}
    answer = visitor.submit(f"{NEW}?lang=en", {**fields, "file": (io.BytesIO(body), "a.pdf")})
    return answer.status_code, answer.text


def count(session: Session) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(DocumentVersion)) or 0


def test_a_clean_file_is_kept_whole(
    app: Flask, settings: Settings, client_as: SignIn, session: Session, scanner: str
) -> None:
    app.extensions["settings"] = replace(settings, scanner_url=scanner)
    assert send(client_as(Role.COORDINATOR), PDF)[0] == 302
    assert session.scalars(select(DocumentVersion.body)).all() == [PDF]


@pytest.mark.parametrize(
    ("body", "is_away", "sentence"),
    [
        (PDF + EICAR + b"\n%%EOF", False, "A virus was found in the file. Nothing was kept."),
        (PDF, True, "The file could not be checked for viruses"),
        (PDF + b"too large for this scanner\n%%EOF", False, "could not be checked for viruses"),
    ],
    ids=["infected", "away", "no verdict"],
)
def test_any_other_file_is_refused_in_one_sentence_and_nothing_is_kept(
    app: Flask,
    settings: Settings,
    client_as: SignIn,
    session: Session,
    scanner: str,
    body: bytes,
    is_away: bool,
    sentence: str,
) -> None:
    app.extensions["settings"] = replace(settings, scanner_url=NOWHERE if is_away else scanner)
    status, page = send(client_as(Role.COORDINATOR), body)
    assert (status, sentence in page) == (422, True)
    assert count(session) == 0


def test_a_view_that_would_keep_a_refused_file_is_not_committed(
    own_app: Flask, settings: Settings, scanner: str
) -> None:
    own_app.add_url_rule("/careless", "careless", public(lambda: "kept"), methods=["POST"])
    own_app.extensions["settings"] = replace(settings, scanner_url=scanner)
    visitor = Visitor(own_app, own_app.response_class)
    for body, status in ((b"plain", 200), (EICAR, 422)):
        assert visitor.submit("/careless", {"f": (io.BytesIO(body), "a")}).status_code == status
    # Without a token of ours nothing is asked, and nothing would be committed.
    own_app.extensions["settings"] = replace(settings, scanner_url=NOWHERE)
    assert visitor.post("/careless", data={"f": (io.BytesIO(b"plain"), "a")}).status_code == 400


def test_readiness_says_whether_the_scanner_answers(
    app: Flask, settings: Settings, client: Visitor, scanner: str
) -> None:
    for address, said in ((scanner, "ok"), (NOWHERE, "away")):
        app.extensions["settings"] = replace(settings, scanner_url=address)
        assert (client.get("/readyz").json or {})["scanner"] == said
    app.extensions["settings"] = settings
    assert "scanner" not in (client.get("/readyz").json or {})
