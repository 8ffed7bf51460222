"""Paths that hold a secret, as logs may show them."""

import re
from typing import Final

#: What stands before a token in the addresses that act without an account.
_BEFORE_TOKEN: Final = re.compile(
    r"(/(?:feeds|accounts/invitation|accounts/reset|apply|consent|scoring|partner-list|figures)/)"
    r"(?!anniversaries\.ics|mine/)[^/?\s]+"
)


def without_token(text: str) -> str:
    """Cut the tokens out of a path, a request line or a referrer."""
    return _BEFORE_TOKEN.sub(r"\1…", text)
