"""A file leaves as a download that does nothing in a browser, whatever it is."""

import ast

import pytest
from flask import Flask

from exchange.attachments.contents import examine
from exchange.attachments.enums import MediaType
from exchange.attachments.models import DocumentVersion
from exchange.attachments.views import file_answer
from tests.factories.attachments import picture
from tests.policy import sources

#: Where an answer is a file, and what it is made of.
SENT = {
    "exchange/agreements/views/register.py": "a list made for the person who asks",
    "exchange/attachments/views.py": "whatever is kept",
    "exchange/youth/views/rosters.py": "a workbook made for the person who asks",
}


@pytest.mark.parametrize("kind", list(MediaType))
@pytest.mark.parametrize("as_attachment", [True, False])
def test_every_kind_is_locked_and_named_truly(kind: MediaType, as_attachment: bool) -> None:
    version = DocumentVersion(
        media_type=kind, body=b"<script>", file_name=f"写真{kind.suffixes[0]}", sha256="0" * 64
    )
    with Flask(__name__).test_request_context("/"):
        answer = file_answer(version, as_attachment=as_attachment)
    headers = answer.headers
    assert headers["Content-Type"] == kind.content_type
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Cache-Control"] == "private, no-store"
    shown = headers["Content-Disposition"].partition(";")[0]
    assert shown == ("attachment" if as_attachment else "inline")


def test_a_page_hidden_in_a_picture_does_not_outlive_being_drawn_anew() -> None:
    for form in ("PNG", "JPEG", "WEBP"):
        sent = picture(form) + b"<html><script>alert(1)</script></html>"
        assert b"script" not in examine("a.html", sent).body


def test_only_these_answers_are_files_and_only_photographs_open_in_the_page() -> None:
    found: dict[str, set[str]] = {}
    for source in sources.application():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "send_file",
                "file_answer",
            }:
                given = {word.arg: ast.unparse(word.value) for word in node.keywords}
                found.setdefault(source.path, set()).add(given["as_attachment"])
    opened = {path for path, values in found.items() if "False" in values}
    assert opened == {"exchange/attachments/views.py"}  # the public photograph
    sends = {
        source.path
        for source in sources.application()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "send_file"
    }
    assert sends == SENT.keys()
