"""Files that pages are made with: their address holds a digest, so a browser asks for each once."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from flask import Flask, send_from_directory
from werkzeug.wrappers import Response

from exchange.web.access import public

_A_YEAR: Final = 31_536_000


@cache
def version_of(folder: Path) -> str:
    """Return a short digest of every file in a folder: names and bytes.

    One for all, in the path: what a script imports or a style sheet refers to lies beside it.
    """
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder)}\0".encode())
            digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def register_statics(app: Flask, folder: Path) -> None:
    """Serve a folder's files, and write its version into the addresses that pages are given."""

    @public
    def static(version: str, filename: str) -> Response:
        """Answer a file; one of another version, as hosts disagree for a while, is asked anew."""
        if version != version_of(folder):
            return send_from_directory(folder, filename)
        answer = send_from_directory(folder, filename, max_age=_A_YEAR)
        answer.cache_control.immutable = True
        return answer

    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("version", version_of(folder))

    app.add_url_rule("/static/<version>/<path:filename>", "static", static)
    app.url_defaults(add_version)
