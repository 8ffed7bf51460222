"""What an answer is saved as."""

from typing import Literal
from urllib.parse import quote

from werkzeug.wrappers import Response


def name_file(
    response: Response, kind: Literal["inline", "attachment"], plain: str, name: str
) -> None:
    """Name the file an answer is saved as: `plain` in ASCII, and `name` where that is read."""
    response.headers["Content-Disposition"] = (
        f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
