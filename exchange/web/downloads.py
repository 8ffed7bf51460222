"""What an answer is saved as."""

from collections.abc import Callable
from typing import Literal
from urllib.parse import quote

from flask import Response
from werkzeug.wrappers import Response as AnyResponse


class LateFile(Response):
    """A file whose bytes are made when its request has committed.

    Drawing many pages takes seconds; whoever else writes would wait for them. What is drawn is
    gathered before: `make` asks the database nothing.
    """

    def __init__(self, make: Callable[[], bytes], content_type: str) -> None:
        super().__init__(content_type=content_type)
        self._make = make

    def finish(self) -> None:
        """Make the bytes."""
        self.set_data(self._make())


def name_file(
    response: AnyResponse, kind: Literal["inline", "attachment"], plain: str, name: str
) -> None:
    """Name the file an answer is saved as: `plain` in ASCII, and `name` where that is read."""
    response.headers["Content-Disposition"] = (
        f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
