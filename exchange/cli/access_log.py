"""The server's log of requests, asked for with `serve --access-log`: never a secret in it."""

from typing import Any, Final

from gunicorn.glogging import Logger

from exchange.web.tokens import without_token

#: Who, when, what, how it ended, how much and how long; no referrer, for it may hold a token.
FORMAT: Final = '%(h)s %(t)s "%(r)s" %(s)s %(b)s %(M)sms'


class AccessLog(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's logger; paths are cut where a token stands in them."""

    def atoms(self, *arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - gunicorn's own
        """Return what a line is made of, every text of it cut."""
        found: dict[str, Any] = super().atoms(*arguments)
        return {name: _cut(value) for name, value in found.items()}

    def exception(self, message: str, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        """Log a fault of the server, which names the address it happened at."""
        super().exception(message, *map(_cut, arguments), **options)


def _cut(value: Any) -> Any:  # noqa: ANN401 - whatever gunicorn logs
    return without_token(value) if isinstance(value, str) else value
