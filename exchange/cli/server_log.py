"""What the server itself has to say, as lines of JSON: never an address, a client or a header."""

from typing import Any

from gunicorn.glogging import Logger

from exchange.core.logs import JsonLines

#: Behind this the server repeats what it was sent.
_CLIENT = " from ip="


class ServerLog(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's logger; requests have their own lines, written by the application."""

    def setup(self, cfg: Any) -> None:  # noqa: ANN401 - gunicorn's own
        """Write as the application does."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            if getattr(handler, "_gunicorn", False):  # its own mark
                handler.setFormatter(JsonLines())

    def warning(self, message: str, *arguments: object, **options: Any) -> None:  # noqa: ANN401
        """Leave out who sent what could not be read, and what it was."""
        super().warning(message.partition(_CLIENT)[0], *arguments, **options)

    def exception(self, message: object, *_arguments: object, **options: Any) -> None:  # noqa: ANN401
        """Log a fault without the address it happened at."""
        told = message if isinstance(message, str) else type(message).__name__
        super().exception(told.partition("%s")[0].strip(), **options)
